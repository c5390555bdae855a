//! Boards that are published by hand: what readers see and how they get to see more. And versions that are looked at.

use super::{history::words, state::BoardState};
use crate::{
    model::versions::Version,
    ui::parts::{Notice, PostForm, SubmitButton, When, badge::Tone, button, icons},
};
use leptos::prelude::*;

/// Nothing for a board whose readers see every change at once.
#[component]
pub fn DraftNotice() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let publishing = Memo::new(move |_| state.board.with(|board| board.publishing));
    let refresh = Callback::new(move |_| state.refresh(|| ()));
    move || {
        let publishing = publishing.get();
        publishing.by_hand.then(|| match publishing.is_changed {
            true => view! {
                <Notice tone=Tone::Warn>
                    <div class="notice-way">
                        <span class="flex-1">"This is a draft. Readers see the board as it was published last."</span>
                        <PostForm action="publishBoard" next=untrack(|| state.closed()) on_done=refresh>
                            <input type="hidden" name="projectId" value=state.project()/>
                            <SubmitButton class=button::PLAIN icon=icons::CHECK>"Publish changes"</SubmitButton>
                        </PostForm>
                    </div>
                </Notice>
            }
            .into_any(),
            false => {
                view! { <p class="board-published">"Everything is published. Changes stay a draft until you publish them."</p> }.into_any()
            }
        })
    }
}

/// Turns publishing by hand on or off, as an entry of a menu.
#[component]
pub fn ByHand() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let by_hand = Memo::new(move |_| state.board.with(|board| board.publishing.by_hand));
    move || {
        let by_hand = by_hand.get();
        view! {
            <PostForm action="setPublishing" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
                <input type="hidden" name="projectId" value=state.project()/>
                <input type="hidden" name="byHand" value=(!by_hand).to_string()/>
                <SubmitButton class="menu-item" icon=if by_hand { icons::ZAP } else { icons::PENCIL }>
                    {if by_hand { "Publish every change at once" } else { "Publish changes by hand" }}
                </SubmitButton>
            </PostForm>
        }
    }
}

/// Above a version that is looked at.
#[component]
pub fn VersionNotice(version: Version) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let Version { number, reason, by, made_at, .. } = version;
    view! {
        <Notice tone=Tone::Warn>
            <div class="notice-way">
                <span class="flex-1">
                    {format!("You look at version {number}. ")}{words(&reason)}{by.map(|by| format!(" by {by}"))}" "<When at=made_at/>
                </span>
                <PostForm action="restoreBoardVersion" next=untrack(|| state.closed())>
                    <input type="hidden" name="projectId" value=state.project()/>
                    <input type="hidden" name="number" value=number.to_string()/>
                    <SubmitButton class=button::PLAIN icon=icons::UNDO_2>"Restore this version"</SubmitButton>
                </PostForm>
                <a class=button::QUIET href=move || state.open("history", "1")>"Back"</a>
            </div>
        </Notice>
    }
}
