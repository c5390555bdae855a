//! Rows of hosted databases over HTTP: which the caller may see, as many as fit, and in what order.

pub mod document;
pub mod external;
pub mod shown;
pub mod write;

use super::{
    access::{self, Asking, Found, Key},
    schema, work,
};
use crate::{
    domain::{
        App,
        plan::page::{Page, Rows},
    },
    engines::{RowStream, row_version},
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        engine::EngineKind,
        plan::{AggregatePlan, Plan, PlanColumn},
        row_query::{Counting, RowQuery},
        schema::{Schema, Table},
        value::{Kind, Row, Value},
    },
};
use shown::{Cells, Counted, Group, Listed, One, Shape, Shown, Summed, Total, Values};
use std::sync::Arc;

/// Counting of `capped` stops here.
pub(super) const COUNT_LIMIT: u64 = 10_000;

/// Which table of which database, and who asks.
#[derive(Clone, Debug)]
pub struct Of<'a> {
    pub asking: Asking<'a>,
    pub key: Key,
    pub table: String,
}

/// A table that was found.
struct Opened {
    found: Found,
    schema: Arc<Schema>,
    name: String,
}

impl Opened {
    fn table(&self) -> Result<&Table> {
        schema::table(&self.schema, &self.name)
    }

    /// Where the cells of a page's rows are.
    fn shape(&self, table: &Table, page: &Page) -> Arc<Shape> {
        let key = match page.keyed.as_slice() {
            [at] => page.plan.columns.get(*at).map(|column| (column.name.clone(), *at)),
            _ => None,
        };
        Shape::new(page.plan.columns.clone(), page.shown.clone(), Cells::of(&self.found, &table.at.name, key))
    }
}

async fn open(app: &App, of: &Of<'_>, right: DatabaseRight) -> Result<Opened> {
    let found = access::open(app, of.asking, &of.key, right).await?;
    let schema = schema::of(app, &found).await?;
    schema::table(&schema, &of.table)?;
    Ok(Opened { found, schema, name: of.table.clone() })
}

/// A database that the caller may read, with its structure.
async fn open_database(app: &App, asking: Asking<'_>, key: &Key) -> Result<(Found, Arc<Schema>)> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    let schema = schema::of(app, &found).await?;
    Ok((found, schema))
}

/// # Errors
/// `Invalid`, with what does not fit.
pub fn query(text: &str) -> Result<RowQuery> {
    RowQuery::parse(text).map_err(|misread| AppError::invalid(misread.0))
}

/// Every row of a read, and whether a limit ended it.
async fn collected(mut stream: RowStream) -> Result<(Vec<Row>, bool)> {
    let (mut rows, mut truncated) = (Vec::new(), false);
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch.map_err(|error| work::failed(&error))?;
        truncated |= batch.truncated;
        rows.extend(batch.rows);
    }
    Ok((rows, truncated))
}

async fn read(app: &App, found: &Found, plan: Plan) -> Result<(Vec<Row>, bool)> {
    collected(work::read(app, found, plan, work::read_limits()).await?).await
}

/// The versions of rows by the columns at these places.
fn version(row: &Row, at: &[usize]) -> String {
    row_version::of(&at.iter().map(|at| row[*at].clone()).collect())
}

/// A page as it is answered: `rows` may be one more than it holds, or fewer than there are.
fn listed(page: &Page, query: &RowQuery, shape: &Arc<Shape>, mut rows: Vec<Row>, truncated: bool, engine: EngineKind) -> Listed {
    let more = rows.len() > page.limit || truncated;
    rows.truncate(page.limit);
    let next = page.next(&rows, more, engine, query.offset);
    let versions = query.versions.then(|| rows.iter().map(|row| version(row, &page.versioned)).collect());
    Listed { next, versions, total: None, rows: rows.into_iter().map(|row| Shown::new(shape, row)).collect() }
}

/// `GET .../tables/{table}/rows`.
///
/// # Errors
/// `NotFound` for what is hidden, `Forbidden`, and `Invalid` for what the table has not.
pub async fn list(app: &App, of: Of<'_>, text: &str) -> Result<Listed> {
    let opened = open(app, &of, DatabaseRight::Read).await?;
    let (query, table) = (query(text)?, opened.table()?);
    let rows = Rows::new(table, EngineKind::Hosted);
    let page = rows.page(&query)?;
    let counting = async {
        Ok::<_, AppError>(match counted(&rows, &query)? {
            Ask::Nothing => None,
            Ask::Known(total) => Some(total),
            Ask::Count { plan, at_most } => total(&read(app, &opened.found, *plan).await?.0, at_most),
        })
    };
    let (found, total) = tokio::try_join!(read(app, &opened.found, Plan::Rows(page.plan.clone())), counting)?;
    let listed = listed(&page, &query, &opened.shape(table, &page), found.0, found.1, EngineKind::Hosted);
    Ok(Listed { total, ..listed })
}

