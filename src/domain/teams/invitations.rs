//! Invitations to teams: by name, for people who have an account, and by link, for whoever gets it.
//!
//! Nobody is in a team without having said so. An invitation works once, for seven days, as long as whoever made it is an
//! administrator of the team, and until a newer one for the same name or address takes its place.

use super::access;
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, By, Object},
        limits::Area,
        mail::{self, Letter},
    },
    error::{AppError, Result},
    model::{
        access::Secret,
        audit::{Kind, Verb},
        id::{AccountId, InvitationId},
        outcome::{Message, Nothing},
        rules,
        team::{InvitationAnswer, InvitationIdInput, InvitationInput, InvitationMade, InviteInput, Joined},
        team_role::{TeamRight, TeamRole},
        time::Timestamp,
    },
    secrets::{is_random_token, random_token},
    store::{
        self, Db,
        invitations::{InvitationRow, NewInvitation},
        teams::TeamRow,
    },
};

/// How long an invitation works, in seconds.
const LIFETIME_SECONDS: i64 = 7 * 24 * 3600;
/// What the hash of a link's token is for.
const PURPOSE: &str = "team invitation";
/// Most invitations of a team that wait at once.
const MOST: usize = 200;

fn gone() -> AppError {
    AppError::not_found("This invitation does not work any more. Ask whoever sent it for a new one.")
}

/// A link that was just made. The token is here and nowhere else: only its hash is stored.
pub struct Invited {
    pub id: InvitationId,
    pub team: TeamRow,
    pub token: Secret,
    /// The address that the link was sent to.
    pub sent_to: Option<String>,
    pub expires_at: Timestamp,
}

impl Invited {
    /// The path of the link's page, below the address of the server.
    pub fn path(&self) -> String {
        path(&self.token)
    }
}

/// # Errors
/// `Invalid` when too many wait already.
async fn check_room(db: &mut Db, team: &TeamRow, now: Timestamp) -> Result<()> {
    if store::invitations::of_team(db, &team.id, now).await?.len() >= MOST {
        return Err(AppError::invalid(format!("{MOST} invitations of this team wait already. Take some back first.")));
    }
    Ok(())
}

/// Makes a link that lets one person in with `role`. With an address, an earlier link for the same one ends, and the link is
/// sent there when this server sends mail.
///
/// # Errors
/// `NotFound` for strangers, `Forbidden` for members who may not invite and, of administrators, to who did not show lately
/// who they are, `Invalid` for an address that is none, `RateLimited` when too many letters were sent.
pub async fn invite(app: &App, actor: &Actor, team: Option<&str>, role: TeamRole, email: Option<&str>) -> Result<Invited> {
    let email = email.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty());
    let is_sent = email.is_some() && mail::is_sent(app);
    if is_sent {
        mail::prepare(app).await?;
    }
    let mut tx = app.store.begin().await?;
    let (team, _) = access::locked(&mut tx, actor, team, TeamRight::Invite).await?;
    if role == TeamRole::Admin {
        actor.must_be_fresh()?;
    }
    email.as_deref().map(rules::email).transpose()?;
    let (token, id, now) = (random_token()?, InvitationId::new(), Timestamp::now());
    check_room(&mut tx, &team, now).await?;
    let expires_at = now.plus_seconds(LIFETIME_SECONDS);
    let new = NewInvitation {
        id: &id,
        team: &team.id,
        role,
        username: None,
        account: None,
        email: email.as_deref(),
        token_hash: Some(&app.tokens.hash(PURPOSE, token.expose())),
        by: &actor.account,
        expires_at,
    };
    store::invitations::replace(&mut tx, &new, now).await?;
    let object = Object::new(Kind::Invitation, id.as_str(), email.as_deref().unwrap_or_default());
    audit::done(&mut tx, actor, Verb::Created, &object.saying(format!("team {}, {}", team.name, role.name()))).await?;
    let sent_to = email.filter(|_| is_sent);
    if let Some(email) = &sent_to {
        let host = actor.stored(&mut tx).await?.username;
        let letter = letter(app, &host, &team.name, role, &token);
        mail::queue_for(&mut tx, app, &actor.account, email, letter).await?;
    }
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(team = %team.id, account = %actor.account, role = role.name(), "an invitation was made");
    Ok(Invited { id, team, token, sent_to, expires_at })
}

