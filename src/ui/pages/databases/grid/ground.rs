//! What a grid stands on: a hosted database, or a connection of a project. What it asks there, and where its links lead.

use crate::{
    actions::{
        Answer,
        databases::rows::{get_database_rows, review_database_rows, save_database_rows},
        outside::{get_connection_rows, review_connection_rows, save_connection_rows},
    },
    model::{
        address::step,
        desk::{
            ConnectionRowsInput, DatabaseDesk, RowEdit, RowsInput, RowsPage, SaveConnectionRowsInput, SaveRowsInput, SavedRows,
            StatementsAnswer,
        },
        filter::TableView,
        outcome::Outcome,
    },
    ui::pages::databases::paths::Paths,
};

/// By what an action names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A hosted database by its id.
    Hosted(String),
    Connected {
        project: String,
        connection: String,
    },
}

impl From<String> for Place {
    fn from(database: String) -> Self {
        Self::Hosted(database)
    }
}

impl Place {
    pub async fn rows(self, table: String, view: TableView) -> Answer<RowsPage> {
        let (table_name, view) = (Some(table), Some(view));
        match self {
            Self::Hosted(database) => {
                get_database_rows(RowsInput { database_id: Some(database), table_name, view, ..RowsInput::default() }).await
            }
            Self::Connected { project, connection } => {
                let (project_id, connection_id) = (Some(project), Some(connection));
                let input = ConnectionRowsInput { project_id, connection_id, table_name, view, ..ConnectionRowsInput::default() };
                Ok(match get_connection_rows(input).await? {
                    Outcome::Done(rows) => Outcome::Done(rows.page),
                    Outcome::Failed(failure) => Outcome::Failed(failure),
                })
            }
        }
    }

    pub async fn save(self, table: String, edits: Vec<RowEdit>) -> Answer<SavedRows> {
        match self {
            Self::Hosted(database) => save_database_rows(hosted(database, table, edits)).await,
            Self::Connected { project, connection } => save_connection_rows(connected(project, connection, table, edits)).await,
        }
    }

    pub async fn review(self, table: String, edits: Vec<RowEdit>) -> Answer<StatementsAnswer> {
        match self {
            Self::Hosted(database) => review_database_rows(hosted(database, table, edits)).await,
            Self::Connected { project, connection } => review_connection_rows(connected(project, connection, table, edits)).await,
        }
    }
}

fn hosted(database: String, table: String, edits: Vec<RowEdit>) -> SaveRowsInput {
    SaveRowsInput { database_id: Some(database), table_name: Some(table), edits, ..SaveRowsInput::default() }
}

fn connected(project: String, connection: String, table: String, edits: Vec<RowEdit>) -> SaveConnectionRowsInput {
    let (project_id, connection_id, table_name) = (Some(project), Some(connection), Some(table));
    SaveConnectionRowsInput { project_id, connection_id, table_name, edits, ..SaveConnectionRowsInput::default() }
}

/// What the caller may do there, and where its links lead.
#[derive(Clone)]
pub enum Ground {
    Hosted {
        desk: Box<DatabaseDesk>,
        paths: Paths,
    },
    /// Rows have no pages of their own.
    Connected {
        may_insert: bool,
        may_change: bool,
    },
}

impl From<DatabaseDesk> for Ground {
    fn from(desk: DatabaseDesk) -> Self {
        Self::Hosted { paths: Paths::of(&desk.id), desk: Box::new(desk) }
    }
}

impl Ground {
    pub fn may_insert(&self) -> bool {
        match self {
            Self::Hosted { desk, .. } => desk.may.insert,
            Self::Connected { may_insert, .. } => *may_insert,
        }
    }

    pub fn may_change(&self) -> bool {
        match self {
            Self::Hosted { desk, .. } => desk.may.change,
            Self::Connected { may_change, .. } => *may_change,
        }
    }

    /// The page of one row.
    pub fn row(&self, table: &str, key: &str) -> Option<String> {
        match self {
            Self::Hosted { paths, .. } => Some(paths.row(table, key)),
            Self::Connected { .. } => None,
        }
    }

    /// The page of a new row, for readers without scripts.
    pub fn new_row(&self, table: &str) -> Option<String> {
        match self {
            Self::Hosted { paths, .. } => Some(paths.new_row(table)),
            Self::Connected { .. } => None,
        }
    }

    /// A file in a cell of the row whose column `by` holds `key`.
    pub fn file(&self, table: &str, column: &str, by: &str, key: &str) -> Option<String> {
        let Self::Hosted { desk, .. } = self else { return None };
        let (family, id) = (if desk.by_readonly_id { "/readonly" } else { "/api/dbs" }, &desk.id);
        Some(format!("{family}/{id}/tables/{}/columns/{}/files/{}/{}", step(table), step(column), step(by), step(key)))
    }
}
