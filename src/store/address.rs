//! What `DATABASE_URL` means. The one reading of it: the store is opened by it, and people's connections are kept away
//! from the same place.

use crate::error::{AppError, Result};
use sqlx::postgres::PgConnectOptions;
use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

/// Where VizBoard's own store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreAddress {
    /// The absolute path of a SQLite file.
    File(PathBuf),
    Server(StoreServer),
}

/// A database on a PostgreSQL server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreServer {
    /// Name or address; nothing for a Unix socket of this machine.
    pub host: Option<String>,
    pub port: u16,
    pub database: String,
}

impl StoreAddress {
    /// Reads `sqlite:<path>`, percent-encoded, or `postgres://...` as the driver reads it: with `?host=`, `?port=` and
    /// `?dbname=` over what stands before, and its defaults for what is left out.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read. The URL is not repeated: it may hold a password.
    pub fn of(url: &str) -> Result<Self> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            file(rest).map(Self::File)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            server(url).map(Self::Server)
        } else {
            Err(AppError::unavailable("DATABASE_URL must begin with sqlite: or postgres:"))
        }
    }
}

/// `sqlite:path` and `sqlite://path`, with or without `?options`.
fn file(rest: &str) -> Result<PathBuf> {
    let written = rest.strip_prefix("//").unwrap_or(rest);
    let written = written.split('?').next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(written)
        .decode_utf8()
        .map_err(|_| AppError::unavailable("The path in DATABASE_URL is not valid UTF-8"))?;
    if path.is_empty() || path.contains(":memory:") {
        return Err(AppError::unavailable("DATABASE_URL must name a file: sqlite:<path>"));
    }
    std::path::absolute(Path::new(&*path)).map_err(|error| AppError::unavailable(format!("{path}: {error}")))
}

fn server(url: &str) -> Result<StoreServer> {
    let options = PgConnectOptions::from_str(url).map_err(|_| AppError::unavailable("DATABASE_URL is not a valid URL"))?;
    let host = options.get_host();
    let is_socket = options.get_socket().is_some() || host.starts_with('/');
    Ok(StoreServer {
        host: (!is_socket).then(|| host.trim_matches(['[', ']']).to_owned()),
        port: options.get_port(),
        // The server takes the database that is named like the user when none is given.
        database: options.get_database().unwrap_or_else(|| options.get_username()).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_in_every_spelling() {
        for (url, host, port, database) in [
            ("postgres://viz:x@db.internal/viz%20board?sslmode=require", Some("db.internal"), 5432, "viz board"),
            ("postgresql://viz@[::1]:6543", Some("::1"), 6543, "viz"),
            ("postgres://viz@nowhere/other?host=10.0.0.7&port=6000&dbname=viz", Some("10.0.0.7"), 6000, "viz"),
            ("postgres://viz@db.internal/viz?hostaddr=10.0.0.8", Some("10.0.0.8"), 5432, "viz"),
            ("postgres:///viz?host=db.internal&user=ada", Some("db.internal"), 5432, "viz"),
            ("postgres://?host=db.internal&user=ada", Some("db.internal"), 5432, "ada"),
            ("postgres://viz@localhost/viz?host=/run/postgresql", None, 5432, "viz"),
            ("postgres://viz@%2Frun%2Fpostgresql:5433/viz", None, 5433, "viz"),
        ] {
            let server = StoreServer { host: host.map(str::to_owned), port, database: database.to_owned() };
            assert_eq!(StoreAddress::of(url).ok(), Some(StoreAddress::Server(server)), "{url}");
        }
    }

    #[test]
    fn files_in_every_spelling() {
        for (url, path) in [
            ("sqlite:/data/own.db", "/data/own.db"),
            ("sqlite:///data/own.db?mode=rwc", "/data/own.db"),
            ("sqlite:/data/my%20own%3F.db", "/data/my own?.db"),
        ] {
            assert_eq!(StoreAddress::of(url).ok(), Some(StoreAddress::File(path.into())), "{url}");
        }
        assert!(matches!(StoreAddress::of("sqlite:own.db"), Ok(StoreAddress::File(path)) if path.is_absolute()));
        for bad in ["sqlite:", "sqlite::memory:", "sqlite://:memory:", "sqlite://", "sqlite:?mode=memory", "mysql://x", "own.db"] {
            assert!(StoreAddress::of(bad).is_err(), "{bad}");
        }
    }
}