/// What a count takes.
pub(super) enum Ask {
    Nothing,
    Known(Total),
    Count { plan: Box<Plan>, at_most: Option<u64> },
}

pub(super) fn counted(rows: &Rows<'_>, query: &RowQuery) -> Result<Ask> {
    let at_most = match query.count {
        Counting::None => return Ok(Ask::Nothing),
        Counting::Exact => None,
        Counting::Capped => Some(COUNT_LIMIT),
        Counting::Estimated => match rows.table.row_estimate.filter(|_| query.is_whole()) {
            // A small number may be long out of date, and costs nothing to count.
            Some(estimate) if estimate > COUNT_LIMIT => return Ok(Ask::Known(Total { total: estimate, counted: "estimated" })),
            _ => Some(COUNT_LIMIT),
        },
    };
    let plan = rows.count(query, at_most.map(|most| most + 1))?;
    Ok(Ask::Count { plan: Box::new(Plan::Count(plan)), at_most })
}

pub(super) fn total(rows: &[Row], at_most: Option<u64>) -> Option<Total> {
    let number = number(rows.first()?.first()?)?;
    Some(match at_most.filter(|most| number > *most) {
        Some(most) => Total { total: most, counted: "capped" },
        None => Total { total: number, counted: "exact" },
    })
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// What a row that is not there looks like.
pub(super) fn no_row() -> AppError {
    AppError::not_found("There is no such row")
}

/// `GET .../tables/{table}/rows/{key}`.
///
/// # Errors
/// As [`list`], and `NotFound`.
pub async fn one(app: &App, of: Of<'_>, key: &[String], text: &str) -> Result<One> {
    let opened = open(app, &of, DatabaseRight::Read).await?;
    let (query, table) = (query(text)?, opened.table()?);
    let page = Rows::new(table, EngineKind::Hosted).one(key, &query)?;
    let (rows, _) = read(app, &opened.found, Plan::Rows(page.plan.clone())).await?;
    let row = rows.into_iter().next().ok_or_else(no_row)?;
    let version = version(&row, &page.versioned);
    Ok(One { row: Shown::new(&opened.shape(table, &page), row), version })
}

/// `GET .../tables/{table}/aggregate`.
///
/// # Errors
/// As [`list`].
pub async fn summary(app: &App, of: Of<'_>, text: &str) -> Result<Summed> {
    let opened = open(app, &of, DatabaseRight::Read).await?;
    let query = query(text)?;
    let plan = Rows::new(opened.table()?, EngineKind::Hosted).summary(&query)?;
    let (rows, truncated) = read(app, &opened.found, Plan::Aggregate(plan.clone())).await?;
    Ok(summed(&plan, &query, rows, truncated))
}

/// Figures are named as they were asked for.
pub(super) fn summed(plan: &AggregatePlan, query: &RowQuery, mut rows: Vec<Row>, truncated: bool) -> Summed {
    let most = query.limit() as usize;
    let truncated = truncated || rows.len() > most;
    rows.truncate(most);
    let mut columns: Vec<PlanColumn> = plan.groups.iter().map(|group| group.column.clone()).collect();
    let groups = columns.len();
    let names = if query.measures.is_empty() { vec!["count".to_owned()] } else { query.measures.clone() };
    columns.extend(names.into_iter().map(|name| PlanColumn {
        name,
        kind: Kind::Number,
        short_type: "numeric".to_owned(),
        full_type: "numeric".to_owned(),
        nullable: true,
    }));
    let all = columns.len();
    let (group, measures) = (
        Shape::new(columns.clone(), (0..groups).collect(), Cells::default()),
        Shape::new(columns, (groups..all).collect(), Cells::default()),
    );
    let shown = |row: Row| Group { group: Shown::new(&group, row.clone()), measures: Shown::new(&measures, row) };
    Summed { groups: rows.into_iter().map(shown).collect(), truncated }
}

/// `GET .../tables/{table}/values`.
///
/// # Errors
/// As [`list`].
pub async fn values(app: &App, of: Of<'_>, text: &str) -> Result<Values> {
    let opened = open(app, &of, DatabaseRight::Read).await?;
    let query = query(text)?;
    let plan = Rows::new(opened.table()?, EngineKind::Hosted).values(&query)?;
    let (rows, truncated) = read(app, &opened.found, Plan::Aggregate(plan)).await?;
    Ok(valued(&query, rows, truncated))
}

pub(super) fn valued(query: &RowQuery, rows: Vec<Row>, truncated: bool) -> Values {
    let most = query.limit() as usize;
    let truncated = truncated || rows.len() > most;
    let value = |row: Row| {
        let mut cells = row.into_iter();
        Some(Counted { value: cells.next()?, count: number(&cells.next()?)? })
    };
    Values { values: rows.into_iter().take(most).filter_map(value).collect(), truncated }
}
