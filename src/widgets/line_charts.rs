//! Line charts: how values change, several of them side by side.

use super::{Kind, Plot, Shape, Subtype, draw};
use crate::model::plan::AggregateOrder;

pub(super) static KIND: Kind = Kind {
    name: "line_charts",
    label: "Line charts",
    subtypes: &[
        Subtype { name: "basic_line", label: "Line", hint: "Values over time, smoothed", shape: Shape::Chart(plot(draw::todo)) },
        Subtype {
            name: "linear_line",
            label: "Linear line",
            hint: "Values over time, straight from point to point",
            shape: Shape::Chart(plot(draw::todo)),
        },
        Subtype {
            name: "step_line",
            label: "Step line",
            hint: "Values that hold until they change, such as a price or a state",
            shape: Shape::Chart(plot(draw::todo)),
        },
    ],
};

const fn plot(draw: draw::Draw) -> Plot {
    Plot { order: AggregateOrder::Group, show: 1_000, measures: 8, draw }
}
