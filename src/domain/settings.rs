//! What the operator decided, as far as use cases need it. Read from the configuration by the server.

use crate::{
    domain::backup::Backups,
    error::{AppError, Result},
    model::{access::Secret, rules},
    secrets::RsaPublicKey,
};
use std::{path::PathBuf, sync::Arc};

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpMode {
    Open,
    /// Only with an invitation.
    Invite,
    Closed,
}

impl SignUpMode {
    /// Why somebody with or without an invitation cannot make an account; nothing when they can.
    pub fn refusal(self, invited: bool) -> Option<&'static str> {
        match self {
            Self::Open => None,
            Self::Invite if invited => None,
            Self::Invite => Some("Sign-up needs an invitation. Ask the administrator of this server."),
            Self::Closed => Some("Sign-up is closed. Ask the administrator of this server for an account."),
        }
    }
}

/// `VIZBOARD_EMBED_ORIGINS`: where pictures and pages on boards may come from.
#[derive(Clone, Debug, Default)]
pub struct Embeds {
    /// As browsers write them: `https://example.org`.
    origins: Arc<[String]>,
}

impl Embeds {
    pub fn new(origins: &[String]) -> Self {
        Self { origins: origins.into() }
    }

    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// Pictures inside their own address come from nowhere; everything else from a listed origin.
    ///
    /// # Errors
    /// `configs[address]`, with what to do.
    pub fn check(&self, address: &str) -> Result<()> {
        if address.starts_with("data:image/") {
            return Ok(());
        }
        let origin = address.parse::<url::Url>().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        if self.origins.contains(&origin) {
            return Ok(());
        }
        let text = format!(
            "Pictures and pages of {origin} are not allowed here. Whoever runs this server can allow them with VIZBOARD_EMBED_ORIGINS."
        );
        Err(AppError::field("configs[address]", text))
    }
}

/// What hosted databases may become.
#[derive(Clone, Debug)]
pub struct Hosting {
    /// `databases` in the data directory: one folder for each, and `staging` for what is being sent or copied.
    pub folder: PathBuf,
    /// `VIZBOARD_UPLOAD_LIMIT`, in bytes.
    pub upload_bytes: u64,
    /// `VIZBOARD_DATABASE_LIMIT`, in bytes.
    pub database_bytes: u64,
    /// `VIZBOARD_DATABASE_TABLES`
    pub tables: u64,
    /// `VIZBOARD_DATABASE_COLUMNS`
    pub columns: u64,
    /// `VIZBOARD_DATABASE_ROWS`
    pub rows: u64,
    /// `VIZBOARD_DATABASES_PER_TEAM`
    pub per_team: u32,
    /// `VIZBOARD_ANONYMOUS_DATABASES`
    pub anonymous: bool,
}

impl Default for Hosting {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("data/databases"),
            upload_bytes: 100_000_000,
            database_bytes: 100_000_000,
            tables: 100,
            columns: 500,
            rows: 1_000_000,
            per_team: 1_000,
            anonymous: false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// `VIZBOARD_SIGNUP`
    pub sign_up: SignUpMode,
    /// `VIZBOARD_OIDC_DOMAINS`: domains of addresses, in lower case, for which a provider's word is an invitation. When
    /// there are any, no other address makes an account by a provider without one.
    pub provider_domains: Vec<String>,
    /// `VIZBOARD_PASSWORD_MIN`: least length of a password in characters.
    pub password_min: usize,
    /// `VIZBOARD_REQUIRE_SECOND_FACTOR=admins`: administrators of the server without a second factor administer nothing.
    pub second_factor_for_admins: bool,
    /// Whether people come over HTTPS (`VIZBOARD_PUBLIC_URL`): cookies are Secure then and carry the `__Host-` prefix.
    pub secure_cookies: bool,
    /// What addresses in letters begin with: `VIZBOARD_PUBLIC_URL`, else where the server listens. Ends with a slash.
    pub base_url: String,
    /// Host, with its port when it is not that of the scheme, of `VIZBOARD_PUBLIC_URL`, if it is set.
    pub public_host: Option<String>,
    /// `VIZBOARD_COMPATIBLE_TABLES=owner`: that endpoint asks for a session and looks at the caller's connections only.
    pub compatible_tables_owner_only: bool,
    /// `VIZBOARD_EMBED_ORIGINS`
    pub embeds: Embeds,
    /// `VIZBOARD_ATTEMPTS_PER_ACCOUNT`: failed tries a minute.
    pub attempts_per_account: u32,
    /// `VIZBOARD_ATTEMPTS_PER_ADDRESS`: failed tries a minute.
    pub attempts_per_address: u32,
    /// `VIZBOARD_CACHE_MB`, in bytes: answers of databases that are kept for widgets that allow it.
    pub cache_bytes: u64,
    pub hosting: Hosting,
    /// `VIZBOARD_AUDIT_DAYS`: how long entries of the audit log stay.
    pub audit_days: u32,
    /// `VIZBOARD_BACKUP_DIR`, `_EVERY` and `_KEEP`.
    pub backups: Backups,
    /// `VIZBOARD_PADDLE_KEY`: what billing events carry in their address. Without it none is taken in.
    pub paddle_key: Option<Secret>,
    /// `VIZBOARD_PADDLE_PUBLIC_KEY`: what they are signed with. Without it the key alone counts.
    pub paddle_public_key: Option<RsaPublicKey>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sign_up: SignUpMode::Open,
            provider_domains: Vec::new(),
            password_min: rules::PASSWORD_MIN,
            second_factor_for_admins: false,
            secure_cookies: false,
            base_url: "http://127.0.0.1:3000/".to_owned(),
            public_host: None,
            compatible_tables_owner_only: false,
            embeds: Embeds::default(),
            attempts_per_account: 10,
            attempts_per_address: 30,
            cache_bytes: 64 << 20,
            hosting: Hosting::default(),
            audit_days: 365,
            backups: Backups::default(),
            paddle_key: None,
            paddle_public_key: None,
        }
    }
}

/// The first administrator of an empty store (`VIZBOARD_ADMIN_USERNAME`, `_EMAIL`, `_PASSWORD`).
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    pub username: String,
    pub email: String,
    pub password: Secret,
}
