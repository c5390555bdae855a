//! Rows of two databases side by side. Engines write the same value in different ways and sort texts in different orders,
//! so keys and cells are compared in one form of our own: numbers by value, moments in one notation, texts letter by letter.

use crate::model::{
    plan::PlanColumn,
    value::{Kind, Row, Value},
    widget::Join,
};
use std::collections::{HashMap, VecDeque};

/// A value in the form in which it is compared; nothing for NULL, which is equal to nothing.
fn compared(value: &Value, column: &PlanColumn) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::Cut { cut, bytes } => format!("{cut}\0{bytes}"),
        other => other.display(),
    };
    Some(match column.kind {
        Kind::Integer | Kind::Number => number(&text),
        Kind::Boolean => matches!(text.as_str(), "true" | "t" | "1").to_string(),
        Kind::Time | Kind::Timestamp => moment(&text),
        // Blanks at the end of a fixed-length text are filled in by some engines and left out by others.
        Kind::Text if column.short_type == "char" => text.trim_end_matches(' ').to_owned(),
        Kind::Text | Kind::Date | Kind::Json | Kind::Bytes | Kind::Other => text,
    })
}

/// A number without the zeros that say nothing: `+012.50` is `12.5`, `1e3` is `1000`, `-0` is `0`.
fn number(text: &str) -> String {
    let plain = text.contains(['e', 'E']).then(|| text.parse::<f64>().ok()).flatten().map(|number| number.to_string());
    let text = plain.as_deref().unwrap_or(text).trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return text.to_owned();
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    match (whole, part) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", part) => format!("{sign}0.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

/// A moment without zeros of a second's parts, with a blank before the time, and in UTC where it has a zone.
fn moment(text: &str) -> String {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return moment.to_string();
    }
    let text = text.replacen('T', " ", 1);
    match text.split_once('.') {
        Some((before, part)) if part.bytes().all(|b| b.is_ascii_digit()) => match part.trim_end_matches('0') {
            "" => before.to_owned(),
            part => format!("{before}.{part}"),
        },
        _ => text,
    }
}

/// The key of a row; nothing when a part of it is NULL.
pub(super) fn key(row: &Row, places: &[usize], columns: &[PlanColumn]) -> Option<Vec<String>> {
    places.iter().map(|place| compared(row.get(*place)?, columns.get(*place)?)).collect()
}

fn is_same(a: &Value, b: &Value, column: &PlanColumn) -> bool {
    compared(a, column) == compared(b, column)
}

/// What became of a row between two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    /// In both, with other values.
    Changed,
}

/// What differs, in the order of the left rows and then of the right, and how many rows are the same.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Difference {
    pub rows: Vec<(Side, Row)>,
    pub same: usize,
}

/// Compares rows of the same columns by their keys. Of several rows with one key those that are the same belong together,
/// then the others in their order. A key with NULL fits no other.
pub(super) fn difference(left: Vec<Row>, right: Vec<Row>, keys: &[usize], columns: &[PlanColumn]) -> Difference {
    let mut others: HashMap<Vec<String>, VecDeque<usize>> = HashMap::new();
    for (place, row) in right.iter().enumerate() {
        if let Some(key) = key(row, keys, columns) {
            others.entry(key).or_default().push_back(place);
        }
    }
    let mut used = vec![false; right.len()];
    let mut found = Difference::default();
    // What is the same goes first, so that a changed row does not take the place of one that is not.
    let mut open: Vec<(Row, Option<Vec<String>>)> = Vec::new();
    for row in left {
        let own = key(&row, keys, columns);
        let same = own.as_ref().and_then(|key| others.get_mut(key)).and_then(|places| {
            let at = places
                .iter()
                .position(|place| row.iter().zip(&right[*place]).zip(columns).all(|((a, b), column)| is_same(a, b, column)))?;
            places.remove(at)
        });
        match same {
            Some(place) => {
                used[place] = true;
                found.same += 1;
            }
            None => open.push((row, own)),
        }
    }
    for (row, own) in open {
        match own.and_then(|key| others.get_mut(&key)).and_then(VecDeque::pop_front) {
            Some(place) => {
                used[place] = true;
                found.rows.push((Side::Changed, changed(&row, &right[place], columns)));
            }
            None => found.rows.push((Side::Left, row)),
        }
    }
    found.rows.extend(right.into_iter().zip(used).filter(|(_, used)| !used).map(|(row, _)| (Side::Right, row)));
    found
}

/// The left row, with `before → after` in the cells that differ.
fn changed(left: &Row, right: &Row, columns: &[PlanColumn]) -> Row {
    let shown = |value: &Value| if value.is_null() { "NULL".to_owned() } else { value.display() };
    let cell = |((a, b), column): ((&Value, &Value), &PlanColumn)| {
        if is_same(a, b, column) { a.clone() } else { Value::Text(format!("{} → {}", shown(a), shown(b))) }
    };
    left.iter().zip(right).zip(columns).map(cell).collect()
}

/// One table of a join: its rows, the places of its keys, and its columns.
pub(super) struct Joined<'a> {
    pub rows: Vec<Row>,
    pub keys: &'a [usize],
    pub columns: &'a [PlanColumn],
}

