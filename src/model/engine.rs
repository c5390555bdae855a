//! What goes into an engine and comes out of it, as plain data, so that an engine can run in another process.

use crate::model::{
    plan::Plan,
    value::{Kind, Row},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The kinds of database a project can connect to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
    Sqlite,
    /// A hosted database of the same team.
    Hosted,
}

impl EngineKind {
    pub const ALL: [Self; 4] = [Self::Postgres, Self::Mysql, Self::Sqlite, Self::Hosted];

    /// As written in the connection object's `type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Sqlite => "sqlite",
            Self::Hosted => "hosted",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MySQL",
            Self::Sqlite => "SQLite",
            Self::Hosted => "Hosted database",
        }
    }

    /// Whether it is reached over a network, so that host, port, user, password and encryption mean something.
    pub fn has_network(self) -> bool {
        match self {
            Self::Postgres | Self::Mysql => true,
            Self::Sqlite | Self::Hosted => false,
        }
    }

    /// The port on which servers of this kind listen unless they are told otherwise.
    pub fn default_port(self) -> Option<u16> {
        match self {
            Self::Postgres => Some(5432),
            Self::Mysql => Some(3306),
            Self::Sqlite | Self::Hosted => None,
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The step at which reaching a database failed, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The name does not resolve, or the network policy refuses one of its addresses.
    Address,
    /// Nothing answers there, or not in time.
    Port,
    Tls,
    LogIn,
    /// The database (or the file) does not exist.
    Database,
    Permission,
    /// The statement itself failed.
    Query,
    /// The time limit was reached.
    Timeout,
    /// Stopped on request.
    Cancelled,
    /// The server broke its protocol.
    Protocol,
}

/// A failure of somebody's database, already in words a person may read: no password, no SQL, no stack trace. About a
/// statement of a person's own ([`crate::model::plan::Plan::is_personal`]) it holds the database's words, which may quote
/// the statement: whoever may not read the statement may not read them either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineError {
    pub step: Step,
    /// What happened.
    pub text: String,
    /// What would mend it; may be empty.
    pub hint: String,
    /// The object (table, column) is gone or was never there.
    #[serde(default)]
    pub missing_object: bool,
    /// Where in a person's statement the database met the fault, in characters from 0.
    #[serde(default)]
    pub at: Option<usize>,
}

impl EngineError {
    pub fn new(step: Step, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { step, text: text.into(), hint: hint.into(), missing_object: false, at: None }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for EngineError {}

/// What a successful validation learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerFacts {
    /// `PostgreSQL 15.18`, `MariaDB 10.11.14`, `SQLite 3.51.3`.
    pub version: String,
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// One read. `id` names it for cancelling; it is unique among the reads under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadRequest {
    pub id: String,
    pub plan: Plan,
    pub limits: ReadLimits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLimits {
    /// Longest time the read may take, in milliseconds.
    pub timeout_ms: u64,
    /// Most rows that are sent; the last batch says when there were more than this or [`Self::max_bytes`] allow.
    pub max_rows: u64,
    /// Longest text of one value, in bytes; longer ones come as [`crate::model::value::Value::Cut`].
    pub max_value_bytes: usize,
    /// Most bytes that the rows hold together in memory; the first row is sent in any case.
    pub max_bytes: u64,
}

impl ReadLimits {
    /// Whether one more row may be sent after `sent` others, when all of them hold `bytes`.
    pub fn have_room(&self, sent: u64, bytes: u64) -> bool {
        sent < self.max_rows && (sent == 0 || bytes <= self.max_bytes)
    }
}

impl Default for ReadLimits {
    /// 30 s, 50,000 rows and 32 MiB (00-conventions, Decided readings), 64 KiB a value.
    fn default() -> Self {
        Self { timeout_ms: 30_000, max_rows: 50_000, max_value_bytes: 64 * 1024, max_bytes: 32 * 1024 * 1024 }
    }
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ResultColumn {
    pub name: String,
    #[serde(rename = "type")]
    pub short_type: String,
    pub kind: Kind,
}

/// Some rows of a result, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RowBatch {
    pub rows: Vec<Row>,
    /// Set in the last batch when the limit of rows or of bytes cut the result.
    #[serde(default)]
    pub truncated: bool,
}
