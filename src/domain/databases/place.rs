//! Where a new database belongs, and whether there is room for it.

use super::caller::Caller;
use crate::{
    domain::{App, actor::accounts_only, limits::Area, teams::access as teams},
    error::{AppError, Result},
    model::{id::TeamId, time::Timestamp},
    store::{self, Db, databases::DatabaseRow},
};

/// How long a database without an owner lives.
pub(super) const LIFETIME_SECONDS: i64 = 10 * 86_400;

/// The team that owns it; nothing when nobody does.
pub(super) struct Place(pub Option<Team>);

pub(super) struct Team {
    pub id: TeamId,
    pub name: String,
}

impl Place {
    /// The team that is named, else the personal one of the caller. Whoever has no account makes one that nobody owns,
    /// where the operator allows that.
    ///
    /// # Errors
    /// `Unauthorized` to strangers, `Forbidden` to API tokens, `NotFound`, `RateLimited`.
    pub async fn of(app: &App, caller: Caller<'_>, team: Option<&str>) -> Result<Self> {
        let team = team.map(str::trim).filter(|team| !team.is_empty());
        let Some(actor) = caller.actor else {
            if !app.settings.hosting.anonymous || team.is_some() {
                return Err(AppError::unauthorized());
            }
            app.limits.every(Area::Database, caller.client)?;
            return Ok(Self(None));
        };
        if actor.token.is_some() {
            return Err(accounts_only());
        }
        let mut db = app.store.read().await?;
        let id = teams::place_for(&mut db, actor, team).await.map_err(|error| AppError { field: Some("team".into()), ..error })?;
        let row = store::teams::get(&mut db, &id).await?.ok_or_else(teams::not_found)?;
        Ok(Self(Some(Team { id, name: row.name })))
    }

    pub fn id(&self) -> Option<&TeamId> {
        self.0.as_ref().map(|team| &team.id)
    }

    /// Makes it the owner of `row`.
    pub fn own(self, row: &mut DatabaseRow, now: Timestamp) {
        match self.0 {
            Some(Team { id, name }) => {
                (row.team_id, row.team_name, row.owned_at, row.expires_at) = (Some(id), Some(name), Some(now), None);
            }
            None => {
                (row.team_id, row.team_name, row.owned_at) = (None, None, None);
                row.expires_at = Some(now.plus_seconds(LIFETIME_SECONDS));
            }
        }
    }

    /// Held against other writers until the transaction of `db` ends: the caller still may make one here, and there is room.
    ///
    /// # Errors
    /// `Conflict`, which names the limit.
    pub async fn hold(&self, db: &mut Db, app: &App, caller: Caller<'_>) -> Result<()> {
        if let (Some(actor), Some(team)) = (caller.actor, self.id()) {
            teams::hold_place(db, actor, team).await?;
        }
        let (count, most) = (store::database_counts::of(db, self.id()).await?, i64::from(app.settings.hosting.per_team));
        match self.0 {
            _ if count < most => Ok(()),
            Some(_) => Err(AppError::conflict(format!(
                "A team has at most {most} databases on this server (VIZBOARD_DATABASES_PER_TEAM). Delete one first."
            ))),
            None => Err(AppError::conflict("This server has as many databases without an owner as it takes. Log in to make one.")),
        }
    }
}
