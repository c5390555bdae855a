//! Connection options, field by field. Nothing comes from the environment or a password file.

use super::explain;
use crate::{
    engines::driver::Way,
    model::{
        access::{Access, TlsMode},
        engine::EngineError,
    },
};
use sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgSslMode},
};

/// As which the sessions show in `pg_stat_activity`.
pub const APPLICATION: &str = "VizBoard";

/// Options that lead through the pipe's socket.
pub fn build(access: &Access, way: &Way<'_>) -> Result<PgConnectOptions, EngineError> {
    let options = PgConnectOptions::new_without_pgpass();
    // The one inherited option that cannot be overwritten. `main` removes the PG* variables before anything starts.
    if options.get_options().is_some() {
        return Err(explain::ours("PGOPTIONS is set in the environment of the server"));
    }
    Ok(options
        .host(way.name)
        .port(access.port)
        .socket(way.folder)
        .username(&access.user)
        .password(access.password.expose())
        .database(&access.database)
        .ssl_mode(ssl_mode(way.mode))
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
