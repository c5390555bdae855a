//! Hosted databases, as their pages ask for them. Programs have the same and more over `/api/dbs`.

pub mod dashboards;
pub mod drawings;
pub mod rows;
pub mod settings;
pub mod sql;
pub mod structure;
pub mod uploads;

use super::{Answer, fields::Fields};
use crate::model::desk::{DatabaseDesk, DatabaseInput, DatabasesAnswer, DatabasesInput};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, visitor},
    crate::domain::databases::desk,
};

/// The hosted databases of the caller's teams.
#[server(prefix = "/actions", endpoint = "listDatabases", input = Fields)]
pub async fn list_databases(input: DatabasesInput) -> Answer<DatabasesAnswer> {
    answer(async { desk::list(&app()?, &account()?, input).await }.await)
}

/// A hosted database with its tables.
#[server(prefix = "/actions", endpoint = "getDatabaseDesk", input = Fields)]
pub async fn get_database_desk(input: DatabaseInput) -> Answer<DatabaseDesk> {
    answer(async { desk::desk(&app()?, visitor().as_ref(), input).await }.await)
}
