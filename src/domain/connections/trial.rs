//! Trying a connection without saving it.

use super::{input, sealed};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            self,
            access::{Asking, Key},
        },
        projects::access,
    },
    engines::Target,
    error::{AppError, Result},
    model::{
        connection::{TestAnswer, TestConnectionInput},
        database_right::DatabaseRight,
        engine::{EngineError, EngineKind},
        id::ConnectionId,
        role::Right,
    },
    store::{self, connections::ConnectionRow},
};
use std::time::Duration;

/// Longest time a trial may take; engines answer within 5 s for an unreachable host.
const LONGEST: Duration = Duration::from_secs(15);

/// `testConnection`. A stored password is used only for a connection that the caller may edit, and only for the
/// server it was entered for.
pub async fn test(app: &App, actor: &Actor, given: TestConnectionInput) -> Result<TestAnswer> {
    actor.check_user_id(given.user_id.as_deref())?;
    let connection = given.connection.unwrap_or_default();
    let draft = input::draft("connection", &connection)?;
    let stored = match (given.project_id.as_deref().filter(|id| !id.is_empty()), connection.id.as_deref().filter(|id| !id.is_empty())) {
        (Some(project), Some(id)) => Some(stored(app, actor, project, id).await?),
        _ => None,
    };
    let team = match &stored {
        Some(row) => row.team_id.clone(),
        None => actor.stored(&mut *app.store.read().await?).await?.team_id,
    };
    let (_, access) = sealed::redrawn(app, "connection", draft, stored.as_ref())?;
    let target = if access.kind == EngineKind::Hosted {
        let mut db = app.store.read().await?;
        // Of a new project the team is not known yet: any database that the caller may read can be tried.
        let key = Key::id(&access.database);
        databases::access::find(&mut db, Asking { actor: Some(actor) }, &key, DatabaseRight::Read).await?.target()
    } else {
        Target { team, connection: None, access }
    };
    let kind = target.access.kind;
    let engine = app.engines.of(kind);
    let facts = match tokio::time::timeout(LONGEST, engine.validate(&target)).await {
        Ok(answer) => answer.map_err(failure)?,
        Err(_) => return Err(AppError::database(format!("{} did not answer within {} s.", kind.label(), LONGEST.as_secs()))),
    };
    let way = match (kind.has_network(), facts.tls) {
        (false, _) => "",
        (true, true) => ", encrypted",
        (true, false) => ", not encrypted",
    };
    Ok(TestAnswer { message: format!("{}{way}, {} ms", facts.version, facts.elapsed_ms) })
}

async fn stored(app: &App, actor: &Actor, project: &str, id: &str) -> Result<ConnectionRow> {
    let project = access::project(app, actor, &access::project_id(Some(project))?, Right::EditConnections).await?;
    let missing = || AppError::not_found("Connection not found");
    let id = ConnectionId::parse(id).ok_or_else(missing)?;
    let row = store::connections::get(&mut *app.store.read().await?, &id).await?;
    row.filter(|row| row.project_id == project.id).ok_or_else(missing)
}

/// The failure of somebody's database as a refusal.
fn failure(error: EngineError) -> AppError {
    AppError::database(error.to_string())
}
