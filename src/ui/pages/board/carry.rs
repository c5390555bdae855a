//! A tile on its way: where it would be dropped, and what the board would look like then.

use super::{grid::Moving, state::BoardState};
use crate::model::{
    id::WidgetId,
    layout::{Area, COLUMNS, GAP, Layout, MOST_HEIGHT, ROW, rules},
};
use leptos::prelude::*;

/// What is carried. Copied freely.
#[derive(Clone, Copy)]
pub struct Carry {
    id: StoredValue<WidgetId>,
    pub title: Memo<String>,
    state: BoardState,
    moving: Moving,
    held: StoredValue<Option<Held>>,
}

#[derive(Clone)]
struct Held {
    base: Layout,
    tab: String,
    /// Before it was picked up.
    from: Area,
    /// Where it would be dropped now.
    wanted: Area,
    pointer: Option<Grip>,
}

/// Where the pointer took hold, in pixels of the page.
#[derive(Clone, Copy)]
struct Grip {
    x: f64,
    y: f64,
    /// Width of a column with its gap.
    column: f64,
    resizes: bool,
}

impl Carry {
    pub fn new(id: WidgetId, title: Memo<String>, state: BoardState, moving: Moving) -> Self {
        Self { id: StoredValue::new(id), title, state, moving, held: StoredValue::new(None) }
    }

    /// Whether the tile is on its way; what shows it follows.
    pub fn is_held(self) -> bool {
        self.moving.is(&self.id.get_value())
    }

    pub fn is_carried(self) -> bool {
        self.held.try_with_value(Option::is_some) == Some(true)
    }

    pub fn is_by_key(self) -> bool {
        self.held.try_with_value(|held| held.as_ref().is_some_and(|held| held.pointer.is_none())) == Some(true)
    }

    pub fn pick_up(self) {
        self.hold(None);
        self.say("picked up. Use the arrow keys");
    }

    /// A pointer takes hold at this point of the window.
    pub fn begin(self, x: i32, y: i32, resizes: bool) {
        let (x, y) = on_page(x, y);
        let column = grid_width().map(|width| (width + f64::from(GAP)) / f64::from(COLUMNS));
        if let Some(column) = column.filter(|column| *column > 0.0) {
            self.hold(Some(Grip { x, y, column, resizes }));
        }
    }

    fn hold(self, pointer: Option<Grip>) {
        let (base, tab) = (self.state.board.with_untracked(|board| board.layout.clone()), self.state.tab.get_untracked());
        let Some(from) = base.area(&self.id.get_value()) else { return };
        self.held.set_value(Some(Held { base, tab, from, wanted: from, pointer }));
        self.moving.0.set(Some(self.id.get_value()));
    }

    /// The pointer is at this point of the window now.
    pub fn drag(self, x: i32, y: i32) {
        let (x, y) = on_page(x, y);
        let Some(Held { from, pointer: Some(grip), .. }) = self.held.get_value() else { return };
        let columns = ((x - grip.x) / grip.column).round() as i32;
        let rows = ((y - grip.y) / f64::from(ROW + GAP)).round() as i32;
        self.want(changed(from, (columns, rows), grip.resizes));
    }

    /// One press of an arrow key: as far as it takes for something to change.
    pub fn step(self, (columns, rows): (i32, i32), resizes: bool) {
        if !self.is_carried() {
            self.hold(None);
        }
        let Some(held) = self.held.get_value() else { return };
        let now = self.layout(&held);
        let mut wanted = held.wanted;
        for _ in 0..=MOST_HEIGHT {
            let next = changed(wanted, (columns, rows), resizes);
            let at_edge = next == wanted;
            wanted = next;
            if at_edge || self.layout(&Held { wanted, ..held.clone() }) != now {
                break;
            }
        }
        if self.layout(&Held { wanted, ..held.clone() }) == now {
            self.say("it cannot go further");
            return;
        }
        self.want(wanted);
        let area = self.state.preview.with_untracked(|layout| layout.as_ref()?.area(&self.id.get_value())).unwrap_or(wanted);
        self.say(&match resizes {
            true => format!("{} columns wide, {} rows high", area.w, area.h),
            false => format!("column {}, row {}", area.x + 1, area.y + 1),
        });
    }

