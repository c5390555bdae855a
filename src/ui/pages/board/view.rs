//! How the board is looked at: alone on the screen, and read again by itself. The address keeps both.

use super::state::BoardState;
use crate::ui::{
    drawings::pulse::{CHOICES, REFRESH},
    frame::FULL,
    parts::{Icon, button, icons},
};
use leptos::prelude::*;

/// Entries of the menu.
#[component]
pub fn Choices() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let chosen = Memo::new(move |_| state.query.with(|query| query.get(REFRESH).map(str::to_owned)));
    let one = move |value: &'static str, label: &'static str| {
        let current = move || (chosen.get().unwrap_or_default() == value).then_some("true");
        let href = move || state.with(REFRESH, (!value.is_empty()).then_some(value));
        view! { <a class="menu-choice" href=href aria-current=current data-noscroll="">{label}</a> }
    };
    view! {
        <a class="menu-item" href=move || state.with(FULL, Some("1")) data-noscroll="" on:click=|_| fill_screen()>
            <Icon of=icons::MAXIMIZE/>
            "Full screen"
        </a>
        <div class="needs-scripts menu-choices" role="group" aria-label="Refresh by itself">
            <Icon of=icons::TIMER/>
            {one("", "Off")}
            {CHOICES.map(|(value, label, _)| one(value, label)).collect_view()}
        </div>
    }
}

/// The way back, on a board that is alone on the screen.
#[component]
pub fn Whole() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let is_full = Memo::new(move |_| state.query.with(|query| query.get(FULL).is_some()));
    // Who leaves the full screen with Escape has the frame back too.
    Effect::new(move |_| {
        if is_full.get() {
            leave_with_the_screen(move || state.go(&untrack(|| state.with(FULL, None))));
        }
    });
    move || {
        is_full.get().then(|| {
            let title = state.board.with(|board| board.title.clone());
            view! {
                <div class="board-full">
                    <p class="board-full-title" dir="auto">{title}</p>
                    <a class=button::PLAIN href=move || state.with(FULL, None) data-noscroll="" on:click=|_| leave_screen()>
                        <Icon of=icons::MINIMIZE_2/>
                        "Exit full screen"
                    </a>
                </div>
            }
        })
    }
}

/// Without the browser's consent the board fills the window.
#[cfg(feature = "hydrate")]
fn fill_screen() {
    if let Some(root) = document().document_element() {
        let _ = root.request_fullscreen();
    }
}

#[cfg(feature = "hydrate")]
fn leave_screen() {
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// Calls `leave` when the browser has left the full screen, as long as the effect it is called in lives.
#[cfg(feature = "hydrate")]
fn leave_with_the_screen(leave: impl Fn() + 'static) {
    use leptos::ev;
    let change = window_event_listener(ev::Custom::<ev::Event>::new("fullscreenchange"), move |_| {
        if document().fullscreen_element().is_none() {
            leave();
        }
    });
    on_cleanup(move || change.remove());
}

#[cfg(not(feature = "hydrate"))]
fn fill_screen() {}

#[cfg(not(feature = "hydrate"))]
fn leave_screen() {}

#[cfg(not(feature = "hydrate"))]
fn leave_with_the_screen(_: impl Fn() + 'static) {}
