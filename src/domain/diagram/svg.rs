//! A laid out diagram as SVG: inside a page, where the style sheet colours it and names lead on, or as a file that stands
//! for itself. Every text comes from a database and is escaped.

use super::{
    Drawn, Link,
    cards::{Card, HEAD, INDENT, Mark, ROW, SIDE},
};
use crate::domain::lettering::{self, escape};
use std::fmt::Write;

/// Room around a diagram, in pixels.
const MARGIN: f64 = 32.0;

/// Sizes of the names that are read from afar, in pixels: alike, so that none seems to matter more.
const BIG: std::ops::RangeInclusive<f64> = 22.0..=32.0;

/// What a file brings along: the colours of the light theme and sizes of text.
const STYLE: &str = "\
text{font-family:Inter,system-ui,sans-serif;font-size:12px;fill:#1d2430}\
.dg-ground{fill:#f9fafb}.dg-box{fill:#fff;stroke:#d3d7de}.dg-head{fill:#f1f3f6}\
.dg-name{font-size:13px;font-weight:600}.dg-type,.dg-more{fill:#5f6774}.dg-null{fill-opacity:.75}\
.dg-pk{fill:#8a5a00}.dg-fk{fill:#2f5fc4}.dg-link{fill:none;stroke:#8b95a5}.dg-mark{fill:#f9fafb;stroke:#6b7686}.dg-big{display:none}";

/// Where the names of a page's diagram lead.
pub(super) struct Ways<'a> {
    /// The address that shows a table with its neighbours.
    pub focus: &'a dyn Fn(&str) -> String,
}

/// The drawing for a page: without colours and with links.
pub(super) fn page(drawn: &Drawn<'_>, ways: &Ways<'_>) -> String {
    let (width, height) = size(drawn);
    let mut out = format!(
        "<svg class=\"dg\" role=\"group\" aria-label=\"Diagram\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    inside(&mut out, drawn, Some(ways));
    out.push_str("</svg>");
    out
}

/// The drawing as a file.
pub(super) fn file(drawn: &Drawn<'_>) -> String {
    let (width, height) = size(drawn);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"><style>{STYLE}</style>\
         <rect class=\"dg-ground\" width=\"{width}\" height=\"{height}\"/>"
    );
    inside(&mut out, drawn, None);
    out.push_str("</svg>");
    out
}

/// Width and height with the room around, in whole pixels.
pub(super) fn size(drawn: &Drawn<'_>) -> (u32, u32) {
    let whole = |length: f64| (length + 2.0 * MARGIN).ceil() as u32;
    (whole(drawn.layout.width), whole(drawn.layout.height))
}

fn inside(out: &mut String, drawn: &Drawn<'_>, ways: Option<&Ways<'_>>) {
    // Writing into a String does not fail.
    let _ = write!(out, "<g class=\"dg-world\"><g transform=\"translate({MARGIN} {MARGIN})\">");
    for (link, points) in drawn.links.iter().zip(&drawn.layout.edges) {
        edge(out, drawn, link, points);
    }
    for (at, card) in drawn.cards.iter().enumerate() {
        table(out, at, card, drawn.layout.nodes[at], ways);
    }
    out.push_str("</g></g>");
}

