//! Opening: store, migrations, keys, first start.

use super::{
    App, Memory, Parts, Reader, accounts, keys,
    limits::{self, Limits},
    settings::{FirstAdmin, Settings},
};
use crate::{
    engines::Engines,
    error::{AppError, Result},
    mailer::Mailer,
    model::access::Secret,
    providers::Providers,
    script::Painter,
    secrets::{KeyRing, Passwords, TokenKey, key_file, key_ring_of_folder},
    store::Store,
};
use std::{path::PathBuf, sync::atomic::AtomicBool, time::Duration};

/// Everything the application is made of.
pub struct Opening {
    /// `DATABASE_URL`
    pub database_url: Secret,
    pub keys: KeySource,
    pub settings: Settings,
    pub first_admin: Option<FirstAdmin>,
    pub engines: Engines,
    pub painter: Painter,
    /// `SMTP_URL` and `VIZBOARD_MAIL_FROM`
    pub mailer: Option<Mailer>,
    /// `VIZBOARD_OIDC_*`, `VIZBOARD_GOOGLE_*` and `VIZBOARD_GITHUB_*`
    pub providers: Providers,
}

/// Where the secret keys are.
pub enum KeySource {
    /// `VIZBOARD_SECRET_KEY`
    Text(Secret),
    /// The file `secret.key` in this folder, made on first start.
    Folder(PathBuf),
}

impl KeySource {
    /// The keys, unless the file is still to be made. Nothing is written.
    ///
    /// # Errors
    /// `Unavailable` when they cannot be used, for the operator to read.
    pub fn read(&self) -> Result<Option<KeyRing>> {
        match self {
            Self::Text(text) => KeyRing::parse(text.expose()).map(Some),
            Self::Folder(folder) if key_file::path(folder).exists() => key_ring_of_folder(folder).map(Some),
            Self::Folder(_) => Ok(None),
        }
    }

    /// How long the key file has been as it is; nothing when the keys are in a text.
    pub(super) fn age(&self) -> Option<Duration> {
        match self {
            Self::Text(_) => None,
            Self::Folder(folder) => Some(key_file::age(folder)),
        }
    }
}

/// An application, and the token of the set-up link when nobody has an account yet.
pub struct Opened {
    pub app: App,
    pub set_up: Option<Secret>,
}

impl App {
    /// Opens everything. With a key that does not fit the store nothing is written, neither there nor in the folder
    /// of the key file.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read.
    pub async fn open(opening: Opening) -> Result<Opened> {
        // A key that cannot be used is refused before a store is made.
        let early = opening.keys.read()?;
        let store = Store::connect(opening.database_url.expose()).await?;
        let ring = match (early, opening.keys) {
            (Some(ring), _) => ring,
            (None, KeySource::Folder(folder)) => {
                if keys::is_set_up(&mut *store.read().await?).await? {
                    return Err(AppError::unavailable(format!(
                        "The key file {} is missing, and the store holds secrets that only its key opens. \
                         Put the file back, or set VIZBOARD_SECRET_KEY.",
                        key_file::path(&folder).display()
                    )));
                }
                key_ring_of_folder(&folder)?
            }
            (None, KeySource::Text(_)) => return Err(AppError::internal("a key in a text is read at once")),
        };
        let tokens = token_key(&store, &ring).await?;
        let limits = Limits::new(opening.settings.attempts_per_account, opening.settings.attempts_per_address, tokens.short_key("limits"));
        let app = App::new(Parts {
            reader: Reader {
                records: store.records(),
                engines: opening.engines,
                painter: opening.painter,
                keys: ring,
                tokens,
                limits,
                embeds: opening.settings.embeds.clone(),
                memory: Memory::new(opening.settings.cache_bytes),
            },
            passwords: Passwords::new(),
            mailer: opening.mailer,
            providers: opening.providers,
            awaits_set_up: AtomicBool::new(false),
            settings: opening.settings,
            store,
        });
        super::operation::started();
        limits::restore(&app).await?;
        let set_up = accounts::first_start(&app, opening.first_admin).await?;
        Ok(Opened { app, set_up })
    }
}

/// Checks that the keys fit the store and reads the key of tokens; on first start both are made.
async fn token_key(store: &Store, ring: &KeyRing) -> Result<TokenKey> {
    let mut tx = store.begin().await?;
    keys::make_if_absent(&mut tx, ring).await?;
    let token_key = keys::token_key(&mut tx, ring).await?;
    tx.commit().await?;
    Ok(token_key)
}
