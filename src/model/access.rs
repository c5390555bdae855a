//! How to reach a database: the object that is sealed as a whole in the store.

use crate::model::{engine::EngineKind, given::given};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that cannot be printed and does not serialise by itself (security.md, check 57).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Each call is a place to look at in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••")
    }
}

#[cfg(feature = "ssr")]
impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// How the way to a server is protected (00-conventions, Reaching other people's servers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl TlsMode {
    pub const ALL: [Self; 5] = [Self::Disable, Self::Prefer, Self::Require, Self::VerifyCa, Self::VerifyFull];

    pub fn name(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Prefer => "prefer",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// `options` of a connection, as in the connection object. Absent means the default of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ConnectionOptions {
    /// `verify-full` for public addresses and `prefer` for loopback and private ones when absent.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsMode>,
    /// A certificate authority in PEM, for `verify-ca` and `verify-full`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub ca: Option<String>,
}

/// Everything needed to reach a database. Sealed as one JSON text (spec 01, Configuration).
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub kind: EngineKind,
    pub host: String,
    pub port: u16,
    /// Name of the database; for SQLite the path below an allowed folder.
    pub database: String,
    pub user: String,
    pub password: Secret,
    pub options: ConnectionOptions,
}

#[derive(Serialize, Deserialize)]
struct Exposed {
    kind: EngineKind,
    host: String,
    port: u16,
    database: String,
    user: String,
    password: String,
    #[serde(default)]
    options: ConnectionOptions,
}

impl Access {
    /// The JSON that is sealed, or sent to the process that runs the engine. Holds the password.
    pub fn expose_json(&self) -> String {
        let exposed = Exposed {
            kind: self.kind,
            host: self.host.clone(),
            port: self.port,
            database: self.database.clone(),
            user: self.user.clone(),
            password: self.password.expose().to_owned(),
            options: self.options.clone(),
        };
        serde_json::to_string(&exposed).expect("plain strings and numbers serialise")
    }

    pub fn from_exposed_json(json: &str) -> Result<Self, serde_json::Error> {
        let e: Exposed = serde_json::from_str(json)?;
        Ok(Self {
            kind: e.kind,
            host: e.host,
            port: e.port,
            database: e.database,
            user: e.user,
            password: Secret::new(e.password),
            options: e.options,
        })
    }

    /// Whether a stored password may be sent under `new` settings: same kind, host, port and TLS settings
    /// (00-conventions, KEEP_CURRENT_PASSWORD; security.md, check 55).
    pub fn same_server(&self, new: &Self) -> bool {
        self.kind == new.kind && self.host.eq_ignore_ascii_case(&new.host) && self.port == new.port && self.options == new.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let access = Access {
            kind: EngineKind::Postgres,
            host: "localhost".into(),
            port: 5432,
            database: "d".into(),
            user: "u".into(),
            password: Secret::new("hunter22"),
            options: ConnectionOptions::default(),
        };
        assert!(!format!("{access:?}").contains("hunter22"));
        assert_eq!(Access::from_exposed_json(&access.expose_json()).expect("reads back"), access);
    }
}
