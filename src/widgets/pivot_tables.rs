//! Pivot tables: one figure by two groups, with sums and shades.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{Drawn, Picture, figures::Figures, shades::Shades},
};
use crate::model::{
    drawing::{PivotCell, PivotDrawing, PivotRow},
    format::Format,
    mark::Marks,
    plan::AggregateOrder,
    time::Timestamp,
};

/// Most rows and most columns.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 60;

pub(super) static KIND: Kind = Kind {
    name: "pivot_tables",
    label: "Pivot tables",
    subtypes: &[Subtype {
        name: "pivot_table",
        label: "Pivot table",
        hint: "One figure by two columns, with sums; shades and rules show what stands out",
        shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, pivot).series(MOST_COLUMNS)),
    }],
};

fn pivot(mut figures: Figures) -> Result<Drawn, String> {
    figures.keep(MOST_ROWS, "First");
    let format = figures.format.clone();
    let shades = (format.scale == Some(true)).then(|| Shades::of(figures.numbers()));
    // Only figures of one kind can be added up from left to right.
    let across = figures.by.is_some() && figures.measures[0].is_additive();
    let down = figures.measures.iter().all(|measure| measure.is_additive());
    let row = |name: String, values: &[Option<f64>], shades: Option<Shades>| {
        let mut cells: Vec<PivotCell> = values.iter().map(|value| cell(*value, &format, shades)).collect();
        if across {
            cells.push(cell(Some(values.iter().flatten().sum()), &Format { rules: Vec::new(), ..format.clone() }, None));
        }
        PivotRow { name, cells }
    };
    let mut headers = figures.headers();
    headers.extend(across.then(|| "Total".to_owned()));
    let rows = figures.groups.iter().map(|group| row(figures.group_name(group), &group.values, shades)).collect();
    let sums: Vec<Option<f64>> = (0..figures.measures.len()).map(|at| Some(figures.values(at).flatten().sum())).collect();
    let totals = (down && figures.groups.len() > 1).then(|| row("Total".to_owned(), &sums, None));
    let drawing = PivotDrawing { headers, rows, totals, marks: Marks::default(), note: String::new(), as_of: Timestamp(0) };
    Ok(Drawn { picture: Picture::Pivot(drawing), figures })
}

fn cell(value: Option<f64>, format: &Format, shades: Option<Shades>) -> PivotCell {
    let Some(value) = value else { return PivotCell::default() };
    let tone = format.tone(None, value);
    PivotCell { text: format.number(value), tone, heat: shades.filter(|_| tone.is_none()).map(|shades| shades.step(value)) }
}
