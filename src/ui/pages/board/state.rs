//! The board while it is open: its widgets in order, and what changes them.

use super::{
    setup::draft::{ADD, EDIT, FILTER, SHARE, is_key},
    undo::{self, History},
};
use crate::{
    actions::boards::{get_board, place_widget},
    model::{
        address::Query,
        board::{Board, BoardAnswer},
        board_filter::FilterFace,
        id::WidgetId,
        layout::{Area, Layout, PlaceInput, TAB},
        outcome::Outcome,
        picture::PictureFormat,
        project::ProjectInput,
        role::Right,
        view_query,
        widget::Widget,
    },
    ui::{
        drawings::links::{use_query, use_stay},
        parts::{Toasts, use_toasts},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The key of the address that shows handles.
const ARRANGE: &str = "arrange";

/// Keys of the address that open a panel beside the board, and those of what stands above it.
const PANELS: [&str; 3] = ["history", "copy", "code"];
const NOTICES: [&str; 2] = ["version", "deleted"];

/// Goes to an address and keeps the place on the page.
type Stay = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Clone, Copy)]
pub struct BoardState {
    pub board: RwSignal<Board>,
    /// How the board would look if what is carried were dropped.
    pub preview: RwSignal<Option<Layout>>,
    /// The tab on show.
    pub tab: Memo<String>,
    /// Whether tiles can be moved: the address says so.
    pub arranging: Memo<bool>,
    pub query: Memo<Query>,
    /// An old version of the board, which can only be looked at.
    pub frozen: bool,
    pub history: History,
    /// Read out by screen readers.
    pub said: RwSignal<String>,
    /// How often somebody asked for the states of the connections since they were told last.
    asked: StoredValue<u32>,
    path: Memo<String>,
    toasts: Toasts,
    stay: StoredValue<Stay>,
}

impl BoardState {
    /// `frozen`: it is an old version, which can only be looked at.
    pub fn new(board: Board, frozen: bool) -> Self {
        let stay = StoredValue::new(send_wrapper(use_stay()));
        let may_edit = board.role.may(Right::EditBoard);
        let (board, query) = (RwSignal::new(board), use_query());
        Self {
            board,
            preview: RwSignal::new(None),
            tab: Memo::new(move |_| query.with(|query| board.with(|board| board.layout.tab(query.get(TAB))))),
            arranging: Memo::new(move |_| may_edit && !frozen && query.with(|query| query.get(ARRANGE).is_some())),
            frozen,
            query,
            history: History::new(),
            said: RwSignal::new(String::new()),
            asked: StoredValue::new(0),
            path: use_location().pathname,
            toasts: use_toasts(),
            stay,
        }
    }

    /// Whether the person may do this with the project.
    pub fn may(self, right: Right) -> bool {
        self.board.with_untracked(|board| board.role.may(right))
    }

    /// The filters of the board as their readers see them.
    pub fn faces(self) -> Signal<Vec<FilterFace>> {
        Signal::derive(move || self.board.with(|board| board.filters.iter().map(|filter| filter.face()).collect()))
    }

    pub fn project(self) -> String {
        self.board.with_untracked(|board| board.project_id.to_string())
    }

    /// The widget with this id as it is now; the last known form of one that is gone.
    pub fn widget(self, first: Widget) -> Memo<Widget> {
        let id = first.id.clone();
        Memo::new(move |last: Option<&Widget>| {
            let found = self.board.with(|board| board.widgets.iter().find(|widget| widget.id == id).cloned());
            found.unwrap_or_else(|| last.unwrap_or(&first).clone())
        })
    }

    /// From 0, in board order.
    pub fn place(self, id: WidgetId) -> Memo<u32> {
        Memo::new(move |last: Option<&u32>| {
            let place = self.board.with(|board| board.widgets.iter().position(|widget| widget.id == id));
            place.map_or_else(|| last.copied().unwrap_or_default(), |place| place as u32)
        })
    }

    /// Whether a panel stands beside the tiles.
    pub fn beside(self) -> Memo<bool> {
        let opens = |key: &str| PANELS.contains(&key) || [ADD, EDIT, FILTER, SHARE].contains(&key);
        Memo::new(move |_| self.query.with(|query| query.pairs().iter().any(|(key, _)| opens(key))))
    }

    /// This page without an open panel.
    pub fn closed(self) -> String {
        self.bare().on(&self.path.get())
    }

    /// This page with `key` open in the panel.
    pub fn open(self, key: &str, value: &str) -> String {
        let mut query = self.bare();
        query.push(key, value);
        query.on(&self.path.get())
    }

    /// This page with `key` set to a value, or without it.
    pub fn with(self, key: &str, value: Option<&str>) -> String {
        let query = self.bare().keep(|other| other != key);
        let query = match value {
            Some(value) => query.with(key, value),
            None => query,
        };
        query.on(&self.path.get())
    }

    /// This page with or without handles.
    pub fn to_arrange(self, arranging: bool) -> String {
        self.with(ARRANGE, arranging.then_some("1"))
    }

    /// This page with another tab.
    pub fn to_tab(self, id: &str) -> String {
        self.with(TAB, Some(id))
    }

    /// The tab as it is shown now, as a file.
    pub fn picture(self, format: PictureFormat) -> String {
        self.bare().keep(|key| key != ARRANGE).on(&format!("/api/projects/{}/board.{}", self.project(), format.name()))
    }

