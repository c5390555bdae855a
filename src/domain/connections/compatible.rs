//! Tables that several databases have in common (seed 000): same label, same set of column names with the same
//! short types.

use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        boards::schemas,
        limits,
        projects::access,
    },
    error::{AppError, Result},
    model::{
        connection::{CompatibleColumn, CompatibleTable, CompatibleTables},
        id::ConnectionId,
        role::Right,
        schema::{Schema, Table},
    },
    store,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Most connections that are compared at once.
const MOST: usize = 20;

/// `POST /api/compatible-tables`. Open to everybody unless the operator narrowed it to the caller's own connections:
/// ids are random and never leave the owner's pages, and tries that fail are limited.
pub async fn compatible_tables(app: &App, actor: Option<&Actor>, client: &Client, ids: &[String]) -> Result<CompatibleTables> {
    let owner_only = app.settings.compatible_tables_owner_only;
    if owner_only && actor.is_none() {
        return Err(AppError::unauthorized());
    }
    // Each once, in the order of the request, whatever the case of its letters.
    let mut seen = BTreeSet::new();
    let mut distinct: Vec<_> = ids.iter().map(|given| ConnectionId::parse(given).ok_or(given)).collect();
    distinct.retain(|id| seen.insert(id.clone()));
    if distinct.len() < 2 {
        return Err(AppError::field("connectionIds", "At least 2 different connection IDs are required"));
    }
    if distinct.len() > MOST {
        return Err(AppError::field("connectionIds", format!("At most {MOST} connections can be compared at once")));
    }
    app.limits.allowed(limits::Area::CompatibleTables, client)?;
    let distinct: Vec<Option<ConnectionId>> = distinct.into_iter().map(std::result::Result::ok).collect();
    let answer = compare(app, actor.filter(|_| owner_only), &distinct).await;
    if answer.as_ref().is_err_and(AppError::is_domain_outcome) {
        app.limits.failed(limits::Area::CompatibleTables, client)?;
    }
    answer
}

/// Compares the stored schemas; nothing stands for an id that cannot be one. With an `owner` only that account's.
/// The first connection decides the order of tables and columns.
async fn compare(app: &App, owner: Option<&Actor>, ids: &[Option<ConnectionId>]) -> Result<CompatibleTables> {
    let missing = || AppError::not_found("Connection not found");
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let id = id.as_ref().ok_or_else(missing)?;
        let row = store::connections::get(&mut *app.store.read().await?, id).await?.ok_or_else(missing)?;
        if let Some(actor) = owner {
            access::project(app, actor, &row.project_id, Right::ViewSchema).await.map_err(|error| access::hidden(error, missing))?;
        }
        found.push(row);
    }
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        let schema = schemas::of(app, row).await?;
        all.push(schema.ok_or_else(|| AppError::invalid("A connection has no stored schema yet. Validate it, then try again."))?);
    }
    let shared = shared_tables(&all);
    Ok(CompatibleTables {
        compatible_tables: shared.iter().map(|table| table.name.clone()).collect(),
        details: shared.iter().map(|table| (table.name.clone(), CompatibleTable { columns: columns(table) })).collect(),
    })
}

fn columns(table: &Table) -> Vec<CompatibleColumn> {
    let column =
        |column: &crate::model::schema::Column| CompatibleColumn { name: column.name.clone(), short_type: column.short_type.clone() };
    table.columns.iter().map(column).collect()
}

/// The tables of the first schema that every other one has too, with the same columns and types in any order.
pub fn shared_tables(schemas: &[Arc<Schema>]) -> Vec<Table> {
    let Some((first, others)) = schemas.split_first() else { return Vec::new() };
    let same = |table: &&Table| others.iter().all(|other| other.table(&table.name).is_some_and(|its| fits(table, its)));
    first.tables.iter().filter(same).cloned().collect()
}

/// Whether two tables have the same column names with the same short types.
pub(crate) fn fits(a: &Table, b: &Table) -> bool {
    let types = |table: &Table| -> BTreeMap<String, String> {
        table.columns.iter().map(|column| (column.name.clone(), column.short_type.clone())).collect()
    };
    a.columns.len() == b.columns.len() && types(a) == types(b)
}
