//! A page of a table, ready to be edited.

use super::{faces, keys};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{access::Found, work},
        plan,
    },
    engines::row_version,
    error::Result,
    model::{
        database_right::DatabaseRight,
        desk::{RowsInput, RowsPage},
        drawing::{GridColumn, TableDrawing, Total},
        engine::ReadLimits,
        plan::{Plan, PlanSort},
        schema::{Column, Table},
        time::Timestamp,
        value::{Row, Value},
    },
};

/// Counting stops here: beyond, "more than 100,000" says enough and costs little.
pub(crate) const COUNT_LIMIT: u64 = 100_000;
/// Longest text of one cell that a page shows, in bytes; the whole is on the page of its row.
const SHOWN_BYTES: usize = 2_000;
/// Longest text that counts for the version of a row, which whoever saves reads the same way.
pub(crate) const VALUE_BYTES: usize = 10_000_000;

/// The rows of a plan, read to their end.
pub(super) async fn read(app: &App, found: &Found, plan: Plan, limits: ReadLimits) -> Result<Vec<Row>> {
    let mut stream = work::read(app, found, plan, limits).await?;
    let mut rows = Vec::new();
    while let Some(batch) = stream.batches.recv().await {
        rows.extend(batch.map_err(|error| work::failed(&error))?.rows);
    }
    Ok(rows)
}

/// `getDatabaseRows`.
pub async fn page(app: &App, actor: Option<&Actor>, input: RowsInput) -> Result<RowsPage> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    let view = input.view.unwrap_or_default();
    let (page, page_size) = plan::page(&view)?;
    let mut asked = plan::rows(&table, &view, &[])?;
    let width = table.columns.len();
    let key = keys::of(&table);
    // What names the rows comes behind what is shown, and makes their order one.
    for column in key.iter().flatten() {
        if asked.sort.iter().all(|sort| sort.column.name != column.name) {
            asked.sort.push(PlanSort { column: column.clone(), descending: false });
        }
        asked.columns.push(column.clone());
    }
    let limits = ReadLimits { max_value_bytes: VALUE_BYTES, max_rows: u64::from(page_size) + 1, ..work::read_limits() };
    let rows = read(app, &found, Plan::Rows(asked), limits).await?;
    let has_next = rows.len() > page_size as usize;
    let total = count(app, &found, &table, &view).await;
    let (mut shown, mut names, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for mut row in rows.into_iter().take(page_size as usize) {
        let key = row.split_off(width.min(row.len()));
        names.push(if key.is_empty() { String::new() } else { keys::text(&key) });
        versions.push(row_version::of(&row));
        shown.push(row.into_iter().map(shortened).collect());
    }
    let drawing = TableDrawing {
        tables: Vec::new(),
        table: table.at.name.clone(),
        columns: table.columns.iter().map(grid_column).collect(),
        rows: shown,
        page,
        page_size,
        total,
        has_next,
        paged: true,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: Vec::new(),
        cut: None,
        as_of: Timestamp::now(),
    };
    Ok(RowsPage { drawing, columns: faces::columns(&table), keys: names, versions })
}

/// How many rows the view leaves. A page is worth showing without it.
async fn count(app: &App, found: &Found, table: &Table, view: &crate::model::filter::TableView) -> Total {
    let Ok(plan) = plan::count(table, view, &[], Some(COUNT_LIMIT)) else { return Total::Unknown };
    let limits = ReadLimits { timeout_ms: 3_000, ..work::read_limits() };
    let rows = read(app, found, Plan::Count(plan), limits).await.unwrap_or_default();
    match rows.first().and_then(|row| row.first()) {
        Some(Value::Int(n)) if *n >= COUNT_LIMIT as i64 => Total::AtLeast(COUNT_LIMIT),
        Some(Value::Int(n)) => Total::Exactly(u64::try_from(*n).unwrap_or_default()),
        _ => Total::Unknown,
    }
}

pub(crate) fn grid_column(column: &Column) -> GridColumn {
    GridColumn {
        name: column.name.clone(),
        header: column.name.clone(),
        short_type: if column.full_type.is_empty() { "any".to_owned() } else { column.full_type.clone() },
        kind: column.kind,
        is_source: false,
        enum_values: column.enum_values.clone(),
        rules: Vec::new(),
        ends: None,
    }
}

pub(crate) fn shortened(value: Value) -> Value {
    match value {
        Value::Text(text) if text.len() > SHOWN_BYTES => {
            Value::Cut { cut: text[..text.floor_char_boundary(SHOWN_BYTES)].to_owned(), bytes: text.len() as u64 }
        }
        Value::Cut { cut, bytes } => Value::Cut { cut: cut[..cut.floor_char_boundary(SHOWN_BYTES)].to_owned(), bytes },
        other => other,
    }
}
