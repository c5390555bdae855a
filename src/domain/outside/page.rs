//! A page of a connected table, ready to be edited.

use super::{At, Opened, keys, open};
use crate::{
    domain::{
        App,
        actor::Actor,
        boards::open::{Unread, open as begin},
        databases::{
            desk::{
                faces,
                rows::{COUNT_LIMIT, VALUE_BYTES, counted, grid_column, seen, shortened, turns},
            },
            work::failed,
        },
        plan::{
            self,
            page::Rows,
            turn::{self, Sides, Turned},
        },
    },
    engines::row_version,
    error::{AppError, Kind, Result},
    model::{
        desk::{ConnectionRows, ConnectionRowsInput, EditColumn, Leads, RowsPage},
        drawing::{TableDrawing, Total},
        engine::{ReadLimits, ReadRequest},
        filter::TableView,
        plan::Plan,
        time::Timestamp,
        value::Row,
    },
};

/// `getConnectionRows`.
pub async fn page(app: &App, actor: &Actor, input: ConnectionRowsInput) -> Result<ConnectionRows> {
    let at = At {
        user: input.user_id.as_deref(),
        project: input.project_id.as_deref(),
        connection: input.connection_id.as_deref(),
        table: input.table_name.as_deref(),
    };
    let opened = open(app, actor, at).await?;
    let refusal = match opened.writable(app).await {
        Ok(()) => None,
        Err(error) if error.kind == Kind::Forbidden => Some(error.text),
        Err(error) => return Err(error),
    };
    let view = input.view.unwrap_or_default();
    let (table, key) = (&opened.table, keys::of(&opened.table));
    let (_, page_size) = plan::page(&view)?;
    let rows_of = Rows::new(table, opened.connection.kind);
    // The last page has a number only when all rows are counted.
    let total = opened.count(app, &view, (!view.last).then_some(COUNT_LIMIT)).await;
    let known = if let Total::Exactly(total) = total { Some(total) } else { None };
    let turned = turn::turned(&rows_of, &view, known)?;
    let (rows, sides) = match opened.turn(app, &rows_of, &turned).await? {
        Some(read) => read,
        None => {
            let mut first = view.clone();
            first.turn_back();
            let turned = turn::turned(&rows_of, &first, known)?;
            opened.turn(app, &rows_of, &turned).await?.ok_or_else(|| AppError::internal("a first page without a beginning"))?
        }
    };
    let (mut shown, mut names, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for mut row in rows {
        // Behind the columns comes what only the order needs.
        row.truncate(table.columns.len());
        names.push(keys::text(&key, &row));
        versions.push(row_version::of(&row));
        shown.push(row.into_iter().map(shortened).collect());
    }
    let drawing = TableDrawing {
        tables: Vec::new(),
        table: table.name.clone(),
        columns: table.columns.iter().map(grid_column).collect(),
        total: seen(total, &sides, page_size, &shown),
        rows: shown,
        page: sides.number.unwrap_or(1),
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
    let may_change = refusal.is_none() && !key.is_empty();
    let columns = opened.columns(&key);
    let mut face = faces::face(table, None);
    face.name.clone_from(&table.name);
    face.columns.clone_from(&columns);
    let page = RowsPage { drawing, columns, keys: names, versions, turns: turns(sides) };
    Ok(ConnectionRows { title: opened.connection.title, table: face, page, refusal, may_change })
}

impl Opened {
    /// Each column leads to a table by the label of that.
    fn columns(&self, key: &[usize]) -> Vec<EditColumn> {
        let mut columns = faces::columns(&self.table);
        for (place, column) in columns.iter_mut().enumerate() {
            column.is_key = key.contains(&place);
            let own = |key: &&crate::model::schema::ForeignKey| key.columns == [column.name.clone()];
            column.leads = self.table.foreign_keys.iter().find(own).and_then(|key| {
                let table = self.schema.at(&key.references)?.name.clone();
                Some(Leads { table, column: key.referenced_columns.first()?.clone() })
            });
        }
        columns
    }

    /// The rows of a page and the ways on; nothing when the first page is to be read instead.
    async fn turn(&self, app: &App, rows_of: &Rows<'_>, turned: &Turned) -> Result<Option<(Vec<Row>, Sides)>> {
        let plan = turned.page.plan.clone();
        let limits = ReadLimits { max_value_bytes: VALUE_BYTES, max_rows: plan.limit.unwrap_or_default(), ..ReadLimits::default() };
        let mut rows = self.read(app, Plan::Rows(plan), limits).await?;
        Ok(turned.finish(&mut rows, rows_of).map(|sides| (rows, sides)))
    }

    /// The rows of a plan as far as the caller may see them.
    async fn read(&self, app: &App, plan: Plan, limits: ReadLimits) -> Result<Vec<Row>> {
        let request = ReadRequest { id: nanoid::nanoid!(), plan, limits };
        let mut reading = begin(app, &self.connection, &self.sight, request).await.map_err(|unread| match unread {
            Unread::Ours(error) => error,
            Unread::Engine(error) => failed(&error),
        })?;
        let mut rows = Vec::new();
        while let Some(batch) = reading.next(app, &self.connection).await {
            rows.extend(batch.map_err(|error| failed(&error))?.rows);
        }
        Ok(rows)
    }

    /// How many rows the view leaves. A page is worth showing without it.
    async fn count(&self, app: &App, view: &TableView, at_most: Option<u64>) -> Total {
        let Ok(plan) = plan::count(&self.table, view, &[], at_most) else { return Total::Unknown };
        let limits = ReadLimits { timeout_ms: 3_000, ..ReadLimits::default() };
        let rows = self.read(app, Plan::Count(plan), limits).await.unwrap_or_default();
        counted(&rows, at_most)
    }
}