fn table(out: &mut String, at: usize, card: &Card<'_>, (x, y): (f64, f64), ways: Option<&Ways<'_>>) {
    let (width, height, label) = (card.width, card.height, escape(&card.table.name));
    let _ = write!(
        out,
        "<g class=\"dg-table\" data-table=\"{at}\" data-name=\"{label}\" transform=\"translate({x:.1} {y:.1})\">\
         <rect class=\"dg-box\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"
    );
    if card.rows.is_empty() && card.more == 0 {
        let _ = write!(out, "<rect class=\"dg-head\" x=\"1\" y=\"1\" width=\"{}\" height=\"{}\" rx=\"7\"/>", width - 2.0, height - 2.0);
    } else {
        let _ = write!(out, "<path class=\"dg-head\" d=\"M1 {HEAD}V8a7 7 0 0 1 7-7H{}a7 7 0 0 1 7 7V{HEAD}z\"/>", width - 8.0);
    }
    let name = format!("<text class=\"dg-name\" x=\"{SIDE}\" y=\"21.5\">{}<title>{label}</title></text>", escape(&card.name));
    match ways {
        Some(ways) => {
            let _ = write!(out, "<a href=\"{}\">{name}</a><g class=\"dg-rows\">", escape(&(ways.focus)(&card.table.name)));
        }
        None => {
            let _ = write!(out, "{name}<g class=\"dg-rows\">");
        }
    }
    for (n, row) in card.rows.iter().enumerate() {
        let line = baseline(n);
        match row.mark {
            Mark::Primary => {
                let _ = write!(out, "<path class=\"dg-pk\" d=\"M{} {}l4 4-4 4-4-4z\"/>", SIDE + 5.0, line - 8.5);
            }
            Mark::Foreign => {
                let _ = write!(out, "<circle class=\"dg-fk\" cx=\"{}\" cy=\"{}\" r=\"3\"/>", SIDE + 5.0, line - 4.5);
            }
            Mark::None => {}
        }
        let null = if row.nullable { " dg-null" } else { "" };
        let _ = write!(
            out,
            "<text class=\"dg-col{null}\" x=\"{INDENT}\" y=\"{line}\">{}</text><text class=\"dg-type\" x=\"{}\" y=\"{line}\" text-anchor=\"end\">{}</text>",
            escape(&row.shown),
            width - SIDE,
            escape(&row.type_name)
        );
    }
    if card.more > 0 {
        let _ = write!(out, "<text class=\"dg-more\" x=\"{INDENT}\" y=\"{}\">and {} more</text>", baseline(card.rows.len()), card.more);
    }
    out.push_str("</g>");
    if ways.is_some() {
        // What is read from afar, in place of the rest.
        let most = BIG.end().min(0.7 * height);
        let font = (0.92 * width / lettering::width(&card.name, 1.0)).clamp(BIG.start().min(most), most);
        let name = lettering::fitting(&card.name, font, 0.96 * width);
        let _ = write!(
            out,
            "<text class=\"dg-big\" x=\"{}\" y=\"{:.1}\" font-size=\"{font:.1}\" text-anchor=\"middle\">{}</text>",
            width / 2.0,
            (height + 0.7 * font) / 2.0,
            escape(&name)
        );
    }
    out.push_str("</g>");
}

fn baseline(row: usize) -> f64 {
    HEAD + row as f64 * ROW + 16.0
}

fn edge(out: &mut String, drawn: &Drawn<'_>, link: &Link, points: &[(f64, f64)]) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    let _ = write!(out, "<g class=\"dg-edge\" data-a=\"{}\" data-b=\"{}\"><title>{}</title>", link.parent, link.child, escape(&link.words));
    let _ = write!(out, "<path class=\"dg-link\" d=\"M{:.1} {:.1}", first.0, first.1);
    let looped = points.len() == 2 && (first.0 - last.0).abs() < 0.5;
    for (n, pair) in points.windows(2).enumerate() {
        let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
        let _ = if looped {
            write!(out, "C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}", x1 + 48.0, x2 + 48.0)
        } else if n % 2 == 0 {
            let middle = (x1 + x2) / 2.0;
            write!(out, "C{middle:.1} {y1:.1} {middle:.1} {y2:.1} {x2:.1} {y2:.1}")
        } else {
            write!(out, "H{x2:.1}")
        };
    }
    out.push_str("\"/>");
    // Away from its own card.
    let parent_left = drawn.layout.nodes[link.parent].0;
    let child_left = drawn.layout.nodes[link.child].0;
    let away = |x: f64, left: f64| if (x - left).abs() < 0.5 { -1.0 } else { 1.0 };
    let (from, to) = (away(first.0, parent_left), away(last.0, child_left));
    let mut marks = one(*first, from, link.optional);
    marks.push_str(&if link.unique { one(*last, to, true) } else { many(*last, to) });
    let _ = write!(out, "<path class=\"dg-mark\" d=\"{marks}\"/></g>");
}

/// The end at which at most one row is joined: a bar, and a ring where it may be none.
fn one((x, y): (f64, f64), away: f64, optional: bool) -> String {
    let bar = x + 6.0 * away;
    let mut mark = format!("M{bar:.1} {:.1}v9", y - 4.5);
    if optional {
        let _ = write!(mark, "M{:.1} {y:.1}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", x + if away > 0.0 { 9.0 } else { -15.0 });
    }
    mark
}

/// The end at which many rows are joined: a crow's foot.
fn many((x, y): (f64, f64), away: f64) -> String {
    let tip = x + 10.0 * away;
    format!("M{x:.1} {:.1}L{tip:.1} {y:.1}L{x:.1} {:.1}M{x:.1} {y:.1}H{tip:.1}", y - 4.5, y + 4.5)
}
