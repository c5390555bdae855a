//! Pages by the place of the row before: "everything behind this row in this order", written so that an index on the
//! sorted columns leads there. NULL counts as greater than every value, as [`Dialect::ordered`] sorts it.

use super::sort_key;
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, Step},
        plan::PlanSort,
        value::Value,
    },
};

/// A part of the rows behind a place. Rows where the first sorted column is NULL are a part of their own, because no
/// index finds them together with a range of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All rows: there is no place.
    All,
    /// Behind the place, and the first sorted column has a value.
    Beyond,
    /// The first sorted column is NULL, and the others are behind the place.
    NullBeyond,
    /// Every row where the first sorted column is NULL.
    Null,
    /// Every row where it has a value.
    NotNull,
}

/// The parts in order.
///
/// # Errors
/// A place that does not fit the order, which the planner would not make.
pub(super) fn parts(sort: &[PlanSort], after: Option<&[Value]>) -> Result<Vec<Part>, EngineError> {
    let Some(after) = after else { return Ok(vec![Part::All]) };
    let [first, ..] = sort else { return Err(unfit()) };
    if sort.len() != after.len() {
        return Err(unfit());
    }
    Ok(match (after[0].is_null(), first.descending) {
        (false, false) if first.column.nullable => vec![Part::Beyond, Part::Null],
        (false, _) => vec![Part::Beyond],
        (true, false) => vec![Part::NullBeyond],
        (true, true) => vec![Part::NullBeyond, Part::NotNull],
    })
}

fn unfit() -> EngineError {
    EngineError::new(Step::Query, "The place from which this page is read does not fit its order.", "")
}

impl Part {
    /// The condition for the part; nothing when it is all rows.
    pub(super) fn condition(
        self,
        sort: &[PlanSort],
        after: &[Value],
        dialect: Dialect,
        params: &mut Vec<Value>,
    ) -> Result<Option<String>, EngineError> {
        let [first, ..] = sort else { return Ok(None) };
        let raw = dialect.column(&first.column)?;
        Ok(Some(match self {
            Self::All => return Ok(None),
            Self::Beyond => Behind { dialect, params, nulls_apart: true }.all(sort, after)?,
            Self::Null => format!("{raw} IS NULL"),
            Self::NotNull => format!("{raw} IS NOT NULL"),
            Self::NullBeyond if sort.len() == 1 => "1 = 0".to_owned(),
            Self::NullBeyond => {
                format!("{raw} IS NULL AND {}", Behind { dialect, params, nulls_apart: false }.all(&sort[1..], &after[1..])?)
            }
        }))
    }

    /// The order within the part, as far as it still has to be made.
    pub(super) fn order(self, sort: &[PlanSort], dialect: Dialect) -> Result<Vec<String>, EngineError> {
        let skipped = usize::from(matches!(self, Self::Null | Self::NullBeyond));
        let mut order = Vec::with_capacity(sort.len());
        for (at, sort) in sort.iter().enumerate().skip(skipped) {
            let nullable = sort.column.nullable && (at > 0 || self == Self::All);
            order.push(dialect.ordered(&sort_key(dialect, &sort.column)?, nullable, sort.descending));
        }
        Ok(order)
    }
}

struct Behind<'p> {
    dialect: Dialect,
    params: &'p mut Vec<Value>,
    /// Rows where the first of the columns is NULL are asked for elsewhere.
    nulls_apart: bool,
}

