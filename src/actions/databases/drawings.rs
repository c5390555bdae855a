//! Charts and kept copies of hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        desk::{ChartFormInput, ChartIdInput, ChartsAnswer, CopiesAnswer, CopyIdInput, DatabaseInput},
        outcome::Message,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, client, visitor},
    crate::domain::databases::{
        Caller,
        desk::{charts, kept_copies},
    },
};

/// The charts of a database, drawn.
#[server(prefix = "/actions", endpoint = "listDatabaseCharts", input = Fields)]
pub async fn list_database_charts(input: DatabaseInput) -> Answer<ChartsAnswer> {
    answer(async { charts::list(&app()?, visitor().as_ref(), input).await }.await)
}

/// Makes a chart.
#[server(prefix = "/actions", endpoint = "saveDatabaseChart", input = Fields)]
pub async fn save_database_chart(input: ChartFormInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        charts::save(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// Deletes a chart.
#[server(prefix = "/actions", endpoint = "deleteDatabaseChart", input = Fields)]
pub async fn delete_database_chart(input: ChartIdInput) -> Answer<Message> {
    let done = async {
        let (actor, client) = (account()?, client()?);
        charts::delete(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(done.await)
}

/// The kept copies of a database.
#[server(prefix = "/actions", endpoint = "listDatabaseCopies", input = Fields)]
pub async fn list_database_copies(input: DatabaseInput) -> Answer<CopiesAnswer> {
    answer(async { kept_copies::list(&app()?, &account()?, input).await }.await)
}

/// Keeps a copy of this moment.
#[server(prefix = "/actions", endpoint = "makeDatabaseCopy", input = Fields)]
pub async fn make_database_copy(input: DatabaseInput) -> Answer<Message> {
    answer(async { kept_copies::make(&app()?, &account()?, input).await }.await)
}

/// Puts a database back to a kept copy.
#[server(prefix = "/actions", endpoint = "restoreDatabaseCopy", input = Fields)]
pub async fn restore_database_copy(input: CopyIdInput) -> Answer<Message> {
    answer(async { kept_copies::restore(&app()?, &account()?, input).await }.await)
}

/// Deletes a kept copy.
#[server(prefix = "/actions", endpoint = "deleteDatabaseCopy", input = Fields)]
pub async fn delete_database_copy(input: CopyIdInput) -> Answer<Message> {
    answer(async { kept_copies::delete(&app()?, &account()?, input).await }.await)
}
