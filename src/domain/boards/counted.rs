//! How many rows of a table somebody sees.

use super::{
    reading::{self, COUNT_LIMIT, Trouble},
    results::Freshness,
    sources::Source,
};
use crate::{
    domain::{Reader, plan, row_rules::Sight},
    error::{AppError, Result},
    model::{filter::TableView, plan::Plan, schema::Table},
    store::connections::ConnectionRow,
};

/// Counted up to one more than the limit of counts.
///
/// # Errors
/// `Database` with what keeps the rows from being counted, a rule that hides all of them among that.
pub(crate) async fn counted(app: &Reader, row: &ConnectionRow, table: &Table, sight: &Sight) -> Result<u64> {
    let source = Source::empty(row, Freshness::default(), sight);
    let plan = plan::count(table, &TableView::default(), &[], Some(COUNT_LIMIT + 1))?;
    let answer = reading::read(app, &source, Plan::Count(plan), reading::page_limits(1)).await.map_err(Trouble::into_error)?;
    reading::number(&answer).ok_or_else(|| AppError::database("The database gave no number of rows."))
}
