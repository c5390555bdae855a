//! Rows -> a chart. `figures` reads the rows, the kind's own function makes an [`option::Chart`] of them,
//! this file puts both together with the table and the note.

pub(super) mod axes;
pub(super) mod figures;
pub(super) mod option;
mod periods;
mod words;

use super::{ChartData, Shape, Subtype};
use crate::model::{
    drawing::{ChartDrawing, ChartTable, Drawing},
    time::Timestamp,
};
use figures::Figures;
use option::Chart;

/// Most rows of the table beside a drawing.
const MOST_ROWS: usize = 200;

/// How the figures of one kind of chart become an option; an error is the reason why there is nothing to draw.
pub(super) type Draw = fn(Figures) -> Result<Drawn, String>;

/// A chart and the figures that it shows (after groups were left out or put together).
pub(super) struct Drawn {
    pub chart: Chart,
    pub figures: Figures,
}

pub(super) fn draw_chart(subtype: &Subtype, data: &ChartData) -> Drawing {
    let Shape::Chart(plot) = subtype.shape else {
        return Drawing::Empty { reason: format!("{} is not a chart.", subtype.label) };
    };
    match figures::read(data).and_then(plot.draw) {
        Ok(drawn) => Drawing::Chart(finish(drawn)),
        Err(reason) => Drawing::Empty { reason },
    }
}

fn finish(Drawn { chart, figures }: Drawn) -> ChartDrawing {
    let option = serde_json::to_string(&chart).expect("an option has only text keys");
    let rows = figures.groups.iter().take(MOST_ROWS).map(|group| figures.row(group)).collect();
    let table = ChartTable { headers: figures.headers(), rows };
    let mut notes = vec![figures.phrase()];
    if figures.groups.len() > MOST_ROWS {
        notes.push(format!("the first {MOST_ROWS} of {} points as figures", words::count(figures.groups.len())));
    }
    notes.extend(figures.notes);
    ChartDrawing { option, svg: None, table, note: notes.join(" · "), as_of: Timestamp(0) }
}
