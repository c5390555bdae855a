//! What the pages of hosted databases ask and are answered.

mod dashboards;
mod deleted;
mod grid;
mod input;
mod outside;
mod settings;
mod sql;
mod structure;
mod upload;

pub use dashboards::{
    AppDesk, AppFormInput, AppIdInput, AppsAnswer, ChartName, DashboardDesk, DashboardFormInput, DashboardIdInput, DashboardName,
    DashboardsAnswer, SavedApp, SavedDashboard,
};
pub use deleted::{DeletedRows, DeletedRowsAnswer, DeletedRowsIdInput, DeletedRowsInput, KEPT_DAYS};
pub use grid::{
    CellEdit, Clashed, EditColumn, Leads, PageTurns, RowDesk, RowEdit, RowFormInput, RowInput, RowsInput, RowsPage, SaveRowsInput,
    SavedRow, SavedRows, What,
};
pub use input::CellInput;
pub use outside::{ConnectionRows, ConnectionRowsInput, ConnectionWritingInput, SaveConnectionRowsInput};
pub use settings::{
    ChartDesk, ChartFormInput, ChartIdInput, ChartsAnswer, CopiesAnswer, CopyIdInput, KeptCopy, Regenerated, SettingsInput, TypedNameInput,
    Variable, VariableInput, VariablesAnswer,
};
pub use sql::{SqlAnswer, SqlFault, SqlInput, SqlRunInput, SqlStopInput};
pub use structure::{Restructured, StatementsAnswer, StructureInput, StructureWhat};
pub use upload::{ImportBegun, ImportIdInput, ImportRowsInput, ImportUploadInput, MadeDatabase, Upload, UploadColumn, UploadInput};

use crate::model::{
    database::{DatabaseCard, Visibility},
    given::given,
    schema::{ForeignKey, Index, TableKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Input of what names a hosted database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DatabaseInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The id of a database or, for reading, its read-only id.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
}

impl DatabaseInput {
    pub fn of(database: impl Into<String>) -> Self {
        Self { database_id: Some(database.into()), ..Self::default() }
    }
}

/// Input of `listDatabases`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DatabasesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Name or id of a team; all of the caller's teams when absent or empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

/// Answer of `listDatabases`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabasesAnswer {
    /// By name.
    pub databases: Vec<DatabaseCard>,
    /// Names of the teams in which the caller may make one, the personal team first.
    pub teams: Vec<String>,
}

/// What the caller may do with a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeskRights {
    pub insert: bool,
    pub change: bool,
    /// And the structure is not locked.
    pub structure: bool,
    pub settings: bool,
    pub own: bool,
    /// Make tokens for its team.
    pub tokens: bool,
}

/// Answer of `getDatabaseDesk`: a database as its pages know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseDesk {
    /// By what it was named: nothing here holds its id for whoever came by the read-only id.
    pub id: String,
    pub by_readonly_id: bool,
    pub readonly_id: String,
    pub name: String,
    pub description: String,
    pub environment: Option<String>,
    /// Name of the team; null for a database that nobody owns.
    pub team: Option<String>,
    pub may: DeskRights,
    pub visibility: Visibility,
    pub auditing: bool,
    pub schema_locked: bool,
    pub views_tab: bool,
    /// In bytes.
    pub size: i64,
    pub created_utc: Timestamp,
    pub last_modified_utc: Timestamp,
    pub expires_utc: Option<Timestamp>,
    pub tables: Vec<TableFace>,
    /// Why the tables cannot be told.
    pub trouble: Option<String>,
}

/// A table or view, with what its pages show of its structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TableFace {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: TableKind,
    pub description: Option<String>,
    pub columns: Vec<EditColumn>,
    pub primary_key: Vec<String>,
    pub unique_keys: Vec<Vec<String>>,
    pub foreign_keys: Vec<ForeignKey>,
    pub indexes: Vec<Index>,
}

impl TableFace {
    pub fn is_view(&self) -> bool {
        self.kind != TableKind::Table
    }
}
