//! From the configuration to the application behind it.

use super::{assets, config::Config, start::reachable};
use crate::{
    domain::{
        App,
        backup::Backups,
        opening::{KeySource, Opened, Opening},
        settings::{Embeds, Settings},
    },
    engines::{
        EngineSettings, Engines,
        network::{self, Policy},
    },
    error::Result,
    mailer::Mailer,
    providers::Providers,
    script::Painter,
    store::{StoreAddress, StoreServer},
};
use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

/// Most connections that VizBoard opens to one of people's databases.
const POOL_SIZE: u32 = 5;
/// Longer than pools keep unused connections, so that an idle worker has none.
const WORKER_IDLE: Duration = Duration::from_secs(120);

/// Opens the store and everything else that use cases need. `own` is the address that the server listens on: no
/// connection of people may lead there.
///
/// # Errors
/// `Unavailable`, for the operator to read.
pub async fn open(config: &Config, own: Option<SocketAddr>) -> Result<Opened> {
    let url = config.database_url.clone();
    let store = StoreAddress::of(url.expose())?;
    let engines = EngineSettings {
        network: network_policy(config, own, &store).await,
        sqlite_dirs: config.sqlite_dirs.clone(),
        data_dir: config.data_dir.clone(),
        own_store: match &store {
            StoreAddress::File(path) => Some(path.clone()),
            StoreAddress::Server(_) => None,
        },
        pipes: network::nest(&config.data_dir),
        pool_size: POOL_SIZE,
        worker: config.executable.clone(),
        most_workers: config.workers,
        worker_idle: WORKER_IDLE,
    };
    let base_url = base_url(config, own.unwrap_or(config.addr));
    App::open(Opening {
        mailer: mailer(config, &base_url, own.is_some())?,
        providers: providers(config, &base_url, own)?,
        database_url: url,
        keys: keys(config),
        settings: Settings {
            sign_up: config.sign_up,
            provider_domains: config.provider_domains.clone(),
            password_min: config.password_min,
            second_factor_for_admins: config.second_factor_for_admins,
            secure_cookies: config.is_https(),
            base_url: base_url.clone(),
            public_host: config.public_url.as_ref().map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()),
            compatible_tables_owner_only: config.compatible_tables_owner_only,
            embeds: Embeds::new(&config.embed_origins),
            attempts_per_account: config.attempts_per_account,
            attempts_per_address: config.attempts_per_address,
            cache_bytes: config.cache_bytes,
            hosting: config.hosting.clone(),
            audit_days: config.audit_days,
            backups: Backups {
                data_dir: config.data_dir.clone(),
                store_file: match &store {
                    StoreAddress::File(path) => Some(path.clone()),
                    StoreAddress::Server(_) => None,
                },
                folder: config.backup_dir.clone(),
                every: config.backup_every,
                keep: config.backup_keep,
            },
            paddle_key: config.paddle_key.clone(),
            paddle_public_key: config.paddle_public_key.clone(),
        },
        first_admin: config.first_admin.clone(),
        engines: if config.isolate_all { Engines::apart(&engines) } else { Engines::new(&engines) },
        painter: Painter::new(bundle("gen/echarts-server.js"))
            .with_more(bundle("gen/echarts-server-more.js"))
            .with_fonts(FONTS.into_iter().filter_map(assets::bytes)),
    })
    .await
}

/// How people reach this server, as far as is known.
fn base_url(config: &Config, own: SocketAddr) -> String {
    config.public_url.as_ref().map_or_else(|| format!("http://{}/", reachable(own)), ToString::to_string)
}

fn mailer(config: &Config, base_url: &str, serves: bool) -> Result<Option<Mailer>> {
    let Some((server, from)) = &config.mail else { return Ok(None) };
    if serves && config.public_url.is_none() {
        tracing::warn!("links in letters lead to {base_url}: set VIZBOARD_PUBLIC_URL to the address at which people reach this server");
    }
    let host = base_url.parse::<url::Url>().ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    Mailer::new(server, from, &host).map(Some)
}

/// Whatever a provider says of its addresses: neither this server nor what lies at link-local addresses is asked.
fn providers(config: &Config, base_url: &str, own: Option<SocketAddr>) -> Result<Providers> {
    if own.is_some() && !config.providers.is_empty() && config.public_url.is_none() {
        tracing::warn!(
            "providers of sign-in are to lead back to {base_url}: set VIZBOARD_PUBLIC_URL to the address at which people reach this server"
        );
    }
    let policy = Policy::default().with_own(own);
    Providers::new(&config.providers, base_url, Arc::new(move |address| policy.allows(address)))
}

/// What texts of pictures are set in, one file an alphabet.
const FONTS: [&str; 4] = ["gen/inter.ttf", "gen/inter-latin-ext.ttf", "gen/inter-cyrillic.ttf", "gen/inter-greek.ttf"];

fn bundle(path: &str) -> String {
    assets::text(path).unwrap_or_default()
}

/// Where the secret keys are.
pub fn keys(config: &Config) -> KeySource {
    match &config.secret_key {
        Some(text) => KeySource::Text(text.clone()),
        None => KeySource::Folder(config.data_dir.clone()),
    }
}

/// The operator's policy, with the server's own address and its own store closed in any case.
async fn network_policy(config: &Config, own: Option<SocketAddr>, store: &StoreAddress) -> Policy {
    let policy = config.network_policy.clone().with_own(own);
    let StoreAddress::Server(server) = store else { return policy };
    policy.with_own_store(addresses(server).await, server.database.clone())
}

/// Every address at which the server of the store may be reached. One on this machine may listen at all of its
/// addresses, whichever of them is written in `DATABASE_URL`: the unspecified address stands for these.
async fn addresses(server: &StoreServer) -> Vec<SocketAddr> {
    let everywhere = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), server.port);
    let Some(host) = &server.host else { return vec![everywhere] };
    let mut found: Vec<SocketAddr> = match tokio::net::lookup_host((host.as_str(), server.port)).await {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            // Opening the store fails next, and says so.
            tracing::warn!("the host of DATABASE_URL does not resolve: {error}");
            Vec::new()
        }
    };
    // Only an address of this machine can be bound.
    if found.iter().any(|address| UdpSocket::bind((address.ip(), 0)).is_ok()) {
        found.push(everywhere);
    }
    found
}
