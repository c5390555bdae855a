//! Pie charts: parts of a whole; the smallest parts are put together as "Other".

use super::{Kind, Plot, Shape, Subtype, draw};
use crate::model::plan::AggregateOrder;

pub(super) static KIND: Kind = Kind {
    name: "pie_charts",
    label: "Pie charts",
    subtypes: &[
        Subtype {
            name: "basic_pie",
            label: "Pie",
            hint: "Parts of a whole; several columns make several pies",
            shape: Shape::Chart(plot(draw::todo)),
        },
        Subtype {
            name: "donut_pie",
            label: "Donut",
            hint: "Parts of a whole, with the total in the middle",
            shape: Shape::Chart(plot(draw::todo)),
        },
        Subtype {
            name: "stacked_pie",
            label: "Stacked pie",
            hint: "Several columns as rings, one inside the other; one column as a rose",
            shape: Shape::Chart(plot(draw::todo)),
        },
    ],
};

const fn plot(draw: draw::Draw) -> Plot {
    Plot { order: AggregateOrder::FirstMeasure, show: 12, measures: 4, draw }
}
