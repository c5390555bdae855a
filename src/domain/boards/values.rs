//! The values that readers of a filter choose from: those of a fixed list, else each value of a saved query's first column
//! or of the filter's first column once, as far as the other filters leave rows with it.

use super::{
    narrowing::Filters,
    queried,
    reading::{self, Outcome},
    sources::Source,
};
use crate::{
    domain::{Reader, plan, row_rules::Sight},
    error::{AppError, Result},
    model::{
        board_filter::{BoardFilter, FilterTarget},
        board_view::ValueList,
        id::ProjectId,
        plan::Plan,
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
pub(crate) async fn values(
    app: &Reader,
    project: &ProjectId,
    filter: &BoardFilter,
    others: &Filters,
    asked: Asked,
    sight: &Sight,
) -> Result<ValueList> {
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
    let all = of_column(app, project, filter, others, (search, page), sight).await.map_err(reading::Trouble::into_error)?;
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
    (search, page): (&str, usize),
    sight: &Sight,
) -> Outcome<Vec<String>> {
    let Listed { source, table, column } = listed(app, project, filter, sight).await?;
    let table = source.table(&table)?;
    let Some(column) = column.as_deref().or_else(|| table.columns.first().map(|column| column.name.as_str())) else {
        return Ok(Vec::new());
    };
    let Some(conditions) = others.on_values(filter, table)? else { return Ok(Vec::new()) };
    // NULL is no value to choose and takes one place.
    let limit = (page * PAGE) as u64 + 2;
    let plan = plan::distinct(table, column, conditions, search, limit)?;
    let answer = reading::read(app, &source, Plan::Aggregate(plan), reading::page_limits(limit)).await?;
    let texts = answer.rows.iter().filter_map(|row| row.first()).filter(|value| !matches!(value, Value::Null | Value::Cut { .. }));
    Ok(texts.map(Value::display).filter(|text| !text.is_empty()).collect())
}

/// Where the values of a filter stand.
struct Listed {
    source: Source,
    /// By label.
    table: String,
    /// The first one when it is not named.
    column: Option<String>,
}

async fn listed(app: &Reader, project: &ProjectId, filter: &BoardFilter, sight: &Sight) -> Outcome<Listed> {
    let (mut widgets, connections) = {
        let mut db = app.records.read().await?;
        (store::widgets::of_project(&mut db, project).await?, store::connections::of_project(&mut db, project).await?)
    };
    if let Some(query) = &filter.values_query_id {
        let source = queried::source(app, &connections, query.as_str(), false, sight).await?;
        return Ok(Listed { source, table: query.to_string(), column: None });
    }
    let none = || AppError::invalid("The widgets of this filter are gone. Edit the filter and choose others.");
    let (target, widget) = filter.targets.iter().find_map(|target| taken(&mut widgets, target)).ok_or_else(none)?;
    let source = Source::of_widget(app, &connections, &one_source(widget.configs), false, sight).await?;
    Ok(Listed { source, table: target.table.clone(), column: Some(target.column.clone()) })
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
