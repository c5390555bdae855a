//! A data table over one connection.

use super::{
    narrowing::Narrow,
    reading::{self, COUNT_LIMIT, Outcome, Trouble},
    sources::{Source, choose_table},
};
use crate::{
    domain::{Reader, plan},
    model::{
        drawing::{Drawing, GridColumn, TableDrawing, Total},
        filter::{MAX_PAGE_SIZE, Op, TableView},
        format::{Format, Rule},
        plan::{Plan, PlanCondition, RowsPlan},
        schema::{Column, Table},
        value::Row,
        widget::{ColumnChoice, Configs},
    },
};

pub(super) async fn draw(app: &Reader, source: &Source, configs: &Configs, view: &TableView, narrow: &Narrow) -> Outcome<Drawing> {
    let label = choose_table(configs, view)?;
    let table = source.table(label)?;
    let narrow = narrow.on(table)?;
    let choices = choices_for(table, configs, label);
    let view = paged(configs, view);
    let rows_plan = checked_rows(table, &view, &choices)?;
    let (page, size) = plan::page(&view).map_err(Trouble::Request)?;

    let limits = reading::page_limits(u64::from(size) + 1);
    let mut headers = grid_columns(table, &rows_plan, &choices);
    let rows = reading::read(app, source, Plan::Rows(rows_plan).narrowed(&narrow), limits);
    let (answer, total) = tokio::join!(rows, total(app, source, table, &view, &choices, &narrow));
    let answer = answer?;
    let mut rows = answer.rows.clone();
    let more = answer.cut || rows.len() > size as usize;
    rows.truncate(size as usize);
    if let Some(format) = &configs.format {
        mark(&mut headers, &rows, format);
    }
    // A page that ended early says nothing about the next one; the count may.
    let too_big = answer.cut && rows.len() < size as usize;
    let has_next = match total {
        Total::Exactly(all) if too_big => all > u64::from(page) * u64::from(size),
        _ => more,
    };
    let paged = has_pages(configs);
    let cut = too_big.then(|| cut_at_bytes(rows.len())).or_else(|| (more && !paged).then(|| cut_at_rows(rows.len())));
    Ok(Drawing::Table(TableDrawing {
        tables: configs.tables.clone(),
        // There is nothing to switch to, and the id of a query tells readers nothing.
        table: if configs.query().is_some() { String::new() } else { label.to_owned() },
        columns: headers,
        total: seen(total, page, size, rows.len(), more),
        rows,
        page,
        page_size: size,
        has_next: has_next && paged,
        paged,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: Vec::new(),
        cut,
        as_of: answer.as_of,
    }))
}

pub(super) fn has_pages(configs: &Configs) -> bool {
    configs.pagination != Some(false)
}

/// Said where a table without pages has more rows than one.
pub(super) fn cut_at_rows(rows: usize) -> String {
    format!("Only the first {rows} rows are shown: this table has no pages. Sort, filter or search to see others.")
}

fn cut_at_bytes(rows: usize) -> String {
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
    format!(
        "Cut after {rows}: a table shows at most {} MB at once. Choose fewer columns, or fewer rows per page.",
        reading::TILE_BYTES / 1024 / 1024
    )
}

/// The widget's own page size where the reader chose none; one long page where it has no paging.
pub(super) fn paged(configs: &Configs, view: &TableView) -> TableView {
    let mut view = view.clone();
    if !has_pages(configs) {
        view.page = None;
        view.page_size = Some(MAX_PAGE_SIZE);
    } else if view.page_size.is_none() {
        view.page_size = configs.page_size;
    }
    view
}

/// The chosen columns belong to the widget's first table; another one shows those it has too, or all of its own.
pub(super) fn choices_for(table: &Table, configs: &Configs, label: &str) -> Vec<ColumnChoice> {
    if configs.table_labels().first() == Some(&label) {
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
            enum_values: table.column(&planned.name).map(choices_of).unwrap_or_default(),
            rules: Vec::new(),
            ends: None,
        }
    };
    plan.columns.iter().map(column).collect()
}

/// Gives the columns of numbers the rules that speak of them, and the ends of what is shaded. Nothing is said of
/// columns that are not shown.
fn mark(columns: &mut [GridColumn], rows: &[Row], format: &Format) {
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.kind.is_numeric()) {
        let own = |rule: &&Rule| rule.column.as_deref().is_none_or(|name| name == column.name);
        column.rules = format.rules.iter().filter(own).map(|rule| Rule { column: None, ..rule.clone() }).collect();
        if format.scale == Some(true) {
            let values = rows.iter().filter_map(|row| row.get(at)?.as_f64()).filter(|value| value.is_finite());
            let ends = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
            column.ends = Some(ends).filter(|(least, most)| least < most);
        }
    }
}

/// The values a condition on the column can choose from. The labels of an array's elements are not values of the array.
fn choices_of(column: &Column) -> Vec<String> {
    if Op::In.fits(column.kind) { column.enum_values.clone() } else { Vec::new() }
}

/// How many rows the view leaves: counted up to a limit, or the server's estimate for a whole big table.
pub(super) async fn total(
    app: &Reader,
    source: &Source,
    table: &Table,
    view: &TableView,
    choices: &[ColumnChoice],
    narrow: &[PlanCondition],
) -> Total {
    if narrow.is_empty()
        && !source.sight.limits_any(&source.row.id)
        && let Some(estimate) = reading::estimate(table, view)
    {
        return Total::About(estimate);
    }
    let Ok(plan) = plan::count(table, view, choices, Some(COUNT_LIMIT + 1)) else { return Total::Unknown };
    match reading::count(app, source, Plan::Count(plan).narrowed(narrow)).await {
        Some(rows) if rows > COUNT_LIMIT => Total::AtLeast(COUNT_LIMIT),
        Some(rows) => Total::Exactly(rows),
        None => Total::Unknown,
    }
}

/// The last page was seen: that is the exact number, whatever counting said.
pub(super) fn seen(total: Total, page: u32, size: u32, rows: usize, more: bool) -> Total {
    if more || (rows == 0 && page > 1) {
        return total;
    }
    Total::Exactly(u64::from(page - 1) * u64::from(size) + rows as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        format::RuleTone,
        value::{Kind, Value},
    };

    #[test]
    fn columns_know_the_rules_that_speak_of_them() {
        let column = |name: &str, kind| GridColumn {
            name: name.into(),
            header: name.into(),
            short_type: String::new(),
            kind,
            is_source: false,
            enum_values: Vec::new(),
            rules: Vec::new(),
            ends: None,
        };
        let mut columns = [column("total", Kind::Number), column("pieces", Kind::Integer), column("name", Kind::Text)];
        let rule = |column: Option<&str>| Rule { column: column.map(str::to_owned), op: Op::Gt, value: 5.0, tone: RuleTone::Good };
        let rules = vec![rule(Some("total")), rule(Some("hidden")), rule(None)];
        let format = Format { rules, scale: Some(true), ..Format::default() };
        let rows = [vec![Value::Int(3), Value::Null, Value::Null], vec![Value::Text("9.5".into()), Value::Int(1), Value::Null]];
        mark(&mut columns, &rows, &format);
        assert_eq!(columns.each_ref().map(|column| column.rules.len()), [2, 1, 0]);
        assert_eq!(columns.each_ref().map(|column| column.ends), [Some((3.0, 9.5)), None, None]);
        assert!(columns.iter().flat_map(|column| &column.rules).all(|rule| rule.column.is_none()), "no name of a column travels");
    }
}
