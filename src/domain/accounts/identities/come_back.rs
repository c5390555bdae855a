//! Somebody comes back from a provider.

use super::{
    attempt::{Attempt, Return},
    strangers,
};
use crate::{
    domain::{
        App,
        accounts::{
            arrival::{Arrival, arrive},
            notices,
        },
        actor::{Actor, Client},
        audit::{self, By, Object},
        limits::Area,
        mail,
    },
    error::{AppError, Kind, Result},
    model::{
        audit::{Kind as ObjectKind, Verb},
        id::{AccountId, IdentityId},
        time::Timestamp,
    },
    providers::{Person, Provider},
    store::{
        self, Db,
        accounts::AccountRow,
        identities::{IdentityRow, NewIdentity},
    },
};

/// What came of it.
pub enum Arrived {
    SignedIn {
        /// In, or to the second factor.
        arrival: Arrival,
        /// Where the person goes on.
        next: String,
    },
    /// The identity opens the caller's account from now on.
    Linked { message: String },
}

/// Redeems what the browser came back with.
///
/// # Errors
/// `Forbidden` for what proves nothing, for suspended accounts and where an account cannot be opened or made;
/// `Conflict` for an identity that opens another account; `Unavailable` while the provider does not answer; `RateLimited`.
pub async fn come_back(app: &App, client: &Client, actor: Option<&Actor>, attempt: &Attempt, came: &Return) -> Result<Arrived> {
    let provider = app.providers.find(attempt.provider()).ok_or_else(|| AppError::not_found("There is no such provider here"))?;
    app.limits.allowed(Area::Provider, client)?;
    let (verb, object) = match attempt.session() {
        None => (Verb::SignedIn, Object::session().saying(how(provider))),
        Some(_) => (Verb::Linked, Object::new(ObjectKind::Identity, "", provider.name())),
    };
    let person = match prove(app, provider, attempt, came).await {
        Ok(person) => person,
        Err(error) => {
            if error.kind == Kind::Forbidden {
                app.limits.failed(Area::Provider, client)?;
                let by = actor.filter(|_| attempt.session().is_some()).map_or_else(|| By::nobody(client), By::from);
                audit::refused(app, by, verb, &object).await?;
            }
            return Err(error);
        }
    };
    match attempt.session() {
        None => sign_in(app, client, provider, &person, attempt.next()).await,
        Some(session) => {
            let actor = actor.filter(|actor| actor.session == session);
            let actor = actor.ok_or_else(ended)?;
            let linked = link_own(app, actor, provider, &person).await;
            if linked.as_ref().is_err_and(|error| matches!(error.kind, Kind::Forbidden | Kind::Conflict)) {
                audit::refused(app, actor, verb, &object).await?;
            }
            linked
        }
    }
}

async fn prove(app: &App, provider: &Provider, attempt: &Attempt, came: &Return) -> Result<Person> {
    let name = provider.name();
    if !attempt.fits(app, came.state.as_deref()) {
        return Err(AppError::forbidden("This answer belongs to another sign-in. Begin again."));
    }
    if came.issuer.as_ref().is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(AppError::forbidden(format!("This answer is not of {name}. Begin again.")));
    }
    match (came.error.as_deref(), &came.code) {
        (Some("access_denied"), _) => Err(AppError::forbidden(format!("You did not let {name} tell who you are, so nobody is signed in."))),
        (Some("temporarily_unavailable" | "server_error"), _) => {
            Err(AppError::unavailable(format!("{name} cannot be asked just now. Try again in a moment.")))
        }
        (Some(_), _) | (None, None) => Err(AppError::forbidden(format!(
            "{name} did not let you through. Begin again; if it stays so, tell the administrator of this server."
        ))),
        (None, Some(code)) => provider.person(&attempt.trip(app), code).await,
    }
}

/// Whom the person is here.
enum Known {
    Linked(IdentityRow, AccountRow),
    /// Not linked yet, and an account has the address.
    ByAddress(AccountRow),
    Nobody,
}

async fn look(app: &App, provider: &Provider, person: &Person) -> Result<Known> {
    let mut db = app.store.read().await?;
    if let Some(identity) = store::identities::find(&mut db, provider.issuer(), &person.subject).await?
        && let Some(account) = store::accounts::by_id(&mut db, &identity.account).await?
    {
        return Ok(Known::Linked(identity, account));
    }
    let account = match &person.email {
        Some(email) => store::accounts::by_login(&mut db, email).await?,
        None => None,
    };
    Ok(account.map_or(Known::Nobody, Known::ByAddress))
}

async fn sign_in(app: &App, client: &Client, provider: &Provider, person: &Person, next: &str) -> Result<Arrived> {
    let known = look(app, provider, person).await?;
    let by = match &known {
        Known::Linked(_, account) | Known::ByAddress(account) => By::account(&account.id, client),
        Known::Nobody => By::nobody(client),
    };
    let done = match known {
        Known::Linked(identity, account) => {
            linked(app, client, provider, person, &identity, &account).await.map(|arrival| (arrival, next.to_owned()))
        }
        Known::ByAddress(account) => by_address(app, client, provider, person, &account).await.map(|arrival| (arrival, next.to_owned())),
        Known::Nobody => strangers::sign_up(app, client, provider, person, next).await,
    };
    match done {
        Ok((arrival, next)) => {
            tracing::info!(provider = provider.key(), address = %client.address, "a provider vouched for somebody");
            Ok(Arrived::SignedIn { arrival, next })
        }
        Err(error) => {
            if matches!(error.kind, Kind::Forbidden | Kind::Conflict | Kind::NotFound) {
                audit::refused(app, by, Verb::SignedIn, &Object::session().saying(how(provider))).await?;
            }
            Err(error)
        }
    }
}

