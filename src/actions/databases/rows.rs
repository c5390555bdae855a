//! Rows of hosted databases: a page to look at and to edit, one row, saving, those that were deleted lately.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        desk::{
            DeletedRowsAnswer, DeletedRowsIdInput, DeletedRowsInput, RowDesk, RowFormInput, RowInput, RowsInput, RowsPage, SaveRowsInput,
            SavedRow, SavedRows, StatementsAnswer,
        },
        outcome::Message,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, visitor},
    crate::domain::databases::desk,
};

/// A page of a table.
#[server(prefix = "/actions", endpoint = "getDatabaseRows", input = Fields)]
pub async fn get_database_rows(input: RowsInput) -> Answer<RowsPage> {
    answer(async { desk::page(&app()?, visitor().as_ref(), input).await }.await)
}

/// One row as a whole, or the columns for a new one.
#[server(prefix = "/actions", endpoint = "getDatabaseRow", input = Fields)]
pub async fn get_database_row(input: RowInput) -> Answer<RowDesk> {
    answer(async { desk::row(&app()?, visitor().as_ref(), input).await }.await)
}

/// Saves changes of rows, all or none.
#[server(prefix = "/actions", endpoint = "saveDatabaseRows", input = Fields)]
pub async fn save_database_rows(input: SaveRowsInput) -> Answer<SavedRows> {
    answer(async { desk::save(&app()?, &account()?, input).await }.await)
}

/// The statements that saving would run.
#[server(prefix = "/actions", endpoint = "reviewDatabaseRows", input = Fields)]
pub async fn review_database_rows(input: SaveRowsInput) -> Answer<StatementsAnswer> {
    answer(async { desk::review(&app()?, &account()?, input).await }.await)
}

/// Makes or changes one row.
#[server(prefix = "/actions", endpoint = "saveDatabaseRow", input = Fields)]
pub async fn save_database_row(input: RowFormInput) -> Answer<SavedRow> {
    answer(async { desk::save_row(&app()?, &account()?, input).await }.await)
}

/// Deletes one row.
#[server(prefix = "/actions", endpoint = "deleteDatabaseRow", input = Fields)]
pub async fn delete_database_row(input: RowFormInput) -> Answer<Message> {
    answer(async { desk::delete_row(&app()?, &account()?, input).await }.await)
}

/// The rows that were deleted from a table lately.
#[server(prefix = "/actions", endpoint = "listDeletedDatabaseRows", input = Fields)]
pub async fn list_deleted_database_rows(input: DeletedRowsInput) -> Answer<DeletedRowsAnswer> {
    answer(async { desk::deleted::list(&app()?, &account()?, input).await }.await)
}

/// Brings back the rows of one deletion, all or none.
#[server(prefix = "/actions", endpoint = "restoreDeletedDatabaseRows", input = Fields)]
pub async fn restore_deleted_database_rows(input: DeletedRowsIdInput) -> Answer<Message> {
    answer(async { desk::deleted::restore(&app()?, &account()?, input).await }.await)
}
