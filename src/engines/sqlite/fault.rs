//! SQLite's errors in words a person may read: never a statement, never a path.

use crate::{
    engines::sql::{Origin, Statement},
    model::engine::{EngineError, Step},
};
use rusqlite::{Error, ErrorCode, ffi};

/// Longest piece of SQLite's own message that is passed on, in characters.
const MAX_MESSAGE: usize = 200;

pub(in crate::engines) fn explain(error: &Error) -> EngineError {
    let (code, message) = parts(error);
    let new = |step, text: &str, hint| EngineError::new(step, text, hint);
    let Some(code) = code else { return new(Step::Query, "The file could not be read.", "") };
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            new(Step::Query, "Another program keeps the file locked.", "Try again when it has finished writing.")
        }
        ErrorCode::NotADatabase => new(Step::Database, "The file is not an SQLite database, or it is encrypted.", "Check the path."),
        ErrorCode::DatabaseCorrupt => {
            new(Step::Database, "The file is damaged.", "Restore it from a backup, or repair it with SQLite's .recover.")
        }
        ErrorCode::CannotOpen => new(
            Step::Permission,
            "The file could not be opened.",
            "Check that this server's account may read it and, for a file in WAL mode, may write to its folder.",
        ),
        ErrorCode::ReadOnly => new(
            Step::Permission,
            "The file was not closed properly and must be recovered first.",
            "Open it once with a program that may write to it.",
        ),
        ErrorCode::PermissionDenied => {
            new(Step::Permission, "This server may not read that file.", "Give its account the right to read it.")
        }
        ErrorCode::AuthorizationForStatementDenied => {
            new(Step::Permission, &format!("The file asks for something that VizBoard does not allow ({message})."), "")
        }
        ErrorCode::OperationInterrupted => new(Step::Cancelled, "The read was stopped.", ""),
        ErrorCode::TooBig => new(Step::Query, "A value or a statement is longer than VizBoard reads (32 MB).", ""),
        ErrorCode::DiskFull => new(Step::Query, "This server has no room left for sorting.", "Filter the rows, or free disk space."),
        ErrorCode::SystemIoFailure => new(Step::Query, "Reading the file failed.", "Check the disk that it lies on."),
        ErrorCode::SchemaChanged => new(Step::Query, "The file changed while it was read.", "Try again."),
        _ if message.starts_with("no such table") || message.starts_with("no such column") => {
            EngineError { missing_object: true, ..new(Step::Query, &format!("The file has changed: {message}."), "Read the schema again.") }
        }
        _ if message.starts_with("not authorized") || message.starts_with("unsafe use of") => {
            new(Step::Permission, &format!("The file asks for something that VizBoard does not allow ({message})."), "")
        }
        _ => new(Step::Query, &format!("SQLite could not do it: {message}."), ""),
    }
}

/// A failure of a person's statement in SQLite's own words, which `told` gives where they are about the file or about a
/// stop. Places are told in bytes of the statement's text.
pub(in crate::engines) fn quoted(error: &Error, statement: &Statement, told: EngineError) -> EngineError {
    let (code, message) = parts(error);
    let Some(code) = code.filter(|_| !message.is_empty()) else { return told };
    let at = match (error, &statement.origin) {
        (Error::SqlInputError { offset, .. }, Origin::Personal(personal)) => usize::try_from(*offset)
            .ok()
            .and_then(|bytes| statement.text.get(..bytes))
            .and_then(|before| personal.place(before.chars().count())),
        _ => None,
    };
    let (step, text) = match code.code {
        ErrorCode::Unknown | ErrorCode::TypeMismatch | ErrorCode::ParameterOutOfRange => (Step::Query, message),
        ErrorCode::AuthorizationForStatementDenied => {
            (Step::Permission, format!("SQLite was asked for something that is not allowed here: statements only read. It said: {message}"))
        }
        ErrorCode::ReadOnly => {
            (Step::Permission, format!("SQLite refused to write: the file is open for reading only. It said: {message}"))
        }
        _ => return told,
    };
    EngineError { at, ..EngineError::new(step, text, "") }
}

pub(in crate::engines) fn is_not_a_database(error: &Error) -> bool {
    parts(error).0.is_some_and(|code| code.code == ErrorCode::NotADatabase)
}

/// `sum` left 64 bits.
pub(in crate::engines) fn is_integer_overflow(error: &Error) -> bool {
    parts(error).1 == "integer overflow"
}

fn parts(error: &Error) -> (Option<ffi::Error>, String) {
    let (code, message) = match error {
        Error::SqliteFailure(code, message) => (Some(*code), message.clone().unwrap_or_default()),
        Error::SqlInputError { error, msg, .. } => (Some(*error), msg.clone()),
        _ => (None, String::new()),
    };
    (code, message.chars().take(MAX_MESSAGE).collect())
}
