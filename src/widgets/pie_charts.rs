//! Pie charts: parts of a whole; the smallest parts are put together as "Other".

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, axes,
        figures::{Figures, Group, OTHER},
        option::{Chart, ItemStyle, Label, LabelLine, LineStyle, MUTED, PALETTE, Pie, Place, SURFACE, Series, Slice, TEXT, Title, Viz},
        stands::Stands,
    },
};
use crate::model::{plan::AggregateOrder, value::Value};

/// Slices with a colour of their own; the eighth, grey, is what is left over.
const MOST: usize = PALETTE.len() - 1;

pub(super) static KIND: Kind = Kind {
    name: "pie_charts",
    label: "Pie charts",
    subtypes: &[
        Subtype {
            name: "basic_pie",
            label: "Pie",
            hint: "Parts of a whole; several columns make several pies",
            shape: Shape::Chart(plot(basic)),
        },
        Subtype {
            name: "donut_pie",
            label: "Donut",
            hint: "Parts of a whole, with the total in the middle",
            shape: Shape::Chart(plot(donut)),
        },
        Subtype {
            name: "stacked_pie",
            label: "Stacked pie",
            hint: "Several columns as rings, one inside the other; one column as a rose",
            shape: Shape::Chart(plot(stacked)),
        },
    ],
};

const fn plot(draw: super::draw::Draw) -> Plot {
    Plot::new(AggregateOrder::FirstMeasure, 4, draw)
}

fn basic(figures: Figures) -> Result<Drawn, String> {
    let figures = parts(figures)?;
    let count = figures.measures.len();
    let titles = if count > 1 { (0..count).map(|i| title(&figures, i, Place::Below)).collect() } else { Vec::new() };
    let series = (0..count).map(|i| pie(&figures, i, [0.0, 1.0])).collect();
    Ok(Drawn::chart(chart(&figures, series, titles, count), figures))
}

fn donut(figures: Figures) -> Result<Drawn, String> {
    let figures = parts(figures)?;
    let count = figures.measures.len();
    let titles = (0..count).map(|i| title(&figures, i, Place::Middle)).collect();
    let series = (0..count).map(|i| pie(&figures, i, [0.64, 1.0])).collect();
    Ok(Drawn::chart(chart(&figures, series, titles, count), figures))
}

fn stacked(figures: Figures) -> Result<Drawn, String> {
    let figures = parts(figures)?;
    let count = figures.measures.len();
    if count == 1 {
        let rose = Pie { rose_type: Some("radius"), ..pie(&figures, 0, [0.16, 1.0]) };
        return Ok(Drawn::chart(chart(&figures, vec![rose], Vec::new(), 1), figures));
    }
    // Rings of equal width from the middle outwards; the outermost carries the names, which all share.
    let ring = |i: usize| {
        let (first, width) = (0.22, 0.78 / count as f64);
        let inner = first + width * i as f64;
        let ring = pie(&figures, i, [inner, inner + width]);
        let outermost = i + 1 == count;
        Pie { label: Label { show: outermost, ..ring.label }, label_line: LabelLine { show: outermost, ..ring.label_line }, ..ring }
    };
    let series = (0..count).map(ring).collect();
    let mut figures = figures;
    let order: Vec<_> = (0..figures.measures.len()).map(|i| figures.series_name(i)).collect();
    figures.notes.push(format!("Rings from the inside: {}", order.join(", ")));
    Ok(Drawn::chart(chart(&figures, series, Vec::new(), 1), figures))
}

/// The groups that can be parts: no negative values, the greatest by name, the rest as one where adding up
/// makes sense.
fn parts(mut figures: Figures) -> Result<Figures, String> {
    let before = figures.groups.len();
    figures.groups.retain(|group| group.values.iter().flatten().all(|value| *value >= 0.0));
    let negative = before - figures.groups.len();
    figures.groups.retain(|group| group.values.iter().flatten().any(|value| *value > 0.0));
    if figures.groups.is_empty() {
        return Err("Nothing to draw: a pie needs values above zero.".to_owned());
    }
    if negative > 0 {
        let groups = if negative == 1 {
            "1 group with a negative value is".to_owned()
        } else {
            format!("{negative} groups with negative values are")
        };
        figures.notes.push(format!("{groups} left out"));
    }
    let additive = figures.measures.iter().all(super::draw::figures::Measure::is_additive);
    // One group more than there are colours needs no "Other": the grey is its own.
    if additive && figures.groups.len() > PALETTE.len() {
        let rest = figures.groups.split_off(MOST);
        let values: Vec<_> =
            (0..figures.measures.len()).map(|measure| Some(rest.iter().filter_map(|group| group.values[measure]).sum::<f64>())).collect();
        let cells = values.iter().map(|value| Value::Float(value.unwrap_or_default())).collect();
        let more = if figures.truncated { " or more" } else { "" };
        figures.notes.insert(0, format!("Other: {} smaller groups{more}", rest.len()));
        figures.groups.push(Group { name: OTHER.to_owned(), at: None, values, cells, is_rest: true, stands: Stands::Nothing });
    } else {
        figures.keep(PALETTE.len(), "Top");
    }
    Ok(figures)
}

fn chart(figures: &Figures, pies: Vec<Pie>, title: Vec<Title>, count: usize) -> Chart {
    Chart {
        color: PALETTE,
        grid: None,
        x_axis: None,
        y_axis: None,
        // Shown only where the slices have no room for their names.
        legend: Some(axes::legend()),
        title,
        series: pies.into_iter().map(Series::Pie).collect(),
        viz: Viz { label: figures.phrase(), grain: None, names: None, pies: Some(count) },
    }
}

fn pie(figures: &Figures, measure: usize, radius: [f64; 2]) -> Pie {
    let mut shown = 0;
    let slice = |(i, group): (usize, &Group)| {
        let value = group.values[measure].filter(|value| *value > 0.0)?;
        shown += 1;
        Some(Slice { name: group.name.clone(), value, viz_color: PALETTE[i % PALETTE.len()], viz_at: (i + 1 != shown).then_some(i) })
    };
    let data = figures.groups.iter().enumerate().filter_map(slice).collect();
    Pie {
        name: figures.series_name(measure),
        radius,
        rose_type: None,
        min_show_label_angle: 4,
        item_style: ItemStyle { border_color: Some(SURFACE), border_width: Some(1.5), ..ItemStyle::default() },
        label: Label { show: true, position: None, color: TEXT, font_size: 12, viz_format: None },
        label_line: LabelLine { show: true, length: 10, length2: 8, line_style: LineStyle { color: Some(MUTED), width: Some(1.0) } },
        data,
    }
}

fn title(figures: &Figures, measure: usize, viz_place: Place) -> Title {
    let additive = figures.measures[measure].is_additive();
    let total = figures.values(measure).flatten().sum();
    Title { viz_total: additive.then_some(total), viz_place, viz_text: figures.series_name(measure) }
}
