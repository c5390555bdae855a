//! Opening: store, migrations, keys, first start.

use super::{
    App, Parts, Reader, accounts,
    limits::{self, Limits},
    settings::{FirstAdmin, Settings},
};
use crate::{
    engines::Engines,
    error::{AppError, Result},
    model::access::Secret,
    script::Painter,
    secrets::{KeyRing, Passwords, Place, TokenKey, key_ring_of_folder},
    store::{self, Store},
};
use std::{path::PathBuf, sync::atomic::AtomicBool};

/// Everything the application is made of.
pub struct Opening {
    /// `DATABASE_URL`
    pub database_url: Secret,
    pub keys: KeySource,
    pub settings: Settings,
    pub first_admin: Option<FirstAdmin>,
    pub engines: Engines,
    pub painter: Painter,
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
            Self::Folder(folder) if folder.join("secret.key").exists() => key_ring_of_folder(folder).map(Some),
            Self::Folder(_) => Ok(None),
        }
    }
}

/// An application, and the token of the set-up link when nobody has an account yet.
pub struct Opened {
    pub app: App,
    pub set_up: Option<Secret>,
}

const TABLE: &str = "settings";
const COLUMN: &str = "value";
/// A known text under the key: tells a wrong key before anything is written under it.
const KEY_CHECK: &str = "key_check";
const KEY_CHECK_TEXT: &str = "VizBoard";
/// The key under which tokens are hashed.
const TOKEN_KEY: &str = "token_key";

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
        let keys = match (early, opening.keys) {
            (Some(keys), _) => keys,
            (None, KeySource::Folder(folder)) => {
                if store::settings::get(&mut *store.read().await?, KEY_CHECK).await?.is_some() {
                    return Err(AppError::unavailable(format!(
                        "The key file {} is missing, and the store holds secrets that only its key opens. \
                         Put the file back, or set VIZBOARD_SECRET_KEY.",
                        folder.join("secret.key").display()
                    )));
                }
                key_ring_of_folder(&folder)?
            }
            (None, KeySource::Text(_)) => return Err(AppError::internal("a key in a text is read at once")),
        };
        let tokens = token_key(&store, &keys).await?;
        let limits = Limits::new(opening.settings.attempts_per_account, opening.settings.attempts_per_address, tokens.short_key("limits"));
        let app = App::new(Parts {
            reader: Reader::new(store.records(), opening.engines, opening.painter, keys, limits),
            passwords: Passwords::new(),
            awaits_set_up: AtomicBool::new(false),
            settings: opening.settings,
            store,
            tokens,
        });
        limits::restore(&app).await?;
        let set_up = accounts::first_start(&app, opening.first_admin).await?;
        Ok(Opened { app, set_up })
    }
}

/// Checks that the keys fit the store and reads the key of tokens; on first start both are made. Several servers may
/// start at the same moment: the first one's values stand.
async fn token_key(store: &Store, keys: &KeyRing) -> Result<TokenKey> {
    let place = |row| Place { table: TABLE, column: COLUMN, row };
    let mut tx = store.begin().await?;
    if store::settings::get(&mut tx, KEY_CHECK).await?.is_none() {
        let check = keys.seal(KEY_CHECK_TEXT, &place(KEY_CHECK))?;
        store::settings::insert_if_absent(&mut tx, KEY_CHECK, &check).await?;
        let fresh = keys.seal(TokenKey::fresh()?.text().expose(), &place(TOKEN_KEY))?;
        store::settings::insert_if_absent(&mut tx, TOKEN_KEY, &fresh).await?;
    }
    let check = store::settings::get(&mut tx, KEY_CHECK).await?.unwrap_or_default();
    let token = store::settings::get(&mut tx, TOKEN_KEY).await?.unwrap_or_default();
    let fits = keys.open(&check, &place(KEY_CHECK)).is_ok_and(|text| text.expose() == KEY_CHECK_TEXT);
    let token = keys.open(&token, &place(TOKEN_KEY));
    match (fits, token) {
        (true, Ok(token)) => {
            tx.commit().await?;
            Ok(TokenKey::new(token))
        }
        _ => Err(AppError::unavailable(
            "The secret key does not fit the store: what is sealed there was sealed with another key. \
             Set VIZBOARD_SECRET_KEY (or the file secret.key in the data directory) to the key that was used before. \
             Nothing was changed.",
        )),
    }
}
