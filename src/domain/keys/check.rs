//! Two sealed settings of the store: a known text, which tells a wrong key before anything is written under it, and the
//! key of tokens, which stays the same whatever seals it.

use super::place;
use crate::{
    error::{AppError, Result},
    secrets::{KeyRing, TokenKey},
    store::{self, Db, sealed::SETTING},
};

pub(super) const KEY_CHECK: &str = "key_check";
const KEY_CHECK_TEXT: &str = "VizBoard";
const TOKEN_KEY: &str = "token_key";

/// Makes both in a fresh store. Several servers may start at the same moment: the first one's values stand.
pub(crate) async fn make_if_absent(db: &mut Db, keys: &KeyRing) -> Result<()> {
    if !is_set_up(db).await? {
        let check = keys.seal(KEY_CHECK_TEXT, &place(&SETTING, KEY_CHECK))?;
        store::settings::insert_if_absent(db, KEY_CHECK, &check).await?;
        let fresh = keys.seal(TokenKey::fresh()?.text().expose(), &place(&SETTING, TOKEN_KEY))?;
        store::settings::insert_if_absent(db, TOKEN_KEY, &fresh).await?;
    }
    Ok(())
}

/// Whether a server has used the store already.
pub(crate) async fn is_set_up(db: &mut Db) -> Result<bool> {
    Ok(check_text(db).await?.is_some())
}

/// The sealed known text; nothing in a store that no server has used yet.
pub(super) async fn check_text(db: &mut Db) -> Result<Option<String>> {
    Ok(store::settings::get(db, KEY_CHECK).await?)
}

/// The key of tokens, when the keys fit the store.
pub(crate) async fn token_key(db: &mut Db, keys: &KeyRing) -> Result<TokenKey> {
    let check = check_text(db).await?.unwrap_or_default();
    let token = store::settings::get(db, TOKEN_KEY).await?.unwrap_or_default();
    let fits = keys.open(&check, &place(&SETTING, KEY_CHECK)).is_ok_and(|text| text.expose() == KEY_CHECK_TEXT);
    match (fits, keys.open(&token, &place(&SETTING, TOKEN_KEY))) {
        (true, Ok(token)) => Ok(TokenKey::new(token)),
        _ => Err(AppError::unavailable(
            "The secret key does not fit the store: what is sealed there was sealed with another key. \
             Set VIZBOARD_SECRET_KEY (or the file secret.key in the data directory) to the key that was used before. \
             Nothing was changed.",
        )),
    }
}
