//! What was changed on the board since it was opened, and the way back and forth through it.

use super::state::BoardState;
use crate::{
    actions::boards::set_board,
    model::{
        board::{Board, BoardAnswer},
        content::{Content, SetBoardInput},
        outcome::Outcome,
    },
    ui::parts::{Icon, button, icons},
};
use leptos::{ev, prelude::*};

/// So many changes can be undone.
const MOST: usize = 50;

/// One change: the board before and after it.
#[derive(Clone)]
struct Step {
    from: Content,
    to: Content,
}

/// Copied freely.
#[derive(Clone, Copy)]
pub struct History {
    past: RwSignal<Vec<Step>>,
    future: RwSignal<Vec<Step>>,
}

impl History {
    pub fn new() -> Self {
        Self { past: RwSignal::new(Vec::new()), future: RwSignal::new(Vec::new()) }
    }

    /// Notes what the person did, if anything.
    pub fn note(self, before: &Board, after: &Board) {
        let (from, to) = (Content::of(&before.widgets, &before.layout), Content::of(&after.widgets, &after.layout));
        if from == to {
            return;
        }
        self.past.update(|past| {
            past.push(Step { from, to });
            let over = past.len().saturating_sub(MOST);
            past.drain(..over);
        });
        self.future.update(Vec::clear);
    }

    fn can(self, back: bool) -> bool {
        if back { !self.past.read().is_empty() } else { !self.future.read().is_empty() }
    }
}

/// Takes the last change back, or makes the last one that was taken back again.
pub fn travel(state: BoardState, back: bool) {
    let history = state.history;
    let (from, to) = if back { (history.past, history.future) } else { (history.future, history.past) };
    let Some(step) = from.try_update(Vec::pop).flatten() else { return };
    let now = state.board.with_untracked(|board| Content::of(&board.widgets, &board.layout));
    let content = if back { now.after(&step.to, &step.from) } else { now.after(&step.from, &step.to) };
    let version = state.board.with_untracked(|board| board.version.clone());
    let input =
        SetBoardInput { project_id: Some(state.project()), version: Some(version), content: Some(content), ..SetBoardInput::default() };
    leptos::task::spawn_local(async move {
        let refused = match set_board(input).await {
            Ok(Outcome::Done(BoardAnswer { board })) => {
                // The page may be gone by now.
                if to.try_update(|steps| steps.push(step)).is_some() {
                    state.show(board);
                    state.said.set(if back { "Undone" } else { "Done again" }.to_owned());
                }
                return;
            }
            Ok(Outcome::Failed(failure)) => failure.error,
            Err(error) => error.text,
        };
        if from.try_update(|steps| steps.push(step)).is_some() {
            state.complain(refused);
        }
    });
}

/// The two buttons, and their keys: Ctrl or Command with Z, with Shift or Y for the way forth. What is typed into a field
/// has its own.
#[component]
pub fn UndoButtons() -> impl IntoView {
    let state = expect_context::<BoardState>();
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let key = event.key().to_ascii_lowercase();
            let forth = key == "y" || event.shift_key();
            if (event.ctrl_key() || event.meta_key()) && matches!(key.as_str(), "z" | "y") && !is_typing() && state.history.can(!forth) {
                event.prevent_default();
                travel(state, !forth);
            }
        });
        on_cleanup(move || keys.remove());
    });
    let one = move |back: bool, icon: &'static str, label: &'static str, keys: &'static str| {
        view! {
            <button
                type="button"
                class=format!("needs-scripts {}", button::TOOL)
                aria-label=label
                title=format!("{label} ({keys})")
                disabled=move || !state.history.can(back)
                on:click=move |_| travel(state, back)
            >
                <Icon of=icon/>
            </button>
        }
    };
    view! {
        {one(true, icons::UNDO_2, "Undo", "Ctrl+Z")}
        {one(false, icons::REDO_2, "Redo", "Ctrl+Shift+Z")}
    }
}

/// Whether the focus is in a field.
#[cfg(feature = "hydrate")]
fn is_typing() -> bool {
    let focused = document().active_element();
    focused.is_some_and(|focused| focused.matches("input, textarea, select, [contenteditable], [contenteditable] *").unwrap_or_default())
}

#[cfg(not(feature = "hydrate"))]
fn is_typing() -> bool {
    false
}
