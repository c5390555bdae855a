//! The stored grid against the widgets that there are: order and `expanded` may have changed without it.

use crate::{
    model::layout::{Area, Cell, HALF, Layout, Tab, rules, width},
    store::widgets::WidgetRow,
    widgets::{self, Shape},
};

/// The id of the tab that every board has.
const FIRST: &str = "1";

/// Whether the widget takes more than half of the columns, and what it takes by itself. A heading always takes more.
fn size(row: &WidgetRow) -> (bool, (u32, u32)) {
    let expanded = row.configs.expanded == Some(true);
    match widgets::normalise(&row.kind, Some(&row.subtype)) {
        Ok((_, subtype)) => (expanded || matches!(subtype.shape, Shape::Title), widgets::size(subtype, expanded)),
        Err(_) => (expanded, (width(HALF, expanded), 6)),
    }
}

/// `expanded` of a widget that takes this area. What nobody has said stays unsaid.
pub(super) fn flag(row: &WidgetRow, area: Area) -> Option<bool> {
    let heading = size(row).0 && row.configs.expanded != Some(true);
    match (row.configs.expanded, area.is_wide()) {
        (said, _) if heading => said,
        (None, false) => None,
        (_, wide) => Some(wide),
    }
}

/// The grid of these widgets, which come in board order: each where it was put, as far as order and widths still allow
/// it; the others behind.
pub(crate) fn complete(stored: &Layout, rows: &[WidgetRow]) -> Layout {
    let mut layout = Layout { tabs: stored.tabs.clone(), cells: Vec::new() };
    if layout.tabs.is_empty() {
        layout.tabs.push(Tab { id: FIRST.into(), title: "Board".into() });
    }
    for tab in &layout.tabs {
        let here = rows.iter().filter(|row| layout.tab(stored.tab_of(&row.id)) == tab.id);
        let wanted = here.map(|row| {
            let (wide, size) = size(row);
            let area = stored.area(&row.id).map(|area| Area { w: width(area.w, wide), ..area }.fitted());
            rules::Wanted { key: row.id.clone(), area, size }
        });
        let cells = rules::arrange(wanted.collect());
        layout.cells.extend(cells.into_iter().map(|(widget_id, area)| Cell { widget_id, tab: tab.id.clone(), area }));
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::{ProjectId, WidgetId},
        time::Timestamp,
        widget::Configs,
    };

    fn row(kind: &str, subtype: &str, expanded: Option<bool>) -> WidgetRow {
        WidgetRow {
            id: WidgetId::new(),
            project_id: ProjectId::new(),
            kind: kind.into(),
            subtype: subtype.into(),
            title: "T".into(),
            description: None,
            configs: Configs { expanded, ..Configs::default() },
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    fn areas(layout: &Layout) -> Vec<(u32, u32, u32)> {
        layout.cells.iter().map(|cell| (cell.area.x, cell.area.y, cell.area.w)).collect()
    }

    #[test]
    fn order_and_widths_win_over_what_is_stored() {
        let mut rows = vec![
            row("text_titles", "section_title", None),
            row("bar_charts", "basic_bar", None),
            row("pie_charts", "basic_pie", Some(false)),
            row("datatables", "simple_dataTable", Some(true)),
        ];
        let layout = complete(&Layout::default(), &rows);
        assert_eq!(areas(&layout), [(0, 0, 12), (0, 1, 6), (6, 1, 6), (0, 10, 12)]);
        assert_eq!(complete(&layout, &rows), layout);

        rows.swap(1, 3);
        let swapped = complete(&layout, &rows);
        assert!(swapped.cells.iter().zip(&rows).all(|(cell, row)| cell.widget_id == row.id), "in the order of the board");
        rows.swap(1, 3);
        rows[1].configs.expanded = Some(true);
        let wider = complete(&layout, &rows);
        assert_eq!(areas(&wider), [(0, 0, 12), (0, 1, 12), (6, 10, 6), (0, 19, 12)]);
        rows.remove(1);
        assert_eq!(areas(&complete(&wider, &rows))[1], (6, 1, 6), "what lay below goes up");
    }

    #[test]
    fn the_flag_follows_the_width() {
        let area = |w| Area { x: 0, y: 0, w, h: 1 };
        for (said, w, is) in [
            (None, 6, None),
            (None, 8, Some(true)),
            (Some(true), 4, Some(false)),
            (Some(false), 6, Some(false)),
            (Some(false), 12, Some(true)),
        ] {
            assert_eq!(flag(&row("bar_charts", "basic_bar", said), area(w)), is, "{said:?} {w}");
        }
        assert_eq!(flag(&row("text_titles", "section_title", None), area(12)), None, "a heading is wide by itself");
    }
}
