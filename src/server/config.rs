//! What the operator decided. Environment first, `vizboard.toml` in the data directory second, defaults last
//! (00-conventions, Configuration). The only place that looks at the process' environment.
//!
//! To add a setting: a line in [`SETTINGS`] and a documented field in [`Config`] that reads it.

mod parse;
mod providers;
pub mod settings;
mod sources;

pub use settings::{SETTINGS, Setting, Show};
pub use sources::Source;

use crate::{
    domain::settings::{FirstAdmin, Hosting, SignUpMode},
    engines::network::Policy,
    model::access::Secret,
    providers::ProviderSettings,
    secrets::RsaPublicKey,
};
use ipnet::IpNet;
use sources::Values;
use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// The file below the data directory that may hold settings.
pub const FILE_NAME: &str = "vizboard.toml";

/// Everything that can be configured. Each field names its variable; defaults stand in [`SETTINGS`].
#[derive(Clone, Debug)]
pub struct Config {
    /// `VIZBOARD_ADDR`: where to listen. Port 0 takes a free one.
    pub addr: SocketAddr,
    /// `VIZBOARD_DATA_DIR`: the store, the key, the demo and `vizboard.toml`.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`: VizBoard's own store, `sqlite:` or `postgres:`; a SQLite file in the data directory by default.
    pub database_url: Secret,
    /// `VIZBOARD_SECRET_KEY`: seals what connections hold; the key file in the data directory when absent.
    pub secret_key: Option<Secret>,
    /// `VIZBOARD_SQLITE_DIRS`: folders below which SQLite files may be opened by connections.
    pub sqlite_dirs: Vec<PathBuf>,
    /// `VIZBOARD_SIGNUP`: who may make an account.
    pub sign_up: SignUpMode,
    /// `VIZBOARD_OIDC_*`, `VIZBOARD_GOOGLE_*` and `VIZBOARD_GITHUB_*`: by whom people may sign in.
    pub providers: Vec<ProviderSettings>,
    /// `VIZBOARD_OIDC_DOMAINS`: whose addresses need no invitation there.
    pub provider_domains: Vec<String>,
    /// `SMTP_URL` and `VIZBOARD_MAIL_FROM`: the mail server, and who letters are from.
    pub mail: Option<(Secret, String)>,
    /// `VIZBOARD_COMPATIBLE_TABLES`: whether `POST /api/compatible-tables` needs no log-in (`open`) or looks at the
    /// caller's own connections only (`owner`).
    pub compatible_tables_owner_only: bool,
    /// `VIZBOARD_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `VIZBOARD_PUBLIC_URL`: how people reach this server. With https, cookies are Secure and HSTS is sent.
    pub public_url: Option<url::Url>,
    /// `VIZBOARD_NETWORK_POLICY`: which database hosts may be reached.
    pub network_policy: Policy,
    /// `VIZBOARD_EMBED_ORIGINS`: origins of which pictures and pages may be shown on boards.
    pub embed_origins: Vec<String>,
    /// `VIZBOARD_PASSWORD_MIN`: least length of a password, 6 to 64 characters.
    pub password_min: usize,
    /// `VIZBOARD_REQUIRE_SECOND_FACTOR`: whether administrators of the server must have a second factor.
    pub second_factor_for_admins: bool,
    /// `VIZBOARD_ADMIN_USERNAME`, `_EMAIL` and `_PASSWORD`: the first administrator of an empty store.
    pub first_admin: Option<FirstAdmin>,
    /// `VIZBOARD_ATTEMPTS_PER_ACCOUNT`: failed tries a minute before an account answers 429.
    pub attempts_per_account: u32,
    /// `VIZBOARD_ATTEMPTS_PER_ADDRESS`: failed tries a minute before an address answers 429.
    pub attempts_per_address: u32,
    /// `VIZBOARD_CACHE_MB`, in bytes: answers of databases that are kept.
    pub cache_bytes: u64,
    /// `VIZBOARD_PADDLE_KEY`: what billing events carry in their address.
    pub paddle_key: Option<Secret>,
    /// `VIZBOARD_PADDLE_PUBLIC_KEY`: what billing events are signed with.
    pub paddle_public_key: Option<RsaPublicKey>,
    /// `VIZBOARD_MAX_CONNECTIONS`: open browser connections; more are answered 503 and closed.
    pub max_connections: usize,
    /// `VIZBOARD_ISOLATE`: whether every database is read by a worker, and not only those whose driver can be made to
    /// abort its process.
    pub isolate_all: bool,
    /// `VIZBOARD_WORKERS`: most workers at once.
    pub workers: usize,
    /// `VIZBOARD_UPLOAD_LIMIT`, `VIZBOARD_DATABASE_*`, `VIZBOARD_DATABASES_PER_TEAM`, `VIZBOARD_ANONYMOUS_DATABASES`.
    pub hosting: Hosting,
    /// `VIZBOARD_AUDIT_DAYS`: how long entries of the audit log stay.
    pub audit_days: u32,
    /// `VIZBOARD_BACKUP_DIR`: where the server puts backups.
    pub backup_dir: Option<PathBuf>,
    /// `VIZBOARD_BACKUP_EVERY`: how often it makes one by itself.
    pub backup_every: Option<Duration>,
    /// `VIZBOARD_BACKUP_KEEP`: how many stay.
    pub backup_keep: usize,
    /// `VIZBOARD_LOG`: what is logged, as a filter of `tracing-subscriber`.
    pub log: String,
    /// `VIZBOARD_LOG_FORMAT`: `text` for people, `json` for machines.
    pub log_format: LogFormat,
    /// This executable, which is started again as `vizboard worker`.
    pub executable: PathBuf,
    in_force: Vec<InForce>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// One line of `vizboard config`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    pub variable: &'static str,
    /// As given, with secrets masked.
    pub shown: String,
    pub source: Source,
}

