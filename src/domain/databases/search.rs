//! Finding a text anywhere in a table.

use super::{
    access::{self, Asking, Key},
    schema, shape, work,
};
use crate::{
    domain::App,
    error::Result,
    model::{
        database::DatabaseTable,
        database_right::DatabaseRight,
        plan::{CountPlan, Plan, PlanColumn, PlanFilter, PlanSearch, PlanSort, RowsPlan},
        schema::Table,
        value::{Kind, Value},
    },
};

/// Most rows in an answer.
const MOST: u64 = 1_000;

/// `GET /api/dbs/{dbId}/tables/{id}/search/{searchTerm}`: the table with the rows of which a text column holds the term,
/// in whatever case, and as `numberOfRows` how many there are.
///
/// # Errors
/// As [`access::find`] for the right to read, and `NotFound`.
pub async fn search(app: &App, asking: Asking<'_>, key: &Key, name: &str, term: &str) -> Result<DatabaseTable> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    let known = shape::known(app, &found).await?;
    let table = schema::table(&known.schema, name)?;
    let columns: Vec<PlanColumn> = known.columns(table).into_iter().map(PlanColumn::of).collect();
    let searched = columns.iter().filter(|column| holds_text(column)).cloned().collect();
    let filter = PlanFilter { search: Some(PlanSearch { text: term.to_owned(), columns: searched }), ..PlanFilter::default() };
    let count = CountPlan { source: table.at.clone().into(), filter: filter.clone(), at_most: None };
    let rows =
        RowsPlan { source: table.at.clone().into(), columns, filter, sort: by_key(table), limit: Some(MOST), offset: 0, after: None };
    let counted = work::rows(app, &found, Plan::Count(count), work::read_limits()).await?;
    let read = work::rows(app, &found, Plan::Rows(rows), work::read_limits()).await?;
    let mut shown = known.shown(table);
    shown.number_of_rows = match counted.rows.first().and_then(|row| row.first()) {
        Some(Value::Int(rows)) => *rows,
        _ => 0,
    };
    let names: Vec<&str> = shown.columns.iter().map(|column| column.name.as_str()).collect();
    let object = |row: Vec<Value>| {
        let value = |value: Value| serde_json::to_value(value).unwrap_or_default();
        names.iter().map(|name| (*name).to_owned()).zip(row.into_iter().map(value)).collect()
    };
    shown.rows = Some(read.rows.into_iter().map(object).collect());
    Ok(shown)
}

fn holds_text(column: &PlanColumn) -> bool {
    !matches!(column.kind, Kind::Integer | Kind::Number | Kind::Boolean | Kind::Bytes)
}

fn by_key(table: &Table) -> Vec<PlanSort> {
    let sort = |name: &String| Some(PlanSort { column: PlanColumn::of(table.column(name)?), descending: false });
    table.primary_key.iter().filter_map(sort).collect()
}