impl Behind<'_> {
    fn all(&mut self, sort: &[PlanSort], after: &[Value]) -> Result<String, EngineError> {
        if self.fits_a_row(sort, after) { self.as_row(sort, after) } else { self.as_alternatives(sort, after) }
    }

    /// Whether `(a, b) > (x, y)` says it: PostgreSQL and SQLite read an index by that, MySQL does not.
    fn fits_a_row(&self, sort: &[PlanSort], after: &[Value]) -> bool {
        let descending = sort[0].descending;
        // Ascending, NULLs would come behind and are not greater than anything; descending, they came before.
        let last = |(at, sort): (usize, &PlanSort)| descending || !sort.column.nullable || at == 0 && self.nulls_apart;
        self.dialect != Dialect::Mysql
            && sort.len() > 1
            && sort.iter().all(|sort| sort.descending == descending)
            && after.iter().all(|value| !value.is_null())
            && sort.iter().enumerate().all(last)
    }

    fn as_row(&mut self, sort: &[PlanSort], after: &[Value]) -> Result<String, EngineError> {
        let (mut names, mut places) = (Vec::with_capacity(sort.len()), Vec::with_capacity(sort.len()));
        for (sort, value) in sort.iter().zip(after) {
            names.push(sort_key(self.dialect, &sort.column)?);
            places.push(self.bind(sort, value));
        }
        let operator = if sort[0].descending { '<' } else { '>' };
        Ok(format!("({}) {operator} ({})", names.join(", "), places.join(", ")))
    }

    /// Behind in the first column, or the same there and behind in the second, and so on. A bound on the first column
    /// stands in front for the index.
    fn as_alternatives(&mut self, sort: &[PlanSort], after: &[Value]) -> Result<String, EngineError> {
        let bound = if sort.len() > 1 { self.bound(&sort[0], &after[0])? } else { None };
        let mut alternatives = Vec::with_capacity(sort.len());
        for at in 0..sort.len() {
            let descending = sort[at].descending;
            if after[at].is_null() && !descending {
                // Nothing comes behind NULL.
                continue;
            }
            let mut terms = Vec::with_capacity(at + 1);
            for (sort, value) in sort[..at].iter().zip(after) {
                let name = sort_key(self.dialect, &sort.column)?;
                terms.push(match value {
                    Value::Null => format!("{} IS NULL", self.dialect.column(&sort.column)?),
                    value => format!("{name} = {}", self.bind(sort, value)),
                });
            }
            terms.push(self.behind(&sort[at], &after[at], at == 0 && self.nulls_apart)?);
            alternatives.push(if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" AND ")) });
        }
        let any = match alternatives.as_slice() {
            [] => "1 = 0".to_owned(),
            [one] => one.clone(),
            _ => format!("({})", alternatives.join(" OR ")),
        };
        Ok(bound.map_or(any.clone(), |bound| format!("{bound} AND {any}")))
    }

    /// What the first column is in every alternative.
    fn bound(&mut self, sort: &PlanSort, value: &Value) -> Result<Option<String>, EngineError> {
        if value.is_null() || !sort.descending && sort.column.nullable && !self.nulls_apart {
            return Ok(None);
        }
        let operator = if sort.descending { "<=" } else { ">=" };
        let name = sort_key(self.dialect, &sort.column)?;
        Ok(Some(format!("{name} {operator} {}", self.bind(sort, value))))
    }

    fn behind(&mut self, sort: &PlanSort, value: &Value, nulls_apart: bool) -> Result<String, EngineError> {
        let (name, raw) = (sort_key(self.dialect, &sort.column)?, self.dialect.column(&sort.column)?);
        Ok(match (value, sort.descending) {
            (Value::Null, _) => format!("{raw} IS NOT NULL"),
            (value, true) => format!("{name} < {}", self.bind(sort, value)),
            (value, false) if sort.column.nullable && !nulls_apart => format!("({name} > {} OR {raw} IS NULL)", self.bind(sort, value)),
            (value, false) => format!("{name} > {}", self.bind(sort, value)),
        })
    }

    /// SQLite sorts by what is stored, of whatever kind it is, so that is what it gets back.
    fn bind(&mut self, sort: &PlanSort, value: &Value) -> String {
        let (place, value) = match self.dialect {
            Dialect::Sqlite => (self.dialect.placeholder(self.params.len() + 1), value.clone()),
            Dialect::Postgres | Dialect::Mysql => self.dialect.bound(self.params.len() + 1, value, &sort.column),
        };
        self.params.push(value);
        place
    }
}
