//! What a reader asks of rows that no database has: filters, search, sort and page of a table that was put together here.

use super::{
    merge,
    reading::{Outcome, Trouble},
};
use crate::{
    domain::plan,
    error::AppError,
    model::{
        drawing::{FailedSource, GridColumn},
        filter::{Condition, Op, TableView},
        time::Timestamp,
        value::{Kind, Row, Value},
    },
};
use std::cmp::Ordering;

/// A table that was put together here, as far as what it is made of could be read.
pub(super) struct Whole {
    pub columns: Vec<GridColumn>,
    pub rows: Vec<Row>,
    pub failed: Vec<FailedSource>,
    /// Said below it.
    pub note: Option<String>,
    /// Rows are missing, because there are more than are put together.
    pub is_cut: bool,
    pub as_of: Timestamp,
}

/// One page, whether there is a next, and how many rows fit.
pub(super) struct Page {
    pub rows: Vec<Row>,
    pub page: u32,
    pub size: u32,
    pub has_next: bool,
    pub found: u64,
}

/// # Errors
/// As [`chosen`], and a page size out of bounds.
pub(super) fn page(rows: Vec<Row>, columns: &[GridColumn], view: &TableView) -> Outcome<Page> {
    let rows = chosen(rows, columns, view)?;
    let (page, size) = plan::page(view).map_err(Trouble::Request)?;
    let (first, found) = ((page as usize - 1).saturating_mul(size as usize), rows.len() as u64);
    let has_next = rows.len() > first.saturating_add(size as usize);
    let rows = rows.into_iter().skip(first).take(size as usize).collect();
    Ok(Page { rows, page, size, has_next, found })
}

/// The rows of all pages, in their order.
///
/// # Errors
/// A condition or a sort on a column that is not there.
pub(super) fn chosen(mut rows: Vec<Row>, columns: &[GridColumn], view: &TableView) -> Outcome<Vec<Row>> {
    let unknown = |name: &str| Trouble::Request(AppError::invalid(format!("There is no column \"{name}\" in this table.")));
    let place = |name: &str| columns.iter().position(|column| column.name == name).ok_or_else(|| unknown(name));
    for condition in &view.filter {
        let at = place(&condition.column)?;
        let kind = columns[at].kind;
        if !condition.op.fits(kind) {
            let text = format!("Column \"{}\" cannot be filtered by \"{}\".", condition.column, condition.op.label());
            return Err(Trouble::Request(AppError::invalid(text)));
        }
        rows.retain(|row| holds(condition, &row[at], kind));
    }
    if let Some(wanted) = view.search.as_deref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty()) {
        rows.retain(|row| row.iter().any(|value| value.display().to_lowercase().contains(&wanted)));
    }
    if let Some(sort) = &view.sort {
        let at = place(&sort.column)?;
        let kind = columns[at].kind;
        rows.sort_by(|a, b| {
            let order = merge::compare(&a[at], &b[at], kind);
            if sort.descending { order.reverse() } else { order }
        });
    }
    Ok(rows)
}

/// Whether a cell passes. Contains and starts-with ignore case; equality does not.
fn holds(condition: &Condition, value: &Value, kind: Kind) -> bool {
    let text = value.display();
    let given = condition.values.first().cloned().unwrap_or(Value::Null);
    let order = || if value.is_null() { None } else { Some(merge::compare(value, &given, kind)) };
    let lower = || (text.to_lowercase(), given.display().to_lowercase());
    match condition.op {
        Op::IsNull => value.is_null(),
        Op::NotNull => !value.is_null(),
        Op::Eq => order() == Some(Ordering::Equal),
        Op::Ne => order().is_some_and(|order| order != Ordering::Equal),
        Op::Gt => order() == Some(Ordering::Greater),
        Op::Gte => order().is_some_and(|order| order != Ordering::Less),
        Op::Lt => order() == Some(Ordering::Less),
        Op::Lte => order().is_some_and(|order| order != Ordering::Greater),
        Op::Contains => !value.is_null() && lower().0.contains(&lower().1),
        Op::StartsWith => !value.is_null() && lower().0.starts_with(&lower().1),
        Op::In => !value.is_null() && condition.values.iter().any(|one| one.display() == text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::filter::Sort;

    fn columns() -> Vec<GridColumn> {
        let column = |name: &str, kind| GridColumn {
            name: name.into(),
            header: name.into(),
            short_type: "x".into(),
            kind,
            is_source: false,
            enum_values: Vec::new(),
            rules: Vec::new(),
            ends: None,
        };
        vec![column("n", Kind::Integer), column("name", Kind::Text)]
    }

    fn found(view: &TableView) -> Vec<String> {
        let rows = [(Value::Int(10), "Ada"), (Value::Int(9), "ada b"), (Value::Null, "Bob")]
            .into_iter()
            .map(|(n, name)| vec![n, Value::Text(name.into())]);
        page(rows.collect(), &columns(), view).unwrap_or_else(|_| panic!("a good view")).rows.iter().map(|row| row[1].display()).collect()
    }

    fn condition(column: &str, op: Op, values: &[&str]) -> TableView {
        let values = values.iter().map(|value| Value::Text((*value).into())).collect();
        TableView { filter: vec![Condition { column: column.into(), op, values }], ..TableView::default() }
    }

    #[test]
    fn conditions_search_and_sort() {
        assert_eq!(found(&condition("n", Op::Gte, &["10"])), ["Ada"]);
        assert_eq!(found(&condition("n", Op::IsNull, &[])), ["Bob"]);
        assert_eq!(found(&condition("name", Op::StartsWith, &["ADA"])), ["Ada", "ada b"]);
        assert_eq!(found(&condition("name", Op::In, &["Ada", "x"])), ["Ada"]);
        assert_eq!(found(&TableView { search: Some(" b".into()), ..TableView::default() }), ["ada b", "Bob"]);
        let sorted = |descending| TableView { sort: Some(Sort { column: "n".into(), descending }), ..TableView::default() };
        assert_eq!(found(&sorted(false)), ["ada b", "Ada", "Bob"]);
        assert_eq!(found(&sorted(true)), ["Bob", "Ada", "ada b"]);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        for view in [
            condition("x", Op::IsNull, &[]),
            condition("n", Op::Contains, &["1"]),
            TableView { page_size: Some(0), ..TableView::default() },
        ] {
            assert!(matches!(page(Vec::new(), &columns(), &view), Err(Trouble::Request(_))));
        }
    }
}
