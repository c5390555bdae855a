//! Marks of charts as readers of a link may choose them: by a filter that the link allows and that says exactly the same,
//! in words of that filter. What no such filter covers cannot be chosen, and columns are not named.

use crate::{
    domain::plan,
    model::{
        board_filter::{BoardFilter, FilterKind, FilterTarget, RANGE},
        drawing::Drawing,
        mark::{How, MarkLine},
    },
    store::widgets::WidgetRow,
    widgets,
};

/// The drawing of a widget with the marks that these filters cover.
pub(super) fn allowed<'f>(mut drawing: Drawing, row: &WidgetRow, filters: impl Iterator<Item = &'f BoardFilter> + Clone) -> Drawing {
    if let Some(marks) = drawing.marks_mut() {
        for line in [&mut marks.rows, &mut marks.series] {
            *line = line.take().and_then(|line| translated(&line, row, filters.clone()));
        }
    }
    drawing
}

fn translated<'f>(line: &MarkLine, row: &WidgetRow, mut filters: impl Iterator<Item = &'f BoardFilter>) -> Option<MarkLine> {
    let table = row.configs.label();
    // A filter's days are those of UTC.
    let zone = widgets::question(&row.configs).time_zone;
    if line.how.grain().is_some() && zone.is_some_and(|zone| zone != "UTC") {
        return None;
    }
    filters.find_map(|filter| {
        let here = |target: &&FilterTarget| target.widget_id == row.id && target.table == table;
        let mut columns = filter.targets.iter().filter(here);
        // With a second column of the same table it says something else.
        columns.next().filter(|target| target.column == line.column && columns.next().is_none())?;
        let values: Vec<_> = line.values.iter().map(|value| said(filter.kind, line.how, value.as_deref()?)).collect();
        let says_any = values.iter().any(Option::is_some);
        says_any.then(|| MarkLine { column: filter.name.clone(), how: How::Filter, values, empty: None })
    })
}

/// What the filter is set to so that it leaves the rows of a mark; nothing when it cannot say that.
fn said(kind: FilterKind, how: How, value: &str) -> Option<String> {
    match (kind, how, how.grain()) {
        (FilterKind::One | FilterKind::Many, How::Eq, _) => Some(value.to_owned()).filter(|value| !value.trim().is_empty()),
        (FilterKind::Number, How::Eq, _) => Some(value.to_owned()),
        (FilterKind::NumberRange, How::Eq, _) => Some(format!("{value}{RANGE}{value}")),
        (FilterKind::DateRange, _, Some(grain)) => plan::days(value, grain).map(|(from, to)| format!("{from}{RANGE}{to}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_says_exactly_what_a_mark_stands_for() {
        for (kind, how, value, expected) in [
            (FilterKind::Many, How::Eq, "Germany", Some("Germany")),
            (FilterKind::One, How::Eq, "Germany", Some("Germany")),
            (FilterKind::One, How::Eq, " ", None),
            (FilterKind::Text, How::Eq, "Germany", None),
            (FilterKind::Number, How::Eq, "5", Some("5")),
            (FilterKind::NumberRange, How::Eq, "5", Some("5..5")),
            (FilterKind::NumberRange, How::Range, "0..10", None),
            (FilterKind::DateRange, How::Month, "2024-02-01", Some("2024-02-01..2024-02-29")),
            (FilterKind::DateRange, How::Hour, "2024-02-01T10:00", None),
            (FilterKind::Many, How::Month, "2024-02-01", None),
        ] {
            assert_eq!(said(kind, how, value).as_deref(), expected, "{kind:?} {how:?} {value}");
        }
    }
}
