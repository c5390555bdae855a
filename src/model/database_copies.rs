//! Kept copies and the log of a hosted database.

use super::{time::Timestamp, ulid::CopyId};
use serde::{Deserialize, Serialize};

/// A copy of one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseCopy {
    pub created_utc: Timestamp,
    /// User name of who caused it.
    pub created_by: String,
    pub id: CopyId,
    /// `manual`, or the change before which it was made.
    pub reason: String,
    /// In bytes.
    pub size: i64,
}

/// A line in the log of a database whose owner switched auditing on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseChangeLine {
    pub changed_utc: Timestamp,
    /// User name, or the number of a token.
    pub changed_by: String,
    /// `sql`, `rows`, `structure` or `file`.
    pub kind: String,
    /// Rows that were changed.
    pub num_changes: i64,
    /// The statement as it was written, or the change in words.
    pub statement: String,
}