fn letter(app: &App, host: &str, team: &str, role: TeamRole, token: &Secret) -> Letter {
    Letter::new("team", format!("You are asked to join {team}"), LIFETIME_SECONDS)
        .line(format!("{host} asks you to join the team {team} on VizBoard as {}.", role.name()))
        .button("See the invitation", &mail::address(app, &path(token)))
        .end("The link works once and for seven days. If you expected no invitation, do nothing.")
}

/// The path of a link's page, below the address of the server.
fn path(token: &Secret) -> String {
    format!("/invite/{}", token.expose())
}

/// `inviteToTeam`.
pub async fn invite_to_team(app: &App, actor: &Actor, input: InviteInput) -> Result<InvitationMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    let role = access::role(input.role.as_deref())?;
    let made = invite(app, actor, input.team.as_deref(), role, input.email.as_deref()).await?;
    let message = match &made.sent_to {
        Some(email) => format!("The link was sent to {email}."),
        None => "Give the link to the person.".to_owned(),
    };
    Ok(InvitationMade { shown_once: made.path(), expires_at: made.expires_at, message, invitation_id: made.id })
}

/// Asks somebody in by name. For a name that nobody has the invitation waits just the same, and nobody can accept it.
pub(super) async fn ask(db: &mut Db, actor: &Actor, team: &TeamRow, username: &str, role: TeamRole) -> Result<()> {
    let now = Timestamp::now();
    check_room(db, team, now).await?;
    let account = store::accounts::by_login(db, username).await?.filter(|account| account.username == username);
    let new = NewInvitation {
        id: &InvitationId::new(),
        team: &team.id,
        role,
        username: Some(username),
        account: account.as_ref().map(|account| &account.id),
        email: None,
        token_hash: None,
        by: &actor.account,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
    };
    Ok(store::invitations::replace(db, &new, now).await?)
}

/// `revokeInvitation`: it ends at once.
pub async fn revoke(app: &App, actor: &Actor, input: InvitationIdInput) -> Result<Nothing> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let (team, _) = access::locked(&mut tx, actor, input.team.as_deref(), TeamRight::Invite).await?;
    let all = store::invitations::of_team(&mut tx, &team.id, Timestamp::now()).await?;
    let id = input.invitation_id.as_deref().and_then(InvitationId::parse);
    let found = all.into_iter().find(|row| Some(&row.id) == id.as_ref());
    let found = found.ok_or_else(|| AppError::not_found("This invitation was used or taken back already"))?;
    store::invitations::take(&mut tx, &found.id).await?;
    audit::done(&mut tx, actor, Verb::Revoked, &Object::new(Kind::Invitation, found.id.as_str(), "")).await?;
    tx.commit().await?;
    Ok(Nothing {})
}

async fn of_link(app: &App, db: &mut Db, token: &Secret) -> Result<Option<InvitationRow>> {
    if !is_random_token(token.expose()) {
        return Ok(None);
    }
    Ok(store::invitations::by_token(db, &app.tokens.hash(PURPOSE, token.expose()), Timestamp::now()).await?)
}

/// The invitation that a caller has: by the token of a link, else one that was sent to their name.
async fn held(app: &App, db: &mut Db, client: &Client, actor: Option<&Actor>, input: &InvitationInput) -> Result<InvitationRow> {
    if let Some(token) = input.token.as_ref().filter(|token| !token.is_empty()) {
        app.limits.allowed(Area::AccountLink, client)?;
        if let Some(row) = of_link(app, db, token).await? {
            return Ok(row);
        }
        app.limits.failed(Area::AccountLink, client)?;
        return Err(gone());
    }
    let (Some(actor), Some(id)) = (actor, input.invitation_id.as_deref().and_then(InvitationId::parse)) else { return Err(gone()) };
    let own = store::invitations::of_account(db, &actor.account, Timestamp::now()).await?;
    own.into_iter().find(|row| row.id == id).ok_or_else(gone)
}