/// The rows of both tables whose keys are the same, and those of one that fit no other with NULL in the cells of the other:
/// of the left in a left join, of both in a full one. At most `most` rows; whether there are more. A key with NULL fits
/// no other.
pub(super) fn join(left: &Joined<'_>, right: &Joined<'_>, how: Join, most: usize) -> (Vec<Row>, bool) {
    let mut others: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (place, row) in right.rows.iter().enumerate() {
        if let Some(key) = key(row, right.keys, right.columns) {
            others.entry(key).or_default().push(place);
        }
    }
    let nothing = |columns: &[PlanColumn]| -> Row { vec![Value::Null; columns.len()] };
    let both = |a: &Row, b: &Row| -> Row { a.iter().chain(b).cloned().collect() };
    let (mut found, mut used) = (Vec::new(), vec![false; right.rows.len()]);
    for row in &left.rows {
        let fitting = key(row, left.keys, left.columns).and_then(|key| others.get(&key)).map(Vec::as_slice).unwrap_or_default();
        if fitting.is_empty() && how != Join::Inner {
            found.push(both(row, &nothing(right.columns)));
        }
        for place in fitting {
            used[*place] = true;
            found.push(both(row, &right.rows[*place]));
            if found.len() > most {
                break;
            }
        }
        if found.len() > most {
            found.truncate(most);
            return (found, true);
        }
    }
    if how == Join::Full {
        let alone = right.rows.iter().zip(used).filter(|(_, used)| !used).map(|(row, _)| both(&nothing(left.columns), row));
        found.extend(alone);
    }
    let more = found.len() > most;
    found.truncate(most);
    (found, more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::column;

    fn columns(types: &[&str]) -> Vec<PlanColumn> {
        types.iter().map(|name| PlanColumn::of(&column("c", name))).collect()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn same(a: &Value, b: &Value, short_type: &str) -> bool {
        is_same(a, b, &columns(&[short_type])[0])
    }

    #[test]
    fn numbers_are_the_same_by_value() {
        for (a, b) in [
            ("1.50", "1.5"),
            ("0012", "12"),
            ("-0.00", "0"),
            ("1e3", "1000"),
            ("+.5", "0.50"),
            ("12345678901234567890.10", "12345678901234567890.1"),
        ] {
            assert!(same(&text(a), &text(b), "numeric"), "{a} {b}");
        }
        assert!(same(&Value::Int(3), &text("3.0"), "numeric"));
        assert!(!same(&text("1.5"), &text("1.51"), "numeric"));
        assert!(!same(&text("12345678901234567890"), &text("12345678901234567891"), "numeric"));
    }

    #[test]
    fn texts_are_the_same_letter_by_letter() {
        assert!(!same(&text("Ada"), &text("ada"), "text"));
        assert!(!same(&text("Ada "), &text("Ada"), "varchar"));
        assert!(same(&text("Ada  "), &text("Ada"), "char"));
        assert!(!same(&text("1"), &text("01"), "text"));
    }

    #[test]
    fn moments_are_the_same_in_any_notation() {
        for (a, b) in [
            ("2024-02-29 12:00:00", "2024-02-29T12:00:00.000"),
            ("2024-02-29 12:00:00+02", "2024-02-29T10:00:00Z"),
            ("12:00:00.50", "12:00:00.5"),
        ] {
            assert!(same(&text(a), &text(b), "timestamp"), "{a} {b}");
        }
        assert!(!same(&text("2024-02-29 12:00:00"), &text("2024-02-29 12:00:01"), "timestamp"));
    }

    #[test]
    fn rows_are_only_here_only_there_or_changed() {
        let row = |id: Value, name: &str| vec![id, text(name)];
        let int = Value::Int;
        let left = vec![row(int(1), "a"), row(int(2), "b"), row(int(3), "c"), row(Value::Null, "n")];
        let right = vec![row(int(4), "d"), row(text("2.0"), "B"), row(int(1), "a"), row(Value::Null, "n")];
        let found = difference(left, right, &[0], &columns(&["numeric", "text"]));
        assert_eq!(found.same, 1);
        assert_eq!(
            found.rows,
            [
                (Side::Changed, row(int(2), "b → B")),
                (Side::Left, row(int(3), "c")),
                (Side::Left, row(Value::Null, "n")),
                (Side::Right, row(int(4), "d")),
                (Side::Right, row(Value::Null, "n")),
            ]
        );
    }

    #[test]
    fn several_rows_of_one_key_find_their_likes_first() {
        let row = |name: &str| vec![Value::Int(1), text(name)];
        let found = difference(vec![row("x"), row("b"), row("c")], vec![row("b"), row("d")], &[0], &columns(&["integer", "text"]));
        assert_eq!((found.same, found.rows), (1, vec![(Side::Changed, row("x → d")), (Side::Left, row("c"))]));
    }

    #[test]
    fn rows_are_joined_by_value() {
        let (ours, theirs) = (columns(&["integer", "text"]), columns(&["numeric", "text"]));
        let row = |key: Value, name: &str| vec![key, text(name)];
        let left =
            Joined { rows: vec![row(Value::Int(1), "a"), row(Value::Int(2), "b"), row(Value::Null, "n")], keys: &[0], columns: &ours };
        let right = Joined { rows: vec![row(text("1.0"), "x"), row(text("1"), "y"), row(text("3"), "z")], keys: &[0], columns: &theirs };
        let names = |how, most| {
            let (rows, more) = join(&left, &right, how, most);
            let shown = |value: &Value| if value.is_null() { "-".to_owned() } else { value.display() };
            (rows.iter().map(|row| format!("{}{}", shown(&row[1]), shown(&row[3]))).collect::<Vec<_>>().join(" "), more)
        };
        assert_eq!(names(Join::Inner, 9), ("ax ay".to_owned(), false));
        assert_eq!(names(Join::Left, 9), ("ax ay b- n-".to_owned(), false));
        assert_eq!(names(Join::Full, 9), ("ax ay b- n- -z".to_owned(), false));
        assert_eq!(names(Join::Full, 1), ("ax".to_owned(), true));
        assert_eq!(names(Join::Full, 4), ("ax ay b- n-".to_owned(), true));
    }
}
