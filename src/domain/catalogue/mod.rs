//! The stored schemas of a project, to be looked at. Databases are only asked what became of saved queries that name what
//! is gone.

pub(crate) mod changes;
mod queries;
mod search;

pub use changes::history;

use super::{App, actor::Actor, boards::schemas, connections::sealed, projects::access, row_rules::Sight};
use crate::{
    error::{AppError, Result},
    model::{
        catalogue::{Relation, SchemaSource, SchemaSources, SchemaTables, SchemaTablesInput, TableSchema, TableSchemaInput},
        id::ConnectionId,
        project::ProjectInput,
        role::Right,
        schema::{ForeignKey, Schema, Table, TableRef},
    },
    store::{self, connections::ConnectionRow, projects::ProjectRow},
};
use std::sync::Arc;

/// The project and its connections in order, for a caller who may see schemas.
pub(super) async fn connections(
    app: &App,
    actor: &Actor,
    project: Option<&str>,
    user: Option<&str>,
) -> Result<(ProjectRow, Vec<ConnectionRow>)> {
    let id = access::project_id(project)?;
    actor.check_user_id(user)?;
    let project = access::project(app, actor, &id, Right::ViewSchema).await?;
    let rows = store::connections::of_project(&mut *app.store.read().await?, &id).await?;
    Ok((project, rows))
}

/// The connection of these that is named.
pub(super) fn named<'a>(rows: &'a [ConnectionRow], given: &str) -> Result<&'a ConnectionRow> {
    let id = ConnectionId::parse(given);
    rows.iter().find(|row| Some(&row.id) == id.as_ref()).ok_or_else(|| AppError::not_found("Connection not found"))
}

/// The stored schema of a connection.
pub(super) async fn schema(app: &App, row: &ConnectionRow) -> Result<Arc<Schema>> {
    let none = || AppError::invalid(format!("The tables of {} were not read yet. Validate the connection.", row.title));
    schemas::of(app, row).await?.ok_or_else(none)
}

/// `getSchemaSources`.
pub async fn sources(app: &App, actor: &Actor, input: ProjectInput) -> Result<SchemaSources> {
    let (project, rows) = connections(app, actor, input.project_id.as_deref(), input.user_id.as_deref()).await?;
    Ok(SchemaSources { title: project.title, sources: rows.iter().map(|row| source(app, row)).collect() })
}

pub(super) fn source(app: &App, row: &ConnectionRow) -> SchemaSource {
    SchemaSource {
        id: row.id.clone(),
        title: row.title.clone(),
        kind: row.kind.name().to_owned(),
        read_at: row.last_introspection.filter(|_| row.has_schema),
        tables: row.table_count.filter(|_| row.has_schema).unwrap_or_default(),
        error: sealed::any_reason(app, row).or_else(|| app.memory.troubles.of(row)),
    }
}

/// `listSchemaTables`.
pub async fn tables(app: &App, actor: &Actor, input: SchemaTablesInput) -> Result<SchemaTables> {
    let (project, rows) = connections(app, actor, input.project_id.as_deref(), input.user_id.as_deref()).await?;
    let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
    let only = input.connection_id.as_deref().filter(|id| !id.is_empty()).map(|id| named(&rows, id)).transpose()?;
    let mut all = Vec::new();
    for row in rows.iter().filter(|row| only.is_none_or(|only| only.id == row.id)) {
        if let Some(schema) = schemas::of(app, row).await? {
            all.push((row.id.clone(), schema));
        }
    }
    let hides = |connection: &ConnectionId| sight.limits_any(connection);
    Ok(search::page(&all, input.search.as_deref().unwrap_or_default(), input.page.unwrap_or(1).max(1), hides))
}

/// `getTableSchema`.
pub async fn table(app: &App, actor: &Actor, input: TableSchemaInput) -> Result<TableSchema> {
    let (project, rows) = connections(app, actor, input.project_id.as_deref(), input.user_id.as_deref()).await?;
    let row = named(&rows, input.connection_id.as_deref().unwrap_or_default())?;
    let schema = schema(app, row).await?;
    let label = input.table.as_deref().unwrap_or_default();
    let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
    let table = schema.table(label).ok_or_else(|| AppError::not_found(format!("There is no table {label} in {}.", row.title)))?;
    Ok(TableSchema {
        title: project.title,
        source: source(app, row),
        outgoing: outgoing(&schema, table),
        incoming: incoming(&schema, table),
        table: Table { row_estimate: table.row_estimate.filter(|_| !sight.limits_any(&row.id)), ..table.clone() },
    })
}

fn outgoing(schema: &Schema, table: &Table) -> Vec<Relation> {
    let relation = |key: &ForeignKey| {
        let other = schema.at(&key.references);
        Relation {
            name: key.name.clone(),
            columns: key.columns.clone(),
            table: other.map_or_else(|| key.references.label(None), |table| table.name.clone()),
            known: other.is_some(),
            their_columns: key.referenced_columns.clone(),
        }
    };
    table.foreign_keys.iter().map(relation).collect()
}

fn incoming(schema: &Schema, table: &Table) -> Vec<Relation> {
    let here = |at: &TableRef| *at == table.at;
    let relation = |other: &Table, key: &ForeignKey| Relation {
        name: key.name.clone(),
        columns: key.referenced_columns.clone(),
        table: other.name.clone(),
        known: true,
        their_columns: key.columns.clone(),
    };
    let keys = schema.tables.iter().flat_map(|other| other.foreign_keys.iter().map(move |key| (other, key)));
    keys.filter(|(_, key)| here(&key.references)).map(|(other, key)| relation(other, key)).collect()
}
