//! What filters can be mapped to: the columns of the tables that a board's widgets show, as their stored schemas have
//! them, and those of their saved queries. Columns of the same name and a like kind belong together.

use crate::{
    domain::{
        Reader,
        boards::{queried, schemas},
        connections::primary,
        row_rules::Sight,
        widgets::in_order,
    },
    error::{AppError, Kind as ErrorKind, Result},
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
pub(crate) struct Known {
    pub target: FilterTarget,
    pub kind: Kind,
    /// Which the widget reads.
    pub connections: Arc<[ConnectionId]>,
}

/// Every column of every widget whose schema is stored, in the order of the board, as far as whoever asks may know it.
pub(crate) async fn all(app: &Reader, project: &ProjectRow, sight: &Sight) -> Result<Vec<Known>> {
    let (rows, connections) = {
        let mut db = app.records.read().await?;
        (store::widgets::of_project(&mut db, &project.id).await?, store::connections::of_project(&mut db, &project.id).await?)
    };
    let rows = in_order(project, rows);
    // Columns of saved queries are told by their databases: all are asked at once.
    let shown = join_all(rows.iter().map(|row| shown_by(app, &connections, &row.configs, sight))).await;
    let mut known = Vec::new();
    for (row, shown) in rows.iter().zip(shown) {
        let Some((schema, ids)) = shown? else { continue };
        for table in row.configs.labels() {
            known.extend(of_table(&schema, &row.id, table, &ids));
        }
    }
    Ok(known)
}

fn of_table(schema: &Schema, widget: &WidgetId, label: &str, connections: &Arc<[ConnectionId]>) -> Vec<Known> {
    let target = |column: &str| FilterTarget { widget_id: widget.clone(), table: label.to_owned(), column: column.to_owned() };
    let columns = schema.table(label).map(|table| table.columns.as_slice()).unwrap_or_default();
    columns.iter().map(|column| Known { target: target(&column.name), kind: column.kind, connections: connections.clone() }).collect()
}

/// What a widget shows, and of which connections.
async fn shown_by(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    sight: &Sight,
) -> Result<Option<(Arc<Schema>, Arc<[ConnectionId]>)>> {
    if let Some(query) = configs.query() {
        let both = async {
            let schema = queried::schema(app, rows, query, false, sight).await?;
            Ok((schema, [queried::connection(app, rows, query).await?].into()))
        };
        // One that cannot be read now, or not by whoever asks, has no columns to choose from.
        return match both.await {
            Err(error @ AppError { kind: ErrorKind::Internal, .. }) => Err(error),
            both => Ok(both.ok()),
        };
    }
    let read = read_by(rows, configs);
    let Some(first) = read.first() else { return Ok(None) };
    Ok(schemas::of(app, first).await?.map(|schema| (schema, read.iter().map(|row| row.id.clone()).collect())))
}

/// The connections that a widget reads, the one first whose schema tells its columns.
pub(crate) fn read_by<'a>(rows: &'a [ConnectionRow], configs: &Configs) -> Vec<&'a ConnectionRow> {
    let named = configs.connection_ids.iter().chain(configs.connection_id.as_ref().filter(|_| configs.connection_ids.is_empty()));
    let ids: Vec<_> = named.filter(|id| !id.is_empty()).map(|id| ConnectionId::parse(id)).collect();
    if ids.is_empty() {
        return primary(rows).into_iter().collect();
    }
    ids.iter().flatten().filter_map(|id| rows.iter().find(|row| row.id == *id)).collect()
}

/// The same by name and kind, those of most widgets first.
pub(super) async fn common(app: &Reader, project: &ProjectRow, sight: &Sight) -> Result<Vec<FilterColumn>> {
    let mut groups: Vec<FilterColumn> = Vec::new();
    for Known { target, kind, .. } in all(app, project, sight).await? {
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
