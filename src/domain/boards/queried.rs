//! Saved queries that widgets show: the result of the statement is a table of its own, whose label is the query's id. Its
//! columns are those that the database tells.

use super::{
    reading::{self, Outcome, Trouble},
    results::Freshness,
    sources::Source,
};
use crate::{
    domain::{Reader, queries, row_rules::Sight},
    error::{AppError, Kind, Result},
    model::{
        engine::ReadLimits,
        id::{ConnectionId, QueryId},
        plan::{Plan, PlanSource},
        query::Query,
        schema::{Schema, Table},
        statement::{StatementPlan, StatementSource},
    },
    store::{self, connections::ConnectionRow},
};
use std::{sync::Arc, time::Duration};

/// How long the columns of one statement are taken to stay what they are. Whoever asks to read anew does not wait for it.
const COLUMNS_STAY: Duration = Duration::from_secs(60);

/// The saved query with this id and the connection that it runs on, among `rows`, the connections of a project.
async fn found<'a>(app: &Reader, rows: &'a [ConnectionRow], given: &str) -> Result<(Query, &'a ConnectionRow)> {
    let gone = || AppError::not_found("The saved query of this widget does not exist any more.");
    let id = QueryId::parse(given).ok_or_else(gone)?;
    let query = store::queries::get(&mut *app.records.read().await?, &id).await?;
    let query = query.filter(|query| rows.iter().any(|row| row.project_id == query.project_id)).ok_or_else(gone)?;
    match rows.iter().find(|row| Some(&row.id) == query.connection_id.as_ref()) {
        Some(row) => Ok((query, row)),
        None => Err(AppError::invalid(format!("The connection of the saved query \"{}\" was deleted.", query.title))),
    }
}

/// The connection that the saved query runs on.
///
/// # Errors
/// `NotFound` and `Invalid` as [`schema`].
pub(crate) async fn connection(app: &Reader, rows: &[ConnectionRow], given: &str) -> Result<ConnectionId> {
    Ok(found(app, rows, given).await?.1.id.clone())
}

/// The result of a saved query as a widget's source.
pub(super) async fn source(app: &Reader, rows: &[ConnectionRow], given: &str, anew: bool, sight: &Sight) -> Outcome<Source> {
    let (row, statement) = match prepared(app, rows, given).await {
        Ok(prepared) => prepared,
        Err(error) if matches!(error.kind, Kind::NotFound | Kind::Invalid) => {
            return Err(Trouble::tile(error.text, "Choose another query in the widget's settings, or mend this one on the SQL page."));
        }
        Err(error) => return Err(Trouble::Request(error)),
    };
    described(app, row, statement, given, anew, sight).await
}

async fn prepared<'a>(app: &Reader, rows: &'a [ConnectionRow], given: &str) -> Result<(&'a ConnectionRow, StatementPlan)> {
    let (query, row) = found(app, rows, given).await?;
    Ok((row, queries::as_table(row.kind, &query)?))
}

async fn described(app: &Reader, row: &ConnectionRow, statement: StatementPlan, label: &str, anew: bool, sight: &Sight) -> Outcome<Source> {
    let mut source = Source::empty(row, Freshness { kept_for: COLUMNS_STAY, anew }, sight);
    let answer = reading::read(app, &source, Plan::Describe(statement.clone()), ReadLimits::default()).await?;
    let table = Table::of_result(label, &answer.columns);
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    source.take_from(Schema { tables: vec![table], ..Schema::default() }, PlanSource::Statement(StatementSource { statement, columns }));
    Ok(source)
}

/// The result of a saved query as a table, of which no row is read. `anew`: whatever columns it had before.
///
/// # Errors
/// `NotFound` when there is no such query, `Invalid` when it cannot stand in the place of a table, `Database` when its
/// database does not tell the columns, `Forbidden` where a rule limits anything of that database: some engines find the types
/// of columns in values.
pub(crate) async fn schema(app: &Reader, rows: &[ConnectionRow], given: &str, anew: bool, sight: &Sight) -> Result<Arc<Schema>> {
    let (row, statement) = prepared(app, rows, given).await?;
    sight.lets_run(&row.id)?;
    let source = described(app, row, statement, given, anew, sight).await.map_err(Trouble::into_error)?;
    Ok(source.schema())
}
