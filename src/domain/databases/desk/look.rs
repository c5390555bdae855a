//! A database as its pages know it, and the list of those of a person.

use super::faces;
use crate::{
    domain::{App, actor::Actor, databases::schema, teams},
    error::Result,
    model::{
        database::DatabaseCard,
        database_right::{DatabaseRight, DatabaseRole},
        desk::{DatabaseDesk, DatabaseInput, DatabasesAnswer, DatabasesInput, DeskRights, TableFace},
        schema::Schema,
        team_role::{TeamRight, TeamRole},
    },
    store::{self, databases::DatabaseRow},
};
use std::collections::HashMap;

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
    let databases = rows.into_iter().filter_map(|row| Some(card(role_in(&row)?, row))).collect();
    Ok(DatabasesAnswer { databases, teams: makers })
}

fn card(role: TeamRole, row: DatabaseRow) -> DatabaseCard {
    DatabaseCard {
        id: row.id,
        name: row.name,
        description: row.description,
        environment: row.environment,
        team: row.team_name.unwrap_or_default(),
        role,
        visibility: row.visibility,
        size: row.size,
        last_modified_utc: row.modified_at,
    }
}

/// `getDatabaseDesk`: also for whoever is not signed in, when the database is public.
pub async fn desk(app: &App, actor: Option<&Actor>, input: DatabaseInput) -> Result<DatabaseDesk> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (tables, trouble) = match schema::of(app, &found).await {
        Ok(schema) => (ordered(app, &found, &schema).await?, None),
        // The settings of a database that cannot be opened are still there, and so is the way to delete it.
        Err(error) => (Vec::new(), Some(error.text)),
    };
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
        size: row.size,
        created_utc: row.created_at,
        last_modified_utc: row.modified_at,
        expires_utc: row.expires_at,
        tables,
        trouble,
    })
}

/// Tables in the order that people gave them, then the others by name.
async fn ordered(_app: &App, _found: &super::Found, schema: &Schema) -> Result<Vec<TableFace>> {
    let described: HashMap<String, Option<String>> = HashMap::new();
    let face = |table| faces::face(table, described.get(&table.at.name).cloned().flatten());
    Ok(schema.tables.iter().map(face).collect())
}