/// Everything that is wrong with the configuration, one text each.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigError(pub Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The configuration cannot be used:")?;
        self.0.iter().try_for_each(|text| write!(f, "\n  - {text}"))
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the process' environment and the file in the data directory.
    pub fn load() -> Result<Self, ConfigError> {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with(settings::PREFIX) || name == settings::DATABASE_URL || name == settings::SMTP_URL)
            .map(|(name, value)| {
                value.into_string().map(|value| (name.clone(), value)).map_err(|_| ConfigError(vec![format!("{name} is not valid UTF-8")]))
            })
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        Self::from_variables(&variables)
    }

    /// The same with given variables, and the file in the data directory that they name.
    pub fn from_variables(variables: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut values = Values::collect(variables);
        let data_dir: PathBuf = values.parse("VIZBOARD_DATA_DIR", parse::absolute);
        let own_file = format!("sqlite:{}", data_dir.join("vizboard.db").display());
        let config = Self {
            addr: values.parse("VIZBOARD_ADDR", parse::address),
            data_dir: data_dir.clone(),
            database_url: values.parse_optional(settings::DATABASE_URL, parse::store_url).unwrap_or_else(|| Secret::new(&own_file)),
            secret_key: values.parse_optional("VIZBOARD_SECRET_KEY", |text| Ok(Secret::new(text))),
            sqlite_dirs: values.parse_optional("VIZBOARD_SQLITE_DIRS", parse::folders).unwrap_or_default(),
            sign_up: values.parse("VIZBOARD_SIGNUP", parse::sign_up),
            providers: providers::read(&mut values),
            provider_domains: values.parse_optional("VIZBOARD_OIDC_DOMAINS", parse::domains).unwrap_or_default(),
            mail: mail(&mut values),
            compatible_tables_owner_only: values.parse("VIZBOARD_COMPATIBLE_TABLES", parse::owner_only),
            trusted_proxies: values.parse_optional("VIZBOARD_TRUSTED_PROXIES", parse::networks).unwrap_or_default(),
            public_url: values.parse_optional("VIZBOARD_PUBLIC_URL", parse::public_url),
            network_policy: values.parse("VIZBOARD_NETWORK_POLICY", parse::network_policy),
            embed_origins: values.parse_optional("VIZBOARD_EMBED_ORIGINS", parse::origins).unwrap_or_default(),
            password_min: values.parse("VIZBOARD_PASSWORD_MIN", parse::number(6..=64)),
            second_factor_for_admins: values.parse("VIZBOARD_REQUIRE_SECOND_FACTOR", parse::admins_only),
            first_admin: first_admin(&mut values),
            attempts_per_account: values.parse("VIZBOARD_ATTEMPTS_PER_ACCOUNT", parse::number(1..=100_000)),
            attempts_per_address: values.parse("VIZBOARD_ATTEMPTS_PER_ADDRESS", parse::number(1..=100_000)),
            cache_bytes: values.parse("VIZBOARD_CACHE_MB", parse::number(0..=65_536_u64)) << 20,
            paddle_key: values.parse_optional("VIZBOARD_PADDLE_KEY", parse::shared_key),
            paddle_public_key: values.parse_optional("VIZBOARD_PADDLE_PUBLIC_KEY", parse::rsa_public_key),
            max_connections: values.parse("VIZBOARD_MAX_CONNECTIONS", parse::number(1..=1_000_000)),
            isolate_all: values.parse("VIZBOARD_ISOLATE", parse::isolates_all),
            workers: values.parse("VIZBOARD_WORKERS", parse::number(1..=1_000)),
            hosting: hosting(&mut values, &data_dir),
            audit_days: values.parse("VIZBOARD_AUDIT_DAYS", parse::number(1..=36_500)),
            backup_dir: values.parse_optional("VIZBOARD_BACKUP_DIR", parse::absolute),
            backup_every: values.parse("VIZBOARD_BACKUP_EVERY", parse::interval),
            backup_keep: values.parse("VIZBOARD_BACKUP_KEEP", parse::number(1..=10_000)),
            log: values.parse("VIZBOARD_LOG", parse::log_filter),
            log_format: values.parse("VIZBOARD_LOG_FORMAT", parse::log_format),
            executable: executable(),
            in_force: values.in_force(&own_file),
        };
        values.finish().map(|()| config)
    }

    /// `vizboard config`: one setting a line, with where it comes from.
    #[allow(clippy::print_stdout)]
    pub fn print(&self) {
        for InForce { variable, shown, source } in &self.in_force {
            println!("{variable}={shown}  # {source}");
        }
    }

    /// What is in force, with secrets masked.
    pub fn in_force(&self) -> &[InForce] {
        &self.in_force
    }

    /// Whether people reach this server over HTTPS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

