//! From a bearer to a caller: one indexed read.

use super::{PURPOSE, TOKEN_PREFIX};
use crate::{
    domain::{
        App,
        actor::{Actor, TokenCaller, TokenPass},
    },
    error::Result,
    model::{id::AccountId, time::Timestamp},
    secrets::is_token_with_prefix,
    store,
};

/// The last use is noted at most this often, so that reading does not write.
const TOUCH_AFTER_SECONDS: i64 = 60;

/// Whether a bearer is an API token, good or not, and no other kind.
pub fn is_token(bearer: &str) -> bool {
    bearer.starts_with(TOKEN_PREFIX)
}

/// What is known about a bearer.
pub enum Bearer {
    Known(TokenCaller),
    /// A token that was good once, and is not now: who shows it is not guessing.
    Ended,
    /// Nobody has it. `guessed` when it has the form of one, so that the store had to be asked.
    Unknown {
        guessed: bool,
    },
}

/// Who a token stands for, with the account of a cookie that came along.
pub async fn recognise(app: &App, token: &str, beside: Option<AccountId>) -> Result<Bearer> {
    if !is_token_with_prefix(TOKEN_PREFIX, token) {
        return Ok(Bearer::Unknown { guessed: false });
    }
    let now = Timestamp::now();
    let hash = app.tokens.hash(PURPOSE, token);
    let mut db = app.store.read().await?;
    let Some(row) = store::tokens::find(&mut db, &hash).await? else { return Ok(Bearer::Unknown { guessed: true }) };
    if row.has_ended(now) {
        return Ok(Bearer::Ended);
    }
    let since = now.plus_seconds(-TOUCH_AFTER_SECONDS);
    if row.last_used_at.is_none_or(|at| at <= since) {
        match store::tokens::touch(&mut db, row.id, since, now).await {
            // Who can be known may read while nothing can be saved.
            Err(store::Error::Unwritable(cause)) => tracing::warn!("the use of a token was not noted: {cause}"),
            noted => noted?,
        }
    }
    let token = Some(TokenPass { id: row.id, team: row.team_id, beside });
    Ok(Bearer::Known(TokenCaller(Actor {
        account: row.created_by,
        is_admin: false,
        lacks_factor: false,
        session: String::new(),
        confirmed_at: Timestamp(0),
        address: None,
        token,
    })))
}
