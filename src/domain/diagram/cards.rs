//! Tables as cards: what stands on each, how large it is, and where links join it. No font is at hand on the server, so
//! widths are estimates, and what would be too wide is cut.

use crate::{
    domain::lettering::{fitting, width},
    model::schema::{ForeignKey, Table},
};

pub(super) const HEAD: f64 = 34.0;
pub(super) const ROW: f64 = 20.0;
const FOOT: f64 = 8.0;
/// Sizes of text, in pixels.
pub(super) const NAME_SIZE: f64 = 13.0;
pub(super) const TEXT_SIZE: f64 = 12.0;
/// Room at both sides of a card, and between a column's name and its type.
pub(super) const SIDE: f64 = 12.0;
/// Where names of columns begin: behind the mark of a key.
pub(super) const INDENT: f64 = 28.0;
const BETWEEN: f64 = 16.0;
const NARROWEST: f64 = 150.0;
const WIDEST: f64 = 320.0;
/// Most columns of one card.
const MOST_ROWS: usize = 14;
/// Widest name of a column, and widest name of a type, in pixels.
const WIDEST_COLUMN: f64 = 180.0;
const WIDEST_TYPE: f64 = 100.0;

pub(super) struct Card<'a> {
    pub table: &'a Table,
    /// As much of the name as there is room for.
    pub name: String,
    pub rows: Vec<CardRow<'a>>,
    /// Columns for which there is no row.
    pub more: usize,
    pub width: f64,
    pub height: f64,
}

pub(super) struct CardRow<'a> {
    pub column: &'a str,
    pub shown: String,
    pub type_name: String,
    pub mark: Mark,
    pub nullable: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// Part of the primary key.
    Primary,
    /// Part of a foreign key.
    Foreign,
}

impl<'a> Card<'a> {
    /// The card of a table, with its columns or with its name alone.
    pub(super) fn of(table: &'a Table, names_only: bool) -> Self {
        let rows: Vec<CardRow<'a>> = if names_only { Vec::new() } else { rows(table) };
        let more = if names_only { 0 } else { table.columns.len() - rows.len() };
        let widest = rows.iter().map(|row| INDENT + width(&row.shown, TEXT_SIZE) + BETWEEN + width(&row.type_name, TEXT_SIZE) + SIDE);
        let name = width(&table.name, NAME_SIZE) * 1.06 + 2.0 * SIDE;
        let wide = widest.fold(name, f64::max).clamp(NARROWEST, WIDEST);
        let lines = rows.len() + usize::from(more > 0);
        let height = if lines == 0 { HEAD } else { HEAD + lines as f64 * ROW + FOOT };
        Self { name: fitting(&table.name, NAME_SIZE * 1.06, wide - 2.0 * SIDE), table, rows, more, width: wide.ceil(), height }
    }

    /// How far below the card's top a link joins it that is about these columns.
    pub(super) fn end(&self, columns: &[String]) -> f64 {
        let of_column = |name: &String| self.rows.iter().position(|row| row.column == name);
        match columns.iter().find_map(of_column) {
            Some(row) => HEAD + (row as f64 + 0.5) * ROW + FOOT / 4.0,
            None if self.more > 0 => HEAD + (self.rows.len() as f64 + 0.5) * ROW + FOOT / 4.0,
            None => HEAD / 2.0,
        }
    }
}

/// The columns that are shown, in the table's order: all, or those of keys and the first others.
fn rows(table: &Table) -> Vec<CardRow<'_>> {
    let mark = |name: &String| {
        if table.primary_key.contains(name) {
            Mark::Primary
        } else if table.foreign_keys.iter().any(|key| key.columns.contains(name)) {
            Mark::Foreign
        } else {
            Mark::None
        }
    };
    let mut order: Vec<usize> = (0..table.columns.len()).collect();
    if order.len() > MOST_ROWS {
        order.sort_by_key(|at| mark(&table.columns[*at].name) == Mark::None);
        order.truncate(MOST_ROWS - 1);
        order.sort_unstable();
    }
    let row = |at: usize| {
        let column = &table.columns[at];
        CardRow {
            column: &column.name,
            shown: fitting(&column.name, TEXT_SIZE, WIDEST_COLUMN),
            type_name: fitting(&column.short_type, TEXT_SIZE, WIDEST_TYPE),
            mark: mark(&column.name),
            nullable: column.nullable,
        }
    };
    order.into_iter().map(row).collect()
}

/// Whether at most one row holds the same values in these columns.
pub(super) fn is_unique(table: &Table, key: &ForeignKey) -> bool {
    let same = |names: &[String]| !names.is_empty() && names.iter().all(|name| key.columns.contains(name));
    same(&table.primary_key) || table.unique_keys.iter().any(|names| same(names))
}

/// Whether a row may lead nowhere.
pub(super) fn is_optional(table: &Table, key: &ForeignKey) -> bool {
    key.columns.iter().any(|name| table.column(name).is_none_or(|column| column.nullable))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, key, table};

    #[test]
    fn keys_are_never_among_what_is_left_out() {
        let mut wide = table("wide", (0..40).map(|n| column(&format!("c{n}"), "text")).collect());
        wide.primary_key = vec!["c30".into()];
        wide.foreign_keys = vec![key("c39", "other", "id")];
        let card = Card::of(&wide, false);
        assert_eq!((card.rows.len(), card.more), (13, 27));
        let marked: Vec<_> = card.rows.iter().filter(|row| row.mark != Mark::None).map(|row| row.column).collect();
        assert_eq!(marked, ["c30", "c39"]);
        assert!(card.end(&["c39".into()]) < card.height);
        assert!(card.end(&["c29".into()]) > card.end(&["c39".into()]), "a hidden column is joined at the last line");
        assert_eq!(Card::of(&wide, true).height, HEAD);
    }

    #[test]
    fn long_names_are_cut_and_cards_stay_narrow() {
        let long = table(&"w".repeat(200), vec![column(&"x".repeat(200), &"y".repeat(200))]);
        let card = Card::of(&long, false);
        assert!(card.name.ends_with('…') && card.rows[0].shown.ends_with('…') && card.width <= WIDEST, "{}", card.name);
    }

    #[test]
    fn how_many_rows_a_key_joins() {
        let mut orders = table("orders", vec![column("id", "integer"), column("customer", "integer")]);
        orders.primary_key = vec!["id".into()];
        let (one, many) = (key("id", "x", "id"), key("customer", "x", "id"));
        assert!(is_unique(&orders, &one) && !is_unique(&orders, &many) && is_optional(&orders, &many));
        orders.columns[1].nullable = false;
        assert!(!is_optional(&orders, &many));
    }
}
