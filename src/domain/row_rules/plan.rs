//! A rule with its values as a limit of a plan.

use super::sight::Limit;
use crate::{
    domain::plan,
    error::{AppError, Kind as ErrorKind, Result},
    model::{
        engine::EngineKind,
        filter::{Condition, Op},
        plan::PlanLimit,
        schema::Table,
        value::Kind,
    },
};

/// A rule on its table as the schema has it now.
pub(super) struct Limited<'a> {
    pub limit: &'a Limit,
    pub engine: EngineKind,
    pub table: &'a Table,
}

impl Limited<'_> {
    /// No row where nothing is known to compare with, or what is known is no value of the column.
    ///
    /// # Errors
    /// `Forbidden` when a condition names a column that is gone or has another type, or that cannot be compared so.
    pub(super) fn plan(&self) -> Result<PlanLimit> {
        let Some(conditions) = &self.limit.conditions else { return Ok(PlanLimit::default()) };
        if unfollowed(self.engine, self.table, conditions, &self.limit.kinds).is_some() {
            return Err(AppError::forbidden(
                "A row rule names a column that this table does not have any more, or that cannot be compared as the rule says, so \
                 nothing of the table is shown to those whom it limits. An administrator of the team can change the rule.",
            ));
        }
        let mut alternatives = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match plan::conditions(self.table, std::slice::from_ref(condition)) {
                Ok(planned) => alternatives.push(planned),
                Err(error) if error.kind == ErrorKind::Invalid => return Ok(PlanLimit::default()),
                Err(error) => return Err(error),
            }
        }
        Ok(PlanLimit { any: if self.limit.any { alternatives } else { vec![alternatives.concat()] } })
    }
}

/// Why the conditions of a rule cannot be followed on a table. `kinds`: what their columns held when it was made.
pub(super) fn unfollowed(engine: EngineKind, table: &Table, conditions: &[Condition], kinds: &[Kind]) -> Option<String> {
    let reason = |(place, condition): (usize, &Condition)| {
        broken(engine, table, condition).or_else(|| changed(table, condition, kinds.get(place).copied()?))
    };
    conditions.iter().enumerate().find_map(reason)
}

/// Values of another type are compared in another way, which may let rows through that the rule hid.
fn changed(table: &Table, condition: &Condition, was: Kind) -> Option<String> {
    let column = table.column(&condition.column)?;
    (column.kind != was).then(|| format!("The column {} ({}) had another type when the rule was made.", column.name, column.short_type))
}

/// Why a condition cannot be followed on a table, whatever its values are.
pub(super) fn broken(engine: EngineKind, table: &Table, condition: &Condition) -> Option<String> {
    let Some(column) = table.column(&condition.column) else {
        return Some(format!("The column {} is no longer in {}.", condition.column, table.name));
    };
    let (name, short, op) = (&column.name, &column.short_type, condition.op.label());
    if !condition.op.fits(column.kind) {
        return Some(format!("The column {name} ({short}) cannot be compared by \"{op}\"."));
    }
    // What a view's column without a declared type holds is only seen in some of its rows.
    let is_untyped = matches!(column.kind, Kind::Boolean | Kind::Other) || column.full_type.eq_ignore_ascii_case("any");
    let holds_anything = matches!(engine, EngineKind::Sqlite | EngineKind::Hosted) && is_untyped;
    (holds_anything && condition.op == Op::Ne).then(|| {
        format!(
            "The column {name} ({short}) cannot be compared by \"{op}\": SQLite keeps values of any type there, and a number is never \
             the same as a text that reads like it."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::{ConnectionId, RuleId},
        schema::{Column, sample},
        value::Value,
    };

    fn table() -> Table {
        let anything = Column { kind: Kind::Other, ..sample::column("anything", "any") };
        let seen = Column { full_type: "ANY".into(), ..sample::column("seen", "integer") };
        let columns = [("id", "integer"), ("at", "timestamp"), ("open", "boolean")];
        let columns = columns.map(|(name, short_type)| sample::column(name, short_type));
        sample::table("orders", columns.into_iter().chain([anything, seen]).collect())
    }

    fn planned(any: bool, conditions: Option<&[(&str, Op, &str)]>) -> Result<PlanLimit> {
        made_when(&[], EngineKind::Postgres, any, conditions)
    }

    /// A rule on columns that were of these kinds.
    fn made_when(kinds: &[Kind], engine: EngineKind, any: bool, conditions: Option<&[(&str, Op, &str)]>) -> Result<PlanLimit> {
        let table = table();
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
            kinds: kinds.to_vec(),
        };
        Limited { limit: &limit, engine, table: &table }.plan()
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
            assert_eq!(planned(true, Some(&[("id", Op::Eq, "7"), gone])).expect_err("refused").kind, ErrorKind::Forbidden, "{gone:?}");
        }
    }

    #[test]
    fn a_column_of_another_type_is_not_compared() {
        let both: &[(&str, Op, &str)] = &[("id", Op::Eq, "7"), ("at", Op::Gt, "2024-05-01")];
        let refused = |kinds: &[Kind]| {
            made_when(kinds, EngineKind::Postgres, false, Some(both)).is_err_and(|error| error.kind == ErrorKind::Forbidden)
        };
        assert!(!refused(&[Kind::Integer, Kind::Timestamp]));
        assert!(refused(&[Kind::Text, Kind::Timestamp]) && refused(&[Kind::Integer, Kind::Date]));
        assert!(!refused(&[]), "of an older rule it is not known");
    }

    #[test]
    fn what_can_be_of_any_type_is_not_told_apart_by_being_another() {
        let refused =
            |engine, condition| made_when(&[], engine, false, Some(&[condition])).is_err_and(|error| error.kind == ErrorKind::Forbidden);
        for condition in [("open", Op::Ne, "true"), ("anything", Op::Ne, "7"), ("seen", Op::Ne, "7")] {
            assert!(refused(EngineKind::Sqlite, condition), "{condition:?}");
            assert!(!refused(EngineKind::Postgres, condition), "{condition:?}");
        }
        for condition in [("open", Op::Eq, "true"), ("seen", Op::Eq, "7"), ("id", Op::Ne, "7")] {
            assert!(!refused(EngineKind::Sqlite, condition), "{condition:?}");
        }
    }
}