/// On Linux by the name under which the running file is found also after it was replaced or removed.
fn executable() -> PathBuf {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { running } else { std::env::current_exe().unwrap_or(running) }
}

fn mail(values: &mut Values) -> Option<(Secret, String)> {
    let server = values.parse_optional(settings::SMTP_URL, parse::mail_server);
    let from = values.parse_optional("VIZBOARD_MAIL_FROM", parse::mail_sender);
    if server.is_some() && values.text("VIZBOARD_MAIL_FROM").is_none() {
        values.complain("SMTP_URL needs VIZBOARD_MAIL_FROM, the address that letters are from".to_owned());
    }
    server.zip(from)
}

/// A megabyte of files, as SQLite's limit of 100 MB is meant (03, Limits).
const MEGABYTE: u64 = 1_000_000;

fn hosting(values: &mut Values, data_dir: &Path) -> Hosting {
    Hosting {
        folder: data_dir.join("databases"),
        upload_bytes: values.parse("VIZBOARD_UPLOAD_LIMIT", parse::number(1..=10_000_u64)) * MEGABYTE,
        database_bytes: values.parse("VIZBOARD_DATABASE_LIMIT", parse::number(1..=100_000_u64)) * MEGABYTE,
        tables: values.parse("VIZBOARD_DATABASE_TABLES", parse::number(1..=10_000)),
        columns: values.parse("VIZBOARD_DATABASE_COLUMNS", parse::number(1..=2_000)),
        rows: values.parse("VIZBOARD_DATABASE_ROWS", parse::number(1..=1_000_000_000)),
        per_team: values.parse("VIZBOARD_DATABASES_PER_TEAM", parse::number(1..=1_000_000)),
        anonymous: values.parse("VIZBOARD_ANONYMOUS_DATABASES", parse::on_or_off),
    }
}

fn first_admin(values: &mut Values) -> Option<FirstAdmin> {
    let names = ["VIZBOARD_ADMIN_USERNAME", "VIZBOARD_ADMIN_EMAIL", "VIZBOARD_ADMIN_PASSWORD"];
    match names.map(|name| values.text(name)) {
        [Some(username), Some(email), Some(password)] => Some(FirstAdmin { username, email, password: Secret::new(password) }),
        [None, None, None] => None,
        _ => {
            values.complain(format!("Set all of {}, or none of them", names.join(", ")));
            None
        }
    }
}

/// Takes the variables that database drivers read on their own out of the environment, so that a person's connection
/// never inherits the operator's password or host (security.md, check 68).
///
/// Call it first in `main`, while the process has one thread.
pub fn isolate_from_drivers() {
    let inherited = std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("PG") || name.starts_with("MYSQL")
    });
    for name in inherited.collect::<Vec<_>>() {
        // Sound because no other thread exists yet that could read the environment meanwhile.
        #[allow(unsafe_code)]
        unsafe {
            std::env::remove_var(name);
        }
    }
}

#[cfg(test)]
mod tests;
