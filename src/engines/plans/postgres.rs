//! PostgreSQL's EXPLAIN (FORMAT JSON).

use super::{details, number};
use crate::model::query::PlanStep;
use serde_json::Value as Json;

/// What is told of a node, with the words in front.
const TOLD: [(&str, &str); 14] = [
    ("Join Type", ""),
    ("Strategy", ""),
    ("Relation Name", "on"),
    ("Alias", "as"),
    ("Index Name", "using"),
    ("CTE Name", "of"),
    ("Function Name", "of"),
    ("Sort Key", "by"),
    ("Group Key", "by"),
    ("Index Cond", "where"),
    ("Hash Cond", "on"),
    ("Merge Cond", "on"),
    ("Join Filter", "if"),
    ("Filter", "if"),
];

pub(super) fn steps(json: &Json) -> Option<Vec<PlanStep>> {
    json.as_array()?.iter().map(|one| one.get("Plan").and_then(step)).collect()
}

fn step(node: &Json) -> Option<PlanStep> {
    let below = node.get("Plans").and_then(Json::as_array).map(|nodes| nodes.iter().filter_map(step).collect());
    Some(PlanStep {
        label: node.get("Node Type")?.as_str()?.to_owned(),
        detail: details(node, &TOLD),
        cost: number(node, "Total Cost"),
        rows: number(node, "Plan Rows"),
        steps: below.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nodes_become_steps() {
        let plan = json!([{"Plan": {"Node Type": "Hash Join", "Join Type": "Inner", "Hash Cond": "(a.id = b.id)", "Total Cost": 12.5, "Plan Rows": 7,
            "Plans": [{"Node Type": "Seq Scan", "Relation Name": "a", "Alias": "a", "Total Cost": 1, "Plan Rows": 3}]}}]);
        let steps = steps(&plan).expect("known");
        assert_eq!(
            (steps[0].label.as_str(), steps[0].detail.as_str(), steps[0].cost),
            ("Hash Join", "Inner, on (a.id = b.id)", Some(12.5))
        );
        assert_eq!((steps[0].steps[0].detail.as_str(), steps[0].steps[0].rows), ("on a, as a", Some(3.0)));
    }
}
