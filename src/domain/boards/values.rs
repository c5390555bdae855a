//! The values that readers of a filter choose from: those of a fixed list, else each value of a saved query's first column
//! or of the filter's first column once, as far as the other filters leave rows with it.

use super::{
    narrowing::Filters,
    queried,
    reading::{self, Outcome},
    sources::Source,
};
use crate::{
    domain::{Reader, plan},
    error::{AppError, Result},
    model::{
        board_filter::{BoardFilter, FilterTarget},
        board_view::ValueList,
        id::{ProjectId, QueryId},
        plan::{AggregatePlan, Plan},
        value::Value,
        widget::Configs,
    },
    store::{self, widgets::WidgetRow},
};

/// Values of one page.
const PAGE: usize = 50;
/// Pages that can be turned; beyond, searching finds the rest.
const MOST_PAGES: usize = 20;

/// Which values of a filter are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// What the values hold, ignoring case; empty for all.
    pub search: String,
    /// From 1.
    pub page: u32,
}

/// # Errors
/// `Invalid` for a filter without a list; `Database` with what kept the values from being read.
pub(crate) async fn values(app: &Reader, project: &ProjectId, filter: &BoardFilter, others: &Filters, asked: Asked) -> Result<ValueList> {
    if !filter.kind.has_list() {
        return Err(AppError::field("name", "This filter has no list of values"));
    }
    let search = asked.search.trim();
    let page = usize::try_from(asked.page.max(1)).unwrap_or(1).min(MOST_PAGES);
    if !filter.values.is_empty() {
        let wanted = search.to_lowercase();
        let fitting: Vec<String> = filter.values.iter().filter(|value| value.to_lowercase().contains(&wanted)).cloned().collect();
        return Ok(one_page(fitting, page));
    }
    let all = of_column(app, project, filter, others, search, page).await.map_err(reading::Trouble::into_error)?;
    Ok(one_page(all, page))
}

/// The page with this number of a list that ends one value after it at the latest.
fn one_page(all: Vec<String>, page: usize) -> ValueList {
    let has_next = all.len() > page * PAGE && page < MOST_PAGES;
    ValueList { values: all.into_iter().skip((page - 1) * PAGE).take(PAGE).collect(), has_next }
}

async fn of_column(
    app: &Reader,
    project: &ProjectId,
    filter: &BoardFilter,
    others: &Filters,
    search: &str,
    page: usize,
) -> Outcome<Vec<String>> {
    if let Some(query) = &filter.values_query_id {
        return of_query(app, project, query, filter, others, search, page).await;
    }
    let none = || AppError::invalid("The widgets of this filter are gone. Edit the filter and choose others.");
    let (mut widgets, connections) = {
        let mut db = app.records.read().await?;
        (store::widgets::of_project(&mut db, project).await?, store::connections::of_project(&mut db, project).await?)
    };
    let (target, widget) = filter.targets.iter().find_map(|target| taken(&mut widgets, target)).ok_or_else(none)?;
    let source = Source::of_widget(app, &connections, &one_source(widget.configs), false).await?;
    let table = source.table(&target.table)?;
    let Some(conditions) = others.on_values(filter, table)? else { return Ok(Vec::new()) };
    texts(app, &source, plan::distinct(table, &target.column, conditions, search, most(page))?).await
}

/// The values of a saved query's first column.
async fn of_query(
    app: &Reader,
    project: &ProjectId,
    query: &QueryId,
    filter: &BoardFilter,
    others: &Filters,
    search: &str,
    page: usize,
) -> Outcome<Vec<String>> {
    let connections = store::connections::of_project(&mut *app.records.read().await?, project).await?;
    let source = queried::source(app, &connections, query.as_str(), false).await?;
    let table = source.table(query.as_str())?;
    let Some(column) = table.columns.first() else { return Ok(Vec::new()) };
    let Some(conditions) = others.on_values(filter, table)? else { return Ok(Vec::new()) };
    texts(app, &source, plan::distinct(table, &column.name, conditions, search, most(page))?).await
}

/// How many values are read for a page: NULL is no value to choose and takes one place, one more tells that there is a
/// page behind this one.
fn most(page: usize) -> u64 {
    (page * PAGE) as u64 + 2
}

async fn texts(app: &Reader, source: &Source, plan: AggregatePlan) -> Outcome<Vec<String>> {
    let limit = plan.limit;
    let answer = reading::read(app, source, Plan::Aggregate(plan), reading::page_limits(limit)).await?;
    let texts = answer.rows.iter().filter_map(|row| row.first()).filter(|value| !matches!(value, Value::Null | Value::Cut { .. }));
    Ok(texts.map(Value::display).filter(|text| !text.is_empty()).collect())
}

fn taken<'a>(widgets: &mut Vec<WidgetRow>, target: &'a FilterTarget) -> Option<(&'a FilterTarget, WidgetRow)> {
    let place = widgets.iter().position(|widget| widget.id == target.widget_id)?;
    Some((target, widgets.swap_remove(place)))
}

/// An integrated table reads several connections; its first one tells the values.
fn one_source(configs: Configs) -> Configs {
    let first = configs.connection_ids.first().cloned();
    Configs { connection_id: first.or(configs.connection_id.clone()), ..configs }
}
