//! Moments in a time zone, numbers in ranges, and the middle of sorted values: what each engine has, and what is
//! written out for those that lack it.

use super::{Dialect, postgres_moment};
use crate::model::{
    engine::{EngineError, Step},
    plan::{PlanBins, PlanColumn, PlanZone, ZoneStep},
};

/// By the server's own zone database.
pub(super) fn postgres_local(expression: &str, column: &PlanColumn, zone: &PlanZone) -> Result<String, EngineError> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-');
    if zone.name.is_empty() || !zone.name.chars().all(is_name) {
        return Err(EngineError::new(Step::Query, "The name of the time zone is not one.", ""));
    }
    // In UTC whatever the column is, then there.
    Ok(format!("({} AT TIME ZONE 'UTC' AT TIME ZONE '{}')", postgres_moment(expression, column), zone.name))
}

/// Servers often lack the tables of zones; the session's own zone is UTC.
pub(super) fn mysql_local(expression: &str, zone: &PlanZone) -> String {
    let seconds = by_step(zone, |step| step.offset.to_string(), |at| format!("{expression} < '{}'", moment(at, ' ')));
    format!("({expression} + INTERVAL {seconds} SECOND)")
}

/// `moment` with the modifier behind it, as an argument of SQLite's functions of time.
pub(super) fn sqlite_local(moment: &str, zone: &PlanZone) -> String {
    let modifier = by_step(zone, |step| format!("'{:+} seconds'", step.offset), |at| format!("unixepoch({moment}) < {at}"));
    format!("{moment}, {modifier}")
}

/// One value per step of the zone, chosen by a condition on its end.
fn by_step(zone: &PlanZone, value: impl Fn(&ZoneStep) -> String, before: impl Fn(i64) -> String) -> String {
    let Some(last) = zone.steps.last() else { return value(&ZoneStep { from: 0, offset: 0 }) };
    let branches: String = zone.steps.windows(2).map(|pair| format!(" WHEN {} THEN {}", before(pair[1].from), value(&pair[0]))).collect();
    if branches.is_empty() { value(last) } else { format!("CASE{branches} ELSE {} END", value(last)) }
}

/// Seconds since 1970 as `2024-03-31 01:00:00`.
fn moment(seconds: i64, between: char) -> String {
    let text = crate::model::time::Timestamp(seconds.saturating_mul(1_000)).to_string();
    text.get(..19).unwrap_or(&text).replace('T', &between.to_string())
}

impl Dialect {
    /// The number of the range that holds a value; NULL for what lies outside, NaN and the infinities included.
    pub fn bin(self, expression: &str, column: &PlanColumn, bins: &PlanBins) -> String {
        let number = match self {
            Self::Postgres if column.short_type == "money" => format!("{expression}::numeric::double precision"),
            Self::Postgres => format!("{expression}::double precision"),
            Self::Mysql | Self::Sqlite => expression.to_owned(),
        };
        // Never below zero, so that a cast cuts where it would else round.
        let place = format!("({number} - {:?}) / {:?}", bins.origin, bins.width);
        let whole = match self {
            Self::Postgres => format!("floor({place})::bigint"),
            Self::Mysql => format!("CAST(FLOOR({place}) AS SIGNED)"),
            Self::Sqlite => format!("CAST({place} AS INTEGER)"),
        };
        format!("CASE WHEN {number} BETWEEN {:?} AND {:?} THEN {whole} END", bins.origin, bins.end)
    }

    /// Whether percentiles have to be computed from numbered rows.
    pub fn numbers_rows_for_percentiles(self) -> bool {
        match self {
            Self::Postgres => false,
            Self::Mysql | Self::Sqlite => true,
        }
    }

    /// Equality that takes NULL for a value.
    pub fn same(self, left: &str, right: &str) -> String {
        match self {
            Self::Postgres => format!("{left} IS NOT DISTINCT FROM {right}"),
            Self::Mysql => format!("{left} <=> {right}"),
            Self::Sqlite => format!("{left} IS {right}"),
        }
    }
}
