//! What a picture is written on: an SVG in colours of one theme. Every text that comes onto it is escaped here.

use super::colours::Colours;
use crate::domain::lettering::{escape, fitting, wrapped};
use std::fmt::Write;

pub(super) struct Paper {
    out: String,
    pub colours: &'static Colours,
    /// Strong texts have a line around them. A document would hold each of them twice: filled, and as a line.
    outlined: bool,
}

/// A part of the paper, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Room {
    pub(super) fn right(self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// What is left below the first `height` pixels.
    pub(super) fn below(self, height: f64) -> Self {
        Self { y: self.y + height, h: (self.h - height).max(0.0), ..self }
    }

    /// What is left above the last `height` pixels.
    pub(super) fn above(self, height: f64) -> Self {
        Self { h: (self.h - height).max(0.0), ..self }
    }
}

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Type {
    /// In pixels.
    pub size: f64,
    /// The variable of its colour.
    pub colour: &'static str,
    pub strong: bool,
    /// Ends at its place instead of beginning there.
    pub end: bool,
}

impl Type {
    pub(super) const PLAIN: Self = Self { size: 13.0, colour: "--viz-text", strong: false, end: false };
    pub(super) const FAINT: Self = Self { size: 12.0, colour: "--viz-muted", ..Self::PLAIN };

    pub(super) fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    pub(super) fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    pub(super) fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn ending(self, end: bool) -> Self {
        Self { end, ..self }
    }
}

impl Paper {
    pub(super) fn new(width: f64, height: f64, colours: &'static Colours, outlined: bool) -> Self {
        let mut paper = Self { out: String::new(), colours, outlined };
        paper.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"Inter\">\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            colours.get("--viz-ground")
        ));
        paper
    }

    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// Markup of our own.
    pub(super) fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing into a String does not fail.
        let _ = self.out.write_fmt(markup);
    }

    /// What `draw` writes is seen inside the room only. Places in it are those of the whole paper.
    pub(super) fn inside(&mut self, room: Room, draw: impl FnOnce(&mut Self)) {
        let Room { x, y, w, h } = room;
        self.put(format_args!("<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\">"));
        draw(self);
        self.out.push_str("</svg>");
    }

    /// A drawing of the painter, which begins at the room's corner and is made so much smaller.
    pub(super) fn drawing(&mut self, svg: &str, room: Room, scale: f64) {
        let filled = self.colours.fill(svg);
        self.put(format_args!("<g transform=\"translate({} {}) scale({scale:.4})\">{filled}</g>", room.x, room.y));
    }

    /// A text on one line, its baseline at `y`, cut where `room` pixels end.
    pub(super) fn text(&mut self, text: &str, (x, y): (f64, f64), room: f64, kind: Type) {
        if text.is_empty() {
            return;
        }
        // What is strong is a little wider by its line: there is one weight of the font only.
        let wide = if kind.strong { 1.06 } else { 1.0 };
        let shown = fitting(text, kind.size * wide, room);
        let colour = self.colours.get(kind.colour);
        let line = if kind.strong && self.outlined {
            format!(" stroke=\"{colour}\" stroke-width=\"{:.2}\"", kind.size * 0.035)
        } else {
            String::new()
        };
        let anchor = if kind.end { " text-anchor=\"end\"" } else { "" };
        let size = kind.size;
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\"{line}{anchor}>{}</text>",
            escape(&shown)
        ));
    }

    /// A text in lines, as far as the room goes. Answers what is left of it.
    pub(super) fn lines(&mut self, text: &str, room: Room, height: f64, kind: Type) -> Room {
        let most = (room.h / height).floor() as usize;
        let lines = if most == 0 { Vec::new() } else { wrapped(text, kind.size * if kind.strong { 1.06 } else { 1.0 }, room.w, most) };
        for (n, line) in lines.iter().enumerate() {
            self.text(line, (room.x, room.y + n as f64 * height + height * 0.72), f64::INFINITY, kind);
        }
        room.below(lines.len() as f64 * height)
    }

    /// A filled rectangle; `strength` is how little shines through.
    pub(super) fn fill(&mut self, room: Room, colour: &str, strength: f64) {
        let Room { x, y, w, h } = room;
        let colour = self.colours.get(colour);
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"{colour}\" fill-opacity=\"{strength}\"/>"
        ));
    }

    /// A line across the room's upper edge.
    pub(super) fn rule(&mut self, room: Room) {
        self.fill(Room { h: 1.0, ..room }, "--viz-line", 1.0);
    }
}
