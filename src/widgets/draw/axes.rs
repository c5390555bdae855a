//! What charts with axes share.

use super::{
    figures::{Figures, X},
    option::{
        Axis, AxisKind, AxisLabel, AxisLine, Chart, Format, Grid, LINE, Label, Legend, LineStyle, MUTED, Names, PALETTE, Series, Shown,
        SplitLine, TEXT, TextStyle, Viz,
    },
};

/// Longest label under an upright axis and beside a lying one, in characters.
const SHORT: u32 = 14;
const LONG: u32 = 26;

/// A chart with the groups from left to right.
pub(in crate::widgets) fn upright(figures: &Figures, x_axis: Axis, y_axis: Axis, series: Vec<Series>, names: Option<Names>) -> Chart {
    let grain = if let X::Periods(grain) = figures.x { Some(grain) } else { None };
    Chart {
        color: PALETTE,
        grid: Some(grid()),
        x_axis: Some(x_axis),
        y_axis: Some(y_axis),
        legend: names.map(|_| legend()),
        title: Vec::new(),
        series,
        viz: Viz { label: figures.phrase(), grain, names, pies: None },
    }
}

/// A chart with the groups from top to bottom.
pub(in crate::widgets) fn lying(figures: &Figures, groups: Axis, values: Axis, series: Vec<Series>, names: Option<Names>) -> Chart {
    Chart {
        color: PALETTE,
        grid: Some(Grid { right: 44, ..grid() }),
        x_axis: Some(values),
        y_axis: Some(groups),
        legend: names.map(|_| legend()),
        title: Vec::new(),
        series,
        viz: Viz { label: figures.phrase(), grain: None, names, pies: None },
    }
}

/// The axis of the groups. `gap`: half a step of room at both ends, as bars need it.
pub(in crate::widgets) fn categories(figures: &Figures, gap: bool) -> Axis {
    Axis {
        data: Some(figures.groups.iter().map(|group| group.name.clone()).collect()),
        boundary_gap: Some(gap),
        axis_line: AxisLine { show: true, ..axis_line() },
        axis_tick: Shown { show: matches!(figures.x, X::Periods(_)) },
        ..axis(AxisKind::Category, Format::Cut(SHORT), false)
    }
}

/// The same, from top to bottom with room for long names.
pub(in crate::widgets) fn names(figures: &Figures) -> Axis {
    let label = AxisLabel { color: TEXT, hide_overlap: false, ..axis_label(Format::Cut(LONG)) };
    Axis { inverse: true, boundary_gap: None, axis_tick: Shown { show: false }, axis_label: label, ..categories(figures, true) }
}

/// An axis of places, for groups that are numbers.
pub(in crate::widgets) fn places() -> Axis {
    Axis { scale: true, axis_line: AxisLine { show: true, ..axis_line() }, ..axis(AxisKind::Value, Format::Compact, false) }
}

/// The axis of the values. `scale`: it need not begin at zero.
pub(in crate::widgets) fn values(figures: &Figures, scale: bool) -> Axis {
    let whole = figures.numbers().all(|n| n.fract() == 0.0);
    Axis { scale, split_number: Some(4), min_interval: whole.then_some(1), ..axis(AxisKind::Value, Format::Compact, true) }
}

/// Values that stand at their bars: no axis beside them.
pub(in crate::widgets) fn hidden(axis: Axis) -> Axis {
    Axis { axis_label: AxisLabel { show: false, ..axis.axis_label }, split_line: SplitLine { show: false, ..axis.split_line }, ..axis }
}

/// A value at its mark.
pub(in crate::widgets) fn value_label(position: &'static str) -> Label {
    Label { show: true, position: Some(position), color: MUTED, font_size: 11, viz_format: Some(Format::Compact) }
}

fn axis(kind: AxisKind, format: Format, split: bool) -> Axis {
    Axis {
        kind,
        data: None,
        inverse: false,
        boundary_gap: None,
        scale: false,
        split_number: None,
        min_interval: None,
        axis_line: axis_line(),
        axis_tick: Shown { show: false },
        axis_label: axis_label(format),
        split_line: SplitLine { show: split, line_style: LineStyle { color: Some(LINE), width: Some(1.0) } },
    }
}

fn axis_line() -> AxisLine {
    AxisLine { show: false, on_zero: false, line_style: LineStyle { color: Some(LINE), width: Some(1.0) } }
}

fn axis_label(format: Format) -> AxisLabel {
    AxisLabel { show: true, color: MUTED, font_size: 11, hide_overlap: true, viz_format: format }
}

pub(in crate::widgets) fn grid() -> Grid {
    Grid { left: 4, right: 16, top: 14, bottom: 4, outer_bounds_mode: "same", outer_bounds_contain: "axisLabel" }
}

pub(in crate::widgets) fn legend() -> Legend {
    Legend {
        left: 0,
        top: 0,
        icon: "roundRect",
        item_width: 10,
        item_height: 10,
        item_gap: 10,
        text_style: TextStyle { color: MUTED, font_size: 12, font_weight: None },
    }
}
