//! Recovery codes: ten, each works once, shown when they are made and never again.

use super::super::{
    App,
    accounts::notices,
    actor::Actor,
    audit::{self, Object},
    mail,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        factor::FactorMade,
        id::AccountId,
        time::Timestamp,
    },
    secrets::short_codes,
    store::{self, Db},
};

const COUNT: usize = 10;
/// What they are hashed as.
const PURPOSE: &str = "recovery code";

/// What is stored of a code, without its hyphen.
pub(super) fn hash(app: &App, account: &AccountId, code: &str) -> String {
    app.tokens.hash(PURPOSE, &format!("{account} {code}"))
}

/// Makes the account's recovery codes, in place of those it had. Answers them as they are shown: `abcde-fghij`, with blanks
/// between them.
pub(super) async fn make(app: &App, tx: &mut Db, account: &AccountId) -> Result<String> {
    let made = short_codes(COUNT)?;
    let hashes: Vec<String> = made.iter().map(|code| hash(app, account, code.expose())).collect();
    store::factors::replace_codes(tx, account, &hashes, Timestamp::now()).await?;
    let shown = made.iter().map(|code| {
        let (first, second) = code.expose().split_at(code.expose().len() / 2);
        format!("{first}-{second}")
    });
    Ok(shown.collect::<Vec<_>>().join(" "))
}

/// `makeRecoveryCodes`
///
/// # Errors
/// `Forbidden` to who did not show lately who they are, `Invalid` without a second factor.
pub async fn renew(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<FactorMade> {
    actor.check_user_id(user_id)?;
    actor.must_be_fresh()?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = actor.stored(&mut tx).await?;
    if !store::factors::any(&mut tx, &row.id).await? {
        return Err(AppError::invalid("Recovery codes stand in for a second factor: set up an app or a passkey first."));
    }
    let shown = make(app, &mut tx, &row.id).await?;
    audit::done(&mut tx, actor, Verb::Rotated, &Object::new(Kind::Factor, row.id.as_str(), "recovery codes")).await?;
    notices::tell(&mut tx, app, &row, "new recovery codes were made. The ones before work no more.").await?;
    tx.commit().await?;
    mail::ring(app);
    Ok(FactorMade { message: "The recovery codes before work no more.".into(), shown_once: Some(shown) })
}
