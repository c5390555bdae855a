//! Passwords of links. Whoever gave one gets a pass: a cookie for this link only, which ends with the password, with the
//! link and after half a day.

use super::find::lead;
use crate::{
    domain::{
        App, Reader,
        actor::Client,
        audit::{self, By, Object},
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        rules,
        share_link::UnlockInput,
        time::Timestamp,
    },
    store::share_links::LinkRow,
};

/// How long a pass is good for, in seconds.
pub const PASS_SECONDS: i64 = 12 * 3600;
/// How the names of the cookies of passes begin.
pub const PASS_COOKIE: &str = "vizboard_link_";

const PASS: &str = "link pass";

/// A pass as a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    pub name: String,
    pub value: String,
}

/// Whether the reader needs no password, or gave it.
pub(super) fn is_open(app: &Reader, client: &Client, row: &LinkRow) -> bool {
    let Some(stored) = &row.password_hash else { return true };
    let name = cookie_name(app, row);
    client.passes.iter().filter(|pass| pass.name.ends_with(&name)).any(|pass| {
        let Some((until, mark)) = pass.value.split_once('.') else { return false };
        let is_running = until.parse().is_ok_and(|until: i64| Timestamp(until.saturating_mul(1000)) > Timestamp::now());
        is_running && subtle::ConstantTimeEq::ct_eq(mark.as_bytes(), mark_of(app, row, stored, until).as_bytes()).into()
    })
}

fn cookie_name(app: &Reader, row: &LinkRow) -> String {
    format!("{PASS_COOKIE}{}", &app.tokens.hash("link pass name", row.id.as_str())[..16])
}

/// Ends with the token and with the password.
fn mark_of(app: &Reader, row: &LinkRow, password_hash: &str, until: &str) -> String {
    let token = row.token_hash.as_deref().unwrap_or_default();
    app.tokens.hash(PASS, &format!("{} {token} {password_hash} {until}", row.id))
}

/// `unlockLink`: answers the pass. An unknown link is answered like a wrong password, after the same work.
pub async fn unlock(app: &App, client: &Client, input: UnlockInput) -> Result<Pass> {
    let token = input.id_public.ok_or_else(|| AppError::field("idPublic", "Name the link"))?;
    let password = input.password.filter(|password| !password.is_empty());
    let password = password.ok_or_else(|| AppError::field("password", "Password is required"))?;
    let row = lead(app, &mut *app.records.read().await?, &token).await?.and_then(|lead| lead.row);
    let row = row.filter(|row| row.password_hash.is_some());
    // Unknown links are counted by what was asked for.
    let counted_as = row.as_ref().map_or_else(|| token.chars().take(64).collect(), |row| row.id.to_string());
    let attempt = app.limits.sign_in(client, &format!("link {counted_as}"), false)?;
    let wrong = || AppError::field("password", "This password is not correct");
    if rules::password("password", password.expose(), 1).is_err() {
        attempt.keep(app).await?;
        return Err(wrong());
    }
    let stored = row.as_ref().and_then(|row| row.password_hash.as_deref());
    let matches = match app.passwords.verify(stored, &password).await {
        Ok(matches) => matches,
        Err(error) => {
            attempt.forgive();
            return Err(error);
        }
    };
    let Some(row) = row.filter(|_| matches) else {
        attempt.keep(app).await?;
        audit::refused(app, By::nobody(client), Verb::Unlocked, &Object::new(Kind::Link, "", "")).await?;
        return Err(wrong());
    };
    attempt.forgive();
    let mut tx = app.store.begin().await?;
    let object = Object::of(&row.project_id, Kind::Link, row.id.as_str(), &row.title);
    audit::done(&mut tx, By::link(row.id.as_str(), client), Verb::Unlocked, &object).await?;
    tx.commit().await?;
    let until = (Timestamp::now().0 / 1000 + PASS_SECONDS).to_string();
    let mark = mark_of(app, &row, row.password_hash.as_deref().unwrap_or_default(), &until);
    Ok(Pass { name: cookie_name(app, &row), value: format!("{until}.{mark}") })
}
