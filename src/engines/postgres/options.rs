//! Connection options, field by field. Nothing comes from the environment or a password file.

use super::explain;
use crate::model::{
    access::{Access, TlsMode},
    engine::{EngineError, Step},
};
use sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgSslMode},
};
use std::path::Path;

/// As which the sessions show in `pg_stat_activity`.
pub const APPLICATION: &str = "VizBoard";

/// Refuses what would not arrive as the one field it was typed into: the protocol ends each field with a NUL, and a
/// certificate is text, never the path of a file on this machine.
pub fn check(access: &Access) -> Result<(), EngineError> {
    for (name, text) in [("user", &access.user), ("database", &access.database), ("password", &access.password.expose().to_owned())] {
        if text.contains('\0') {
            return Err(EngineError::new(Step::LogIn, format!("The {name} holds a NUL character."), "Type it again."));
        }
    }
    let pasted = access.options.ca.as_deref().filter(|text| !text.trim().is_empty());
    if pasted.is_some_and(|text| !text.contains("-----BEGIN CERTIFICATE-----")) {
        return Err(explain::no_certificate());
    }
    Ok(())
}

/// Options that lead through the socket in `folder`. `name` is what the server's certificate must be made out to.
pub fn build(access: &Access, folder: &Path, name: &str, mode: TlsMode) -> Result<PgConnectOptions, EngineError> {
    let options = PgConnectOptions::new_without_pgpass();
    // The one inherited option that cannot be overwritten. `main` removes the PG* variables before anything starts.
    if options.get_options().is_some() {
        return Err(explain::ours("PGOPTIONS is set in the environment of the server"));
    }
    Ok(options
        .host(name)
        .port(access.port)
        .socket(folder)
        .username(&access.user)
        .password(access.password.expose())
        .database(&access.database)
        .ssl_mode(ssl_mode(mode))
        // Always bytes, also when there are none: the environment may name a file.
        .ssl_root_cert_from_pem(access.options.ca.clone().unwrap_or_default().into_bytes())
        .application_name(APPLICATION)
        // Set in each transaction instead: connection poolers refuse it at the start.
        .extra_float_digits(None)
        // Unnamed statements only: a pooler may hand out another session for the next transaction.
        .statement_cache_capacity(0)
        .disable_statement_logging())
}

fn ssl_mode(mode: TlsMode) -> PgSslMode {
    match mode {
        TlsMode::Disable => PgSslMode::Disable,
        TlsMode::Prefer => PgSslMode::Prefer,
        TlsMode::Require => PgSslMode::Require,
        TlsMode::VerifyCa => PgSslMode::VerifyCa,
        TlsMode::VerifyFull => PgSslMode::VerifyFull,
    }
}
