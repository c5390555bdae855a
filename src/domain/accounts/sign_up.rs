//! Sign-up.

use super::{
    known_places,
    new_account::{Draft, Fields},
    sessions::{self, NewSession},
    verification,
};
use crate::{
    domain::{App, actor::Client, mail},
    error::{AppError, Result},
    model::account::SignUpInput,
    store,
};

/// Makes an account and its personal team, and signs it in.
///
/// # Errors
/// `Forbidden` when sign-up is not open, `Invalid` for a broken rule, `Conflict` for a name or e-mail that is taken.
pub async fn sign_up(app: &App, client: &Client, input: SignUpInput) -> Result<NewSession> {
    if let Some(refusal) = app.settings.sign_up.refusal() {
        return Err(AppError::forbidden(refusal));
    }
    let fields = Fields {
        username: input.username.as_deref(),
        email: input.email.as_deref(),
        password: input.password.as_ref(),
        first_name: input.first_name.as_deref(),
        last_name: input.last_name.as_deref(),
    };
    let draft = Draft::check(app, fields).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let account = draft.insert(&mut tx).await?;
    let row =
        store::accounts::by_id(&mut tx, &account).await?.ok_or_else(|| AppError::internal("an account that was just made is gone"))?;
    verification::begin(&mut tx, app, &account, &row.username, &row.email).await?;
    let session = sessions::start(app, &mut tx, &account, client).await?;
    known_places::remember(app, &mut tx, &account, client).await?;
    if let Some(previous) = &client.session {
        store::sessions::delete(&mut tx, previous).await?;
    }
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account, "signed up");
    Ok(session)
}
