//! What can go wrong in the store, told apart by operation: SQLite does not name the constraint that failed.

use crate::error::AppError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a statement failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A unique value is taken already.
    #[error("a unique value is taken: {0}")]
    Taken(sqlx::Error),
    /// A row that is referred to does not exist (any more).
    #[error("a row that is referred to is missing: {0}")]
    Missing(sqlx::Error),
    /// The database of the store cannot be reached or is too busy.
    #[error("the store cannot be reached: {0}")]
    Unreachable(sqlx::Error),
    /// Nothing can be written: the disk of the store is full or fails.
    #[error("the store cannot be written: {0}")]
    Unwritable(sqlx::Error),
    #[error("{0}")]
    Fault(sqlx::Error),
}

impl Error {
    /// The error of a use case, with `text` for a value that is taken.
    #[track_caller]
    pub fn taken(self, text: &str) -> AppError {
        match self {
            Self::Taken(_) => AppError::conflict(text),
            other => other.into(),
        }
    }

    /// The error of a use case, with `text` for a row that vanished meanwhile.
    #[track_caller]
    pub fn missing(self, text: &str) -> AppError {
        match self {
            Self::Missing(_) => AppError::not_found(text),
            other => other.into(),
        }
    }

    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Taken(_))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Database(cause) if cause.is_unique_violation() => Self::Taken(error),
            E::Database(cause) if cause.is_foreign_key_violation() => Self::Missing(error),
            E::Database(cause) if cause.code().is_some_and(|code| is_disk_failure(&code)) => Self::Unwritable(error),
            // 53: out of resources, 57: shut down or cancelled by the operator (PostgreSQL); 5: busy (SQLite).
            E::Database(cause) if cause.code().is_some_and(|code| code.starts_with("53") || code.starts_with("57P") || code == "5") => {
                Self::Unreachable(error)
            }
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => Self::Unreachable(error),
            _ => Self::Fault(error),
        }
    }
}

/// 13: full, 10 with its many kinds in the upper bytes: reading or writing failed (SQLite, whose codes are shorter than
/// those of PostgreSQL); 53100: full, 58030: reading or writing failed (PostgreSQL).
fn is_disk_failure(code: &str) -> bool {
    let of_sqlite = code.parse().ok().filter(|_| code.len() < 5).map(|code: u32| code & 0xff);
    matches!(of_sqlite, Some(10 | 13)) || matches!(code, "53100" | "58030")
}

impl From<Error> for AppError {
    #[track_caller]
    fn from(error: Error) -> Self {
        match error {
            Error::Unreachable(cause) => {
                tracing::error!("the store cannot be reached: {cause}");
                Self { retry_after: Some(5), ..Self::unavailable("VizBoard's own database does not answer. Try again in a few seconds.") }
            }
            Error::Unwritable(cause) => {
                tracing::error!("the store cannot be written: {cause}");
                let text = "VizBoard cannot save anything now: the disk of its own database is full or fails. Nothing was changed. Tell whoever \
                            operates this server.";
                Self { retry_after: Some(10), ..Self::unavailable(text) }
            }
            other => Self::internal(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_the_disk_are_told_from_others() {
        for code in ["13", "10", "778", "1034", "4874", "53100", "58030"] {
            assert!(is_disk_failure(code), "{code}");
        }
        for code in ["1", "5", "517", "19", "2067", "23505", "40P01", "57P01", "53300", "22010", "XX000", ""] {
            assert!(!is_disk_failure(code), "{code}");
        }
    }
}
