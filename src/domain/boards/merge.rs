//! Merging sorted lists of rows.

use crate::model::value::{Kind, Row, Value};
use std::{cmp::Ordering, collections::VecDeque};

/// The rows of lists that are each sorted by the column at `place`, as one sorted list. Only the heads of the lists
/// are compared, so each list keeps its own order even where its database sorts text in another way than we do, and
/// the first n rows of the result depend on the first n rows of each list only: pages fit together.
pub(super) fn sorted(lists: Vec<Vec<Row>>, place: usize, kind: Kind, descending: bool) -> Vec<Row> {
    let mut lists: Vec<VecDeque<Row>> = lists.into_iter().map(VecDeque::from).collect();
    let mut merged = Vec::with_capacity(lists.iter().map(VecDeque::len).sum());
    loop {
        let mut best: Option<(usize, &Value)> = None;
        for (index, list) in lists.iter().enumerate() {
            let Some(head) = list.front().and_then(|row| row.get(place)) else { continue };
            let earlier = best.is_none_or(|(_, value)| {
                let order = compare(head, value, kind);
                (if descending { order.reverse() } else { order }) == Ordering::Less
            });
            if earlier {
                best = Some((index, head));
            }
        }
        let Some((index, _)) = best else { return merged };
        merged.extend(lists[index].pop_front());
    }
}

/// The order of the engines: NULL is greater than every value.
pub(super) fn compare(a: &Value, b: &Value, kind: Kind) -> Ordering {
    match (a.is_null(), b.is_null()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        return a.cmp(b);
    }
    if (kind.is_numeric() || kind == Kind::Boolean)
        && let (Some(a), Some(b)) = (a.as_f64(), b.as_f64())
    {
        return a.total_cmp(&b);
    }
    a.display().cmp(&b.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: &[Value]) -> Vec<Row> {
        values.iter().map(|value| vec![value.clone()]).collect()
    }

    #[test]
    fn numbers_as_numbers_and_null_last() {
        let text = |t: &str| Value::Text(t.into());
        let merged =
            sorted(vec![rows(&[text("9.5"), text("10"), Value::Null]), rows(&[text("-3"), text("9.75")]), vec![]], 0, Kind::Number, false);
        assert_eq!(merged, rows(&[text("-3"), text("9.5"), text("9.75"), text("10"), Value::Null]));
        let merged = sorted(vec![rows(&[Value::Null, Value::Int(1)]), rows(&[Value::Int(2)])], 0, Kind::Integer, true);
        assert_eq!(merged, rows(&[Value::Null, Value::Int(2), Value::Int(1)]));
    }

    #[test]
    fn a_longer_prefix_never_changes_what_came_before() {
        // The second list is in an order of its own (a collation that ignores case).
        let text = |t: &str| Value::Text(t.into());
        let a: Vec<Value> = ["A", "b", "C", "d"].map(text).to_vec();
        let b: Vec<Value> = ["a", "B", "c", "D"].map(text).to_vec();
        let whole = sorted(vec![rows(&a), rows(&b)], 0, Kind::Text, false);
        for n in 1..=4 {
            let part = sorted(vec![rows(&a[..n]), rows(&b[..n])], 0, Kind::Text, false);
            assert_eq!(part[..n], whole[..n], "{n}");
        }
    }
}
