//! Sharing by public link, in words that say what strangers will see.

use super::state::BoardState;
use crate::ui::parts::{CopyButton, Icon, Notice, PostForm, SubmitButton, badge::Tone, button, icons};
use leptos::prelude::*;

#[component]
pub fn Share() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let facts = Memo::new(move |_| state.board.with(|board| (board.can_share, board.id_public.clone().filter(|_| board.is_public))));
    move || match facts.get() {
        (_, Some(id)) => view! { <Public id/> }.into_any(),
        (true, None) => view! { <Private/> }.into_any(),
        (false, None) => view! {
            <Notice tone=Tone::Warn>
                "A board can be shared once one of its connections works. "
                <a class="link-quiet" href=format!("/projects/{}/edit", state.project())>"Edit the connections"</a>
            </Notice>
        }
        .into_any(),
    }
}

#[component]
fn Private() -> impl IntoView {
    view! {
        <p>"Only you can see this board now. Publishing it makes a link that nobody can guess; whoever has the link can:"</p>
        <ul class="share-list">
            <li><Icon of=icons::CHECK/>"see the title, the description and every widget of the board"</li>
            <li><Icon of=icons::CHECK/>"read, sort, filter and search all rows of the tables in its data tables"</li>
            <li><Icon of=icons::CHECK/>"see fresh data each time they open it"</li>
        </ul>
        <p>"They cannot change anything, and they see neither connections nor passwords nor other projects."</p>
        <Visibility public="true" class=button::PRIMARY icon=icons::GLOBE text="Publish"/>
    }
}

#[component]
fn Public(id: String) -> impl IntoView {
    let path = format!("/public/{id}");
    let address = RwSignal::new(path.clone());
    // The server may be behind any name; the browser knows which one the person uses.
    Effect::new({
        let path = path.clone();
        move |_| {
            if let Ok(origin) = window().location().origin() {
                address.set(format!("{origin}{path}"));
            }
        }
    });
    view! {
        <Notice tone=Tone::Good>"Everyone with this link sees the board, and all rows of the tables in its data tables."</Notice>
        <div class="field">
            <label class="field-label" for="public-link">"Public link"</label>
            <div class="share-link">
                <input class="input" id="public-link" type="text" readonly=true value=move || address.get()/>
                <CopyButton text=address what="link"/>
            </div>
        </div>
        <a class=button::PLAIN href=path target="_blank" rel="noopener noreferrer"><Icon of=icons::EXTERNAL_LINK/>"Open the public page"</a>
        <hr class="panel-rule"/>
        <p class="field-hint">"Making the board private ends this link for good. Publishing again makes a new one."</p>
        <Visibility public="false" class=button::DANGER_QUIET icon=icons::LOCK text="Make private"/>
    }
}

#[component]
fn Visibility(public: &'static str, class: &'static str, icon: &'static str, text: &'static str) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let next = untrack(|| state.open("share", "1"));
    view! {
        <PostForm action="setProjectVisibility" next=next on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="public" value=public/>
            <SubmitButton class icon>{text}</SubmitButton>
        </PostForm>
    }
}
