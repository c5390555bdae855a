//! What a PostgreSQL server says went wrong, in words a person may read and act on.

use crate::{
    engines::driver::{self, Said, Scene, Words, timed_out},
    model::engine::{EngineError, Step},
};
use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

pub const WORDS: Words = Words {
    product: "PostgreSQL",
    oldest: "a PostgreSQL server, version 12 or newer",
    listens: "listen_addresses",
    encrypts: "Turn on ssl at the server",
    asks_safely: "scram-sha-256",
};

pub fn explain(scene: &Scene<'_>, error: &sqlx::Error) -> Option<EngineError> {
    match error {
        sqlx::Error::Database(error) => Some(server_said(scene, error.code().as_deref().unwrap_or(""), error.message())),
        // Only SCRAM asks for characters that RFC 4013 allows.
        sqlx::Error::Configuration(_) => Some(EngineError::new(
            Step::LogIn,
            "The user's name or the password holds characters that this server's log-in cannot carry.",
            "Give the user a name and a password of letters, digits and common signs.",
        )),
        _ => None,
    }
}

/// An error message of the server with its SQLSTATE (PostgreSQL manual, appendix A).
fn server_said(scene: &Scene<'_>, code: &str, message: &str) -> EngineError {
    let (user, database, said) = (scene.tidy(&scene.access.user), scene.tidy(&scene.access.database), scene.tidy(message));
    let missing = |error: EngineError| EngineError { missing_object: true, ..error };
    match code {
        "28P01" => {
            EngineError::new(Step::LogIn, format!("The server refused user \"{user}\" with this password."), "Check user and password.")
        }
        "28000" => EngineError::new(
            Step::LogIn,
            format!("The server does not let user \"{user}\" in: {said}"),
            "Check the user's name, the server's pg_hba.conf, and whether the server demands TLS.",
        ),
        "3D000" => EngineError::new(
            Step::Database,
            format!("The server has no database \"{database}\"."),
            "Check the name; upper and lower case count.",
        ),
        "42501" => EngineError::new(
            Step::Permission,
            format!("User \"{user}\" may not do this: {said}"),
            "Grant the user CONNECT on the database, USAGE on the schema and SELECT on the tables.",
        ),
        "53300" => EngineError::new(
            Step::LogIn,
            "The server has no free connection left.",
            "Try again in a moment, or raise max_connections or the user's connection limit.",
        ),
        "57P03" | "57P01" | "57P02" => {
            EngineError::new(Step::Port, format!("The server at {} is starting or stopping.", scene.place()), "Try again in a moment.")
        }
        "42P01" | "42703" | "3F000" => missing(EngineError::new(
            Step::Query,
            format!("What was asked for is no longer in the database: {said}"),
            "Regenerate the schema of the connection.",
        )),
        "25006" => EngineError::new(
            Step::Permission,
            format!("The database was asked to write, which VizBoard never allows while reading: {said}"),
            "A view or function of this database tries to change data.",
        ),
        // Serialization failures cannot happen in a read-only transaction but on a replica.
        "40001" => EngineError::new(
            Step::Query,
            "The server is a replica and stopped the statement, to carry out a change of its primary server.",
            "Try again. If it happens often, turn on hot_standby_feedback there or raise max_standby_streaming_delay.",
        ),
        "57014" => timed_out(),
        _ if said.is_empty() => EngineError::new(Step::Query, "The database answered with an error and no words.", ""),
        _ => EngineError::new(Step::Query, format!("The database answered: {said}"), ""),
    }
}

/// What the server said about a person's statement. Stopped statements, log-ins and the server's own end are told in our
/// words as everywhere.
pub fn said(error: &sqlx::Error) -> Option<Said> {
    let error = error.as_database_error()?.try_downcast_ref::<PgDatabaseError>()?;
    let code = error.code();
    if matches!(code, "57014" | "57P01" | "57P02" | "57P03" | "53300" | "40001" | "3D000") || code.starts_with("28") {
        return None;
    }
    let at = match error.position() {
        Some(PgErrorPosition::Original(place)) => place.checked_sub(1),
        Some(PgErrorPosition::Internal { .. }) | None => None,
    };
    let more = [error.detail(), error.hint()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(Said { text: error.message().to_owned(), hint: more, at, wrote: code == "25006" })
}

pub fn broken() -> EngineError {
    driver::broken(&WORDS)
}

pub fn ours(cause: impl std::fmt::Display) -> EngineError {
    driver::ours(&WORDS, cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engines::driver::Stage,
        model::{
            access::{Access, ConnectionOptions, Secret},
            engine::EngineKind,
        },
    };

    fn access() -> Access {
        Access {
            kind: EngineKind::Postgres,
            host: "db.example".into(),
            port: 5432,
            database: "shop".into(),
            user: "ada".into(),
            password: Secret::new("hunter2!"),
            options: ConnectionOptions::default(),
        }
    }

    #[test]
    fn each_state_names_its_step() {
        let access = access();
        let scene = Scene { access: &access, fault: None, stage: Stage::Plain, words: &WORDS };
        for (code, step) in [
            ("28P01", Step::LogIn),
            ("28000", Step::LogIn),
            ("3D000", Step::Database),
            ("42501", Step::Permission),
            ("53300", Step::LogIn),
            ("57P03", Step::Port),
            ("42P01", Step::Query),
            ("25006", Step::Permission),
            ("40001", Step::Query),
            ("57014", Step::Timeout),
            ("XX000", Step::Query),
        ] {
            let error = server_said(&scene, code, "said hunter2!");
            assert_eq!(error.step, step, "{code}");
            assert!(!error.to_string().contains("hunter2!"), "{code}");
        }
        assert!(server_said(&scene, "42P01", "gone").missing_object);
    }
}
