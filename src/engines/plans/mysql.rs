//! EXPLAIN FORMAT=JSON of MySQL and MariaDB. Their forms differ in names and depth; both are objects within objects, whose
//! names say what is done.

use super::{details, number};
use crate::model::query::PlanStep;
use serde_json::Value as Json;

const TOLD: [(&str, &str); 12] = [
    ("table_name", "on"),
    ("access_type", "by"),
    ("key", "using"),
    ("index_name", "using"),
    ("sort_key", "by"),
    ("attached_condition", "if"),
    ("index_condition", "where"),
    ("condition", "if"),
    ("operation", ""),
    ("message", ""),
    ("using_temporary_table", "temporary table:"),
    ("using_filesort", "sort:"),
];
/// Objects that only hold figures.
const FIGURES: [&str; 2] = ["cost_info", "used_columns"];

pub(super) fn steps(json: &Json) -> Vec<PlanStep> {
    below(json)
}

fn below(json: &Json) -> Vec<PlanStep> {
    let Some(object) = json.as_object() else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in object.iter().filter(|(name, _)| !FIGURES.contains(&name.as_str())) {
        match value {
            Json::Object(_) => found.push(step(name, value)),
            // A list of tables that are joined, or of parts of a union.
            Json::Array(list) if list.iter().any(Json::is_object) => {
                found.push(PlanStep { label: label(name), steps: list.iter().flat_map(below).collect(), ..PlanStep::default() })
            }
            _ => {}
        }
    }
    found
}

fn step(name: &str, json: &Json) -> PlanStep {
    let costs = json.get("cost_info").unwrap_or(json);
    let cost = ["prefix_cost", "query_cost", "cost"].iter().find_map(|key| number(costs, key));
    let rows = ["rows_produced_per_join", "rows_examined_per_scan", "rows"].iter().find_map(|key| number(json, key));
    PlanStep { label: label(name), detail: details(json, &TOLD), cost, rows, steps: below(json) }
}

/// `nested_loop` -> `Nested loop`
fn label(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn both_servers_are_read() {
        let mariadb = json!({"query_block": {"select_id": 1, "cost": 0.5, "filesort": {"sort_key": "t.a", "temporary_table":
            {"nested_loop": [{"table": {"table_name": "t", "access_type": "ALL", "rows": 4, "filtered": 100, "attached_condition": "t.a > 1"}}]}}}});
        let steps = super::steps(&mariadb);
        assert_eq!((steps[0].label.as_str(), steps[0].cost), ("Query block", Some(0.5)));
        let table = &steps[0].steps[0].steps[0].steps[0].steps[0];
        assert_eq!((table.label.as_str(), table.detail.as_str(), table.rows), ("Table", "on t, by ALL, if t.a > 1", Some(4.0)));
        let mysql = json!({"query_block": {"cost_info": {"query_cost": "1.25"}, "table": {"table_name": "t", "access_type": "ref", "key": "k",
            "rows_examined_per_scan": 2, "cost_info": {"prefix_cost": "0.70"}}}});
        let steps = super::steps(&mysql);
        assert_eq!((steps[0].cost, steps[0].steps[0].cost, steps[0].steps[0].rows), (Some(1.25), Some(0.7), Some(2.0)));
    }
}
