//! Area charts: how an amount changes, with the weight of what lies below the line.

use super::{Kind, Plot, Shape, Subtype, draw};
use crate::model::plan::AggregateOrder;

pub(super) static KIND: Kind = Kind {
    name: "area_charts",
    label: "Area charts",
    subtypes: &[
        Subtype { name: "basic_area", label: "Area", hint: "An amount over time, smoothed", shape: Shape::Chart(plot(draw::todo)) },
        Subtype {
            name: "linear_area",
            label: "Linear area",
            hint: "An amount over time, straight from point to point",
            shape: Shape::Chart(plot(draw::todo)),
        },
        Subtype {
            name: "step_area",
            label: "Step area",
            hint: "An amount that holds until it changes, such as stock or a price",
            shape: Shape::Chart(plot(draw::todo)),
        },
    ],
};

const fn plot(draw: draw::Draw) -> Plot {
    Plot { order: AggregateOrder::Group, show: 1_000, measures: 8, draw }
}
