//! Tables and columns of a hosted database as seed 002 shows them, in the order that people gave them.

use super::{
    access::Found,
    facts, schema,
    work::{self, limits},
};
use crate::{
    domain::App,
    error::Result,
    model::{
        database::{DatabaseColumn, DatabaseTable},
        engine::ReadLimits,
        plan::{CountPlan, Plan, PlanFilter},
        schema::{Column, Schema, Table},
        sqlite_definition::{self, Definition, DefinitionKind, Written},
        value::Value,
    },
    store::{
        self,
        database_tables::{ColumnRow, TableRow},
    },
};
use futures::{StreamExt, stream};
use std::sync::Arc;

/// Tables that are counted side by side.
const AT_ONCE: usize = 4;
/// Time for counting one table or view, in milliseconds.
const COUNTING_MS: u64 = 3_000;

/// What is known of the structure of a database here and in its file.
pub(super) struct Known {
    pub schema: Arc<Schema>,
    pub definitions: Arc<Vec<Definition>>,
    tables: Vec<TableRow>,
    columns: Vec<ColumnRow>,
}

/// All tables and views, each with its number of rows.
///
/// # Errors
/// `Unavailable` when it cannot be opened.
pub async fn tables(app: &App, found: &Found) -> Result<Vec<DatabaseTable>> {
    let known = known(app, found).await?;
    let shown = known.ordered().into_iter().map(|table| counted(app, found, &known, table)).collect::<Vec<_>>();
    Ok(stream::iter(shown).buffered(AT_ONCE).collect().await)
}

/// One table or view.
///
/// # Errors
/// `NotFound`, and as [`tables`].
pub async fn table(app: &App, found: &Found, name: &str) -> Result<DatabaseTable> {
    let known = known(app, found).await?;
    let table = schema::table(&known.schema, name)?;
    Ok(counted(app, found, &known, table).await)
}

pub(super) async fn known(app: &App, found: &Found) -> Result<Known> {
    let (schema, definitions) = (schema::of(app, found).await?, schema::definitions(app, found).await?);
    let mut db = app.store.read().await?;
    Ok(Known {
        schema,
        definitions,
        tables: store::database_tables::tables(&mut db, &found.row.id).await?,
        columns: store::database_tables::columns(&mut db, &found.row.id).await?,
    })
}

/// The number of rows up to the limit of a table. What cannot be counted in time shows what its statistics say.
async fn counted(app: &App, found: &Found, known: &Known, table: &Table) -> DatabaseTable {
    let most = limits(app).max_table_rows;
    let plan = CountPlan { source: table.at.clone().into(), filter: PlanFilter::default(), at_most: Some(most) };
    let limits = ReadLimits { timeout_ms: COUNTING_MS, ..work::read_limits() };
    let rows = match work::rows(app, found, Plan::Count(plan), limits).await.map(|whole| whole.rows) {
        Ok(rows) => match rows.first().and_then(|row| row.first()) {
            Some(Value::Int(rows)) => *rows,
            _ => 0,
        },
        Err(error) => {
            tracing::debug!("a table could not be counted: {error}");
            table.row_estimate.and_then(|rows| i64::try_from(rows).ok()).unwrap_or_default()
        }
    };
    let mut shown = known.shown(table);
    shown.number_of_rows = rows;
    shown.max_cell_limit_reached = u64::try_from(rows).is_ok_and(|rows| rows >= most);
    shown
}

impl Known {
    /// What the text of a table's definition says.
    pub fn written(&self, table: &Table) -> Written {
        let own = self.definitions.iter().find(|one| one.kind == DefinitionKind::Table && one.name == table.at.name);
        own.and_then(|one| one.sql.as_deref()).map(sqlite_definition::written).unwrap_or_default()
    }

    /// Tables that were put in a place, then the others in the order in which they were made.
    pub fn ordered(&self) -> Vec<&Table> {
        let made = |name: &str| self.definitions.iter().position(|one| one.name == name).unwrap_or(usize::MAX);
        let mut tables: Vec<&Table> = self.schema.tables.iter().collect();
        tables.sort_by_key(|table| (self.row(table).map_or(i64::MAX, |row| row.position), made(&table.at.name)));
        tables
    }

    /// The columns of a table in their order.
    pub fn columns<'t>(&self, table: &'t Table) -> Vec<&'t Column> {
        let place = |name: &str| self.columns.iter().position(|row| row.table == table.at.name && row.name == name).unwrap_or(usize::MAX);
        let mut columns: Vec<&Column> = table.columns.iter().collect();
        columns.sort_by_key(|column| place(&column.name));
        columns
    }

    pub fn row(&self, table: &Table) -> Option<&TableRow> {
        self.tables.iter().find(|row| row.name == table.at.name)
    }

    /// A table without its number of rows.
    pub fn shown(&self, table: &Table) -> DatabaseTable {
        let mut shown = facts::table(table, &self.written(table), &self.columns(table));
        shown.description = self.row(table).and_then(|row| row.description.clone());
        shown
    }

    pub fn column(&self, table: &Table, column: &Column) -> DatabaseColumn {
        facts::column(table, &self.written(table), column)
    }
}
