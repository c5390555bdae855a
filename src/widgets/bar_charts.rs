//! Bar charts: amounts compared, always from zero.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, axes,
        figures::Figures,
        option::{Bar, ItemStyle, Label, Names, Series},
    },
};
use crate::model::plan::AggregateOrder;

/// Most bars from left to right.
const MOST: usize = 200;
/// Most categories from top to bottom, that a tile has room for, with one measure and with several.
const MOST_LYING: [usize; 3] = [15, 10, 7];
/// Up to here each bar carries its value.
const FEW: usize = 12;

pub(super) static KIND: Kind = Kind {
    name: "bar_charts",
    label: "Bar charts",
    subtypes: &[
        Subtype {
            name: "basic_bar",
            label: "Bar",
            hint: "Amounts per category or period, side by side",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, basic)),
        },
        Subtype {
            name: "stacked_bar",
            label: "Stacked bar",
            hint: "Amounts per category or period, and what they are made of",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, stacked)),
        },
        Subtype {
            name: "horizontal_bar",
            label: "Horizontal bar",
            hint: "The greatest first, with room for long names",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, 8, horizontal)),
        },
    ],
};

fn basic(figures: Figures) -> Result<Drawn, String> {
    upright(figures, None)
}

fn stacked(figures: Figures) -> Result<Drawn, String> {
    upright(figures, Some("all"))
}

pub(super) fn upright(mut figures: Figures, stack: Option<&'static str>) -> Result<Drawn, String> {
    figures.keep(MOST, "First");
    let measures = figures.measures.len();
    let labelled = measures == 1 && figures.groups.len() <= FEW;
    // Only the outermost part of a stack is rounded; which one that is differs from bar to bar.
    let round = if stack.is_some() && measures > 1 { 0 } else { 3 };
    let label = labelled.then(|| axes::value_label("top"));
    let series = bars(&figures, stack, [round, round, 0, 0], label);
    let names = (measures > 1).then_some(Names::Legend);
    let values = axes::values(&figures, false);
    let values = if labelled { axes::hidden(values) } else { values };
    let chart = axes::upright(&figures, axes::categories(&figures, true), values, series, names);
    Ok(Drawn::chart(chart, figures))
}

fn horizontal(mut figures: Figures) -> Result<Drawn, String> {
    let measures = figures.measures.len();
    figures.keep(MOST_LYING[measures.clamp(1, MOST_LYING.len()) - 1], "Top");
    let series = bars(&figures, None, [0, 3, 3, 0], Some(axes::value_label("right")));
    let names = (measures > 1).then_some(Names::Legend);
    let chart = axes::lying(&figures, axes::names(&figures), axes::hidden(axes::values(&figures, false)), series, names);
    Ok(Drawn::chart(chart, figures))
}

fn bars(figures: &Figures, stack: Option<&'static str>, radius: [u32; 4], label: Option<Label>) -> Vec<Series> {
    let many = figures.groups.len() > FEW;
    let bar = |measure: usize| Bar {
        name: figures.series_name(measure),
        data: figures.values(measure).collect(),
        stack,
        bar_max_width: 56,
        bar_category_gap: if many { "20%" } else { "36%" },
        bar_gap: "8%",
        item_style: ItemStyle { border_radius: Some(radius), ..ItemStyle::default() },
        label: label.clone(),
    };
    (0..figures.measures.len()).map(|measure| Series::Bar(bar(measure))).collect()
}
