//! Importing a CSV file into a table: what can be chosen, what was found in the file, and how far it is.

use super::given::given;
use serde::{Deserialize, Serialize};

/// What is absent is found out from the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportChoices {
    /// The table that the rows go into. It is made unless it exists; named like the file when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// One character.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// One character; empty for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// A label of the WHATWG encoding standard: `utf-8`, `windows-1252`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Whether the first line holds names.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// Whether empty fields become NULL, which is so when absent; else empty texts.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub empty_is_null: Option<bool>,
    /// For each column of the file where its values go; null leaves them out.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<Option<ImportTarget>>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportTarget {
    pub name: String,
    /// As it is declared, of a column that is made: `TEXT`, `INTEGER`, `REAL`. As found in the file when absent.
    #[serde(rename = "type", default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
}

/// A column as it would be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProposedColumn {
    pub name: String,
    #[serde(rename = "type")]
    pub declared: String,
}

/// What was found in the beginning of a file. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    pub table: String,
    /// Whether the table exists.
    pub exists: bool,
    pub delimiter: String,
    /// Empty for none.
    pub quote: String,
    pub encoding: String,
    pub header: bool,
    pub columns: Vec<ProposedColumn>,
    /// The first 20 rows.
    pub rows: Vec<Vec<String>>,
    /// Length of the file.
    pub bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Its values are looked at.
    Checking,
    /// Its rows are written. Nobody sees any before all are.
    Writing,
    Done,
    /// Nothing happened.
    Failed,
    /// Nothing happened.
    Cancelled,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportState {
    pub id: String,
    pub table: String,
    pub status: ImportStatus,
    /// Length of the file, and how much of it was taken in; while rows are written an estimate.
    pub bytes: u64,
    pub bytes_done: u64,
    /// Rows that were written, at the end.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub rows: Option<u64>,
    /// Why it failed.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub error: Option<String>,
}

/// Answer to a file that was sent for an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ImportAnswer {
    Preview(ImportPreview),
    Begun(ImportState),
}
