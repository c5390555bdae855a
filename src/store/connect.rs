//! Opening the store.

use super::{Backend, Records, Store, StoreAddress, migrations, records};
use crate::error::{AppError, Result};
use sqlx::{
    Connection,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
};
use std::{path::Path, str::FromStr, sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// How long a request waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(10);

/// What stays as it is in the path of a URL.
const PLAIN: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Other processes are locked out of the data directory; this covers the moment in which a dropped transaction rolls
/// back.
pub(super) const PATIENCE: &str = "pragma busy_timeout = 10000";
/// Nothing that was acknowledged may be lost (`synchronous = full`), and nothing that was deleted may be read
/// from the file (`secure_delete`, no temporary files).
const SQLITE_SETTINGS: &str = "
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma temp_store = memory;
    pragma trusted_schema = off;
    pragma cell_size_check = on;
";

impl Store {
    /// Opens the store named by `url` (see [`StoreAddress`]) and brings its tables up to date.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read: a wrong URL, an unreachable server, a store of a newer version.
    pub async fn connect(url: &str) -> Result<Self> {
        let store = Self::open(&StoreAddress::of(url)?, url).await?;
        migrations::run(&mut *store.pool.acquire().await.map_err(cannot_open)?, store.backend).await?;
        Ok(store)
    }

    /// Opens a store that a server may be using: nothing is made, and its tables stay as they are.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read: also when it is not there or of another version.
    pub async fn attach(url: &str) -> Result<Self> {
        let address = StoreAddress::of(url)?;
        if let StoreAddress::File(path) = &address
            && !path.exists()
        {
            return Err(AppError::unavailable(format!(
                "There is no store at {}. It is made when the server first starts.",
                path.display()
            )));
        }
        let store = Self::open(&address, url).await?;
        migrations::check(&mut *store.pool.acquire().await.map_err(cannot_open)?).await?;
        Ok(store)
    }

    pub(super) async fn open(address: &StoreAddress, url: &str) -> Result<Self> {
        install_default_drivers();
        let (url, backend, connections) = match address {
            StoreAddress::File(path) => (sqlite_url(path)?, Backend::Sqlite, 8),
            StoreAddress::Server(_) => (url.to_owned(), Backend::Postgres, 16),
        };
        let options = AnyConnectOptions::from_str(&url).map_err(|_| AppError::unavailable("DATABASE_URL is not a valid URL"))?;
        let pool = |connections, only_reads| {
            let options = AnyPoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE);
            let options = options.after_release(move |db, _| {
                Box::pin(async move {
                    if backend == Backend::Postgres {
                        return Ok(true);
                    }
                    // A commit that failed ended its transaction, which the driver does not notice: it would begin none
                    // on this connection any more. What was only dropped is rolled back first.
                    db.ping().await?;
                    Ok(!db.is_in_transaction())
                })
            });
            options.after_connect(move |db, _| {
                Box::pin(async move {
                    if backend == Backend::Sqlite {
                        sqlx::raw_sql(PATIENCE).execute(&mut *db).await?;
                        sqlx::raw_sql(SQLITE_SETTINGS).execute(&mut *db).await?;
                    }
                    if only_reads {
                        records::restrict(db, backend).await?;
                    }
                    Ok(())
                })
            })
        };
        // Readers of boards have connections of their own, so that many of them keep nobody from writing.
        let records = Records { pool: pool(connections / 2, true).connect_lazy_with(options.clone()) };
        let pool = pool(connections, false).connect_with(options).await.map_err(cannot_open)?;
        Ok(Self { pool, records, backend, writer: Arc::new(Semaphore::new(1)), probe: Arc::default() })
    }
}

fn cannot_open(cause: sqlx::Error) -> AppError {
    AppError::unavailable(format!("The store named by DATABASE_URL cannot be opened: {cause}"))
}

/// Makes the file, readable by its owner only (SQLite gives the journal files the same mode), and the URL that
/// sqlx reads.
fn sqlite_url(path: &Path) -> Result<String> {
    private_file(path).map_err(|error| AppError::unavailable(format!("The store {} cannot be opened: {error}", path.display())))?;
    let path = path.to_str().ok_or_else(|| AppError::unavailable("The path in DATABASE_URL is not valid UTF-8"))?;
    Ok(format!("sqlite://{}", in_url(path)))
}

/// A path as it stands in a URL.
pub(super) fn in_url(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, PLAIN).to_string()
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = std::fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_signs_of_a_url_is_made_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b?#%.db");
        let url = sqlite_url(&path).unwrap();
        assert!(url.ends_with("a%20b%3F%23%25.db"), "{url}");
        assert!(path.exists());
    }

    #[tokio::test]
    async fn settings_hold_on_every_connection() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite:{}/own.db", folder.path().display())).await.unwrap();
        let (mut one, mut two) = (store.read().await.unwrap(), store.read().await.unwrap());
        for db in [&mut one, &mut two] {
            for (question, expected) in
                [("pragma synchronous", 2), ("pragma foreign_keys", 1), ("pragma secure_delete", 1), ("pragma busy_timeout", 10_000)]
            {
                let answer: i64 = sqlx::query_scalar(question).fetch_one(&mut **db).await.unwrap();
                assert_eq!(answer, expected, "{question}");
            }
        }
        #[cfg(unix)]
        for name in ["own.db", "own.db-wal", "own.db-shm"] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn an_unknown_scheme_or_folder_is_a_clear_error() {
        for url in ["mysql://x", "vizboard.db", "sqlite:/no/such/folder/own.db"] {
            let error = Store::connect(url).await.err().expect(url);
            assert_eq!(error.kind, crate::error::Kind::Unavailable);
        }
    }
}
