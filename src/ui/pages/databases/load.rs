//! What the pages of a database need, in one answer.

use crate::{
    actions::{
        Answer,
        databases::{
            get_database_desk,
            rows::{get_database_row, get_database_rows},
        },
    },
    model::{
        desk::{DatabaseDesk, DatabaseInput, RowDesk, RowInput, RowsInput, RowsPage, TableFace},
        filter::TableView,
        outcome::{Failure, Outcome},
    },
};
use serde::{Deserialize, Serialize};

/// A database and, when a table is looked at, its rows or why they cannot be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub desk: DatabaseDesk,
    pub table: Option<TableFace>,
    pub rows: Option<Result<RowsPage, String>>,
}

pub async fn desk(database: String) -> Answer<DatabaseDesk> {
    get_database_desk(DatabaseInput::of(database)).await
}

/// The table that an address names; nothing when there is none.
pub fn named<'d>(desk: &'d DatabaseDesk, step: &str) -> Option<&'d TableFace> {
    let bare = step.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is = |name: &str| desk.tables.iter().find(|table| table.name == name);
    is(step).or_else(|| bare.and_then(is))
}

fn missing(what: &str) -> Failure {
    Failure { error: format!("{what} not found"), field: None, code: None }
}

/// The rows of a table, or of the first one when the address names none.
pub async fn tables(database: String, step: String, view: TableView) -> Answer<Bundle> {
    let desk = match desk(database.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let table = match (step.is_empty(), named(&desk, &step)) {
        (true, _) => desk.tables.first().cloned(),
        (false, Some(table)) => Some(table.clone()),
        (false, None) => return Ok(Outcome::Failed(missing("Table"))),
    };
    let rows = match &table {
        None => None,
        Some(table) => {
            let input =
                RowsInput { database_id: Some(database), table_name: Some(table.name.clone()), view: Some(view), ..RowsInput::default() };
            Some(get_database_rows(input).await?.into_result().map_err(|failure| failure.error))
        }
    };
    Ok(Outcome::Done(Bundle { desk, table, rows }))
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneRow {
    pub desk: DatabaseDesk,
    pub table: TableFace,
    pub row: RowDesk,
}

pub async fn row(database: String, step: String, key: Option<String>) -> Answer<OneRow> {
    let desk = match desk(database.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let Some(table) = named(&desk, &step).cloned() else { return Ok(Outcome::Failed(missing("Table"))) };
    let input = RowInput { database_id: Some(database), table_name: Some(table.name.clone()), key, ..RowInput::default() };
    match get_database_row(input).await? {
        Outcome::Done(row) => Ok(Outcome::Done(OneRow { desk, table, row })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}
