//! Bar charts: amounts compared, always from zero.

use super::{Kind, Plot, Shape, Subtype, draw};
use crate::model::plan::AggregateOrder;

pub(super) static KIND: Kind = Kind {
    name: "bar_charts",
    label: "Bar charts",
    subtypes: &[
        Subtype {
            name: "basic_bar",
            label: "Bar",
            hint: "Amounts per category or period, side by side",
            shape: Shape::Chart(Plot { order: AggregateOrder::Group, show: 200, measures: 8, draw: draw::todo }),
        },
        Subtype {
            name: "stacked_bar",
            label: "Stacked bar",
            hint: "Amounts per category or period, and what they are made of",
            shape: Shape::Chart(Plot { order: AggregateOrder::Group, show: 200, measures: 8, draw: draw::todo }),
        },
        Subtype {
            name: "horizontal_bar",
            label: "Horizontal bar",
            hint: "The greatest first, with room for long names",
            shape: Shape::Chart(Plot { order: AggregateOrder::FirstMeasure, show: 30, measures: 8, draw: draw::todo }),
        },
    ],
};
