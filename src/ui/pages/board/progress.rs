//! What the background is doing with the project's connections, and which of them need attention.

use super::{load, state::BoardState};
use crate::{
    model::{board::BoardConnection, project::Progress},
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

#[component]
pub fn Background(first: Option<Progress>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let progress = RwSignal::new(first);
    let running = Memo::new(move |_| progress.with(|progress| progress.as_ref().is_some_and(|progress| progress.running > 0)));
    // Follows the work while there is some, and reads the board again when it is done.
    Effect::new(move |was: Option<bool>| {
        let is = running.get();
        if is {
            follow(state, progress);
        } else if was == Some(true) {
            state.refresh(|| ());
        }
        is
    });
    view! {
        <div class="board-work" aria-live="polite">
            {move || {
                progress.get().filter(|progress| progress.running > 0).map(|progress| {
                    let steps = progress.connections.into_iter().map(|connection| {
                        let tables = connection.tables.map(|n| format!(", {n} tables"));
                        view! { <li><strong dir="auto">{connection.title}</strong>": "{connection.state}{tables}</li> }
                    });
                    view! {
                        <div class="notice">
                            <Icon of=icons::LOADER_CIRCLE class="spin"/>
                            <div>
                                <p>"Reading the connections of this project"</p>
                                <ul class="board-work-steps">{steps.collect_view()}</ul>
                            </div>
                        </div>
                    }
                })
            }}
            <Troubles/>
        </div>
    }
}

/// Connections that cannot be reached, and those that worked once and cannot be read now, with the way to mend them.
#[component]
fn Troubles() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let failed = Memo::new(move |_| {
        state.board.with(|board| {
            let failed = board.connections.iter().filter_map(|BoardConnection { title, is_valid, error, .. }| {
                let what = match (is_valid, error) {
                    (Some(false), _) => " could not be reached. ",
                    (Some(true), Some(_)) => " could not be read. ",
                    _ => return None,
                };
                Some((title.clone(), what, error.clone().unwrap_or_default()))
            });
            failed.collect::<Vec<_>>()
        })
    });
    move || {
        let edit = format!("/projects/{}/edit", state.project());
        let items = failed.get().into_iter().map(|(title, what, error)| {
            view! { <li><strong dir="auto">{title}</strong>{what}{error}</li> }
        });
        let items = items.collect_view();
        (!items.is_empty()).then(|| {
            view! {
                <div class="notice notice-warn">
                    <Icon of=icons::UNPLUG/>
                    <div class="min-w-0 flex-1">
                        <ul>{items}</ul>
                        <a class="link-quiet" href=edit>"Edit the connections"</a>
                    </div>
                </div>
            }
        })
    }
}

#[cfg(feature = "hydrate")]
fn follow(state: BoardState, progress: RwSignal<Option<Progress>>) {
    use std::time::Duration;
    let again = move || {
        leptos::task::spawn_local(async move {
            let now = load::progress(state.project()).await;
            // The page may be gone by now.
            if progress.try_set(now).is_none() && progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.running > 0)) {
                follow(state, progress);
            }
        });
    };
    set_timeout(again, Duration::from_millis(1_200));
}

#[cfg(not(feature = "hydrate"))]
fn follow(_: BoardState, _: RwSignal<Option<Progress>>) {
    let _ = load::progress;
}
