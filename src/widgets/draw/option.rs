//! The part of an ECharts option that we use, typed. Colours are CSS variables; `viz` and `vizFormat` are our
//! own additions, carried out by the drawers (`ui/js/prepare.js`), since JSON holds no functions.

use serde::Serialize;

/// The palette, in order (`style/themes.css`). The last is a grey, for what is left over.
pub(in crate::widgets) const PALETTE: [&str; 8] = [
    "var(--chart-1)",
    "var(--chart-2)",
    "var(--chart-3)",
    "var(--chart-4)",
    "var(--chart-5)",
    "var(--chart-6)",
    "var(--chart-7)",
    "var(--chart-8)",
];
pub(in crate::widgets) const LINE: &str = "var(--viz-line)";
pub(in crate::widgets) const TEXT: &str = "var(--viz-text)";
pub(in crate::widgets) const MUTED: &str = "var(--viz-muted)";
pub(in crate::widgets) const SURFACE: &str = "var(--viz-surface)";

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Chart {
    pub color: [&'static str; 8],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x_axis: Option<Axis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y_axis: Option<Axis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legend: Option<Legend>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Title>,
    pub series: Vec<Series>,
    pub viz: Viz,
}

/// What the drawer does with knowledge of the room there is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Viz {
    /// What is drawn, for readers who do not see it.
    pub label: String,
    /// The categories of the x axis are beginnings of periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grain: Option<crate::model::plan::Grain>,
    /// How several series are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Names>,
    /// Number of pies side by side; several series of one pie are rings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pies: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::widgets) enum Names {
    /// At the end of each line, or as a legend where there is no room.
    Direct,
    Legend,
}

/// Distances in pixels, axis labels included.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Grid {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
    pub outer_bounds_mode: &'static str,
    pub outer_bounds_contain: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Axis {
    #[serde(rename = "type")]
    pub kind: AxisKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<String>>,
    /// The first category on top.
    #[serde(skip_serializing_if = "is_false")]
    pub inverse: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundary_gap: Option<bool>,
    /// The axis need not begin at zero.
    #[serde(skip_serializing_if = "is_false")]
    pub scale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split_number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_interval: Option<u32>,
    pub axis_line: AxisLine,
    pub axis_tick: Shown,
    pub axis_label: AxisLabel,
    pub split_line: SplitLine,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::widgets) enum AxisKind {
    Category,
    Value,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct AxisLine {
    pub show: bool,
    /// Negative values: the line stays at the edge, a split line marks zero.
    pub on_zero: bool,
    pub line_style: LineStyle,
}

#[derive(Clone, Debug, Serialize)]
pub(in crate::widgets) struct Shown {
    pub show: bool,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct AxisLabel {
    pub show: bool,
    pub color: &'static str,
    pub font_size: u32,
    pub hide_overlap: bool,
    pub viz_format: Format,
}

/// Carried out by the drawer's formatters.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::widgets) enum Format {
    /// `1.2 M`.
    Compact,
    /// Name of the series.
    Series,
    /// At most this many characters.
    Cut(u32),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct SplitLine {
    pub show: bool,
    pub line_style: LineStyle,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::widgets) struct LineStyle {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Legend {
    pub left: u32,
    pub top: u32,
    pub icon: &'static str,
    pub item_width: u32,
    pub item_height: u32,
    pub item_gap: u32,
    pub text_style: TextStyle,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct TextStyle {
    pub color: &'static str,
    pub font_size: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_weight: Option<u32>,
}

/// A word or a total at a pie; the drawer knows where the pie is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Title {
    /// Shown in compact form above the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viz_total: Option<f64>,
    pub viz_place: Place,
    pub viz_text: String,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::widgets) enum Place {
    Middle,
    Below,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::widgets) enum Series {
    Line(Line),
    Bar(Bar),
    Pie(Pie),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Line {
    pub name: String,
    pub data: Points,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smooth: Option<f64>,
    /// Keeps a smoothed line from swinging beyond its points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smooth_monotone: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<&'static str>,
    pub show_symbol: bool,
    pub symbol: &'static str,
    pub symbol_size: u32,
    pub connect_nulls: bool,
    pub line_style: LineStyle,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_style: Option<AreaStyle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_label: Option<Label>,
}

#[derive(Clone, Debug, Serialize)]
pub(in crate::widgets) struct AreaStyle {
    pub opacity: f64,
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(in crate::widgets) enum Points {
    /// One per category.
    Values(Vec<Option<f64>>),
    /// Places on an axis of numbers.
    Pairs(Vec<(f64, Option<f64>)>),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Bar {
    pub name: String,
    pub data: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack: Option<&'static str>,
    pub bar_max_width: u32,
    pub bar_category_gap: &'static str,
    /// Between the bars of one category; a negative distance would hide values.
    pub bar_gap: &'static str,
    pub item_style: ItemStyle,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct ItemStyle {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_color: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_width: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_radius: Option<[u32; 4]>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Label {
    pub show: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<&'static str>,
    pub color: &'static str,
    pub font_size: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viz_format: Option<Format>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Pie {
    pub name: String,
    /// Inner and outer, as parts of the radius that the drawer finds room for.
    pub radius: [f64; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rose_type: Option<&'static str>,
    /// In degrees; slices thinner than this go without words.
    pub min_show_label_angle: u32,
    pub item_style: ItemStyle,
    pub label: Label,
    pub label_line: LabelLine,
    pub data: Vec<Slice>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct LabelLine {
    pub show: bool,
    pub length: u32,
    pub length2: u32,
    pub line_style: LineStyle,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::widgets) struct Slice {
    pub name: String,
    pub value: f64,
    /// By its place in the palette; ECharts would not know grey is for the rest.
    pub viz_color: &'static str,
    /// The group it is of, where that is not its own place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viz_at: Option<usize>,
}

fn is_false(value: &bool) -> bool {
    !value
}
