//! What filters can be mapped to: the columns of the tables that a board's widgets show, as their stored schemas have
//! them, and those of their saved queries. Columns of the same name and a like kind belong together.

use crate::{
    domain::{
        App,
        boards::{queried, schemas},
        connections::primary,
        widgets::in_order,
    },
    error::{Kind as ErrorKind, Result},
    model::{
        board_filter::{FilterColumn, FilterKind, FilterTarget},
        id::{ConnectionId, WidgetId},
        schema::Schema,
        value::Kind,
        widget::Configs,
    },
    store::{self, connections::ConnectionRow, projects::ProjectRow},
};
use futures::future::join_all;
use std::sync::Arc;

/// Most groups of columns that are proposed.
const MOST: usize = 300;

/// One column of one table of one widget.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub target: FilterTarget,
    pub kind: Kind,
}

/// Every column of every widget whose schema is stored, in the order of the board.
pub(super) async fn all(app: &App, project: &ProjectRow) -> Result<Vec<Known>> {
    let (rows, connections) = {
        let mut db = app.store.read().await?;
        (store::widgets::of_project(&mut db, &project.id).await?, store::connections::of_project(&mut db, &project.id).await?)
    };
    let rows = in_order(project, rows);
    // Columns of saved queries are told by their databases: all are asked at once.
    let schemas = join_all(rows.iter().map(|row| schema_of(app, &connections, &row.configs))).await;
    let mut known = Vec::new();
    for (row, schema) in rows.iter().zip(schemas) {
        let Some(schema) = schema? else { continue };
        for table in row.configs.labels() {
            known.extend(of_table(&schema, &row.id, table));
        }
    }
    Ok(known)
}

fn of_table(schema: &Schema, widget: &WidgetId, label: &str) -> Vec<Known> {
    let target = |column: &str| FilterTarget { widget_id: widget.clone(), table: label.to_owned(), column: column.to_owned() };
    let columns = schema.table(label).map(|table| table.columns.as_slice()).unwrap_or_default();
    columns.iter().map(|column| Known { target: target(&column.name), kind: column.kind }).collect()
}

async fn schema_of(app: &App, rows: &[ConnectionRow], configs: &Configs) -> Result<Option<Arc<Schema>>> {
    if let Some(query) = configs.query() {
        // One that cannot be read now has no columns to choose from.
        return match queried::schema(app, rows, query, false).await {
            Err(error) if error.kind == ErrorKind::Internal => Err(error),
            schema => Ok(schema.ok()),
        };
    }
    let named = configs.connection_ids.first().or(configs.connection_id.as_ref()).filter(|id| !id.is_empty());
    let row = match named {
        Some(id) => rows.iter().find(|row| ConnectionId::parse(id).as_ref() == Some(&row.id)),
        None => primary(rows),
    };
    match row {
        Some(row) => schemas::of(app, row).await,
        None => Ok(None),
    }
}

/// The same by name and kind, those of most widgets first.
pub(super) async fn common(app: &App, project: &ProjectRow) -> Result<Vec<FilterColumn>> {
    let mut groups: Vec<FilterColumn> = Vec::new();
    for Known { target, kind } in all(app, project).await? {
        if kind == Kind::Bytes {
            continue;
        }
        let belongs = |group: &&mut FilterColumn| group.name.eq_ignore_ascii_case(&target.column) && alike(group.kind, kind);
        match groups.iter_mut().find(belongs) {
            Some(group) => group.targets.push(target),
            None => {
                groups.push(FilterColumn { name: target.column.clone(), kind, proposed: FilterKind::proposed(kind), targets: vec![target] })
            }
        }
    }
    let widgets = |group: &FilterColumn| {
        let mut ids: Vec<&WidgetId> = group.targets.iter().map(|target| &target.widget_id).collect();
        ids.dedup();
        ids.len()
    };
    groups.sort_by_cached_key(|group| std::cmp::Reverse(widgets(group)));
    groups.truncate(MOST);
    Ok(groups)
}

/// Whether one filter can narrow columns of both kinds.
fn alike(a: Kind, b: Kind) -> bool {
    a == b || (a.is_numeric() && b.is_numeric()) || (a.is_temporal() && b.is_temporal())
}
