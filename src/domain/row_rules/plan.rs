//! A rule with its values as a limit of a plan.

use super::sight::Limit;
use crate::{
    domain::plan,
    error::{AppError, Kind, Result},
    model::{filter::Condition, plan::PlanLimit, schema::Table},
};

/// A rule on its table as the schema has it now.
pub(super) struct Limited<'a> {
    pub limit: &'a Limit,
    pub table: &'a Table,
}

impl Limited<'_> {
    /// No row where nothing is known to compare with, or what is known is no value of the column.
    ///
    /// # Errors
    /// `Forbidden` when a condition names a column that is gone, or that cannot be compared so any more.
    pub(super) fn plan(&self) -> Result<PlanLimit> {
        let Some(conditions) = &self.limit.conditions else { return Ok(PlanLimit::default()) };
        if conditions.iter().any(|condition| broken(self.table, condition).is_some()) {
            return Err(AppError::forbidden(
                "A row rule names a column that this table does not have any more, so nothing of the table is shown to those whom it \
                 limits. An administrator of the team can change the rule.",
            ));
        }
        let mut alternatives = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match plan::conditions(self.table, std::slice::from_ref(condition)) {
                Ok(planned) => alternatives.push(planned),
                Err(error) if error.kind == Kind::Invalid => return Ok(PlanLimit::default()),
                Err(error) => return Err(error),
            }
        }
        Ok(PlanLimit { any: if self.limit.any { alternatives } else { vec![alternatives.concat()] } })
    }
}

/// Why a condition cannot be followed on a table, whatever its values are.
pub(super) fn broken(table: &Table, condition: &Condition) -> Option<String> {
    let Some(column) = table.column(&condition.column) else {
        return Some(format!("The column {} is no longer in {}.", condition.column, table.name));
    };
    let fits = condition.op.fits(column.kind);
    (!fits).then(|| format!("The column {} ({}) cannot be compared by \"{}\".", column.name, column.short_type, condition.op.label()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        filter::Op,
        id::{ConnectionId, RuleId},
        schema::sample,
        value::Value,
    };

    fn planned(any: bool, conditions: Option<&[(&str, Op, &str)]>) -> Result<PlanLimit> {
        let table = sample::table("orders", vec![sample::column("id", "integer"), sample::column("at", "timestamp")]);
        let condition = |(column, op, value): &(&str, Op, &str)| Condition {
            column: (*column).to_owned(),
            op: *op,
            values: vec![Value::Text((*value).to_owned())],
        };
        let limit = Limit {
            rule: RuleId::new(),
            connection: ConnectionId::new(),
            table: table.at.clone(),
            any,
            conditions: conditions.map(|all| all.iter().map(condition).collect()),
        };
        Limited { limit: &limit, table: &table }.plan()
    }

    #[test]
    fn all_or_any_of_the_conditions() {
        let both: &[(&str, Op, &str)] = &[("id", Op::Gt, "3"), ("at", Op::Eq, "2024-05-01")];
        let lengths = |any| planned(any, Some(both)).expect("a limit").any.iter().map(Vec::len).collect::<Vec<_>>();
        // A day is from its beginning to its end, also as one of several alternatives.
        assert_eq!((lengths(false), lengths(true)), (vec![3], vec![1, 2]));
    }

    #[test]
    fn nothing_is_shown_rather_than_everything() {
        assert_eq!(planned(false, None).expect("a limit"), PlanLimit::default());
        assert_eq!(planned(true, Some(&[("id", Op::Eq, "7"), ("id", Op::Eq, "x")])).expect("a limit"), PlanLimit::default());
        for gone in [("price", Op::Eq, "1"), ("id", Op::Contains, "1")] {
            assert_eq!(planned(true, Some(&[("id", Op::Eq, "7"), gone])).expect_err("refused").kind, Kind::Forbidden, "{gone:?}");
        }
    }
}
