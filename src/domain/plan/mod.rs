//! Request + schema -> `model::plan`, or a refusal that says why. Pure: every name in a plan was found in the schema,
//! every value has the form of its column's kind, and nothing outside the chosen columns can be filtered, searched or
//! sorted (a reader of a shared board could else find out hidden values by asking).

mod bins;
pub mod change;
mod chart;
mod cursor;
mod distinct;
mod filter;
mod grain;
pub mod page;
mod period;
mod summary;
#[cfg(test)]
mod tests;
pub mod turn;
mod values;
mod zone;

pub use chart::{Ends, chart, finite_range, needs_range, range};
pub use distinct::distinct;
pub use filter::conditions;
pub use grain::grain_for;
pub use period::{days, period};

use crate::{
    error::{AppError, Result},
    model::{
        filter::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, TableView},
        plan::{CountPlan, PlanColumn, PlanSort, RowsPlan},
        schema::{Column, Table, TableKind},
        value::Kind,
        widget::ColumnChoice,
    },
};

/// One page of a table. The plan asks for one row more than the page holds, so that the reader knows whether there is
/// a next page. `columns` are the columns to show, in order; all when empty.
pub fn rows(table: &Table, view: &TableView, columns: &[ColumnChoice]) -> Result<RowsPlan> {
    let visible = visible(table, columns)?;
    let (page, size) = page(view)?;
    Ok(RowsPlan {
        source: table.at.clone().into(),
        columns: visible.iter().map(|column| PlanColumn::of(column)).collect(),
        filter: filter::filter(table, &visible, view)?,
        sort: sort(table, &visible, view)?,
        after: None,
        limit: Some(u64::from(size) + 1),
        offset: u64::from(page - 1) * u64::from(size),
    })
}

/// How many rows the view's filter and search leave, counted up to `at_most`.
pub fn count(table: &Table, view: &TableView, columns: &[ColumnChoice], at_most: Option<u64>) -> Result<CountPlan> {
    let visible = visible(table, columns)?;
    Ok(CountPlan { source: table.at.clone().into(), filter: filter::filter(table, &visible, view)?, at_most })
}

/// Page (from 1) and rows per page of a view.
pub fn page(view: &TableView) -> Result<(u32, u32)> {
    let size = view.page_size.unwrap_or(DEFAULT_PAGE_SIZE);
    if !(1..=MAX_PAGE_SIZE).contains(&size) {
        return Err(AppError::field("pageSize", format!("The page size must be between 1 and {MAX_PAGE_SIZE}.")));
    }
    Ok((view.page.unwrap_or(1).max(1), size))
}

/// The columns that are shown: the chosen ones without repetition, else all.
fn visible<'a>(table: &'a Table, choices: &[ColumnChoice]) -> Result<Vec<&'a Column>> {
    if choices.is_empty() {
        return Ok(table.columns.iter().collect());
    }
    let mut found: Vec<&Column> = Vec::with_capacity(choices.len());
    for choice in choices {
        let column = table.column(&choice.field).ok_or_else(|| unknown(table, &choice.field))?;
        if !found.iter().any(|seen| seen.name == column.name) {
            found.push(column);
        }
    }
    Ok(found)
}

/// The reader's sort, then the key, so that every row has one place and pages do not overlap.
fn sort(table: &Table, visible: &[&Column], view: &TableView) -> Result<Vec<PlanSort>> {
    let mut sort = Vec::new();
    if let Some(wanted) = &view.sort {
        let column = one_of(table, visible, &wanted.column)?;
        if matches!(column.kind, Kind::Bytes) {
            return Err(AppError::invalid(format!("Column \"{}\" holds bytes and cannot be sorted.", column.name)));
        }
        sort.push(PlanSort { column: PlanColumn::of(column), descending: wanted.descending });
    }
    for name in key(table) {
        if let Some(column) = table.column(name).filter(|column| sort.iter().all(|s| s.column.name != column.name)) {
            sort.push(PlanSort { column: PlanColumn::of(column), descending: false });
        }
    }
    Ok(sort)
}

/// The primary key; else a unique key without NULLs; else any unique key; else nothing.
fn key(table: &Table) -> &[String] {
    if !table.primary_key.is_empty() {
        return &table.primary_key;
    }
    let never_null = |key: &&Vec<String>| key.iter().all(|name| table.column(name).is_some_and(|column| !column.nullable));
    table.unique_keys.iter().find(never_null).or_else(|| table.unique_keys.first()).map_or(&[], Vec::as_slice)
}

fn one_of<'a>(table: &Table, visible: &[&'a Column], name: &str) -> Result<&'a Column> {
    visible.iter().find(|column| column.name == name).copied().ok_or_else(|| unknown(table, name))
}

fn unknown(table: &Table, column: &str) -> AppError {
    let place = if table.kind == TableKind::Query { table.spoken().to_owned() } else { format!("the table \"{}\"", table.name) };
    AppError::invalid(format!("There is no column \"{column}\" in {place}."))
}
