//! A whole tab on one sheet: what it is, and its tiles where they lie.

use super::{
    colours::Colours,
    paper::{Paper, Room, Type},
    tile::{self, Piece},
};
use crate::model::layout::{Area, COLUMNS, GAP, ROW};

/// Width of the grid, in pixels: twelve columns of 85.
const BOARD: u32 = 1_196;
/// Around everything.
const MARGIN: f64 = 32.0;
/// Height of the title, and of each line below it.
const TITLE: f64 = 36.0;
const LINE: f64 = 20.0;

/// What stands above the tiles.
pub(super) struct Head {
    pub title: String,
    /// What is seen: the tab, when it was read, what narrows it.
    pub facts: Vec<String>,
}

impl Head {
    fn height(&self) -> f64 {
        MARGIN + TITLE + self.facts.len() as f64 * LINE + f64::from(GAP)
    }
}

/// Where a tile lies below this head.
pub(super) fn room(head: &Head, area: Area) -> Room {
    let column = f64::from(BOARD - GAP * (COLUMNS - 1)) / f64::from(COLUMNS);
    let (w, h) = area.pixels(BOARD);
    Room {
        x: MARGIN + f64::from(area.x) * (column + f64::from(GAP)),
        y: head.height() + f64::from(area.y) * f64::from(ROW + GAP),
        w: f64::from(w),
        h: f64::from(h),
    }
}

/// Height of the sheet on which these tiles lie, in pixels.
pub(super) fn height(head: &Head, pieces: &[Piece]) -> f64 {
    let least = head.height() + 60.0;
    pieces.iter().map(|piece| piece.room.bottom()).fold(least, f64::max) + MARGIN
}

/// `outlined`: see [`Paper`].
pub(super) fn draw(head: &Head, pieces: &[Piece], colours: &'static Colours, outlined: bool) -> String {
    let mut paper = Paper::new(f64::from(BOARD) + 2.0 * MARGIN, height(head, pieces), colours, outlined);
    let room = f64::from(BOARD);
    paper.text(&head.title, (MARGIN, MARGIN + 24.0), room, Type::PLAIN.size(24.0).strong());
    for (n, fact) in head.facts.iter().enumerate() {
        paper.text(fact, (MARGIN, MARGIN + TITLE + n as f64 * LINE + 13.0), room, Type::FAINT.size(13.0));
    }
    pieces.iter().for_each(|piece| tile::draw(&mut paper, piece));
    if pieces.is_empty() {
        paper.text("There is nothing on this tab.", (MARGIN, head.height() + 20.0), room, Type::FAINT.size(13.0));
    }
    paper.finish()
}