async fn linked(
    app: &App,
    client: &Client,
    provider: &Provider,
    person: &Person,
    identity: &IdentityRow,
    account: &AccountRow,
) -> Result<Arrival> {
    let mut tx = app.store.begin().await?;
    if !store::accounts::hold_active(&mut tx, &account.id).await? {
        return Err(suspended());
    }
    if !store::identities::touch(&mut tx, &identity.id, person.email.as_deref(), Timestamp::now()).await? {
        return Err(AppError::conflict(format!("{} was taken off this account meanwhile. Begin again.", provider.name())));
    }
    let arrival = arrive(app, &mut tx, &account.id, client, &how(provider)).await?;
    tx.commit().await?;
    Ok(arrival)
}

async fn by_address(app: &App, client: &Client, provider: &Provider, person: &Person, account: &AccountRow) -> Result<Arrival> {
    let name = provider.name();
    let log_in_first = || {
        AppError::forbidden(format!(
            "An account here has the address that {name} tells. Log in as you always do, then link {name} in your settings."
        ))
    };
    if !person.is_email_verified {
        // Where nobody signs up, whoever only says that an address is theirs does not learn whether it has an account.
        return Err(app.settings.sign_up.refusal(false).map_or_else(log_in_first, |refusal| AppError::forbidden(both(refusal, name))));
    }
    if account.is_suspended {
        return Err(suspended());
    }
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    // Who guards an account with a second factor shows it before anything is linked.
    if !store::accounts::hold_with_address(&mut tx, &account.id, &account.email).await? || store::factors::any(&mut tx, &account.id).await?
    {
        return Err(log_in_first());
    }
    // Addresses are given to others: who the account knows at this provider is somebody else.
    let issuer = provider.issuer();
    if store::identities::of_account(&mut tx, &account.id).await?.iter().any(|identity| identity.issuer == issuer) {
        return Err(log_in_first());
    }
    insert(&mut tx, app, &By::account(&account.id, client), provider, person, account).await?;
    let arrival = arrive(app, &mut tx, &account.id, client, &how(provider)).await?;
    tx.commit().await?;
    mail::ring(app);
    Ok(arrival)
}

/// What is told of an address that the provider has not confirmed, whether or not an account has it.
pub(super) fn both(refusal: &str, provider: &str) -> String {
    format!("{refusal} Who has an account here logs in as always, then links {provider} in the settings.")
}

/// Links an identity to the account of the session that began.
async fn link_own(app: &App, actor: &Actor, provider: &Provider, person: &Person) -> Result<Arrived> {
    let name = provider.name();
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let account = actor.stored(&mut tx).await?;
    // The provider took its time: the session may have been ended, and the account suspended.
    let is_alive =
        store::accounts::hold_active(&mut tx, &account.id).await? && store::sessions::hold(&mut tx, &actor.session, &account.id).await?;
    if !is_alive {
        return Err(ended());
    }
    match store::identities::find(&mut tx, provider.issuer(), &person.subject).await? {
        Some(identity) if identity.account == account.id => {
            return Ok(Arrived::Linked { message: format!("{name} is linked to your account already.") });
        }
        Some(_) => return Err(AppError::conflict(format!("Who you are at {name} opens another account here. Take it off there first."))),
        None => insert(&mut tx, app, &By::from(actor), provider, person, &account).await?,
    }
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account.id, provider = provider.key(), "an identity was linked");
    Ok(Arrived::Linked { message: format!("You can sign in with {name} from now on.") })
}

/// Writes the link, says so in the log and tells the owner.
async fn insert(tx: &mut Db, app: &App, by: &By, provider: &Provider, person: &Person, account: &AccountRow) -> Result<()> {
    let name = provider.name();
    write(tx, provider, person, &account.id).await?;
    audit::done(tx, by, Verb::Linked, &Object::new(ObjectKind::Identity, "", name)).await?;
    notices::tell(tx, app, account, &format!("from now on {name} opens it.")).await
}

pub(super) async fn write(tx: &mut Db, provider: &Provider, person: &Person, account: &AccountId) -> Result<()> {
    let new = NewIdentity {
        id: &IdentityId::new(),
        account,
        issuer: provider.issuer(),
        subject: &person.subject,
        email: person.email.as_deref(),
    };
    // Two browsers of one person may come back at the same moment.
    let twice = "You came back twice at the same moment. Begin again.";
    store::identities::insert(tx, &new, Timestamp::now()).await.map_err(|error| error.taken(twice))
}

/// What the audit log says of a sign-in.
pub(super) fn how(provider: &Provider) -> String {
    format!("by {}", provider.name())
}

fn ended() -> AppError {
    AppError::forbidden("Your session ended meanwhile. Log in and begin again.")
}

fn suspended() -> AppError {
    AppError::forbidden("This account is suspended. Ask the administrator of this server.")
}
