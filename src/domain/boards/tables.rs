//! A data table over one connection.

use super::{
    reading::{self, COUNT_LIMIT, Outcome, Trouble},
    sources::{Source, choose_table},
};
use crate::{
    domain::{Reader, plan},
    model::{
        drawing::{Drawing, GridColumn, TableDrawing, Total},
        filter::{MAX_PAGE_SIZE, TableView},
        plan::{Plan, RowsPlan},
        schema::Table,
        time::Timestamp,
        widget::{ColumnChoice, Configs},
    },
};

pub(super) async fn draw(app: &Reader, source: &Source, configs: &Configs, view: &TableView) -> Outcome<Drawing> {
    let label = choose_table(configs, view)?;
    let table = source.table(label)?;
    let choices = choices_for(table, configs, label);
    let view = paged(configs, view);
    let rows_plan = checked_rows(table, &view, &choices)?;
    let (page, size) = plan::page(&view).map_err(Trouble::Request)?;

    let limits = reading::page_limits(u64::from(size) + 1);
    let headers = grid_columns(table, &rows_plan, &choices);
    let rows = reading::read(app, &source.row, Plan::Rows(rows_plan), limits);
    let (answer, total) = tokio::join!(rows, total(app, source, table, &view, &choices));
    let mut rows = answer?.rows;
    let has_next = rows.len() > size as usize;
    rows.truncate(size as usize);
    Ok(Drawing::Table(TableDrawing {
        tables: configs.tables.clone(),
        table: label.to_owned(),
        columns: headers,
        total: seen(total, page, size, rows.len(), has_next),
        rows,
        page,
        page_size: size,
        has_next,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: Vec::new(),
        cut: None,
        as_of: Timestamp::now(),
    }))
}

/// The widget's own page size where the reader chose none; one long page where it has no paging.
pub(super) fn paged(configs: &Configs, view: &TableView) -> TableView {
    let mut view = view.clone();
    if configs.pagination == Some(false) {
        view.page = None;
        view.page_size = Some(MAX_PAGE_SIZE);
    } else if view.page_size.is_none() {
        view.page_size = configs.page_size;
    }
    view
}

/// The chosen columns belong to the widget's first table; another one shows those it has too, or all of its own.
pub(super) fn choices_for(table: &Table, configs: &Configs, label: &str) -> Vec<ColumnChoice> {
    if configs.tables.first().is_some_and(|first| first == label) {
        return configs.columns.clone();
    }
    configs.columns.iter().filter(|choice| table.column(&choice.field).is_some()).cloned().collect()
}

/// The plan of a page. What the settings break is the tile's trouble, what the reader's view breaks is refused.
pub(super) fn checked_rows(table: &Table, view: &TableView, choices: &[ColumnChoice]) -> Outcome<RowsPlan> {
    plan::rows(table, &TableView::default(), choices)?;
    plan::rows(table, view, choices).map_err(Trouble::Request)
}

pub(super) fn grid_columns(table: &Table, plan: &RowsPlan, choices: &[ColumnChoice]) -> Vec<GridColumn> {
    let column = |planned: &crate::model::plan::PlanColumn| {
        let chosen = choices.iter().find(|choice| choice.field == planned.name);
        let header = chosen.and_then(|choice| choice.header.clone()).filter(|header| !header.trim().is_empty());
        GridColumn {
            name: planned.name.clone(),
            header: header.unwrap_or_else(|| planned.name.clone()),
            short_type: planned.short_type.clone(),
            kind: planned.kind,
            is_source: false,
            enum_values: table.column(&planned.name).map(|column| column.enum_values.clone()).unwrap_or_default(),
        }
    };
    plan.columns.iter().map(column).collect()
}

/// How many rows the view leaves: counted up to a limit, or the server's estimate for a whole big table.
pub(super) async fn total(app: &Reader, source: &Source, table: &Table, view: &TableView, choices: &[ColumnChoice]) -> Total {
    if let Some(estimate) = reading::estimate(table, view) {
        return Total::About(estimate);
    }
    let Ok(plan) = plan::count(table, view, choices, Some(COUNT_LIMIT + 1)) else { return Total::Unknown };
    match reading::count(app, &source.row, Plan::Count(plan)).await {
        Some(rows) if rows > COUNT_LIMIT => Total::AtLeast(COUNT_LIMIT),
        Some(rows) => Total::Exactly(rows),
        None => Total::Unknown,
    }
}

/// The last page was seen: that is the exact number, whatever counting said.
pub(super) fn seen(total: Total, page: u32, size: u32, rows: usize, has_next: bool) -> Total {
    if has_next || (rows == 0 && page > 1) {
        return total;
    }
    Total::Exactly(u64::from(page - 1) * u64::from(size) + rows as u64)
}