/// `getInvitation`: what whoever has it is told before they decide.
pub async fn look_at(app: &App, client: &Client, actor: Option<&Actor>, input: InvitationInput) -> Result<InvitationAnswer> {
    if let Some(actor) = actor {
        actor.check_user_id(input.user_id.as_deref())?;
    }
    let mut db = app.store.read().await?;
    let row = held(app, &mut db, client, actor, &input).await?;
    let is_member = match actor {
        Some(actor) => store::teams::role(&mut db, &row.team_id, &actor.account).await?.is_some(),
        None => false,
    };
    Ok(InvitationAnswer { team: row.team_name, role: row.role, by: row.by, expires_at: row.expires_at, is_member })
}

/// `acceptInvitation`: the caller is a member from now on, and the invitation is used up.
///
/// # Errors
/// `NotFound` for one that does not work (any more), `Conflict` for who is in the team already, `RateLimited`.
pub async fn accept(app: &App, actor: &Actor, client: &Client, input: InvitationInput) -> Result<Joined> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let row = held(app, &mut tx, client, Some(actor), &input).await?;
    let team_id = row.team_id.clone();
    let message = format!("You are in {} now, as {}", row.team_name, row.role.name());
    join(&mut tx, &row, &actor.account).await?;
    audit::done(&mut tx, actor, Verb::Joined, &Object::new(Kind::Team, row.team_id.as_str(), &row.team_name)).await?;
    tx.commit().await?;
    tracing::info!(team = %team_id, account = %actor.account, role = row.role.name(), "joined a team");
    Ok(Joined { team_id, message })
}

async fn join(db: &mut Db, row: &InvitationRow, account: &AccountId) -> Result<()> {
    store::teams::lock(db, &row.team_id).await?;
    if store::teams::role(db, &row.team_id, account).await?.is_some() {
        return Err(AppError::conflict("You are in this team already. The invitation still works for somebody else."));
    }
    // Whoever made it may have been removed while the lock was waited for, and their invitations with them.
    let alive = store::invitations::of_team(db, &row.team_id, Timestamp::now()).await?;
    if !alive.iter().any(|other| other.id == row.id) || !store::invitations::take(db, &row.id).await? {
        return Err(gone());
    }
    Ok(store::teams::add_member(db, &row.team_id, account, row.role, Timestamp::now()).await?)
}

/// `declineInvitation`: it ends for everybody.
pub async fn decline(app: &App, actor: &Actor, client: &Client, input: InvitationInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let row = held(app, &mut tx, client, Some(actor), &input).await?;
    store::invitations::take(&mut tx, &row.id).await?;
    let object = Object::new(Kind::Invitation, row.id.as_str(), "").saying(format!("declined, team {}", row.team_name));
    audit::done(&mut tx, actor, Verb::Revoked, &object).await?;
    tx.commit().await?;
    Ok(Message { message: format!("You declined the invitation to {}", row.team_name) })
}

/// Whether a link works: whoever has one may make an account while that needs an invitation.
///
/// # Errors
/// `NotFound` when it does not, `RateLimited`.
pub(crate) async fn is_alive(app: &App, client: &Client, token: &Secret) -> Result<()> {
    let input = InvitationInput { token: Some(Secret::new(token.expose())), ..InvitationInput::default() };
    held(app, &mut *app.store.read().await?, client, None, &input).await.map(drop)
}

/// Lets an account that was just made in by its link, in the same transaction.
///
/// # Errors
/// `NotFound` when it was used meanwhile.
pub(crate) async fn redeem(app: &App, db: &mut Db, client: &Client, token: &Secret, account: &AccountId) -> Result<()> {
    let row = of_link(app, db, token).await?.ok_or_else(gone)?;
    join(db, &row, account).await?;
    let team = Object::new(Kind::Team, row.team_id.as_str(), &row.team_name);
    audit::done(db, By::account(account, client), Verb::Joined, &team).await
}
