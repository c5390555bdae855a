//! A file that was sent for a new database, or for a table that is there, and waits for the word.

use crate::model::{
    given::{given, objects},
    ulid::DatabaseId,
};
use serde::{Deserialize, Serialize};

/// Input of `getDatabaseUpload`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseUploadInput))]
#[serde(rename_all = "camelCase", default)]
pub struct UploadInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub upload_id: Option<String>,
    /// What divides the fields: one character. Found out when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Whether the first line holds names. Found out when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub has_header: Option<bool>,
}

/// Answer of `getDatabaseUpload`: a CSV file as it would be imported, or why the file was refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseUpload))]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    pub id: String,
    pub refused: Option<String>,
    pub file_name: String,
    /// Proposed for the database.
    pub name: String,
    pub team: Option<String>,
    /// Proposed for the table.
    pub table: String,
    pub delimiter: String,
    pub has_header: bool,
    pub columns: Vec<UploadColumn>,
    /// The first ones.
    pub rows: Vec<Vec<String>>,
}

/// A column of a file: as it is proposed, and as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseUploadColumn))]
#[serde(rename_all = "camelCase", default)]
pub struct UploadColumn {
    pub name: String,
    /// As it is declared.
    pub declared: String,
    /// It is left out.
    pub skip: bool,
}

/// Input of `importDatabaseUpload`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseImportUploadInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportUploadInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub upload_id: Option<String>,
    /// Of the database.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub has_header: Option<bool>,
    /// In the order of the file; those proposed when there are none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<UploadColumn>,
}

/// Answer of what makes a database from a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MadeDatabase {
    pub database_id: DatabaseId,
    pub message: String,
}

/// Input of `importDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseImportRowsInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportRowsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub upload_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub has_header: Option<bool>,
    /// For each column of the file the column that its values go into; without a name they are left out. As the file names
    /// them when there are none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<UploadColumn>,
}

/// Answer of `importDatabaseRows`: the import goes on by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseImportBegun))]
#[serde(rename_all = "camelCase")]
pub struct ImportBegun {
    pub import_id: String,
    pub message: String,
}

/// Input of `getDatabaseImport` and `cancelDatabaseImport`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseImportIdInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub import_id: Option<String>,
}
