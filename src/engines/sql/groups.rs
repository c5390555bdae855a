//! What rows are grouped by: a value, a period, a range of numbers, or the greatest few and the rest.

use super::{Sums, filter, measures, result_column};
use crate::{
    engines::dialect::{Dialect, grain_has_time},
    model::{
        engine::{EngineError, ResultColumn},
        plan::{AggregatePlan, PlanGroup},
        value::{Kind, Value},
    },
};

/// A group's expressions.
pub(super) struct Group {
    /// In SELECT.
    pub shown: String,
    /// In GROUP BY and ORDER BY.
    pub expression: String,
    /// The expression is long: where the engine allows, it is named by its place.
    by_place: bool,
    /// Whether a group may be NULL.
    pub nullable: bool,
    pub column: ResultColumn,
    /// Behind the table's name in FROM.
    pub join: String,
    /// NULL for what is left over.
    pub marker: Option<String>,
}

impl Group {
    /// What GROUP BY and ORDER BY name, when this is the group at that place.
    pub fn key(&self, at: usize, dialect: Dialect) -> String {
        match dialect {
            Dialect::Postgres | Dialect::Sqlite if self.by_place => (at + 1).to_string(),
            // The order asks whether the label is NULL, and "1 IS NULL" is about the number one.
            Dialect::Postgres | Dialect::Sqlite | Dialect::Mysql => self.expression.clone(),
        }
    }

    fn of(group: &PlanGroup, dialect: Dialect) -> Result<Self, EngineError> {
        let raw = dialect.column(&group.column)?;
        let column = result_column(&group.column);
        let by_place = |label: String, column| Self {
            shown: label.clone(),
            expression: label,
            by_place: true,
            nullable: true,
            column,
            join: String::new(),
            marker: None,
        };
        if let Some(bins) = &group.bins {
            let column = ResultColumn { short_type: "bigint".into(), kind: Kind::Integer, ..column };
            return Ok(by_place(dialect.bin(&raw, &group.column, bins), column));
        }
        if let Some(grain) = group.grain {
            let label = dialect.period(&raw, &group.column, grain, group.zone.as_ref())?;
            let kind = if grain_has_time(grain) { Kind::Timestamp } else { Kind::Date };
            return Ok(by_place(label, ResultColumn { short_type: "text".into(), kind, ..column }));
        }
        let expression = match dialect {
            Dialect::Postgres | Dialect::Mysql => dialect.compared(&raw, &group.column),
            Dialect::Sqlite => raw.clone(),
        };
        Ok(Self {
            shown: dialect.selected(&raw, &group.column),
            expression,
            by_place: false,
            nullable: group.column.nullable,
            column,
            join: String::new(),
            marker: None,
        })
    }
}

/// The groups of a plan over `table`, as FROM names it. Those of which only the greatest keep their names are found in a sub-query of their own.
pub(super) fn all(
    plan: &AggregatePlan,
    table: &str,
    dialect: Dialect,
    sums: Sums,
    params: &mut Vec<Value>,
) -> Result<Vec<Group>, EngineError> {
    let mut groups = Vec::with_capacity(plan.groups.len());
    for (at, group) in plan.groups.iter().enumerate() {
        let plain = Group::of(group, dialect)?;
        groups.push(match group.top {
            Some(top) => greatest(plan, table, plain, at, top, dialect, sums, params)?,
            None => plain,
        });
    }
    Ok(groups)
}

#[allow(clippy::too_many_arguments)]
fn greatest(
    plan: &AggregatePlan,
    table: &str,
    group: Group,
    at: usize,
    top: u32,
    dialect: Dialect,
    sums: Sums,
    params: &mut Vec<Value>,
) -> Result<Group, EngineError> {
    let filter = filter::clause(&plan.filter, dialect, params)?;
    let rank = match plan.measures.first() {
        Some(first) => format!("{}, ", measures::ranked(&measures::rank(first, dialect, sums)?, true, dialect)),
        None => String::new(),
    };
    let Group { shown, expression, nullable, .. } = &group;
    let join = format!(
        " LEFT JOIN (SELECT {shown} AS v, {expression} AS k, 1 AS n FROM {table} AS t{filter} GROUP BY {expression} ORDER BY {rank}{}{}) AS r{at} ON {}",
        dialect.ordered(expression, *nullable, false),
        dialect.limit(Some(top.into()), 0),
        dialect.same(expression, &format!("r{at}.k")),
    );
    Ok(Group { shown: format!("r{at}.v"), expression: format!("r{at}.k"), nullable: true, join, marker: Some(format!("r{at}.n")), ..group })
}

pub(super) fn marker_column() -> ResultColumn {
    ResultColumn { name: "named".into(), short_type: "integer".into(), kind: Kind::Integer }
}
