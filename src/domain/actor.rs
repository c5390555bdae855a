//! Who calls and what they may: the only way into a use case.

use crate::{
    domain::{
        sharing::Pass,
        standing::{self, Standing},
    },
    error::{AppError, Result},
    model::{
        access::Secret,
        factor::{FRESH_SECONDS, REAUTH_REQUIRED, SECOND_FACTOR_WANTED},
        id::{AccountId, TeamId},
        time::Timestamp,
    },
    store::{self, Db, accounts::AccountRow, projects::ProjectRow},
};
use std::net::IpAddr;

/// A caller who was recognised.
#[derive(Clone, Debug)]
pub struct Actor {
    /// For a token the account that made it, beyond which it may nothing.
    pub account: AccountId,
    /// Whether the account has the server role `admin`: it administers people and settings, and sees no private
    /// project of others. Never for a token.
    pub is_admin: bool,
    /// An administrator without the second factor that this server asks them for (`VIZBOARD_REQUIRE_SECOND_FACTOR`).
    pub lacks_factor: bool,
    /// Id of the session row, which is not the token. Empty for an API token.
    pub session: String,
    /// When whoever has the session showed last whose it is.
    pub confirmed_at: Timestamp,
    /// Where the request comes from; nothing for what the server does in somebody's name.
    pub address: Option<IpAddr>,
    /// The API token that calls, if it is one. Only use cases that ask for a right to a project take such a caller:
    /// it stands in a request as a [`TokenCaller`], which nobody finds who looks for an [`Actor`].
    pub token: Option<TokenPass>,
}

/// The API token of a request.
#[derive(Clone, Debug)]
pub struct TokenPass {
    pub id: i64,
    pub team: TeamId,
    /// The account of a cookie that came with it: the weaker right counts.
    pub beside: Option<AccountId>,
}

/// A caller by an API token, for the few use cases that let one in.
#[derive(Clone, Debug)]
pub struct TokenCaller(pub Actor);

/// What an API token is told where only an account is let in.
pub fn accounts_only() -> AppError {
    AppError::forbidden("An API token cannot do this. Log in with an account that may.")
}

impl Actor {
    /// A `userId` in a request is optional and must be the caller's. A token is nobody's account.
    ///
    /// # Errors
    /// "Unauthorized" when it is another one (00-conventions, Identity and access).
    pub fn check_user_id(&self, given: Option<&str>) -> Result<()> {
        match given {
            Some(id) if self.token.is_some() || AccountId::parse(id).as_ref() != Some(&self.account) => {
                Err(AppError::forbidden("Unauthorized"))
            }
            _ => Ok(()),
        }
    }

    /// Whether the caller may what administrators of the server may, beside what is theirs.
    pub fn administers(&self) -> bool {
        self.is_admin && !self.lacks_factor
    }

    /// For what only administrators of the server do.
    ///
    /// # Errors
    /// `Forbidden` to everybody else, and to those who lack a second factor where the server asks for one.
    pub fn must_administer(&self) -> Result<()> {
        match (self.is_admin, self.lacks_factor) {
            (true, false) => Ok(()),
            (true, true) => Err(AppError {
                code: Some(SECOND_FACTOR_WANTED.to_owned()),
                ..AppError::forbidden(
                    "This server asks its administrators for a second factor. Set one up in your settings, then come back.",
                )
            }),
            (false, _) => Err(AppError::forbidden("Only administrators of this server may do this")),
        }
    }

    /// For what gives lasting power: a session that was left open or stolen is not enough (security.md, check 26).
    ///
    /// # Errors
    /// `Forbidden` with the code `reauth_required` to who did not show for ten minutes who they are.
    pub fn must_be_fresh(&self) -> Result<()> {
        if self.token.is_none() && Timestamp::now() < self.confirmed_at.plus_seconds(FRESH_SECONDS) {
            return Ok(());
        }
        Err(AppError {
            code: Some(REAUTH_REQUIRED.to_owned()),
            ..AppError::forbidden("Show first that it is you: this asks for your password again, ten minutes after you gave it last.")
        })
    }

    /// The caller's own account as stored.
    ///
    /// # Errors
    /// "Unauthorized" when it was deleted meanwhile.
    pub async fn stored(&self, db: &mut Db) -> Result<AccountRow> {
        store::accounts::by_id(db, &self.account).await?.ok_or_else(AppError::unauthorized)
    }

    /// What the caller is to a project, and why.
    pub async fn standing(&self, db: &mut Db, project: &ProjectRow) -> Result<Standing> {
        let Some(token) = &self.token else { return standing::of_account(db, &self.account, project).await };
        let own = standing::of_token(db, token.id, &token.team, &self.account, project).await?;
        match &token.beside {
            Some(account) => Ok(own.beside(standing::of_account(db, account, project).await?)),
            None => Ok(own),
        }
    }
}

/// Where a request comes from, for rate limits and the log, and the session that it came with.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: IpAddr,
    /// Name and port by which it came, when it says so.
    pub host: Option<String>,
    /// Id of the session row that the request's cookie named: a new log-in from this browser ends it.
    pub session: Option<String>,
    /// What it shows to links that ask for a password.
    pub passes: Vec<Pass>,
    /// What the browser calls itself: Firefox on Linux.
    pub browser: Option<String>,
    /// The token of a log-in of this browser that waits for its second factor.
    pub half: Option<Secret>,
    /// What this browser was given together with the challenge of a passkey.
    pub ceremony: Option<Secret>,
}

impl Client {
    pub fn at(address: IpAddr) -> Self {
        Self { address, session: None, host: None, passes: Vec::new(), browser: None, half: None, ceremony: None }
    }
}
