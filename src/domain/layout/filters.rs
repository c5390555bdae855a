//! Filters that go along with the widgets that they narrow.

use super::{
    copy::NOWHERE,
    queries::{Known, Taken},
};
use crate::{
    domain::filters::{self, Said},
    error::{AppError, Result},
    model::{
        board_file::{FileFilter, FileTarget},
        board_filter::{BoardFilter, FilterTarget, MOST_FILTERS},
        id::{FilterId, ProjectId, QueryId, WidgetId},
    },
    store::{self, Tx},
};
use std::collections::{BTreeMap, HashMap};

/// A filter for a document; nothing when every widget that it narrows is gone.
pub(super) fn written(filter: BoardFilter, is_there: impl Fn(&WidgetId) -> bool, query_of: impl Fn(&str) -> String) -> Option<FileFilter> {
    let place = |target: FilterTarget| FileTarget {
        widget: target.widget_id.to_string(),
        table: if QueryId::parse(&target.table).is_some() { query_of(&target.table) } else { target.table },
        column: target.column,
    };
    let targets: Vec<FileTarget> = filter.targets.into_iter().filter(|target| is_there(&target.widget_id)).map(place).collect();
    (!targets.is_empty()).then(|| FileFilter {
        name: filter.name,
        label: filter.label,
        kind: filter.kind,
        targets,
        values: filter.values,
        values_query: filter.values_query_id.map(|id| query_of(id.as_str())).filter(|key| key != NOWHERE),
        default: filter.default,
        depends_on: filter.depends_on,
    })
}

/// What the keys of a document stand for.
pub(super) struct Keys<'a> {
    pub widgets: &'a BTreeMap<String, WidgetId>,
    pub queries: &'a Taken,
}

/// Writes filters into a project: the same name is the same filter. Answers how many were written.
///
/// # Errors
/// `Invalid`, in words that name the filter, when it does not fit its kind or names what the document does not hold, and
/// for too many; when `replace` would delete one that a link fixes.
pub(super) async fn take_in(
    tx: &mut Tx,
    project: &ProjectId,
    files: Vec<FileFilter>,
    keys: Keys<'_>,
    known: Known,
    replace: bool,
) -> Result<u32> {
    let mut there = store::filters::of_project(tx, project).await?;
    if replace {
        for gone in there.iter().filter(|filter| !files.iter().any(|file| file.name == filter.name)) {
            filters::can_go(tx, project, gone).await?;
            store::filters::delete(tx, &gone.id).await?;
        }
        there.retain(|filter| files.iter().any(|file| file.name == filter.name));
    }
    let names: Vec<String> = there.iter().map(|filter| filter.name.clone()).chain(files.iter().map(|file| file.name.clone())).collect();
    let mut written = 0;
    for file in files {
        let place = there.iter().position(|filter| filter.name == file.name);
        if place.is_some() && known == Known::Kept {
            continue;
        }
        let old = place.map(|place| &there[place]);
        let filter = filter(file, old, &names, &keys)?;
        if old == Some(&filter) {
            continue;
        }
        let at = place.unwrap_or(there.len());
        if at >= MOST_FILTERS {
            return Err(AppError::field("document", format!("A board can have at most {MOST_FILTERS} filters")));
        }
        store::filters::save(tx, project, at, &filter).await?;
        there.splice(at..(at + 1).min(there.len()), [filter]);
        written += 1;
    }
    Ok(written)
}

/// Makes `filters` those of the board. `now` has the ids of its widgets by those that they had then.
///
/// # Errors
/// `Invalid` when one would go that a link fixes.
pub(super) async fn put_back(
    tx: &mut Tx,
    project: &ProjectId,
    filters: Vec<BoardFilter>,
    now: &HashMap<&WidgetId, &WidgetId>,
) -> Result<()> {
    let moved = |target: FilterTarget| now.get(&target.widget_id).map(|id| FilterTarget { widget_id: (*id).clone(), ..target });
    let moved = |filter: BoardFilter| BoardFilter { targets: filter.targets.into_iter().filter_map(moved).collect(), ..filter };
    let filters: Vec<BoardFilter> = filters.into_iter().map(moved).filter(|filter| !filter.targets.is_empty()).collect();
    for gone in store::filters::of_project(tx, project).await? {
        if !filters.iter().any(|filter| filter.id == gone.id) {
            filters::can_go(tx, project, &gone).await?;
        }
        // All of them: two may have changed names.
        store::filters::delete(tx, &gone.id).await?;
    }
    for (position, filter) in filters.iter().enumerate() {
        store::filters::save(tx, project, position, filter).await?;
    }
    Ok(())
}

fn filter(file: FileFilter, old: Option<&BoardFilter>, names: &[String], keys: &Keys<'_>) -> Result<BoardFilter> {
    let label = file.label.clone();
    let refused = |text: String| AppError::field("document", format!("The filter {label}: {text}"));
    if !filters::is_name(&file.name) {
        return Err(refused("Its name has to be of small letters, digits and underscores, 40 at most".to_owned()));
    }
    let Said { label, values, default } =
        filters::said(file.kind, file.label, file.values, file.default).map_err(|error| refused(error.text))?;
    let mut targets = Vec::new();
    for target in file.targets {
        let widget_id = keys.widgets.get(&target.widget).cloned();
        let widget_id = widget_id.ok_or_else(|| refused(format!("The document has no widget {}, which it narrows", target.widget)))?;
        let table = keys.queries.ids.get(&target.table).cloned().unwrap_or(target.table);
        let target = FilterTarget { widget_id, table, column: target.column };
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    if targets.is_empty() || targets.len() > filters::MOST_TARGETS {
        return Err(refused(format!("It has to narrow between one and {} columns", filters::MOST_TARGETS)));
    }
    if let Some(name) = file.depends_on.iter().find(|name| **name == file.name || !names.contains(name)) {
        return Err(refused(format!("There is no other filter {name}, which it depends on")));
    }
    let values_query_id = match file.values_query {
        Some(key) => match keys.queries.ids.get(&key).and_then(|id| QueryId::parse(id)) {
            None => return Err(refused(format!("The document does not list the saved query {key}, whose values it offers"))),
            found => found,
        },
        None => None,
    };
    Ok(BoardFilter {
        id: old.map_or_else(FilterId::new, |old| old.id.clone()),
        name: file.name,
        label,
        kind: file.kind,
        targets,
        values,
        values_query_id,
        default,
        depends_on: file.depends_on,
    })
}
