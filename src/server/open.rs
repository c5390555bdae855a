//! From the configuration to the application behind it.

use super::{assets, config::Config};
use crate::{
    domain::{
        App,
        opening::{KeySource, Opened, Opening},
        settings::Settings,
    },
    engines::{EngineSettings, Engines, network::Policy},
    error::Result,
    model::access::Secret,
    script::Painter,
};
use percent_encoding::percent_decode_str;
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
        network: network_policy(config, own, url.expose()).await,
        sqlite_dirs: config.sqlite_dirs.clone(),
        data_dir: config.data_dir.clone(),
        own_store: store_file(url.expose()),
        pool_size: POOL_SIZE,
    };
    App::open(Opening {
        database_url: url,
        keys: keys(config),
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

/// Where the secret keys are.
pub fn keys(config: &Config) -> KeySource {
    match &config.secret_key {
        Some(text) => KeySource::Text(text.clone()),
        None => KeySource::Folder(config.data_dir.clone()),
    }
}

/// The operator's policy, with the server's own address and its own store closed in any case.
async fn network_policy(config: &Config, own: Option<SocketAddr>, store: &str) -> Policy {
    let policy = config.network_policy.clone().with_own(own);
    let Some((host, port, database)) = store_server(store) else { return policy };
    match tokio::net::lookup_host((host.as_str(), port)).await {
        Ok(addresses) => policy.with_own_store(addresses.collect(), database),
        Err(error) => {
            // Opening the store fails next, and says so.
            tracing::warn!("the host of DATABASE_URL does not resolve: {error}");
            policy
        }
    }
}

/// Host, port and database of a store on PostgreSQL.
fn store_server(url: &str) -> Option<(String, u16, String)> {
    let url = url::Url::parse(url).ok().filter(|url| url.scheme().starts_with("postgres"))?;
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let named = percent_decode_str(url.path().trim_start_matches('/')).decode_utf8().ok()?.into_owned();
    // The database of a PostgreSQL user is named like the user when none is given.
    let database = if named.is_empty() { url.username().to_owned() } else { named };
    Some((host, url.port().unwrap_or(5432), database))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_store_is() {
        let at = |host: &str, port, database: &str| Some((host.to_owned(), port, database.to_owned()));
        assert_eq!(store_server("postgres://viz:x@db.internal/viz%20board?sslmode=require"), at("db.internal", 5432, "viz board"));
        assert_eq!(store_server("postgresql://viz@[::1]:6543"), at("::1", 6543, "viz"));
        assert_eq!(store_server("sqlite:data/vizboard.db"), None);
        assert_eq!(store_file("sqlite://data/a.db?mode=rwc"), Some(PathBuf::from("data/a.db")));
        assert_eq!(store_file("postgres://x/y"), None);
    }
}
