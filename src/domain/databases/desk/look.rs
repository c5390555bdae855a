//! A database as its pages know it, and the list of those of a person.

use super::faces;
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{life, shape},
        teams,
    },
    error::Result,
    model::{
        database::DatabaseCard,
        database_right::{DatabaseRight, DatabaseRole},
        desk::{DatabaseDesk, DatabaseInput, DatabasesAnswer, DatabasesInput, DeskRights, TableFace},
        schema::Table,
        team_role::{TeamRight, TeamRole},
    },
    store::{self, databases::DatabaseRow},
};
use futures::future::join_all;

/// Files that are looked at side by side.
const AT_ONCE: usize = 8;

/// `listDatabases`
pub async fn list(app: &App, actor: &Actor, input: DatabasesInput) -> Result<DatabasesAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let team = input.team.filter(|team| !team.trim().is_empty());
    let (rows, roles) = {
        let mut db = app.store.read().await?;
        let only = match &team {
            Some(team) => Some(teams::access::team(&mut db, actor, Some(team), TeamRight::SeeProjects).await?.0.id),
            None => None,
        };
        let mut rows = store::databases::of_member(&mut db, &actor.account).await?;
        rows.retain(|row| only.is_none() || row.team_id == only);
        let mut roles = Vec::new();
        for (id, name) in store::teams::names(&mut db, &actor.account).await? {
            if let Some(role) = store::teams::role(&mut db, &id, &actor.account).await? {
                roles.push((id, name, role));
            }
        }
        (rows, roles)
    };
    let makers = roles.iter().filter(|(_, _, role)| *role != TeamRole::Viewer).map(|(_, name, _)| name.clone()).collect();
    let role_in = |row: &DatabaseRow| roles.iter().find(|(id, _, _)| Some(id) == row.team_id.as_ref()).map(|(_, _, role)| *role);
    let own: Vec<(TeamRole, DatabaseRow)> = rows.into_iter().filter_map(|row| Some((role_in(&row)?, row))).collect();
    let mut databases = Vec::with_capacity(own.len());
    for some in own.chunks(AT_ONCE) {
        databases.extend(join_all(some.iter().map(|(role, row)| card(app, *role, row))).await);
    }
    Ok(DatabasesAnswer { databases, teams: makers })
}

async fn card(app: &App, role: TeamRole, row: &DatabaseRow) -> DatabaseCard {
    let (size, last_modified_utc) = life::measure(app, row).await;
    DatabaseCard {
        id: row.id.clone(),
        name: row.name.clone(),
        description: row.description.clone(),
        environment: row.environment.clone(),
        team: row.team_name.clone().unwrap_or_default(),
        role,
        visibility: row.visibility,
        size,
        last_modified_utc,
    }
}

/// `getDatabaseDesk`: also for whoever is not signed in, when the database is public.
pub async fn desk(app: &App, actor: Option<&Actor>, input: DatabaseInput) -> Result<DatabaseDesk> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (tables, trouble) = match shape::known(app, &found).await {
        Ok(known) => (known.ordered().into_iter().map(|table| face(&known, table)).collect(), None),
        // The settings of a database that cannot be opened are still there, and so is the way to delete it.
        Err(error) => (Vec::new(), Some(error.text)),
    };
    let (size, last_modified_utc) = life::measure(app, &found.row).await;
    let (row, role) = (found.row, found.role);
    let may = |right| !found.by_readonly_id && role.may(right);
    Ok(DatabaseDesk {
        id: if found.by_readonly_id { row.readonly_id.clone() } else { row.id.to_string() },
        by_readonly_id: found.by_readonly_id,
        readonly_id: row.readonly_id,
        name: row.name,
        description: row.description,
        environment: row.environment,
        team: row.team_name.filter(|_| !found.by_readonly_id),
        may: DeskRights {
            insert: may(DatabaseRight::Insert),
            change: may(DatabaseRight::Change),
            structure: may(DatabaseRight::Structure) && !row.schema_locked,
            settings: may(DatabaseRight::Settings),
            own: may(DatabaseRight::Own),
            tokens: role == DatabaseRole::Admin,
        },
        visibility: row.visibility,
        auditing: row.auditing,
        schema_locked: row.schema_locked,
        views_tab: row.views_tab,
        size,
        created_utc: row.created_at,
        last_modified_utc,
        expires_utc: row.expires_at,
        tables,
        trouble,
    })
}

/// A table with its description, its columns in the order that people gave them.
fn face(known: &shape::Known, table: &Table) -> TableFace {
    let columns = known.columns(table).into_iter().cloned().collect();
    let description = known.row(table).and_then(|row| row.description.clone());
    faces::face(&Table { columns, ..table.clone() }, description)
}
