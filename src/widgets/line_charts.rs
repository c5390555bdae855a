//! Line charts: how values change, several of them side by side.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, axes,
        figures::{Figures, X},
        option::{AreaStyle, Label, Line, LineStyle, Names, Points, Series, TEXT},
    },
};
use crate::model::plan::AggregateOrder;

/// Most lines that carry their names at their ends.
const FEW: usize = 5;
/// Names at the ends of lines must be this part of the range apart.
const APART: f64 = 0.08;

pub(super) static KIND: Kind = Kind {
    name: "line_charts",
    label: "Line charts",
    subtypes: &[
        Subtype { name: "basic_line", label: "Line", hint: "Values over time, smoothed", shape: Shape::Chart(plot(basic)) },
        Subtype {
            name: "linear_line",
            label: "Linear line",
            hint: "Values over time, straight from point to point",
            shape: Shape::Chart(plot(linear)),
        },
        Subtype {
            name: "step_line",
            label: "Step line",
            hint: "Values that hold until they change, such as a price or a state",
            shape: Shape::Chart(plot(step)),
        },
    ],
};

/// How a line goes from point to point; areas take the same ways.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Smooth,
    Straight,
    Step,
}

pub(super) const fn plot(draw: super::draw::Draw) -> Plot {
    Plot::new(AggregateOrder::Group, 8, draw)
}

fn basic(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Smooth, false)
}

fn linear(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Straight, false)
}

fn step(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Step, false)
}

/// Lines, or areas when what lies below them is filled.
pub(super) fn lines(mut figures: Figures, way: Way, filled: bool) -> Result<Drawn, String> {
    if figures.x == X::Numbers {
        on_numbers(&mut figures)?;
    }
    figures.keep(usize::MAX, "First");
    let measures = figures.measures.len();
    let names = match measures {
        0 | 1 => None,
        _ if !filled && measures <= FEW && ends_are_apart(&figures) => Some(Names::Direct),
        _ => Some(Names::Legend),
    };
    let series = (0..measures).map(|measure| Series::Line(line(&figures, measure, way, filled, names))).collect();
    let x_axis = if figures.x == X::Numbers { axes::places() } else { axes::categories(&figures, figures.groups.len() == 1) };
    // An area says how much there is: it begins at zero. A line says how it changes.
    let chart = axes::upright(&figures, x_axis, axes::values(&figures, !filled), series, names);
    Ok(Drawn::chart(chart, figures))
}

/// Points in order of their places; what has none is left out.
fn on_numbers(figures: &mut Figures) -> Result<(), String> {
    let before = figures.groups.len();
    figures.groups.retain(|group| group.at.is_some_and(f64::is_finite));
    if figures.groups.is_empty() {
        return Err(format!("Nothing to draw: {} holds no numbers.", figures.x_name));
    }
    if figures.groups.len() < before {
        figures.notes.push(format!("Rows without a number in {} are left out", figures.x_name));
    }
    figures.groups.sort_by(|a, b| a.at.unwrap_or_default().total_cmp(&b.at.unwrap_or_default()));
    Ok(())
}

fn line(figures: &Figures, measure: usize, way: Way, filled: bool, names: Option<Names>) -> Line {
    let data = match figures.x {
        X::Numbers => Points::Pairs(figures.groups.iter().map(|group| (group.at.unwrap_or_default(), group.values[measure])).collect()),
        X::Names | X::Periods(_) => Points::Values(figures.values(measure).collect()),
    };
    let points = figures.values(measure).flatten().count();
    let end = Label { show: true, position: None, color: TEXT, font_size: 12, viz_format: Some(super::draw::option::Format::Series) };
    Line {
        name: figures.series_name(measure),
        data,
        smooth: (way == Way::Smooth).then_some(0.3),
        smooth_monotone: (way == Way::Smooth).then_some("x"),
        step: (way == Way::Step).then_some("end"),
        // A line of one point is no line, and few points can be seen one by one.
        show_symbol: points <= 24,
        symbol: "circle",
        symbol_size: if points == 1 { 8 } else { 5 },
        connect_nulls: figures.x != X::Names,
        line_style: LineStyle { color: None, width: Some(2.0) },
        area_style: filled.then_some(AreaStyle { opacity: if figures.measures.len() == 1 { 0.22 } else { 0.14 } }),
        end_label: (names == Some(Names::Direct)).then_some(end),
    }
}

/// Whether each line has a last value and no two of these are so close that their names would overlap.
fn ends_are_apart(figures: &Figures) -> bool {
    let Some(last) = figures.groups.last() else { return false };
    let Some(mut ends) = last.values.iter().copied().collect::<Option<Vec<f64>>>() else { return false };
    let (least, greatest) = figures.numbers().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(n), b.max(n)));
    ends.sort_by(f64::total_cmp);
    ends.windows(2).all(|pair| pair[1] - pair[0] >= (greatest - least) * APART && pair[1] > pair[0])
}
