//! The log: structured, to standard error. Texts never hold passwords, tokens or query strings; fields that could
//! are not recorded in the first place.

use super::config::{Config, LogFormat};
use tracing_subscriber::{EnvFilter, filter::LevelFilter, fmt, prelude::*};

/// Starts logging for the process. A second call, as tests make, changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::builder().parse_lossy(&config.log);
    let registry = tracing_subscriber::registry().with(filter);
    let started = match config.log_format {
        LogFormat::Text => registry.with(fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_target(true)).try_init(),
        LogFormat::Json => registry.with(fmt::layer().with_writer(std::io::stderr).json().flatten_event(true)).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was already started");
    }
}

/// Starts logging in a worker: to the server that started it, which adds the time and takes it over into its own log.
pub fn start_in_worker(detailed: bool) {
    let level = if detailed { LevelFilter::DEBUG } else { LevelFilter::WARN };
    let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(false).without_time().with_filter(level);
    if tracing_subscriber::registry().with(layer).try_init().is_err() {
        tracing::debug!("logging was already started");
    }
}