    fn bare(self) -> Query {
        self.query.get().keep(|key| !is_key(key) && !PANELS.contains(&key) && !NOTICES.contains(&key))
    }

    /// Goes to an address of this page and keeps the scroll place.
    pub fn go(self, address: &str) {
        self.stay.with_value(|stay| stay(address));
    }

    /// Reads the board again, after something on it was changed; then calls `done`.
    pub fn refresh(self, done: impl FnOnce() + 'static) {
        let project = self.project();
        leptos::task::spawn_local(async move {
            match get_board(ProjectInput::of(project)).await {
                Ok(Outcome::Done(BoardAnswer { board })) => {
                    // The page may be gone by now.
                    if self.board.try_with_untracked(|_| ()).is_some() {
                        self.take(board);
                        done();
                    }
                }
                Ok(Outcome::Failed(failure)) => self.toasts.bad(failure.error),
                Err(error) => self.toasts.bad(error.text),
            }
        });
    }

    /// Reads the states of the connections again, once for all tiles that fail or come back together. Whatever else
    /// is on the board stays: somebody may be moving it. When it cannot be read the tiles say so.
    pub fn look_after_connections(self) {
        let under_way = self.asked.get_value() > 0;
        self.asked.update_value(|asked| *asked += 1);
        if under_way {
            return;
        }
        let project = self.project();
        leptos::task::spawn_local(async move {
            while let Some(asked) = self.asked.try_get_value().filter(|asked| *asked > 0) {
                if let Ok(Outcome::Done(BoardAnswer { board: now })) = get_board(ProjectInput::of(project.clone())).await
                    && self.board.try_with_untracked(|board| board.connections != now.connections) == Some(true)
                {
                    self.board.update(|board| board.connections = now.connections);
                }
                // Nothing is there to be told any more when the page is gone.
                let _ = self.asked.try_update_value(|now| *now -= asked);
            }
        });
    }

    pub fn ids(self) -> Vec<WidgetId> {
        self.board.with_untracked(|board| board.widgets.iter().map(|widget| widget.id.clone()).collect())
    }

    /// Where the tile lies, or would lie.
    pub fn area(self, id: WidgetId) -> Memo<Area> {
        Memo::new(move |last: Option<&Area>| {
            let area = match &*self.preview.read() {
                Some(preview) => preview.area(&id),
                None => self.board.with(|board| board.layout.area(&id)),
            };
            area.or(last.copied()).unwrap_or_default()
        })
    }

    /// Shows a tile where it was dropped and saves that; puts everything back when the server refuses.
    /// Calls `done` when either is shown.
    pub fn drop_at(self, id: WidgetId, area: Area, done: impl FnOnce() + 'static) {
        let (tab, version) = (self.tab.get_untracked(), self.board.with_untracked(|board| board.layout_version.clone()));
        let (x, y, w, h) = (Some(area.x), Some(area.y), Some(area.w), Some(area.h));
        let input =
            PlaceInput { widget_id: Some(id.to_string()), version: Some(version), tab: Some(tab), x, y, w, h, ..PlaceInput::default() };
        leptos::task::spawn_local(async move {
            let refused = match place_widget(input).await {
                Ok(Outcome::Done(BoardAnswer { board })) => {
                    self.take(board);
                    None
                }
                Ok(Outcome::Failed(failure)) => Some(failure.error),
                Err(error) => Some(error.text),
            };
            // The page may be gone by now.
            if self.preview.try_set(None).is_some() {
                return;
            }
            done();
            if let Some(text) = refused {
                self.said.set("The move was not saved. Everything is back in its place.".to_owned());
                self.toasts.bad(format!("The move was not saved. {text}"));
            }
        });
    }

    /// Shows the board after something that the person did, which can be undone.
    pub fn take(self, now: Board) {
        // The page may be gone by now.
        if self.board.try_with_untracked(|before| self.history.note(before, &now)).is_some() {
            self.show(now);
        }
    }

    /// Shows the board as it is now.
    pub fn show(self, now: Board) {
        let before = self.ids();
        self.board.set(now);
        self.carry_views(&before, &self.ids());
    }

    /// Says what went wrong and has no place of its own.
    pub fn complain(self, text: String) {
        self.toasts.bad(text);
    }

    /// Says what was done, with the way back.
    pub fn undoable(self, text: String) {
        self.toasts.undoable(text, Callback::new(move |()| undo::travel(self, true)));
    }

    /// What readers chose in a table moves along with its tile.
    fn carry_views(self, before: &[WidgetId], now: &[WidgetId]) {
        let order: Vec<u32> = now.iter().filter_map(|id| before.iter().position(|old| old == id)).map(|place| place as u32).collect();
        let old = self.query.get_untracked();
        let new = view_query::reorder(old.clone(), &order);
        if new != old {
            self.go(&new.on(&self.path.get_untracked()));
        }
    }
}

/// Navigation belongs to the browser's one thread. The server never navigates, and drops a page on another thread
/// than the one it was made on, which a value bound to a thread would not survive.
fn send_wrapper(stay: impl Fn(&str) + Clone + 'static) -> Box<dyn Fn(&str) + Send + Sync> {
    #[cfg(feature = "hydrate")]
    {
        let stay = leptos::prelude::StoredValue::new_local(stay);
        Box::new(move |address| stay.with_value(|stay| stay(address)))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        drop(stay);
        Box::new(|_: &str| {})
    }
}
