//! The WHERE clause.

use crate::{
    engines::dialect::{Dialect, like_escaped},
    model::{
        engine::{EngineError, Step},
        filter::Op,
        plan::{PlanCondition, PlanFilter, PlanLimit, PlanSearch},
        value::Value,
    },
};

/// ` WHERE ...` with a leading blank, or nothing. Appends to `params`.
pub(super) fn clause(filter: &PlanFilter, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let mut terms = Vec::with_capacity(filter.limits.len() + filter.conditions.len() + 1);
    for limit in &filter.limits {
        terms.push(limited(limit, dialect, params)?);
    }
    for condition in &filter.conditions {
        terms.push(term(condition, dialect, params)?);
    }
    if let Some(search) = &filter.search {
        terms.push(any_contains(search, dialect, params)?);
    }
    Ok(if terms.is_empty() { String::new() } else { format!(" WHERE {}", terms.join(" AND ")) })
}

/// Holds for no row when there is no alternative.
fn limited(limit: &PlanLimit, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let mut alternatives = Vec::with_capacity(limit.any.len());
    for conditions in &limit.any {
        // Joined by AND, nothing would hold for every row.
        if conditions.is_empty() {
            return Err(EngineError::new(Step::Query, "A limit of this read lacks its conditions.", ""));
        }
        let terms = conditions.iter().map(|condition| term(condition, dialect, params)).collect::<Result<Vec<_>, _>>()?;
        alternatives.push(format!("({})", terms.join(" AND ")));
    }
    Ok(if alternatives.is_empty() { "1 = 0".to_owned() } else { either(&alternatives) })
}

fn term(condition: &PlanCondition, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let column = &condition.column;
    let raw = dialect.column(column)?;
    let operator = match condition.op {
        Op::IsNull => return Ok(format!("{raw} IS NULL")),
        Op::NotNull => return Ok(format!("{raw} IS NOT NULL")),
        Op::Contains | Op::StartsWith => {
            let text = like_escaped(&only_value(condition)?.display());
            params.push(Value::Text(if condition.op == Op::Contains { format!("%{text}%") } else { format!("{text}%") }));
            return Ok(dialect.like(&raw, column, params.len()));
        }
        Op::In => {
            let mut places = Vec::with_capacity(condition.values.len());
            for value in &condition.values {
                places.push(bind(condition, value, dialect, params));
            }
            if places.is_empty() {
                return Err(incomplete(&column.name));
            }
            return Ok(format!("{} IN ({})", dialect.compared(&raw, column), places.join(", ")));
        }
        Op::Eq => "=",
        Op::Ne => "<>",
        Op::Gt => ">",
        Op::Gte => ">=",
        Op::Lt => "<",
        Op::Lte => "<=",
    };
    let place = bind(condition, only_value(condition)?, dialect, params);
    Ok(format!("{} {operator} {place}", dialect.compared(&raw, column)))
}

fn bind(condition: &PlanCondition, value: &Value, dialect: Dialect, params: &mut Vec<Value>) -> String {
    let (place, value) = dialect.bound(params.len() + 1, value, &condition.column);
    params.push(value);
    place
}

fn only_value(condition: &PlanCondition) -> Result<&Value, EngineError> {
    match condition.values.as_slice() {
        [value] => Ok(value),
        _ => Err(incomplete(&condition.column.name)),
    }
}

fn incomplete(column: &str) -> EngineError {
    EngineError::new(Step::Query, format!("The filter on \"{column}\" lacks its value."), "")
}

fn any_contains(search: &PlanSearch, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let pattern = Value::Text(format!("%{}%", like_escaped(&search.text)));
    params.push(pattern.clone());
    let mut terms = Vec::with_capacity(search.columns.len());
    for column in &search.columns {
        if !terms.is_empty() && !dialect.numbers_params() {
            params.push(pattern.clone());
        }
        terms.push(dialect.like(&dialect.column(column)?, column, params.len()));
    }
    if terms.is_empty() {
        // Nothing to search in: nothing is found. The parameter is named, as PostgreSQL demands.
        return Ok(format!("{} IS NULL", dialect.text(&dialect.placeholder(params.len()))));
    }
    Ok(either(&terms))
}

/// `a OR b OR ...` as a balanced tree: a table of 1,000 columns stays below SQLite's limit on the depth of expressions.
fn either(terms: &[String]) -> String {
    match terms {
        [one] => one.clone(),
        _ => {
            let (left, right) = terms.split_at(terms.len() / 2);
            format!("({} OR {})", either(left), either(right))
        }
    }
}
