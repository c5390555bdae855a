//! The board while it is open: its widgets in order, and what changes them.

use super::setup::draft::KEYS;
use crate::{
    actions::boards::{get_board, reorder_widgets},
    error::AppError,
    model::{
        address::Query,
        board::{Board, BoardAnswer},
        id::WidgetId,
        outcome::Outcome,
        project::ProjectInput,
        view_query,
        widget::{ReorderInput, Widget},
    },
    ui::{
        drawings::links::{use_query, use_stay},
        parts::{Toasts, use_toasts},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Goes to an address and keeps the place on the page.
type Stay = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Clone, Copy)]
pub struct BoardState {
    pub board: RwSignal<Board>,
    pub query: Memo<Query>,
    /// Read out by screen readers.
    pub said: RwSignal<String>,
    /// How often somebody asked for the states of the connections since they were told last.
    asked: StoredValue<u32>,
    path: Memo<String>,
    toasts: Toasts,
    stay: StoredValue<Stay>,
}

impl BoardState {
    pub fn new(board: Board) -> Self {
        let stay = StoredValue::new(send_wrapper(use_stay()));
        Self {
            board: RwSignal::new(board),
            query: use_query(),
            said: RwSignal::new(String::new()),
            asked: StoredValue::new(0),
            path: use_location().pathname,
            toasts: use_toasts(),
            stay,
        }
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

    fn bare(self) -> Query {
        self.query.get().keep(|key| !KEYS.contains(&key))
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
                    if self.board.try_set(board).is_none() {
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

    /// Shows the widgets in this order, without saving it.
    pub fn arrange(self, order: &[WidgetId]) {
        let rank = |widget: &Widget| order.iter().position(|id| *id == widget.id).unwrap_or(usize::MAX);
        self.board.update(|board| board.widgets.sort_by_key(rank));
    }

    /// Saves the order on show; puts `before` back when the server refuses.
    pub fn save_order(self, before: Vec<WidgetId>) {
        let now = self.ids();
        if now == before {
            return;
        }
        self.carry_views(&before, &now);
        let order = now.iter().map(ToString::to_string).collect();
        let input = ReorderInput { project_id: Some(self.project()), ordered_widget_ids: Some(order), ..ReorderInput::default() };
        leptos::task::spawn_local(async move {
            let refused = match reorder_widgets(input).await {
                Ok(Outcome::Done(_)) => None,
                Ok(Outcome::Failed(failure)) => Some(failure.error),
                Err(AppError { text, .. }) => Some(text),
            };
            if let Some(text) = refused {
                self.arrange(&before);
                self.carry_views(&now, &before);
                self.said.set("The order was not saved. Everything is back in its place.".to_owned());
                self.toasts.bad(format!("The order was not saved. {text}"));
            }
        });
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
