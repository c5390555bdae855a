//! Cells in rows and columns: as many as there is room for, and how many there are besides.

use super::paper::{Paper, Room, Type};
use crate::{
    domain::lettering::width,
    model::{
        drawing::{ChartTable, GridColumn, PivotCell, PivotDrawing, PivotRow, TableDrawing, Total},
        format::{RuleTone, thousands},
        value::Value,
    },
};

/// Heights of a row and of the words below, in pixels.
const ROW: f64 = 28.0;
const FOOT: f64 = 24.0;
/// Room at both sides of a cell's text.
const SIDE: f64 = 10.0;
const NARROWEST: f64 = 64.0;
const WIDEST: f64 = 280.0;
/// More of a text is not looked at, in characters.
const LONGEST: usize = 300;
/// How strong the shades of cells are, from the least figure to the greatest (`style/chart.css` says the same).
const HEAT: [f64; 9] = [0.02, 0.06, 0.10, 0.14, 0.19, 0.24, 0.29, 0.34, 0.40];

/// What a table shows.
#[derive(Default)]
pub(super) struct Grid {
    headers: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    /// The last row sums the others up.
    has_totals: bool,
    /// Rows that are not among these: how many, as far as that is known.
    more: Option<String>,
    /// What else is to be said.
    notes: Vec<String>,
}

#[derive(Clone, Default)]
struct Cell {
    text: String,
    /// At the right, as numbers are.
    end: bool,
    faint: bool,
    tone: Option<RuleTone>,
    heat: Option<u8>,
}

impl Cell {
    fn new(text: &str, end: bool) -> Self {
        Self { text: text.chars().take(LONGEST).collect(), end, ..Self::default() }
    }

    fn of(value: &Value, end: bool) -> Self {
        match value {
            Value::Null => Self { faint: true, ..Self::new("NULL", end) },
            value => Self::new(&value.display(), end),
        }
    }

    fn in_column(column: &GridColumn, value: &Value) -> Self {
        let (tone, heat) = column.marks(value);
        Self { tone, heat, ..Self::of(value, column.kind.is_numeric()) }
    }

    fn in_pivot(PivotCell { text, tone, heat }: &PivotCell) -> Self {
        Self { tone: *tone, heat: *heat, ..Self::new(text, true) }
    }
}

impl From<&TableDrawing> for Grid {
    fn from(table: &TableDrawing) -> Self {
        let row = |row: &Vec<Value>| table.columns.iter().zip(row).map(|(column, value)| Cell::in_column(column, value)).collect();
        let shown = u64::from(table.page.max(1) - 1) * u64::from(table.page_size) + table.rows.len() as u64;
        let left = |all: u64| all.saturating_sub(shown);
        let more = match table.total {
            Total::Exactly(all) => (left(all) > 0).then(|| thousands(left(all))),
            Total::About(all) => (left(all) > 0).then(|| format!("about {}", thousands(left(all)))),
            Total::AtLeast(all) => Some(format!("at least {}", thousands(left(all)))).filter(|_| table.has_next),
            Total::Unknown => table.has_next.then(String::new),
        };
        let failed = table.failed_sources.iter().map(|source| format!("{} could not be read.", source.title));
        Self {
            headers: table.columns.iter().map(|column| Cell::new(&column.header, column.kind.is_numeric())).collect(),
            rows: table.rows.iter().map(row).collect(),
            has_totals: false,
            more,
            notes: failed.chain(table.cut.clone()).collect(),
        }
    }
}

impl From<&PivotDrawing> for Grid {
    fn from(pivot: &PivotDrawing) -> Self {
        let row = |row: &PivotRow| std::iter::once(Cell::new(&row.name, false)).chain(row.cells.iter().map(Cell::in_pivot)).collect();
        Self {
            headers: pivot.headers.iter().enumerate().map(|(at, header)| Cell::new(header, at > 0)).collect(),
            rows: pivot.rows.iter().chain(&pivot.totals).map(row).collect(),
            has_totals: pivot.totals.is_some(),
            more: None,
            notes: vec![pivot.note.clone()],
        }
    }
}

impl From<&ChartTable> for Grid {
    fn from(table: &ChartTable) -> Self {
        let row = |row: &Vec<Value>| row.iter().enumerate().map(|(at, value)| Cell::of(value, at > 0)).collect();
        Self {
            headers: table.headers.iter().enumerate().map(|(at, header)| Cell::new(header, at > 0)).collect(),
            rows: table.rows.iter().map(row).collect(),
            ..Self::default()
        }
    }
}

/// Draws as much of it as there is room for.
pub(super) fn draw(paper: &mut Paper, grid: &Grid, room: Room) {
    let fits = |room: Room| (((room.h / ROW).floor() as usize).max(2) - 1).min(grid.rows.len());
    let all_fit = fits(room) == grid.rows.len() && grid.more.is_none() && grid.notes.iter().all(String::is_empty);
    let widths = widths(grid, fits(room), room.w);
    let cells = if all_fit && widths.len() == grid.headers.len() { room } else { room.above(FOOT) };
    let shown = fits(cells);
    // The sums stay, whatever is left out above them.
    let (last, others) = if grid.has_totals { (grid.rows.last(), shown.saturating_sub(1)) } else { (None, shown) };
    paper.fill(Room { h: ROW, ..room }, "--viz-raised", 1.0);
    row(paper, &grid.headers, &widths, Room { h: ROW, ..room }, Type::FAINT.strong());
    for (n, cells) in grid.rows.iter().take(others).enumerate() {
        row(paper, cells, &widths, Room { h: ROW, ..room.below((n + 1) as f64 * ROW) }, Type::PLAIN);
    }
    if let Some(cells) = last {
        row(paper, cells, &widths, Room { h: ROW, ..room.below((others + 1) as f64 * ROW) }, Type::PLAIN.strong());
    }
    let words = foot(grid, grid.rows.len() - others - usize::from(last.is_some()), grid.headers.len() - widths.len());
    if grid.rows.is_empty() && grid.more.is_none() {
        paper.text("There are no rows.", (room.x + SIDE, room.y + 2.0 * ROW - 9.0), room.w, Type::FAINT);
    }
    paper.text(&words, (room.x, room.bottom() - 6.0), room.w, Type::FAINT);
}

