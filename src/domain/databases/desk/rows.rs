//! A page of a table, ready to be edited.

use super::{faces, keys};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{access::Found, work},
        plan::{
            self,
            page::Rows,
            turn::{self, Sides, Turned},
        },
    },
    engines::row_version,
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        desk::{PageTurns, RowsInput, RowsPage},
        drawing::{GridColumn, TableDrawing, Total},
        engine::{EngineKind, ReadLimits},
        filter::TableView,
        plan::Plan,
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
    let (_, page_size) = plan::page(&view)?;
    let rows_of = Rows::new(&table, EngineKind::Hosted);
    // The last page has a number only when all rows are counted.
    let total = count(app, &found, &table, &view, (!view.last).then_some(COUNT_LIMIT)).await;
    let known = if let Total::Exactly(total) = total { Some(total) } else { None };
    let turned = turn::turned(&rows_of, &view, known)?;
    let (read, sides, named) = match read_page(app, &found, &table, &rows_of, &turned).await? {
        Some(read) => read,
        None => {
            let mut first = view.clone();
            first.turn_back();
            let turned = turn::turned(&rows_of, &first, known)?;
            read_page(app, &found, &table, &rows_of, &turned)
                .await?
                .ok_or_else(|| AppError::internal("a first page without a beginning"))?
        }
    };
    let (mut shown, mut keys, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for mut row in read {
        let key: Vec<Value> = named.iter().filter_map(|at| row.get(*at).cloned()).collect();
        keys.push(if key.is_empty() { String::new() } else { keys::text(&key) });
        row.truncate(table.columns.len());
        versions.push(row_version::of(&row));
        shown.push(row.into_iter().map(shortened).collect());
    }
    let page = sides.number.unwrap_or(1);
    let drawing = TableDrawing {
        tables: Vec::new(),
        table: table.at.name.clone(),
        columns: table.columns.iter().map(grid_column).collect(),
        total: seen(total, &sides, page_size, &shown),
        rows: shown,
        page,
        page_size,
        has_next: sides.has_next,
        paged: true,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: Vec::new(),
        cut: None,
        as_of: Timestamp::now(),
    };
    Ok(RowsPage { drawing, columns: faces::columns(&table), keys, versions, turns: turns(sides) })
}

pub(crate) fn turns(sides: Sides) -> PageTurns {
    let Sides { number, has_previous, before, after, .. } = sides;
    PageTurns { has_previous, has_last: true, is_counted: number.is_some(), before, after }
}

/// The rows of a page, its ways on, and the places of what names a row; nothing when the first page is to be read instead.
async fn read_page(
    app: &App,
    found: &Found,
    table: &Table,
    rows_of: &Rows<'_>,
    turned: &Turned,
) -> Result<Option<(Vec<Row>, Sides, Vec<usize>)>> {
    let mut asked = turned.page.plan.clone();
    // What names the rows comes behind what is shown.
    let mut named = Vec::new();
    for column in keys::of(table).into_iter().flatten() {
        let known = asked.columns.iter().position(|known| known.name == column.name);
        named.push(known.unwrap_or(asked.columns.len()));
        if known.is_none() {
            asked.columns.push(column);
        }
    }
    let limits = ReadLimits { max_value_bytes: VALUE_BYTES, max_rows: asked.limit.unwrap_or_default(), ..work::read_limits() };
    let mut rows = read(app, found, Plan::Rows(asked), limits).await?;
    Ok(turned.finish(&mut rows, rows_of).map(|sides| (rows, sides, named)))
}

/// How many rows the view leaves. A page is worth showing without it.
async fn count(app: &App, found: &Found, table: &Table, view: &TableView, at_most: Option<u64>) -> Total {
    let Ok(plan) = plan::count(table, view, &[], at_most) else { return Total::Unknown };
    let limits = ReadLimits { timeout_ms: 3_000, ..work::read_limits() };
    let rows = read(app, found, Plan::Count(plan), limits).await.unwrap_or_default();
    counted(&rows, at_most)
}

/// What a count up to `at_most` answered.
pub(crate) fn counted(rows: &[Row], at_most: Option<u64>) -> Total {
    let Some(Value::Int(n)) = rows.first().and_then(|row| row.first()) else { return Total::Unknown };
    let n = u64::try_from(*n).unwrap_or_default();
    if at_most.is_some_and(|most| n >= most) { Total::AtLeast(n) } else { Total::Exactly(n) }
}

/// Far down, the page itself knows more than a count that stopped.
pub(crate) fn seen(total: Total, sides: &Sides, page_size: u32, shown: &[Row]) -> Total {
    let (Total::AtLeast(least), Some(number)) = (total, sides.number) else { return total };
    let end = u64::from(number - 1) * u64::from(page_size) + shown.len() as u64;
    match (sides.has_next, shown.is_empty()) {
        (true, _) => Total::AtLeast(least.max(end)),
        (false, false) => Total::Exactly(end),
        (false, true) => total,
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
