//! Sign-up.

use super::{
    arrival::enter,
    new_account::{Draft, Fields},
    sessions::NewSession,
    verification,
};
use crate::{
    domain::{App, actor::Client, limits::Area, mail, teams},
    error::{AppError, Result},
    model::{account::SignUpInput, audit::Verb},
    store,
};

/// Makes an account and its personal team, and signs it in. Who has a link into a team is a member of it at once.
///
/// # Errors
/// `Forbidden` when sign-up is not open, `Invalid` for a broken rule, `Conflict` for a name or e-mail that is taken,
/// `NotFound` for an invitation that does not work (any more), `RateLimited` for an address that makes too many.
pub async fn sign_up(app: &App, client: &Client, input: SignUpInput) -> Result<NewSession> {
    let invitation = input.team_invitation.as_ref().filter(|token| !token.is_empty());
    if let Some(refusal) = app.settings.sign_up.refusal(invitation.is_some()) {
        return Err(AppError::forbidden(refusal));
    }
    if let Some(token) = invitation {
        teams::is_alive(app, client, token).await?;
    }
    let fields = Fields {
        username: input.username.as_deref(),
        email: input.email.as_deref(),
        password: input.password.as_ref(),
        first_name: input.first_name.as_deref(),
        last_name: input.last_name.as_deref(),
    };
    let draft = Draft::check_then(app, fields, || app.limits.every(Area::SignUp, client)).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let account = draft.insert(&mut tx).await?;
    if let Some(token) = invitation {
        teams::redeem(app, &mut tx, client, token, &account).await?;
    }
    let row =
        store::accounts::by_id(&mut tx, &account).await?.ok_or_else(|| AppError::internal("an account that was just made is gone"))?;
    verification::begin(&mut tx, app, &account, &row.username, &row.email).await?;
    let session = enter(app, &mut tx, &account, client, Verb::SignedUp, "").await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account, "signed up");
    Ok(session)
}
