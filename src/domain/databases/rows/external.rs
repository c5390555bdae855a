//! Rows of the databases that projects are connected to: read only, and as far as row rules let the caller see.

use super::{
    Ask, counted, listed, query,
    shown::{Cells, Listed, Shape, Summed, Values},
    summed, total, valued,
};
use crate::{
    domain::{
        App,
        actor::Actor,
        boards::{
            open::{Unread, open},
            schemas,
        },
        plan::page::Rows,
        projects::access,
        row_rules::Sight,
    },
    error::{AppError, Result},
    model::{
        engine::{EngineError, ReadLimits, ReadRequest, Step},
        id::ConnectionId,
        plan::Plan,
        role::Right,
        row_query::{Counting, RowQuery},
        schema::{Schema, Table},
        value::Row,
    },
    store::{self, connections::ConnectionRow},
};
use std::sync::Arc;

/// Longest text of one value, in bytes; longer ones are cut and say how long they are.
const CELL_BYTES: usize = 256 * 1024;

struct Opened {
    connection: ConnectionRow,
    sight: Sight,
    schema: Arc<Schema>,
    table: String,
}

impl Opened {
    fn table(&self) -> Result<&Table> {
        self.schema.table(&self.table).ok_or_else(|| AppError::not_found("Table not found"))
    }

    async fn read(&self, app: &App, plan: Plan) -> Result<(Vec<Row>, bool)> {
        let limits = ReadLimits { max_value_bytes: CELL_BYTES, ..ReadLimits::default() };
        let request = ReadRequest { id: nanoid::nanoid!(), plan, limits };
        let mut reading = open(app, &self.connection, &self.sight, request).await.map_err(|unread| match unread {
            Unread::Ours(error) => error,
            Unread::Engine(error) => failed(&error),
        })?;
        let (mut rows, mut truncated) = (Vec::new(), false);
        while let Some(batch) = reading.next(app, &self.connection).await {
            let batch = batch.map_err(|error| failed(&error))?;
            truncated |= batch.truncated;
            rows.extend(batch.rows);
        }
        Ok((rows, truncated))
    }

    /// Estimates tell how many rows there are that the caller may not see.
    fn told(&self, query: RowQuery) -> RowQuery {
        let limited = self.sight.limits_any(&self.connection.id) && query.count == Counting::Estimated;
        if limited { RowQuery { count: Counting::Capped, ..query } } else { query }
    }
}

fn failed(error: &EngineError) -> AppError {
    match error.step {
        Step::Query | Step::Permission | Step::Timeout | Step::Cancelled => AppError::database(error.to_string()),
        _ => AppError::unavailable(error.to_string()),
    }
}

/// Which table of which connection.
#[derive(Clone, Debug)]
pub struct At {
    pub project: String,
    pub connection: String,
    /// Its label.
    pub table: String,
}

async fn opened(app: &App, actor: &Actor, at: At) -> Result<Opened> {
    let id = access::project_id(Some(&at.project)).map_err(|_| access::not_found())?;
    let project = access::project(app, actor, &id, Right::ViewSchema).await?;
    let mut db = app.store.read().await?;
    let wanted = ConnectionId::parse(&at.connection);
    let connections = store::connections::of_project(&mut db, &id).await?;
    let connection = connections.into_iter().find(|row| Some(&row.id) == wanted.as_ref());
    let connection = connection.ok_or_else(|| AppError::not_found("Connection not found"))?;
    let sight = Sight::of(&mut db, actor, &project).await?;
    drop(db);
    let schema = schemas::of(app, &connection)
        .await?
        .ok_or_else(|| AppError::conflict("The structure of this connection is not known yet. Regenerate the schemas of the project."))?;
    let opened = Opened { connection, sight, schema, table: at.table };
    opened.table()?;
    Ok(opened)
}

/// `GET /api/projects/{projectId}/connections/{connectionId}/tables/{table}/rows`.
///
/// # Errors
/// `NotFound` for what is hidden; `Invalid` for what the table has not; what the database says.
pub async fn list(app: &App, actor: &Actor, at: At, text: &str) -> Result<Listed> {
    let opened = opened(app, actor, at).await?;
    let (query, table) = (opened.told(query(text)?), opened.table()?);
    let engine = opened.connection.kind;
    let rows = Rows::new(table, engine);
    let page = rows.page(&query)?;
    let shape = Shape::new(page.plan.columns.clone(), page.shown.clone(), Cells::default());
    let (found, truncated) = opened.read(app, Plan::Rows(page.plan.clone())).await?;
    let total = match counted(&rows, &query)? {
        Ask::Nothing => None,
        Ask::Known(total) => Some(total),
        Ask::Count { plan, at_most } => total(&opened.read(app, *plan).await?.0, at_most),
    };
    Ok(Listed { total, ..listed(&page, &query, &shape, found, truncated, engine) })
}

/// `GET .../tables/{table}/aggregate`.
///
/// # Errors
/// As [`list`].
pub async fn summary(app: &App, actor: &Actor, at: At, text: &str) -> Result<Summed> {
    let opened = opened(app, actor, at).await?;
    let query = query(text)?;
    let plan = Rows::new(opened.table()?, opened.connection.kind).summary(&query)?;
    let (rows, truncated) = opened.read(app, Plan::Aggregate(plan.clone())).await?;
    Ok(summed(&plan, &query, rows, truncated))
}

/// `GET .../tables/{table}/values`.
///
/// # Errors
/// As [`list`].
pub async fn values(app: &App, actor: &Actor, at: At, text: &str) -> Result<Values> {
    let opened = opened(app, actor, at).await?;
    let query = query(text)?;
    let plan = Rows::new(opened.table()?, opened.connection.kind).values(&query)?;
    let (rows, truncated) = opened.read(app, Plan::Aggregate(plan)).await?;
    Ok(valued(&query, rows, truncated))
}
