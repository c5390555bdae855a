//! SQLite's EXPLAIN QUERY PLAN: rows of an id, the id above, a number without meaning and a text.

use crate::model::{
    query::PlanStep,
    value::{Row, Value},
};

pub(super) fn steps(rows: &[Row]) -> Option<Vec<PlanStep>> {
    let mut known = Vec::with_capacity(rows.len());
    for row in rows {
        let [Value::Int(id), Value::Int(above), _, text] = row.as_slice() else { return None };
        known.push((*id, *above, text.display()));
    }
    Some(below(&known, 0, 0))
}

/// Steps under another. Ids come in order, each after the one above it, so this ends; a file cannot make it deep.
fn below(known: &[(i64, i64, String)], above: i64, depth: usize) -> Vec<PlanStep> {
    if depth > 100 {
        return Vec::new();
    }
    let here = known.iter().filter(|(id, its, _)| *its == above && *id != above);
    here.map(|(id, _, text)| {
        let (label, detail) = text.split_once(' ').unwrap_or((text, ""));
        PlanStep { label: label.to_owned(), detail: detail.to_owned(), steps: below(known, *id, depth + 1), ..PlanStep::default() }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_a_tree() {
        let row = |id, above, text: &str| vec![Value::Int(id), Value::Int(above), Value::Int(0), Value::Text(text.into())];
        let steps = steps(&[row(3, 0, "MERGE (UNION)"), row(5, 3, "LEFT"), row(9, 5, "SCAN t"), row(20, 3, "RIGHT")]).expect("known");
        assert_eq!((steps.len(), steps[0].label.as_str(), steps[0].detail.as_str()), (1, "MERGE", "(UNION)"));
        assert_eq!((steps[0].steps.len(), steps[0].steps[0].steps[0].detail.as_str()), (2, "t"));
    }
}