    fn want(self, wanted: Area) {
        self.held.update_value(|held| {
            if let Some(held) = held {
                held.wanted = wanted;
            }
        });
        if let Some(held) = self.held.get_value() {
            let layout = self.layout(&held);
            if self.state.preview.with_untracked(|now| now.as_ref() != Some(&layout)) {
                self.state.preview.set(Some(layout));
            }
        }
    }

    fn layout(self, held: &Held) -> Layout {
        held.base.with(&held.tab, rules::put(&held.base.on(&held.tab), &self.id.get_value(), held.wanted))
    }

    pub fn drop_here(self) {
        self.drop_then(|| ());
    }

    /// Leaves the tile where it is; calls `done` when the board shows what the server answered.
    pub fn drop_then(self, done: impl FnOnce() + 'static) {
        self.moving.0.set(None);
        let Some(held) = self.held.try_update_value(Option::take).flatten() else { return };
        if self.layout(&held) == held.base {
            self.state.preview.set(None);
            return;
        }
        self.say("dropped");
        self.state.drop_at(self.id.get_value(), held.wanted, done);
    }

    pub fn put_back(self) {
        self.moving.0.set(None);
        if self.held.try_update_value(Option::take).flatten().is_some() {
            self.state.preview.set(None);
            self.say("back in its place");
        }
    }

    fn say(self, what: &str) {
        self.state.said.set(format!("{}: {what}", self.title.get_untracked()));
    }
}

/// The area moved or resized by so many columns and rows.
fn changed(area: Area, (columns, rows): (i32, i32), resizes: bool) -> Area {
    let by = |value: u32, by: i32| value.saturating_add_signed(by);
    match resizes {
        true => {
            let w = by(area.w, columns).min(COLUMNS - area.x);
            Area { w, h: by(area.h, rows), ..area }.fitted()
        }
        false => Area { x: by(area.x, columns), y: by(area.y, rows), ..area }.fitted(),
    }
}

/// A point of the window as one of the page, which may be scrolled meanwhile.
fn on_page(x: i32, y: i32) -> (f64, f64) {
    #[cfg(feature = "hydrate")]
    let scrolled = window().scroll_y().unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    let scrolled = 0.0;
    (f64::from(x), f64::from(y) + scrolled)
}

/// The width of the grid in pixels; nothing where the tiles stand one below the other.
#[cfg(feature = "hydrate")]
fn grid_width() -> Option<f64> {
    let grid = document().query_selector("[data-tiles]").ok().flatten()?;
    let columns = window().get_computed_style(&grid).ok().flatten()?.get_property_value("grid-template-columns").ok()?;
    (columns.split_whitespace().count() == COLUMNS as usize).then(|| grid.get_bounding_client_rect().width())
}

#[cfg(not(feature = "hydrate"))]
fn grid_width() -> Option<f64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_columns() {
        let area = Area { x: 4, y: 2, w: 6, h: 5 };
        for (by, resizes, to) in [
            ((2, 1), false, Area { x: 6, y: 3, w: 6, h: 5 }),
            ((9, 0), false, Area { x: 6, y: 2, w: 6, h: 5 }),
            ((-9, -9), false, Area { x: 0, y: 0, w: 6, h: 5 }),
            ((9, 2), true, Area { x: 4, y: 2, w: 8, h: 7 }),
            ((-9, -9), true, Area { x: 4, y: 2, w: 2, h: 1 }),
        ] {
            assert_eq!(changed(area, by, resizes), to, "{by:?}");
        }
    }
}
