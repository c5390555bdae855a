//! Statements of people on hosted databases.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        desk::{SqlAnswer, SqlInput, SqlRunInput, SqlStopInput},
        outcome::Nothing,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, visitor},
    crate::domain::databases::desk,
};

/// Runs one statement.
#[server(prefix = "/actions", endpoint = "runDatabaseSql", input = Fields)]
pub async fn run_database_sql(input: SqlInput) -> Answer<SqlAnswer> {
    answer(async { desk::run(&app()?, visitor().as_ref(), input).await }.await)
}

/// Stops a run of the caller's.
#[server(prefix = "/actions", endpoint = "stopDatabaseSql", input = Fields)]
pub async fn stop_database_sql(input: SqlStopInput) -> Answer<Nothing> {
    answer(async { desk::stop(&app()?, visitor().as_ref(), input).await }.await)
}

/// The result of a run that was to be kept.
#[server(prefix = "/actions", endpoint = "getDatabaseSqlRun", input = Fields)]
pub async fn get_database_sql_run(input: SqlRunInput) -> Answer<SqlAnswer> {
    answer(async { desk::kept_run(&app()?, &account()?, input).await }.await)
}
