//! Conditions and search of a view.

use super::{one_of, values};
use crate::{
    error::{AppError, Result},
    model::{
        filter::{Condition, Op, TableView},
        plan::{PlanColumn, PlanCondition, PlanFilter, PlanSearch},
        schema::{Column, Table},
        value::{Kind, Value},
    },
};

/// Most conditions of one view.
const MAX_CONDITIONS: usize = 32;
/// Most values of "is one of".
const MAX_LIST: usize = 200;
/// Longest search text, in characters.
const MAX_SEARCH: usize = 200;

pub(super) fn filter(table: &Table, visible: &[&Column], view: &TableView) -> Result<PlanFilter> {
    if view.filter.len() > MAX_CONDITIONS {
        return Err(AppError::field("filter", format!("At most {MAX_CONDITIONS} filters can be used at once.")));
    }
    let mut conditions = Vec::with_capacity(view.filter.len());
    for condition in &view.filter {
        let column = one_of(table, visible, &condition.column)?;
        conditions.extend(checked(column, condition)?);
    }
    Ok(PlanFilter { limits: Vec::new(), conditions, search: search(visible, view)? })
}

/// Conditions on any column of the table, for whoever may name all of them: the owner of a board, who maps its filters.
pub fn conditions(table: &Table, wanted: &[Condition]) -> Result<Vec<PlanCondition>> {
    let all: Vec<&Column> = table.columns.iter().collect();
    let mut planned = Vec::with_capacity(wanted.len());
    for condition in wanted {
        planned.extend(checked(one_of(table, &all, &condition.column)?, condition)?);
    }
    Ok(planned)
}

/// The condition with its values in the form of the column's kind. A day compared with a moment means the whole day,
/// which can take two conditions.
pub(super) fn checked(column: &Column, condition: &Condition) -> Result<Vec<PlanCondition>> {
    let op = condition.op;
    if !op.fits(column.kind) {
        let fitting: Vec<&str> = Op::ALL.into_iter().filter(|op| op.fits(column.kind)).map(Op::label).collect();
        return Err(AppError::invalid(format!(
            "Column \"{}\" cannot be filtered by \"{}\"; possible are: {}.",
            column.name,
            op.label(),
            fitting.join(", ")
        )));
    }
    let given = condition.values.len();
    match op {
        Op::IsNull | Op::NotNull if given > 0 => {
            return Err(AppError::invalid(format!("The filter \"{}\" on column \"{}\" takes no value.", op.label(), column.name)));
        }
        Op::In if given == 0 || given > MAX_LIST => {
            return Err(AppError::invalid(format!("The list for column \"{}\" must hold 1 to {MAX_LIST} values.", column.name)));
        }
        Op::In | Op::IsNull | Op::NotNull => {}
        _ if given != 1 => {
            return Err(AppError::invalid(format!("The filter on column \"{}\" needs exactly one value.", column.name)));
        }
        _ => {}
    }
    if let (Kind::Timestamp, [value]) = (column.kind, condition.values.as_slice())
        && let Some((first, next)) = values::whole_day(value)
    {
        let bounds: &[(Op, &str)] = match op {
            Op::Eq => &[(Op::Gte, &first), (Op::Lt, &next)],
            Op::Gt => &[(Op::Gte, &next)],
            Op::Gte => &[(Op::Gte, &first)],
            Op::Lt => &[(Op::Lt, &first)],
            Op::Lte => &[(Op::Lt, &next)],
            _ => &[],
        };
        if !bounds.is_empty() {
            let bound = |(op, day): &(Op, &str)| condition_of(column, *op, vec![Value::Text((*day).to_owned())]);
            return Ok(bounds.iter().map(bound).collect());
        }
    }
    let by_text = matches!(op, Op::Contains | Op::StartsWith);
    let mut checked = Vec::with_capacity(given);
    for value in &condition.values {
        checked.push(if by_text { values::part(column, value)? } else { values::whole(column, value)? });
    }
    Ok(vec![condition_of(column, op, checked)])
}

fn condition_of(column: &Column, op: Op, values: Vec<Value>) -> PlanCondition {
    PlanCondition { column: PlanColumn::of(column), op, values }
}

/// The search text and every visible column whose text can hold it.
pub(super) fn search(visible: &[&Column], view: &TableView) -> Result<Option<PlanSearch>> {
    let text = view.search.as_deref().unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > MAX_SEARCH {
        return Err(AppError::field("search", format!("The search text can have at most {MAX_SEARCH} characters.")));
    }
    if text.contains('\0') {
        return Err(AppError::field("search", "The search text must not hold a NUL character."));
    }
    let columns = visible.iter().filter(|column| column.kind != Kind::Bytes).map(|column| PlanColumn::of(column)).collect();
    Ok(Some(PlanSearch { text: text.to_owned(), columns }))
}