/// What is not shown.
fn foot(grid: &Grid, rows: usize, columns: usize) -> String {
    let cut = thousands(rows as u64);
    let rows = match (&grid.more, rows) {
        (None, 0) => None,
        (None, 1) => Some("and 1 more row".to_owned()),
        (None, _) => Some(format!("and {cut} more rows")),
        (Some(more), 0) => Some(format!("and {more} more rows").replace("  ", " ")),
        (Some(more), n) => Some(match more.replace(',', "").parse::<u64>() {
            Ok(more) => format!("and {} more rows", thousands(more + n as u64)),
            Err(_) => "and many more rows".to_owned(),
        }),
    };
    let columns = match columns {
        0 => None,
        1 => Some("1 more column".to_owned()),
        n => Some(format!("{n} more columns")),
    };
    let notes = grid.notes.iter().filter(|note| !note.is_empty()).cloned();
    rows.into_iter().chain(columns).chain(notes).collect::<Vec<_>>().join(" · ")
}

fn row(paper: &mut Paper, cells: &[Cell], widths: &[f64], room: Room, kind: Type) {
    paper.rule(Room { y: room.bottom(), ..room });
    let mut x = room.x;
    for (cell, wide) in cells.iter().zip(widths) {
        let own = Room { x, w: *wide, ..room };
        let kind = match (cell.tone, cell.heat) {
            (Some(tone), _) => {
                let (ink, ground) = colours(tone);
                paper.fill(own, ground, 1.0);
                kind.colour(ink)
            }
            (None, Some(step)) => {
                paper.fill(own, "--chart-1", HEAT[usize::from(step.clamp(1, 9)) - 1]);
                kind
            }
            (None, None) if cell.faint => kind.colour("--viz-muted"),
            (None, None) => kind,
        };
        let at = if cell.end { own.right() - SIDE } else { own.x + SIDE };
        paper.text(&cell.text, (at, own.y + 18.5), wide - 2.0 * SIDE, kind.ending(cell.end));
        x += wide;
    }
}

/// A tone's ink and ground.
pub(super) fn colours(tone: RuleTone) -> (&'static str, &'static str) {
    match tone {
        RuleTone::Good => ("--viz-good", "--viz-good-soft"),
        RuleTone::Warn => ("--viz-warn", "--viz-warn-soft"),
        RuleTone::Bad => ("--viz-bad", "--viz-bad-soft"),
    }
}

/// Widths of the columns that fit, at least one: as wide as what is in them where there is room, and none much wider than
/// the others where there is not.
fn widths(grid: &Grid, rows: usize, room: f64) -> Vec<f64> {
    let wanted = |at: usize| {
        let cells = grid.rows.iter().take(rows).filter_map(|row| row.get(at)).map(|cell| width(&cell.text, Type::PLAIN.size));
        let head = grid.headers.get(at).map_or(0.0, |cell| width(&cell.text, Type::FAINT.size) * 1.06);
        (cells.fold(head, f64::max) + 2.0 * SIDE + 2.0).clamp(NARROWEST, WIDEST)
    };
    let mut wanted: Vec<f64> = (0..grid.headers.len()).map(wanted).collect();
    while wanted.len() > 1 && wanted.len() as f64 * NARROWEST > room {
        wanted.pop();
    }
    let mut most = WIDEST;
    let sum = |most: f64| wanted.iter().map(|wide| wide.min(most)).sum::<f64>();
    while sum(most) > room && most > NARROWEST {
        most -= 4.0;
    }
    let spare = (room - sum(most)).max(0.0) / wanted.len().max(1) as f64;
    wanted.into_iter().map(|wide| wide.min(most) + spare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize, text: &str) -> Grid {
        let line = || vec![Cell::new(text, false); columns];
        Grid { headers: line(), rows: (0..rows).map(|_| line()).collect(), ..Grid::default() }
    }

    #[test]
    fn columns_fill_their_room_and_those_without_room_are_counted() {
        for (columns, text, fits) in [(3, "a", 3), (3, "a long text in each of the cells of a table", 3), (40, "a", 9), (1, "", 1)] {
            let widths = widths(&grid(columns, 2, text), 2, 600.0);
            assert_eq!(widths.len(), fits, "{columns} {text}");
            assert!((widths.iter().sum::<f64>() - 600.0).abs() < 6.0, "{widths:?}");
        }
    }

    #[test]
    fn what_is_left_out_is_told() {
        let with = |more: Option<&str>| Grid { more: more.map(str::to_owned), ..grid(2, 5, "a") };
        for (more, rows, columns, words) in [
            (None, 0, 0, ""),
            (None, 1, 0, "and 1 more row"),
            (None, 4, 2, "and 4 more rows · 2 more columns"),
            (Some("1,996"), 4, 0, "and 2,000 more rows"),
            (Some("at least 996"), 0, 0, "and at least 996 more rows"),
            (Some(""), 0, 1, "and more rows · 1 more column"),
            (Some("at least 996"), 4, 0, "and many more rows"),
        ] {
            assert_eq!(foot(&with(more), rows, columns), words);
        }
    }
}
