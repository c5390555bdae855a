//! Settings, variables, ids and the end of hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        desk::{DatabaseInput, Regenerated, SettingsInput, TypedNameInput, VariableInput, VariablesAnswer},
        outcome::Message,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, client},
    crate::domain::databases::{Caller, desk::settings},
};

/// Changes what a form says.
#[server(prefix = "/actions", endpoint = "updateDatabaseSettings", input = Fields)]
pub async fn update_database_settings(input: SettingsInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        settings::update(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// Gives a database to another team.
#[server(prefix = "/actions", endpoint = "transferDatabase", input = Fields)]
pub async fn transfer_database(input: TypedNameInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        settings::transfer(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// Deletes a database for good.
#[server(prefix = "/actions", endpoint = "deleteDatabase", input = Fields)]
pub async fn delete_database(input: TypedNameInput) -> Answer<Message> {
    answer(async { settings::delete(&app()?, &account()?, input).await }.await)
}

/// Makes an id anew.
#[server(prefix = "/actions", endpoint = "regenerateDatabaseId", input = Fields)]
pub async fn regenerate_database_id(input: TypedNameInput) -> Answer<Regenerated> {
    answer(async { settings::regenerate(&app()?, &account()?, input).await }.await)
}

/// The variables of a database, without their values.
#[server(prefix = "/actions", endpoint = "listDatabaseVariables", input = Fields)]
pub async fn list_database_variables(input: DatabaseInput) -> Answer<VariablesAnswer> {
    answer(async { settings::variables(&app()?, &account()?, input).await }.await)
}

/// Adds a variable, or replaces its value.
#[server(prefix = "/actions", endpoint = "setDatabaseVariable", input = Fields)]
pub async fn set_database_variable(input: VariableInput) -> Answer<Message> {
    answer(async { settings::set_variable(&app()?, &account()?, input).await }.await)
}

/// Deletes a variable.
#[server(prefix = "/actions", endpoint = "deleteDatabaseVariable", input = Fields)]
pub async fn delete_database_variable(input: VariableInput) -> Answer<Message> {
    answer(async { settings::delete_variable(&app()?, &account()?, input).await }.await)
}
