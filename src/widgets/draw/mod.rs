//! Rows -> a chart. `figures` reads the rows, the kind's own function makes an [`option::Chart`] of them (or an option
//! of its own, for what the documented kinds do not need), this file puts both together with the table and the note.

pub(super) mod axes;
pub(super) mod countries;
pub(super) mod figures;
pub(super) mod marks;
mod matrix;
pub(super) mod option;
mod periods;
pub(super) mod shades;
pub(super) mod stands;
mod words;

pub(super) use periods::words as period_words;

use super::{ChartData, Shape, Subtype};
use crate::model::{
    drawing::{ChartDrawing, ChartTable, Drawing, NumberDrawing, PivotDrawing},
    mark::Marks,
    time::Timestamp,
};
use figures::Figures;
use option::Chart;
use serde_json::Value as Json;

/// Most rows of the table beside a drawing.
const MOST_ROWS: usize = 200;

/// How the figures of one kind of chart become an option; an error is the reason why there is nothing to draw.
pub(super) type Draw = fn(Figures) -> Result<Drawn, String>;

/// A chart and the figures that it shows (after groups were left out or put together).
pub(super) struct Drawn {
    pub picture: Picture,
    pub figures: Figures,
}

pub(super) enum Picture {
    /// An ECharts option.
    Option(Json),
    /// What is not drawn by ECharts; table, note and age are filled in.
    Number(NumberDrawing),
    Pivot(PivotDrawing),
}

impl Drawn {
    pub(super) fn chart(chart: Chart, figures: Figures) -> Self {
        Self { picture: Picture::Option(serde_json::to_value(&chart).expect("an option has only text keys")), figures }
    }

    /// An option that only the second bundle can draw.
    pub(super) fn option(mut option: Json, figures: Figures) -> Self {
        option["viz"]["label"] = figures.phrase().into();
        option["viz"]["more"] = true.into();
        Self { picture: Picture::Option(option), figures }
    }
}

pub(super) fn draw_chart(subtype: &Subtype, data: &ChartData) -> Drawing {
    let Shape::Chart(plot) = subtype.shape else {
        return Drawing::Empty { reason: format!("{} is not a chart.", subtype.label) };
    };
    match figures::read(data, &plot).and_then(plot.draw) {
        Ok(drawn) => finish(drawn),
        Err(reason) => Drawing::Empty { reason },
    }
}

pub(super) fn all_figures(subtype: &Subtype, data: &ChartData) -> Result<ChartTable, String> {
    let Shape::Chart(plot) = subtype.shape else { return Err(format!("{} is not a chart.", subtype.label)) };
    let Drawn { figures, .. } = figures::read(data, &plot).and_then(plot.draw)?;
    Ok(ChartTable { headers: figures.headers(), rows: figures.groups.iter().map(|group| figures.row(group)).collect() })
}

fn finish(Drawn { picture, figures }: Drawn) -> Drawing {
    let rows = figures.groups.iter().take(MOST_ROWS).map(|group| figures.row(group)).collect();
    let table = ChartTable { headers: figures.headers(), rows };
    let mut notes = vec![figures.phrase()];
    if figures.groups.len() > MOST_ROWS {
        notes.push(format!("the first {MOST_ROWS} of {} points as figures", words::count(figures.groups.len())));
    }
    notes.extend(figures.notes.iter().cloned());
    let note = notes.join(" · ");
    let marks = Marks {
        rows: stands::line(figures.told.as_ref(), figures.groups.iter().map(|group| &group.stands)),
        series: stands::line(figures.told_by.as_ref(), figures.measures.iter().map(|measure| &measure.stands)),
    };
    let as_of = Timestamp(0);
    let option = match picture {
        Picture::Number(number) => return Drawing::Number(NumberDrawing { table, marks, note, as_of, ..number }),
        Picture::Pivot(pivot) => return Drawing::Pivot(PivotDrawing { marks, note, as_of, ..pivot }),
        Picture::Option(option) => option,
    };
    let option = marks::dress(option, &figures).to_string();
    Drawing::Chart(ChartDrawing { option, svg: None, table, marks, note, as_of })
}
