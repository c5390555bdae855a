//! Rows -> a chart.

use super::{ChartData, Subtype};
use crate::model::drawing::Drawing;

/// How the figures of one kind of chart become an option.
pub(super) type Draw = fn(&ChartData) -> Drawing;

pub(super) fn draw_chart(_subtype: &Subtype, _data: &ChartData) -> Drawing {
    todo!()
}

pub(super) fn todo(_data: &ChartData) -> Drawing {
    todo!()
}
