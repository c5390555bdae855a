//! Two tables that are read in the order of a key each, as far as a bound reaches.

use super::{
    merge,
    narrowing::Narrow,
    reading::{self, Outcome, Trouble},
    sources::Source,
};
use crate::{
    domain::{Reader, plan},
    model::{
        engine::ReadLimits,
        filter::{Sort, TableView},
        plan::{Plan, PlanColumn},
        schema::Table,
        time::Timestamp,
        value::{Kind, Row, Value},
        widget::ColumnChoice,
    },
};
use std::cmp::Ordering;

/// Most rows that are read of one side.
pub(super) const BOUND: u64 = 20_000;
const SIDE_BYTES: u64 = 2 * reading::TILE_BYTES;

pub(super) struct Side {
    pub rows: Vec<Row>,
    /// There are more.
    cut: bool,
    pub as_of: Timestamp,
}

/// The columns of a table in the order of its key.
pub(super) async fn read(
    app: &Reader,
    source: &Source,
    table: &Table,
    key: &str,
    columns: &[ColumnChoice],
    narrow: &Narrow,
) -> Outcome<Side> {
    let by_key = TableView { sort: Some(Sort { column: key.to_owned(), descending: false }), ..TableView::default() };
    let mut wanted = plan::rows(table, &by_key, columns)?;
    wanted.limit = Some(BOUND + 1);
    let limits = ReadLimits { max_bytes: SIDE_BYTES, ..reading::page_limits(BOUND + 1) };
    let answer = reading::read(app, source, Plan::Rows(wanted).narrowed(&narrow.on(table)?), limits).await?;
    let (mut rows, bound) = (answer.rows.clone(), BOUND as usize);
    let cut = answer.cut || rows.len() > bound;
    rows.truncate(bound);
    Ok(Side { rows, cut, as_of: answer.as_of })
}

/// How far both sides were read, when one was cut: rows beyond are left out, since the other side's may be missing. Each
/// side comes with the place of its key.
///
/// # Errors
/// A side was cut and its key is one that engines sort in orders of their own.
pub(super) fn reach(ours: (&mut Side, usize), theirs: (&mut Side, usize), key: &PlanColumn) -> Outcome<Option<String>> {
    if !(ours.0.cut || theirs.0.cut) {
        return Ok(None);
    }
    if !(key.kind.is_numeric() || key.kind == Kind::Date) {
        return Err(Trouble::tile(
            format!("There are more than {BOUND} rows, and databases sort {} in orders of their own.", key.name),
            "Edit the widget and choose a number or a date as the first key, or smaller tables.",
        ));
    }
    let last = |(side, place): (&Side, usize)| side.rows.last().filter(|_| side.cut).map(|row| row[place].clone());
    let ends = [last((&*ours.0, ours.1)), last((&*theirs.0, theirs.1))];
    let end = ends.into_iter().flatten().min_by(|a, b| merge::compare(a, b, key.kind)).unwrap_or(Value::Null);
    for (side, place) in [ours, theirs] {
        side.rows.retain(|row| merge::compare(&row[place], &end, key.kind) == Ordering::Less);
    }
    Ok(Some(format!("Only rows with {} below {} are taken: at most {BOUND} of each side are read.", key.name, end.display())))
}
