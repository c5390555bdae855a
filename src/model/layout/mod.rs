//! The grid of a board: twelve columns, tabs, and the area of each widget. It stands beside the documented order and
//! the flag `expanded` and never contradicts them: on every tab the widgets are read in the order of the board, and a
//! widget is wider than half of the columns exactly if it is expanded.

pub mod rules;
pub mod sections;
pub mod tabs;

use crate::model::{given::given, id::WidgetId};
use serde::{Deserialize, Serialize};

pub const COLUMNS: u32 = 12;
/// What a widget takes that is not expanded.
pub const HALF: u32 = COLUMNS / 2;
pub const LEAST_WIDTH: u32 = 2;
/// In rows of [`ROW`] pixels with [`GAP`] between them.
pub const MOST_HEIGHT: u32 = 48;
/// Height of a row in pixels (`style/grid.css` says the same).
pub const ROW: u32 = 28;
/// Between rows and columns, in pixels.
pub const GAP: u32 = 16;
/// The first row of a tile is at most this one: more than any board has.
const MOST_ROWS: u32 = 20_000;

/// The key of an address that names the tab.
pub const TAB: &str = "tab";

/// Where a tile lies, in columns and rows from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Area {
    pub x: u32,
    pub y: u32,
    /// Columns.
    pub w: u32,
    /// Rows.
    pub h: u32,
}

impl Area {
    /// The same area inside the columns and of a size that a tile can have.
    pub fn fitted(self) -> Self {
        let w = self.w.clamp(LEAST_WIDTH, COLUMNS);
        Self { x: self.x.min(COLUMNS - w), y: self.y.min(MOST_ROWS), w, h: self.h.clamp(1, MOST_HEIGHT) }
    }

    /// Takes more than half of the columns.
    pub fn is_wide(self) -> bool {
        self.w > HALF
    }

    pub fn bottom(self) -> u32 {
        self.y + self.h
    }

    /// Whether a column has both.
    pub fn is_beside(self, other: Self) -> bool {
        self.x < other.x + other.w && other.x < self.x + self.w
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.is_beside(other) && self.y < other.bottom() && other.y < self.bottom()
    }

    /// What tiles are read by: row, then column.
    pub fn order(self) -> (u32, u32) {
        (self.y, self.x)
    }

    /// The same place in a grid that begins at this row.
    pub fn from_row(self, row: u32) -> Self {
        Self { y: self.y.saturating_sub(row), ..self }
    }

    /// The place in a CSS grid.
    pub fn style(self) -> String {
        format!("--x:{};--y:{};--w:{};--h:{}", self.x + 1, self.y + 1, self.w, self.h)
    }

    /// Width and height in pixels on a board that is `board` pixels wide.
    pub fn pixels(self, board: u32) -> (u32, u32) {
        let column = board.saturating_sub(GAP * (COLUMNS - 1)) / COLUMNS;
        (self.w * (column + GAP) - GAP, self.h * (ROW + GAP) - GAP)
    }

    /// The next size in one direction, for those who press buttons.
    pub fn stepped(self, step: Step) -> Self {
        const WIDTHS: [u32; 6] = [2, 3, 4, 6, 8, 12];
        let (w, h) = match step {
            Step::Wider => (WIDTHS.into_iter().find(|w| *w > self.w).unwrap_or(COLUMNS), self.h),
            Step::Narrower => (WIDTHS.into_iter().rfind(|w| *w < self.w).unwrap_or(LEAST_WIDTH), self.h),
            Step::Taller => (self.w, self.h + 2),
            Step::Shorter => (self.w, self.h.saturating_sub(2)),
        };
        Self { w, h, ..self }.fitted()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Wider,
    Narrower,
    Taller,
    Shorter,
}

impl Step {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "wider" => Some(Self::Wider),
            "narrower" => Some(Self::Narrower),
            "taller" => Some(Self::Taller),
            "shorter" => Some(Self::Shorter),
            _ => None,
        }
    }
}

