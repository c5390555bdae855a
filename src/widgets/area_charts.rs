//! Area charts: how an amount changes, with the weight of what lies below the line.

use super::{
    Kind, Shape, Subtype,
    draw::{Drawn, figures::Figures},
    line_charts::{Way, lines, plot},
};

pub(super) static KIND: Kind = Kind {
    name: "area_charts",
    label: "Area charts",
    subtypes: &[
        Subtype { name: "basic_area", label: "Area", hint: "An amount over time, smoothed", shape: Shape::Chart(plot(basic)) },
        Subtype {
            name: "linear_area",
            label: "Linear area",
            hint: "An amount over time, straight from point to point",
            shape: Shape::Chart(plot(linear)),
        },
        Subtype {
            name: "step_area",
            label: "Step area",
            hint: "An amount that holds until it changes, such as stock or a price",
            shape: Shape::Chart(plot(step)),
        },
    ],
};

fn basic(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Smooth, true)
}

fn linear(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Straight, true)
}

fn step(figures: Figures) -> Result<Drawn, String> {
    lines(figures, Way::Step, true)
}
