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
                rows::{COUNT_LIMIT, VALUE_BYTES, grid_column, shortened},
            },
            work::failed,
        },
        plan,
    },
    engines::row_version,
    error::{Kind, Result},
    model::{
        desk::{ConnectionRows, ConnectionRowsInput, EditColumn, Leads, PageTurns, RowsPage},
        drawing::{TableDrawing, Total},
        engine::{ReadLimits, ReadRequest},
        filter::TableView,
        plan::{Plan, PlanColumn, PlanSort},
        time::Timestamp,
        value::{Row, Value},
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
    let (page, page_size) = plan::page(&view)?;
    let mut asked = plan::rows(table, &view, &[])?;
    // What names the rows makes their order one.
    for place in &key {
        let column = PlanColumn::of(&table.columns[*place]);
        if asked.sort.iter().all(|sort| sort.column.name != column.name) {
            asked.sort.push(PlanSort { column, descending: false });
        }
    }
    let limits = ReadLimits { max_value_bytes: VALUE_BYTES, max_rows: u64::from(page_size) + 1, ..ReadLimits::default() };
    let rows = opened.read(app, Plan::Rows(asked), limits).await?;
    let has_next = rows.len() > page_size as usize;
    let total = opened.count(app, &view).await;
    let (mut shown, mut names, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows.into_iter().take(page_size as usize) {
        names.push(keys::text(&key, &row));
        versions.push(row_version::of(&row));
        shown.push(row.into_iter().map(shortened).collect());
    }
    let drawing = TableDrawing {
        tables: Vec::new(),
        table: table.name.clone(),
        columns: table.columns.iter().map(grid_column).collect(),
        rows: shown,
        page,
        page_size,
        total,
        has_next,
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
    let turns = PageTurns { has_previous: page > 1, is_counted: true, ..PageTurns::default() };
    let page = RowsPage { drawing, columns, keys: names, versions, turns };
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
    async fn count(&self, app: &App, view: &TableView) -> Total {
        let Ok(plan) = plan::count(&self.table, view, &[], Some(COUNT_LIMIT)) else { return Total::Unknown };
        let limits = ReadLimits { timeout_ms: 3_000, ..ReadLimits::default() };
        let rows = self.read(app, Plan::Count(plan), limits).await.unwrap_or_default();
        match rows.first().and_then(|row| row.first()) {
            Some(Value::Int(n)) if *n >= COUNT_LIMIT as i64 => Total::AtLeast(COUNT_LIMIT),
            Some(Value::Int(n)) => Total::Exactly(u64::try_from(*n).unwrap_or_default()),
            _ => Total::Unknown,
        }
    }
}
