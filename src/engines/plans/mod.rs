//! How a database would carry a statement out: the question, and its answer as a tree that is the same for all.

mod mysql;
mod postgres;
mod sqlite;

use crate::model::{
    engine::{EngineError, EngineKind, Step},
    query::PlanStep,
    statement::{StatementPart, StatementPlan},
    value::Row,
};
use serde_json::Value as Json;

/// The statement that asks for the plan of another.
pub fn question(kind: EngineKind, statement: &StatementPlan) -> StatementPlan {
    let asks = match kind {
        EngineKind::Postgres => "EXPLAIN (FORMAT JSON) ",
        EngineKind::Mysql => "EXPLAIN FORMAT=JSON ",
        EngineKind::Sqlite | EngineKind::Hosted => "EXPLAIN QUERY PLAN ",
    };
    StatementPlan { parts: [vec![StatementPart::Text(asks.to_owned())], statement.parts.clone()].concat() }
}

/// Reads the answer.
///
/// # Errors
/// When it has another form than any known version gives.
pub fn read(kind: EngineKind, rows: &[Row]) -> Result<Vec<PlanStep>, EngineError> {
    let json = || -> Option<Json> { serde_json::from_str(&rows.first()?.first()?.display()).ok() };
    let steps = match kind {
        EngineKind::Postgres => json().and_then(|json| postgres::steps(&json)),
        EngineKind::Mysql => json().map(|json| mysql::steps(&json)),
        EngineKind::Sqlite | EngineKind::Hosted => sqlite::steps(rows),
    };
    steps.ok_or_else(|| {
        EngineError::new(Step::Query, "The plan of the database has a form that is not known here.", "Run EXPLAIN to see it.")
    })
}

/// What a plan says about something, as far as it says it: `name: value` joined by commas.
fn details(json: &Json, names: &[(&str, &str)]) -> String {
    let said = |(key, label): &(&str, &str)| {
        let text = match json.get(key)? {
            Json::String(text) => text.clone(),
            Json::Array(list) => {
                list.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect::<Vec<_>>().join(", ")
            }
            Json::Object(_) | Json::Null => return None,
            other => other.to_string(),
        };
        Some(if label.is_empty() { text } else { format!("{label} {text}") })
    };
    names.iter().filter_map(said).collect::<Vec<_>>().join(", ")
}

fn number(json: &Json, key: &str) -> Option<f64> {
    let found = json.get(key)?;
    found.as_f64().or_else(|| found.as_str()?.parse().ok())
}
