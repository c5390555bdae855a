//! Sharing: the public link, further links with rights of their own, and one link in its form (`?share=1`, `?share=new`,
//! `?share=<id>`), and the board inside other sites (`?share=embed`).

mod editor;
mod embed;
mod first;
mod links;

pub use links::{Guards, LinkField};

use super::state::BoardState;
use crate::{
    actions::{Answer, sharing::list_links},
    model::share_link::{LinksAnswer, LinksInput},
    ui::parts::{Loaded, Notice, badge::Tone},
};
use leptos::prelude::*;

/// In the address: what of sharing is open.
const SHARE: &str = "share";

#[component]
pub fn Share() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let can_share = Memo::new(move |_| state.board.with(|board| board.can_share));
    move || match can_share.get() {
        true => view! { <Links/> }.into_any(),
        false => view! {
            <Notice tone=Tone::Warn>
                "A board can be shared once one of its connections works. "
                <a class="link-quiet" href=format!("/projects/{}/edit", state.project())>"Edit the connections"</a>
            </Notice>
        }
        .into_any(),
    }
}

/// Reads the links again after one was changed.
#[derive(Clone, Copy)]
struct Again(Callback<()>);

#[component]
fn Links() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let is_public = Memo::new(move |_| state.board.with(|board| board.id_public.clone()));
    let links: Resource<Answer<LinksAnswer>> = Resource::new(
        move || is_public.get(),
        move |_| async move { list_links(LinksInput { project_id: Some(state.project()), ..LinksInput::default() }).await },
    );
    provide_context(Again(Callback::new(move |()| links.refetch())));
    view! { <Loaded resource=links let:answer><Body answer/></Loaded> }
}

#[component]
fn Body(answer: LinksAnswer) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let asked = Memo::new(move |_| state.query.with(|query| query.get(SHARE).map(str::to_owned)));
    let links = StoredValue::new(answer.links);
    move || {
        let (asked, links) = (asked.get().unwrap_or_default(), links.get_value());
        let known = links.iter().find(|link| link.id == asked).cloned();
        match (known, asked.as_str()) {
            (Some(link), _) => view! { <editor::Editor link=Some(link)/> }.into_any(),
            (None, "embed") => view! { <embed::Embed/> }.into_any(),
            (None, "new") => view! { <editor::Editor link=None/> }.into_any(),
            _ => view! { <first::First/> <links::List links/> }.into_any(),
        }
    }
}
