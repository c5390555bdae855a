//! Connections as people write and read them (00-conventions, Server actions: the connection object).

use crate::model::{
    access::{ConnectionOptions, Secret},
    given::{self, given, given_object},
    id::ConnectionId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Keeps the stored password in an update.
pub const KEEP_CURRENT_PASSWORD: &str = "KEEP_CURRENT_PASSWORD";

/// The connection object as it is written. Which fields are required depends on `type`; see `model::rules`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub title: Option<String>,
    /// `postgres`, `mysql` (MariaDB too), `sqlite` or `hosted`; `postgres` when absent.
    #[serde(rename = "type", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Wider than a port, so that 70000 is a broken rule and not a wrong kind.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub password: Option<Secret>,
    /// Whether the stored password stays. Absent: exactly when `password` is `KEEP_CURRENT_PASSWORD`. `false` stores
    /// even a password that reads like that.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub keep_password: Option<bool>,
    /// Accepted and not needed: an `id` says the same.
    #[serde(alias = "isExistingConnection", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_existing: Option<bool>,
    /// Accepted, never believed: only a validation decides.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_valid: Option<bool>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub options: Option<ConnectionOptions>,
}

/// The connection object as it is read. The password is always the empty string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionDetail {
    pub id: ConnectionId,
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub host: String,
    pub port: u16,
    pub database: String,
    pub user: String,
    pub password: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_valid: Option<bool>,
    pub is_existing: bool,
    pub options: ConnectionOptions,
    /// Why the last validation failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_introspection_at: Option<Timestamp>,
    /// Editors may change rows of this database. Absent while they may not, as at first and after every change of where the
    /// connection leads or of how it logs in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub writing: bool,
}

/// One line of `GET /api/listconnections` (seed 000).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionSummary {
    pub id: ConnectionId,
    pub title: String,
    /// Null when never introspected.
    pub last_introspection_at: Option<Timestamp>,
    pub has_schema: bool,
    /// Absent when not validated yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_valid: Option<bool>,
}

/// The outcome of validating a project's connections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationResult {
    /// Whether every connection is valid.
    pub success: bool,
    pub connection_statuses: Vec<ConnectionStatus>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionStatus {
    pub connection_id: ConnectionId,
    pub title: String,
    pub is_valid: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Input of `testConnection`: tries a connection without saving it. With `projectId` and the connection's
/// `id` the stored password may be kept under the rules of `KEEP_CURRENT_PASSWORD`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TestConnectionInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub connection: Option<ConnectionInput>,
}

/// Answer of `testConnection`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestAnswer {
    /// `PostgreSQL 15.18, encrypted, 12 ms`.
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DeleteConnectionInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub connection_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// Tables that exist with the same columns and types in every named connection (seed 000).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CompatibleTables {
    pub compatible_tables: Vec<String>,
    pub details: std::collections::BTreeMap<String, CompatibleTable>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CompatibleTable {
    pub columns: Vec<CompatibleColumn>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CompatibleColumn {
    pub name: String,
    /// The short name of the type, the same for every engine: `integer`, `varchar`, `timestamptz`.
    #[serde(rename = "type")]
    pub short_type: String,
}
