//! Who calls and what they may: the only way into a use case.

use crate::{
    domain::sharing::Pass,
    error::{AppError, Result},
    model::{
        id::{AccountId, TeamId},
        role::Role,
    },
    store::{self, Db, accounts::AccountRow},
};
use std::net::IpAddr;

/// A caller who was recognised by a session.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    /// Whether the account has the server role `admin`: it administers people and settings, and sees no private
    /// project of others.
    pub is_admin: bool,
    /// Id of the session row, which is not the token.
    pub session: String,
    /// Where the request comes from; nothing for what the server does in somebody's name.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// A `userId` in a request is optional and must be the caller's.
    ///
    /// # Errors
    /// "Unauthorized" when it is another one (00-conventions, Identity and access).
    pub fn check_user_id(&self, given: Option<&str>) -> Result<()> {
        match given {
            Some(id) if AccountId::parse(id).as_ref() != Some(&self.account) => Err(AppError::forbidden("Unauthorized")),
            _ => Ok(()),
        }
    }

    /// For what only administrators of the server do.
    ///
    /// # Errors
    /// `Forbidden` to everybody else.
    pub fn must_administer(&self) -> Result<()> {
        if self.is_admin { Ok(()) } else { Err(AppError::forbidden("Only administrators of this server can do this")) }
    }

    /// The caller's own account as stored.
    ///
    /// # Errors
    /// "Unauthorized" when it was deleted meanwhile.
    pub async fn stored(&self, db: &mut Db) -> Result<AccountRow> {
        store::accounts::by_id(db, &self.account).await?.ok_or_else(AppError::unauthorized)
    }

    /// What the caller is to a project: nothing for who is not in its team, whoever made it.
    pub async fn role_in_project(&self, db: &mut Db, owner: &AccountId, team: &TeamId) -> Result<Option<Role>> {
        let role = store::teams::role(db, team, &self.account).await?;
        Ok(role.map(|role| role.in_project(*owner == self.account)))
    }
}

/// Where a request comes from, for rate limits and the log, and the session that it came with.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: IpAddr,
    /// Id of the session row that the request's cookie named: a new log-in from this browser ends it.
    pub session: Option<String>,
    /// What it shows to links that ask for a password.
    pub passes: Vec<Pass>,
    /// What the browser calls itself: Firefox on Linux.
    pub browser: Option<String>,
}

impl Client {
    pub fn at(address: IpAddr) -> Self {
        Self { address, session: None, passes: Vec::new(), browser: None }
    }
}
