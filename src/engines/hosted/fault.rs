//! How a piece of work ends early, and in which words.

use super::guard::Seen;
use crate::{
    engines::sqlite::{
        fault,
        watch::{Stop, Watch},
    },
    model::{
        engine::{EngineError, Step},
        work::{Clash, Outcome, WorkLimits},
    },
};
use rusqlite::{Error, ErrorCode};

/// Longest message of SQLite that is passed on, in characters.
const MAX_MESSAGE: usize = 1_000;

/// Why a piece of work did not happen.
#[derive(Debug)]
pub(super) enum End {
    /// SQLite says no.
    Fault(Error),
    /// We say no.
    Refused(EngineError),
    /// A row is another than was expected.
    Clash(Clash),
    /// It could not be tried.
    Failed(EngineError),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

impl End {
    pub(super) fn refused(text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused(EngineError::new(Step::Query, text, hint))
    }

    pub(super) fn forbidden(text: impl Into<String>) -> Self {
        Self::Refused(EngineError::new(Step::Permission, text, ""))
    }

    /// What a person is told whose statement it was; `text` is the statement.
    pub(super) fn of_statement(self, seen: &Seen, text: &str) -> Self {
        let Self::Fault(error) = self else { return self };
        let (code, _) = parts(&error);
        let is_denied = code == Some(ErrorCode::AuthorizationForStatementDenied) || error.to_string().contains("not authorized");
        match &seen.refusal {
            Some(refusal) if is_denied => Self::forbidden(refusal.clone()),
            _ => match &error {
                Error::MultipleStatement => Self::refused("Only one statement is run at a time.", "Run them one after the other."),
                Error::SqlInputError { msg, offset, .. } => {
                    let before = usize::try_from(*offset).ok().and_then(|bytes| text.get(..bytes));
                    let at = before.map(|before| before.chars().count());
                    let text: String = msg.chars().take(MAX_MESSAGE).collect();
                    Self::Refused(EngineError { at, ..EngineError::new(Step::Query, text, "") })
                }
                _ => Self::Fault(error),
            },
        }
    }

    /// How the work ended, as it is answered.
    pub(super) fn told(self, watch: &Watch, limits: &WorkLimits) -> Result<Outcome, EngineError> {
        let error = match self {
            Self::Refused(error) => return Ok(Outcome::Refused(error)),
            Self::Clash(clash) => return Ok(Outcome::Conflict(clash)),
            Self::Failed(error) => return Err(error),
            Self::Fault(error) => error,
        };
        let (code, message) = parts(&error);
        let refused = |text: &str, hint: String| Ok(Outcome::Refused(EngineError::new(Step::Query, text, hint)));
        match code {
            Some(ErrorCode::OperationInterrupted) => Err(stopped(watch, watch.stopped().unwrap_or(Stop::Cancelled))),
            Some(ErrorCode::DiskFull) => {
                let most = megabytes(limits.max_database_bytes);
                let hint = format!("A database may grow to {most} here. Where it is smaller, the disk of this server has no room left.");
                refused("database or disk is full", hint)
            }
            Some(ErrorCode::TooBig) if message == "statement too long" => {
                refused(&message, "Bind its values as parameters, or send it in parts.".to_owned())
            }
            Some(ErrorCode::TooBig) => {
                refused("string or blob too big", format!("A cell may hold {} here.", megabytes(limits.max_cell_bytes)))
            }
            Some(ErrorCode::OutOfMemory) => {
                refused("out of memory", "The statement needs more memory than there is for one. Narrow it.".to_owned())
            }
            Some(ErrorCode::SystemIoFailure) => Err(EngineError::new(
                Step::Query,
                "The disk under the database failed. Nothing was changed.",
                "Whoever runs this server has to look at the room on its disk and at its health. Try again afterwards.",
            )),
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::FileLockingProtocolFailed,
            ) => Err(fault::explain(&error)),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Err(EngineError::new(Step::Query, "The database is busy with another change.", "Try again when that is done."))
            }
            Some(ErrorCode::AuthorizationForStatementDenied) => Ok(Outcome::Refused(EngineError::new(
                Step::Permission,
                format!("A trigger, a view or a rule of this database asks for something that is not allowed here ({message})."),
                "",
            ))),
            _ if message.is_empty() => refused("SQLite could not do it.", error.to_string()),
            _ => refused(&message, String::new()),
        }
    }

    /// Whether SQLite was stopped by us.
    pub(super) fn is_interrupt(&self) -> bool {
        matches!(self, Self::Fault(error) if parts(error).0 == Some(ErrorCode::OperationInterrupted))
    }
}

/// The words for work that was stopped.
pub(super) fn stopped(watch: &Watch, reason: Stop) -> EngineError {
    match reason {
        Stop::Timeout => EngineError::new(
            Step::Timeout,
            format!("The work took longer than {} s and was stopped. Nothing was changed.", watch.limit().as_secs_f64()),
            "Do it in smaller steps, or add an index.",
        ),
        Stop::Cancelled => EngineError::new(Step::Cancelled, "The work was stopped. Nothing was changed.", ""),
    }
}

/// As people say sizes.
pub(super) fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

pub(super) fn parts(error: &Error) -> (Option<ErrorCode>, String) {
    let (code, message) = match error {
        Error::SqliteFailure(code, message) => (Some(code.code), message.clone().unwrap_or_default()),
        Error::SqlInputError { error, msg, .. } => (Some(error.code), msg.clone()),
        other => (None, other.to_string()),
    };
    (code, message.chars().take(MAX_MESSAGE).collect())
}
