//! Connection options, field by field. Nothing comes from the environment or an option file.

use crate::{
    engines::driver::Way,
    model::access::{Access, TlsMode},
};
use sqlx::{
    ConnectOptions,
    mysql::{MySqlConnectOptions, MySqlSslMode},
};

/// Name of the pipe's socket.
pub const SOCKET: &str = "mysql.sock";

/// Options that lead through the pipe's socket. What the driver would set after the log-in is set in each transaction
/// instead: it saves a round trip, and some proxies refuse it.
pub fn build(access: &Access, way: &Way<'_>) -> MySqlConnectOptions {
    let options = MySqlConnectOptions::new()
        .host(way.name)
        .port(access.port)
        .socket(way.folder.join(SOCKET))
        .username(&access.user)
        .database(&access.database)
        .ssl_mode(ssl_mode(way.mode))
        // Through encryption that was asked for; the watch keeps such a request from the driver where there is none.
        .enable_cleartext_plugin(!matches!(way.mode, TlsMode::Disable | TlsMode::Prefer))
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .set_names(false)
        .statement_cache_capacity(0)
        .disable_statement_logging();
    // An empty password is told by no answer at all, and new options hold none.
    let password = access.password.expose();
    let options = if password.is_empty() { options } else { options.password(password) };
    match &access.options.ca {
        Some(ca) if !ca.trim().is_empty() => options.ssl_ca_from_pem(ca.clone().into_bytes()),
        _ => options,
    }
}

fn ssl_mode(mode: TlsMode) -> MySqlSslMode {
    match mode {
        TlsMode::Disable => MySqlSslMode::Disabled,
        TlsMode::Prefer => MySqlSslMode::Preferred,
        TlsMode::Require => MySqlSslMode::Required,
        TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
        TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
    }
}
