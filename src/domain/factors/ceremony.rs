//! Challenges of passkeys: each works once, for five minutes, for one thing, and in the browser that asked for it.

use crate::{
    domain::{
        App, accounts,
        actor::{Actor, Client},
        limits::Area,
    },
    error::{AppError, Result},
    model::{
        access::Secret,
        factor::{BeginPasskeyInput, PasskeyOptions, PasskeyPurpose, PasskeyUser},
        id::AccountId,
        time::Timestamp,
    },
    secrets::{Site, challenge_of, is_random_token, random_token},
    store,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The cookie of the browser that asked, without the prefix that it has over HTTPS.
pub const CEREMONY_COOKIE: &str = "vizboard_ceremony";
/// How long a challenge works.
pub const CEREMONY_SECONDS: i64 = 300;
/// What it is hashed as.
const PURPOSE: &str = "passkey challenge";

/// For which site passkeys are made: the one that the operator named, never the one that a request names.
pub(super) fn site(app: &App) -> Option<Site> {
    Site::of(&app.settings.base_url.parse().ok()?)
}

pub(super) fn expected_site(app: &App) -> Result<Site> {
    site(app).ok_or_else(|| {
        AppError::invalid("Passkeys need a server that is reached over HTTPS by a name. Whoever runs this one can set VIZBOARD_PUBLIC_URL.")
    })
}

fn hash(app: &App, held: &Secret, challenge: &str) -> String {
    app.tokens.hash(PURPOSE, &format!("{} {challenge}", held.expose()))
}

/// `beginPasskey`: a challenge, what the browser needs besides, and what it keeps in a cookie meanwhile.
///
/// # Errors
/// `Unauthorized` without a session where one is needed, `Forbidden` to who did not show lately who they are and wants to
/// make one, `Invalid` where browsers make none.
pub async fn begin(app: &App, actor: Option<&Actor>, client: &Client, input: BeginPasskeyInput) -> Result<(PasskeyOptions, Secret)> {
    let purpose = input.purpose.ok_or_else(|| AppError::field("purpose", "purpose is required: make, logIn or confirm"))?;
    if let Some(actor) = actor {
        actor.check_user_id(input.user_id.as_deref())?;
    }
    let account = match purpose {
        PasskeyPurpose::LogIn => accounts::half_signed_in(app, &mut *app.store.read().await?, client).await?,
        PasskeyPurpose::Make | PasskeyPurpose::Confirm => Some(actor.ok_or_else(AppError::unauthorized)?.account.clone()),
    };
    if purpose == PasskeyPurpose::Make
        && let Some(actor) = actor
    {
        actor.must_be_fresh()?;
    }
    if account.is_none() {
        app.limits.every(Area::PasskeyBegun, client)?;
    }
    let site = expected_site(app)?;
    let (challenge, held, now) = (random_token()?, random_token()?, Timestamp::now());
    let mut tx = app.store.begin().await?;
    let (mut user, mut credentials) = (None, Vec::new());
    if let Some(account) = &account {
        let row = store::accounts::by_id(&mut tx, account).await?.ok_or_else(AppError::unauthorized)?;
        credentials.extend(store::passkeys::of_account(&mut tx, account).await?.into_iter().map(|row| row.credential_id));
        user = (purpose == PasskeyPurpose::Make).then(|| PasskeyUser {
            id: URL_SAFE_NO_PAD.encode(account.as_str()),
            display_name: row.username.clone(),
            name: row.username,
        });
    }
    let hash = hash(app, &held, challenge.expose());
    store::passkeys::keep_challenge(&mut tx, &hash, purpose.name(), account.as_ref(), now, now.plus_seconds(CEREMONY_SECONDS)).await?;
    tx.commit().await?;
    let options = PasskeyOptions {
        challenge: URL_SAFE_NO_PAD.encode(challenge.expose()),
        rp_id: site.rp_id,
        timeout: u32::try_from(CEREMONY_SECONDS * 1000).unwrap_or(u32::MAX),
        user,
        credentials,
    };
    Ok((options, held))
}

/// Uses up the challenge that was signed. Answers for whom it was, nobody when that was not known.
///
/// # Errors
/// `Invalid` when it was used, is too old, for something else or another browser's.
pub(super) async fn take(app: &App, client: &Client, purpose: PasskeyPurpose, client_data: &[u8]) -> Result<Option<AccountId>> {
    let over = || AppError::invalid("This took too long, or was done already. Try again.");
    let held = client.ceremony.as_ref().filter(|held| is_random_token(held.expose())).ok_or_else(over)?;
    let challenge = challenge_of(client_data).filter(|challenge| is_random_token(challenge)).ok_or_else(over)?;
    let mut tx = app.store.begin().await?;
    let taken = store::passkeys::take_challenge(&mut tx, &hash(app, held, &challenge), purpose.name(), Timestamp::now()).await?;
    // Used up also when what follows is refused.
    tx.commit().await?;
    taken.ok_or_else(over)
}

/// Bytes that a browser sent, base64url.
pub(super) fn bytes(field: &str, given: Option<&str>) -> Result<Vec<u8>> {
    let given = given.ok_or_else(|| AppError::field(field, format!("{field} is required")))?;
    URL_SAFE_NO_PAD.decode(given.trim_end_matches('=')).map_err(|_| AppError::field(field, format!("{field} must be base64url")))
}