/// The columns of a widget that took `w` so far, once it is expanded or no longer is.
pub fn width(w: u32, expanded: bool) -> u32 {
    match (w > HALF, expanded) {
        (false, true) => COLUMNS,
        (true, false) => HALF,
        _ => w,
    }
}

/// One page of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tab {
    /// Unique on the board; stands in the address.
    pub id: String,
    pub title: String,
}

/// The tab with this id, else the first.
pub fn tab_named(tabs: &[Tab], id: Option<&str>) -> String {
    let found = tabs.iter().find(|tab| Some(tab.id.as_str()) == id).or(tabs.first());
    found.map(|tab| tab.id.clone()).unwrap_or_default()
}

/// A widget's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    pub widget_id: WidgetId,
    pub tab: String,
    pub area: Area,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Layout {
    /// One or more, in order.
    pub tabs: Vec<Tab>,
    /// In order of the tabs, on each in reading order.
    pub cells: Vec<Cell>,
}

impl Layout {
    /// The area of a widget; nothing for one that is not on the board.
    pub fn area(&self, id: &WidgetId) -> Option<Area> {
        self.cells.iter().find(|cell| cell.widget_id == *id).map(|cell| cell.area)
    }

    /// The tab with this id, else the first.
    pub fn tab(&self, id: Option<&str>) -> String {
        tab_named(&self.tabs, id)
    }

    pub fn tab_of(&self, id: &WidgetId) -> Option<&str> {
        self.cells.iter().find(|cell| cell.widget_id == *id).map(|cell| cell.tab.as_str())
    }

    /// What lies on a tab, in reading order.
    pub fn on(&self, tab: &str) -> rules::Cells<WidgetId> {
        self.cells.iter().filter(|cell| cell.tab == tab).map(|cell| (cell.widget_id.clone(), cell.area)).collect()
    }

    /// The same layout with other areas on one tab.
    pub fn with(&self, tab: &str, cells: rules::Cells<WidgetId>) -> Self {
        let fresh = cells.into_iter().map(|(widget_id, area)| Cell { widget_id, tab: tab.to_owned(), area });
        let fresh: Vec<Cell> = fresh.collect();
        let is_fresh = |id: &WidgetId| fresh.iter().any(|cell| cell.widget_id == *id);
        let others: Vec<Cell> = self.cells.iter().filter(|cell| cell.tab != tab && !is_fresh(&cell.widget_id)).cloned().collect();
        let of = |tab: &Tab| others.iter().chain(&fresh).filter(|cell| cell.tab == tab.id).cloned().collect::<Vec<_>>();
        Self { cells: self.tabs.iter().flat_map(of).collect(), tabs: self.tabs.clone() }
    }

    /// Every tab by the rules, after something was taken from one or put onto it.
    pub fn settled(&self) -> Self {
        self.tabs.iter().fold(self.clone(), |layout, tab| layout.with(&tab.id, rules::settle(layout.on(&tab.id))))
    }

    /// Tells two layouts apart. Whoever moves a tile names the version that it was moved on.
    pub fn version(&self) -> String {
        fingerprint(self)
    }
}

/// Sixteen digits that differ when the data does.
pub fn fingerprint(data: &impl Serialize) -> String {
    let text = serde_json::to_string(data).unwrap_or_default();
    // FNV-1a: nothing is kept secret by it.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// Input of `placeWidget`. What is not given stays as it is; other tiles make way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PlaceInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub widget_id: Option<String>,
    /// The `layoutVersion` of the board on which the tile was moved; when it is given and no longer current the move
    /// is refused.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Id of a tab of the same board.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub x: Option<u32>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub y: Option<u32>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub w: Option<u32>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub h: Option<u32>,
}

/// Input of `resizeWidget`: one step, for pages without scripts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ResizeInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub widget_id: Option<String>,
    /// `wider`, `narrower`, `taller` or `shorter`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub direction: Option<String>,
}
