//! One tile: its frame and heading, and what it shows.

use super::{
    number,
    paper::{Paper, Room, Type},
    prose, table,
};
use crate::model::drawing::Drawing;

/// Room at the sides of a tile, and the height of its heading, in pixels.
const SIDE: f64 = 14.0;
const HEAD: f64 = 40.0;
/// Below a chart, for its note.
const NOTE: f64 = 24.0;
/// Least height in which a chart is drawn.
const LEAST: f64 = 210.0;
/// Height of a line of words.
const LINE: f64 = 20.0;

/// What is drawn of a widget.
pub(super) struct Piece {
    pub title: String,
    pub description: String,
    pub drawing: Drawing,
    pub room: Room,
}

impl Piece {
    /// Where the drawing goes.
    fn body(&self) -> Room {
        let head = if self.description.is_empty() { HEAD } else { HEAD + LINE };
        Room { x: self.room.x + SIDE, w: self.room.w - 2.0 * SIDE, ..self.room }.below(head).above(10.0)
    }

    /// Width and height in which the painter draws a chart, in pixels: those of its room, or in the same shape larger,
    /// where so little would not hold a chart's words.
    pub(super) fn chart_size(&self) -> (u32, u32) {
        let room = self.body().above(NOTE);
        let larger = larger(room);
        ((room.w * larger).max(1.0) as u32, (room.h * larger).max(1.0) as u32)
    }
}

/// How much larger than its room a chart is drawn.
fn larger(room: Room) -> f64 {
    (LEAST / room.h.max(1.0)).clamp(1.0, 4.0)
}

pub(super) fn draw(paper: &mut Paper, piece: &Piece) {
    paper.inside(piece.room, |paper| match &piece.drawing {
        Drawing::Title { text } => {
            let Room { x, y, w, .. } = piece.room;
            paper.text(text, (x, y + 21.0), w, Type::PLAIN.size(20.0).strong());
        }
        drawing => {
            frame(paper, piece);
            content(paper, drawing, piece.body());
        }
    });
}

fn frame(paper: &mut Paper, piece: &Piece) {
    let Room { x, y, w, h } = piece.room;
    let (surface, line) = (paper.colours.get("--viz-surface"), paper.colours.get("--viz-line"));
    paper.put(format_args!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"{surface}\" stroke=\"{line}\"/>",
        x + 0.5,
        y + 0.5,
        w - 1.0,
        h - 1.0
    ));
    paper.text(&piece.title, (x + SIDE, y + 25.0), w - 2.0 * SIDE, Type::PLAIN.strong());
    paper.text(&piece.description, (x + SIDE, y + HEAD + 10.0), w - 2.0 * SIDE, Type::FAINT);
}

fn content(paper: &mut Paper, drawing: &Drawing, room: Room) {
    match drawing {
        Drawing::Chart(chart) => {
            match &chart.svg {
                Some(svg) => paper.drawing(svg, room, 1.0 / larger(room.above(NOTE))),
                None => table::draw(paper, &(&chart.table).into(), room.above(NOTE)),
            }
            paper.text(&chart.note, (room.x, room.bottom() - 6.0), room.w, Type::FAINT);
        }
        Drawing::Number(number) => number::draw(paper, number, room),
        Drawing::Pivot(pivot) => table::draw(paper, &pivot.into(), room),
        Drawing::Table(rows) => table::draw(paper, &rows.into(), room),
        Drawing::Text { html } => prose::draw(paper, html, room),
        Drawing::Title { text } => words(paper, [text, ""], room, Type::PLAIN),
        Drawing::Image { .. } => words(paper, ["Images are shown on the page and are not part of the file.", ""], room, Type::FAINT),
        Drawing::Embed { .. } => {
            words(paper, ["Embedded pages are shown on the page and are not part of the file.", ""], room, Type::FAINT)
        }
        Drawing::Empty { reason } => words(paper, [reason, ""], room, Type::FAINT),
        Drawing::Failed { message, hint } => words(paper, [message, hint], room, Type::PLAIN.colour("--viz-bad")),
        Drawing::Loading => words(paper, ["This took too long to read for a picture.", "Ask again in a moment."], room, Type::FAINT),
    }
}

/// What is said, and what can be done about it.
fn words(paper: &mut Paper, [said, hint]: [&str; 2], room: Room, kind: Type) {
    let rest = paper.lines(said, room, LINE, kind.size(13.0));
    paper.lines(hint, rest, LINE, Type::FAINT.size(13.0));
}
