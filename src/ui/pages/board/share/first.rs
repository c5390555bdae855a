//! The public link, in words that say what strangers will see.

use super::SHARE;
use crate::{
    model::share_link::FIRST,
    ui::{
        pages::board::state::BoardState,
        parts::{CopyField, Icon, Notice, PostForm, SubmitButton, badge::Tone, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn First() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let id = Memo::new(move |_| state.board.with(|board| board.id_public.clone().filter(|_| board.is_public)));
    move || match id.get() {
        Some(id) => view! { <Public id/> }.into_any(),
        None => view! { <Private/> }.into_any(),
    }
}

#[component]
fn Private() -> impl IntoView {
    view! {
        <p>"Only you can see this board now. Publishing it makes a link that nobody can guess; whoever has the link can:"</p>
        <ul class="share-list">
            <li><Icon of=icons::CHECK/>"see the title, the description and every widget of the board"</li>
            <li><Icon of=icons::CHECK/>"read, sort, filter and search all rows of the tables in its data tables"</li>
            <li><Icon of=icons::CHECK/>"use the filters of the board, and see fresh data each time they open it"</li>
        </ul>
        <p>"They cannot change anything, and they see neither connections nor passwords nor other projects."</p>
        <Visibility public="true" class=button::PRIMARY icon=icons::GLOBE text="Publish"/>
    }
}

#[component]
fn Public(id: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let path = format!("/public/{id}");
    view! {
        <Notice tone=Tone::Good>"Everyone with this link sees the board, and all rows of the tables in its data tables."</Notice>
        <CopyField id="public-link" label="Public link" value=path.clone() what="link" is_path=true/>
        <div class="share-ways">
            <a class=button::PLAIN href=path target="_blank" rel="noopener noreferrer"><Icon of=icons::EXTERNAL_LINK/>"Open the public page"</a>
            <a class=button::PLAIN href=move || state.open(SHARE, FIRST) data-noscroll=""><Icon of=icons::SHIELD/>"What it may do"</a>
        </div>
        <p class="field-hint">"Making the board private ends this link for good. Publishing again makes a new one."</p>
        <Visibility public="false" class=button::DANGER_QUIET icon=icons::LOCK text="Make private"/>
    }
}

#[component]
fn Visibility(public: &'static str, class: &'static str, icon: &'static str, text: &'static str) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let next = untrack(|| state.open(SHARE, "1"));
    view! {
        <PostForm action="setProjectVisibility" next=next on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="public" value=public/>
            <SubmitButton class icon>{text}</SubmitButton>
        </PostForm>
    }
}
