//! One row as a whole.

use super::{
    faces, keys,
    rows::{VALUE_BYTES, read},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{access::Found, work},
    },
    engines::row_version,
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        desk::{RowDesk, RowInput},
        engine::ReadLimits,
        plan::{Plan, PlanColumn, PlanFilter, RowsPlan},
        schema::Table,
        value::Row,
    },
};

/// A row with what it is filtered by and its version.
pub(super) struct Whole {
    pub filter: PlanFilter,
    pub row: Row,
    pub version: String,
}

/// The row with this key; nothing when it is gone.
///
/// # Errors
/// `Invalid` for a table without rows that can be named.
pub(super) async fn whole(app: &App, found: &Found, table: &Table, key: &str) -> Result<Option<Whole>> {
    let columns = keys::of(table).ok_or_else(|| AppError::invalid("Rows of a view cannot be changed."))?;
    let filter = keys::filter(&columns, key)?;
    let plan =
        RowsPlan { columns: table.columns.iter().map(PlanColumn::of).collect(), filter: filter.clone(), limit: Some(1), ..plan_of(table) };
    let limits = ReadLimits { max_value_bytes: VALUE_BYTES, max_rows: 1, ..work::read_limits() };
    let rows = read(app, found, Plan::Rows(plan), limits).await?;
    Ok(rows.into_iter().next().map(|row| Whole { filter, version: row_version::of(&row), row }))
}

fn plan_of(table: &Table) -> RowsPlan {
    RowsPlan {
        source: table.at.clone().into(),
        columns: Vec::new(),
        filter: PlanFilter::default(),
        sort: Vec::new(),
        after: None,
        limit: None,
        offset: 0,
    }
}

/// `getDatabaseRow`.
pub async fn row(app: &App, actor: Option<&Actor>, input: RowInput) -> Result<RowDesk> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    if !faces::is_editable(&table) {
        return Err(AppError::not_found("Rows of a view have no page of their own."));
    }
    let columns = faces::columns(&table);
    let Some(key) = input.key else { return Ok(RowDesk { columns, row: None, version: None }) };
    let whole = whole(app, &found, &table, &key).await?.ok_or_else(keys::missing)?;
    Ok(RowDesk { columns, row: Some(whole.row), version: Some(whole.version) })
}
