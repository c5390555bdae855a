//! Dashboards and apps of hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        desk::{
            AppDesk, AppFormInput, AppIdInput, AppsAnswer, DashboardDesk, DashboardFormInput, DashboardIdInput, DashboardsAnswer,
            DatabaseInput, SavedApp, SavedDashboard,
        },
        outcome::Message,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, client},
    crate::domain::databases::{
        Caller,
        desk::{apps, dashboards},
    },
};

/// The dashboards of a database.
#[server(prefix = "/actions", endpoint = "listDatabaseDashboards", input = Fields)]
pub async fn list_database_dashboards(input: DatabaseInput) -> Answer<DashboardsAnswer> {
    answer(async { dashboards::list(&app()?, &account()?, input).await }.await)
}

/// A dashboard with its charts, drawn.
#[server(prefix = "/actions", endpoint = "getDatabaseDashboard", input = Fields)]
pub async fn get_database_dashboard(input: DashboardIdInput) -> Answer<DashboardDesk> {
    answer(async { dashboards::one(&app()?, &account()?, input).await }.await)
}

/// Makes a dashboard, or changes one.
#[server(prefix = "/actions", endpoint = "saveDatabaseDashboard", input = Fields)]
pub async fn save_database_dashboard(input: DashboardFormInput) -> Answer<SavedDashboard> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        dashboards::save(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// Deletes a dashboard.
#[server(prefix = "/actions", endpoint = "deleteDatabaseDashboard", input = Fields)]
pub async fn delete_database_dashboard(input: DashboardIdInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        dashboards::delete(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// The apps of a database, without their documents.
#[server(prefix = "/actions", endpoint = "listDatabaseApps", input = Fields)]
pub async fn list_database_apps(input: DatabaseInput) -> Answer<AppsAnswer> {
    answer(async { apps::list(&app()?, &account()?, input).await }.await)
}

/// An app with its document.
#[server(prefix = "/actions", endpoint = "getDatabaseApp", input = Fields)]
pub async fn get_database_app(input: AppIdInput) -> Answer<AppDesk> {
    answer(async { apps::one(&app()?, &account()?, input).await }.await)
}

/// Makes an app, or changes one.
#[server(prefix = "/actions", endpoint = "saveDatabaseApp", input = Fields)]
pub async fn save_database_app(input: AppFormInput) -> Answer<SavedApp> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        apps::save(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// Deletes an app.
#[server(prefix = "/actions", endpoint = "deleteDatabaseApp", input = Fields)]
pub async fn delete_database_app(input: AppIdInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        apps::delete(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}
