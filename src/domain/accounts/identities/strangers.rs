//! Making an account for somebody whom a provider vouches for: no password, and an address of theirs.

use super::come_back::{both, how, write};
use crate::{
    domain::{
        App,
        accounts::{
            arrival::{Arrival, enter},
            new_account::Draft,
            verification,
        },
        actor::Client,
        limits::Area,
        mail, teams,
    },
    error::{AppError, Result},
    model::{access::Secret, account_link::LinkKind, audit::Verb, time::Timestamp},
    providers::{Person, Provider},
    store::{self, Db},
};

/// Below it are the pages of links into teams: who comes from one signs up with it.
const TEAM_INVITATION: &str = "/invite/";

/// Makes the account and signs it in. Answers where the person goes on.
///
/// # Errors
/// `Forbidden` where sign-up is not open to them, or without an address; `NotFound` for a link into a team that does not
/// work (any more).
pub(super) async fn sign_up(app: &App, client: &Client, provider: &Provider, person: &Person, next: &str) -> Result<(Arrival, String)> {
    let name = provider.name();
    let Some(email) = &person.email else {
        return Err(AppError::forbidden(format!(
            "{name} tells no e-mail address of yours, and an account needs one. Let it share the address, and begin again."
        )));
    };
    let token = next.strip_prefix(TEAM_INVITATION).map(Secret::new);
    if let Some(token) = &token {
        teams::is_alive(app, client, token).await?;
    }
    let draft = Draft::of_person(email, person.first_name.as_deref(), person.last_name.as_deref())?;
    mail::prepare(app).await?;
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    may_sign_up(app, &mut tx, name, person, email, token.is_some()).await?;
    app.limits.every(Area::SignUp, client)?;
    let account = draft.insert(&mut tx).await?;
    write(&mut tx, provider, person, &account).await?;
    if let Some(token) = &token {
        teams::redeem(app, &mut tx, client, token, &account).await?;
    }
    if person.is_email_verified {
        store::emails::verified(&mut tx, &account, email, now).await?;
        // With an account the invitation of the address is used up.
        store::account_links::end(&mut tx, LinkKind::Invite.name(), email).await?;
        store::mails::replace(&mut tx, LinkKind::Invite.name(), email).await?;
    } else {
        let row = store::accounts::by_id(&mut tx, &account).await?.ok_or_else(|| AppError::internal("a new account is gone"))?;
        verification::begin(&mut tx, app, &account, &row.username, email).await?;
    }
    let session = enter(app, &mut tx, &account, client, Verb::SignedUp, &how(provider)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account, provider = provider.key(), "signed up by a provider");
    // The link is used up by now, and its page gone.
    let next = if token.is_some() { "/teams" } else { next };
    Ok((Arrival::Session(session), next.to_owned()))
}

/// A confirmed address is as good as the link that was sent to it. So is one of the operator's domains.
async fn may_sign_up(app: &App, tx: &mut Db, name: &str, person: &Person, email: &str, by_team: bool) -> Result<()> {
    let settings = &app.settings;
    let domain = email.rsplit('@').next().unwrap_or_default();
    let is_listed = person.is_email_verified && settings.provider_domains.iter().any(|listed| listed == domain);
    let is_invited =
        by_team || (person.is_email_verified && store::account_links::waits(tx, LinkKind::Invite.name(), email, Timestamp::now()).await?);
    if !settings.provider_domains.is_empty() && !is_listed && !is_invited {
        let text = "Accounts are not made for this address here. Ask the administrator of this server for an invitation.";
        return Err(AppError::forbidden(text));
    }
    match settings.sign_up.refusal(is_listed || is_invited) {
        Some(refusal) if !person.is_email_verified => Err(AppError::forbidden(both(refusal, name))),
        Some(refusal) => Err(AppError::forbidden(refusal)),
        None => Ok(()),
    }
}
