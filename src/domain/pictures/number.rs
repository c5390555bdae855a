//! A figure, large, with what it was before and its trend.

use super::{
    paper::{Paper, Room, Type},
    table,
};
use crate::model::{drawing::NumberDrawing, trend};

/// Least height of the trend, in pixels.
const TREND: f64 = 36.0;

pub(super) fn draw(paper: &mut Paper, number: &NumberDrawing, room: Room) {
    let foot = room.bottom() - 6.0;
    paper.text(&number.note, (room.x, foot), room.w, Type::FAINT);
    let room = room.above(24.0);
    let ink = number.tone.map_or("--viz-text", |tone| table::colours(tone).0);
    paper.text(&number.value, (room.x, room.y + 32.0), room.w, Type::PLAIN.size(34.0).strong().colour(ink));
    let mut rest = room.below(44.0);
    for text in std::iter::once(&number.label).chain(&number.target).filter(|text| !text.is_empty()) {
        paper.text(text, (rest.x, rest.y + 12.0), rest.w, Type::FAINT);
        rest = rest.below(18.0);
    }
    if let Some(change) = &number.change {
        let ink = change.tone.map_or("--viz-text", |tone| table::colours(tone).0);
        let words = format!("{}  {}", change.words, change.before);
        paper.text(&words, (rest.x, rest.y + 14.0), rest.w, Type::PLAIN.colour(ink));
        rest = rest.below(22.0);
    }
    let rest = rest.below(6.0);
    if rest.h >= TREND
        && let Some((line, area)) = trend::paths(&number.trend, rest.w, rest.h)
    {
        let colour = paper.colours.get("--chart-1");
        paper.put(format_args!(
            "<g transform=\"translate({} {})\"><path d=\"{area}\" fill=\"{colour}\" fill-opacity=\"0.12\"/>\
             <path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-linejoin=\"round\"/></g>",
            rest.x, rest.y
        ));
    }
}
