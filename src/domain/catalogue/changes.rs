//! What readings of schemas found changed, and which widgets and saved queries that breaks.

use super::{connections, queries::Asked};
use crate::{
    domain::{
        App,
        actor::Actor,
        boards::schemas,
        connections::primary,
        projects::access,
        row_rules::{self, Sight},
        widgets::{check_schema, side_of_join},
    },
    error::Result,
    model::{
        id::ConnectionId,
        role::Right,
        schema::Schema,
        schema_change::{NotedChange, SchemaChange, SchemaChangesInput, SchemaHistory, SchemaHistoryEntry, compare},
        team_role::TeamRole,
        time::Timestamp,
        widget::{Configs, WidgetName},
    },
    store::{self, Tx, connections::ConnectionRow, schema_changes::SchemaChangeRow, widgets::WidgetRow},
    widgets::{self, Shape},
};
use serde_json::Value as Json;
use std::{collections::HashMap, sync::Arc};

/// Most changes of one reading that are kept; the rest is a number.
const MOST: usize = 500;

/// What a new schema changes; nothing without one before, or when both are the same.
pub(crate) async fn of_reading(app: &App, row: &ConnectionRow, after: &Schema, taken_at: Timestamp) -> Result<Option<SchemaChangeRow>> {
    let (Some(before), Some(before_at)) = (schemas::of(app, row).await?, row.last_introspection) else { return Ok(None) };
    let mut changes = compare(&before, after);
    if changes.is_empty() {
        return Ok(None);
    }
    let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    changes.truncate(MOST);
    Ok(Some(SchemaChangeRow { id: nanoid::nanoid!(), connection_id: row.id.clone(), before_at, taken_at, changes, count }))
}

/// Notes what a reading found, in the transaction that stores its schema.
pub(crate) async fn note(tx: &mut Tx, change: Option<&SchemaChangeRow>) -> Result<()> {
    if let Some(change) = change {
        store::schema_changes::insert(tx, change).await?;
    }
    Ok(())
}

/// `listSchemaChanges`.
pub async fn history(app: &App, actor: &Actor, input: SchemaChangesInput) -> Result<SchemaHistory> {
    let (project, rows) = connections(app, actor, input.project_id.as_deref(), input.user_id.as_deref()).await?;
    let (found, widgets, queries, rules, may_see, sight) = {
        let mut db = app.store.read().await?;
        let may_see = access::role(&mut db, actor, &project).await?.is_some_and(|role| role.may(Right::RunSql));
        let found = store::schema_changes::of_project(&mut db, &project.id).await?;
        let widgets = store::widgets::of_project(&mut db, &project.id).await?;
        // Which rules there are is the business of those who make them.
        let rules = match store::teams::role(&mut db, &project.team_id, &actor.account).await? {
            Some(TeamRole::Admin) if actor.token.is_none() => store::row_rules::of_project(&mut db, &project.id).await?,
            _ => Vec::new(),
        };
        let sight = Sight::of(&mut db, actor, &project).await?;
        (found, widgets, store::queries::of_project(&mut db, &project.id).await?, rules, may_see, sight)
    };
    let mut asked = Asked::new(app, &rows, &widgets, &queries, &sight);
    let mut known: HashMap<ConnectionId, Arc<Schema>> = HashMap::new();
    for row in &rows {
        if let Some(schema) = schemas::of(app, row).await? {
            known.insert(row.id.clone(), schema);
        }
    }
    let latest_only = input.latest.unwrap_or_default();
    let mut entries = Vec::new();
    for reading in found {
        let Some(row) = rows.iter().find(|row| row.id == reading.connection_id) else { continue };
        if latest_only && row.last_introspection != Some(reading.taken_at) {
            continue;
        }
        let users: Vec<&WidgetRow> = widgets.iter().filter(|widget| reads(widget, &row.id, &rows)).collect();
        let schema = known.get(&row.id).map(Arc::as_ref);
        let more = reading.count.saturating_sub(u32::try_from(reading.changes.len()).unwrap_or(u32::MAX));
        let mut changes = Vec::with_capacity(reading.changes.len());
        for change in reading.changes {
            let mut breaks = schema.map(|schema| broken(&change, &users, &row.id, schema)).unwrap_or_default();
            let (queries, their_widgets) = asked.broken(&change, row).await?;
            breaks.extend(their_widgets);
            let rules = schema.map(|schema| row_rules::broken_by(&change, row, schema, &rules)).unwrap_or_default();
            changes.push(NotedChange { change, breaks, queries: if may_see { queries } else { Vec::new() }, rules });
        }
        entries.push(SchemaHistoryEntry {
            connection_id: row.id.clone(),
            source: row.title.clone(),
            before_at: reading.before_at,
            taken_at: reading.taken_at,
            changes,
            more,
        });
    }
    Ok(SchemaHistory { title: project.title, entries })
}

/// Whether a widget reads tables of this connection.
fn reads(widget: &WidgetRow, connection: &ConnectionId, rows: &[ConnectionRow]) -> bool {
    let configs = &widget.configs;
    if configs.query().is_some() {
        return false;
    }
    let is_this = |id: &String| ConnectionId::parse(id).as_ref() == Some(connection);
    if configs.connection_ids.iter().any(is_this) {
        return true;
    }
    match configs.connection_id.as_ref().filter(|id| !id.is_empty()) {
        Some(id) => is_this(id),
        None => configs.connection_ids.is_empty() && primary(rows).is_some_and(|row| row.id == *connection),
    }
}

/// The widgets that name what the change took away, and do not fit the schema as it is now.
fn broken(change: &SchemaChange, widgets: &[&WidgetRow], connection: &ConnectionId, schema: &Schema) -> Vec<WidgetName> {
    if !change.takes_away() {
        return Vec::new();
    }
    let is_broken = |widget: &&&WidgetRow| {
        let column = change.column.as_deref();
        names(&widget.configs, &change.table)
            && column.is_none_or(|column| names(&widget.configs, column))
            && !fits(widget, connection, schema)
    };
    widgets.iter().filter(is_broken).map(|widget| widget.name()).collect()
}

fn fits(widget: &WidgetRow, connection: &ConnectionId, schema: &Schema) -> bool {
    let Ok((_, subtype)) = widgets::normalise(&widget.kind, Some(&widget.subtype)) else { return false };
    let configs = &widget.configs;
    let check = |configs: &Configs| check_schema("", schema, subtype, configs).is_ok();
    if !matches!(subtype.shape, Shape::Join) {
        return check(configs);
    }
    let here = configs.connection_ids.iter().enumerate().filter(|(_, id)| ConnectionId::parse(id).as_ref() == Some(connection));
    here.into_iter().all(|(place, _)| check(&side_of_join(configs, place)))
}

/// Whether any setting is this name.
pub(super) fn names(configs: &Configs, name: &str) -> bool {
    fn holds(json: &Json, name: &str) -> bool {
        match json {
            Json::String(text) => text == name,
            Json::Array(items) => items.iter().any(|item| holds(item, name)),
            Json::Object(fields) => fields.values().any(|field| holds(field, name)),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        }
    }
    serde_json::to_value(configs).is_ok_and(|json| holds(&json, name))
}
