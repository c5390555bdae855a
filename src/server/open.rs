//! From the configuration to the application behind it.

use super::{assets, config::Config};
use crate::{
    domain::{
        App,
        opening::{KeySource, Opened, Opening},
        settings::Settings,
    },
    engines::{EngineSettings, Engines},
    error::Result,
    model::access::Secret,
    script::Painter,
};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Most connections that VizBoard opens to one of people's databases.
const POOL_SIZE: u32 = 5;

/// Opens the store and everything else that use cases need. `own` is the address that the server listens on: no
/// connection of people may lead there.
///
/// # Errors
/// `Unavailable`, for the operator to read.
pub async fn open(config: &Config, own: Option<SocketAddr>) -> Result<Opened> {
    let url = config.database_url.clone().unwrap_or_else(|| default_store(&config.data_dir));
    let engines = EngineSettings {
        network: config.network_policy.clone().with_own(own),
        sqlite_dirs: config.sqlite_dirs.clone(),
        data_dir: config.data_dir.clone(),
        own_store: store_file(url.expose()),
        pool_size: POOL_SIZE,
    };
    App::open(Opening {
        database_url: url,
        keys: match &config.secret_key {
            Some(text) => KeySource::Text(text.clone()),
            None => KeySource::Folder(config.data_dir.clone()),
        },
        settings: Settings {
            sign_up: config.sign_up,
            password_min: config.password_min,
            secure_cookies: config.is_https(),
            compatible_tables_owner_only: config.compatible_tables_owner_only,
            attempts_per_account: config.attempts_per_account,
            attempts_per_address: config.attempts_per_address,
        },
        first_admin: config.first_admin.clone(),
        engines: Engines::new(&engines),
        painter: Painter::new(assets::text("gen/echarts-server.js").unwrap_or_default()),
    })
    .await
}

/// Without `DATABASE_URL` the store is a SQLite file in the data directory.
fn default_store(data_dir: &Path) -> Secret {
    Secret::new(format!("sqlite:{}", data_dir.join("vizboard.db").display()))
}

/// The file of a store on SQLite: `sqlite:path`, `sqlite://path`, with or without `?options`.
fn store_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Some(path.split('?').next().unwrap_or(path).into())
}
