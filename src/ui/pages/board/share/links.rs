//! Further links: each with its address, what guards it, and how often it was opened.

use super::{Again, SHARE};
use crate::{
    model::share_link::{FIRST, ShareLink},
    ui::{
        pages::board::state::BoardState,
        parts::{CopyField, Icon, Pill, Tone, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn List(links: Vec<ShareLink>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let items = links.into_iter().filter(|link| link.id != FIRST).map(|link| view! { <Item link/> }).collect_view();
    let is_empty = items.is_empty();
    view! {
        <hr class="panel-rule"/>
        <h3 class="panel-section">"Links for some people"</h3>
        <p class="field-hint">"A link of its own can fix filters (one customer sees only their rows), ask for a password, and end on a day. It works whether or not the board is public."</p>
        {(!is_empty).then(|| view! { <ul class="share-links">{items}</ul> })}
        <a class=button::PLAIN href=move || state.open(SHARE, "new") data-noscroll=""><Icon of=icons::PLUS/>"Add link"</a>
        <hr class="panel-rule"/>
        <a class=button::PLAIN href=move || state.open(SHARE, "embed") data-noscroll=""><Icon of=icons::CODE_XML/>"Embed in another site"</a>
    }
}

#[component]
fn Item(link: ShareLink) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let edit = link.id.clone();
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <strong dir="auto">{link.title.clone()}</strong>
                <a class=button::TOOL href=move || state.open(SHARE, &edit) data-noscroll="" aria-label=format!("Edit the link {}", link.title) title="Edit"><Icon of=icons::PENCIL/></a>
            </div>
            <CopyField id=format!("link-{}", link.id) label=format!("Address of {}", link.title) value=link.path.clone() what="link" is_path=true hidden_label=true/>
            <Guards link/>
        </li>
    }
}

/// What guards a link, and how often it was opened.
#[component]
pub fn Guards(link: ShareLink) -> impl IntoView {
    let ends = link.expires_at.map(|at| match link.is_expired {
        true => view! { <Pill tone=Tone::Bad icon=icons::CLOCK text="Expired"/> },
        false => view! { <Pill icon=icons::CLOCK text=format!("Last day {}", at.last_day())/> },
    });
    let fixed = match link.rights.fixed.len() {
        0 => None,
        1 => Some("1 fixed filter".to_owned()),
        n => Some(format!("{n} fixed filters")),
    };
    let views = if link.views == 1 { "1 view".to_owned() } else { format!("{} views", link.views) };
    view! {
        <div class="share-guards">
            {link.has_password.then(|| view! { <Pill tone=Tone::Good icon=icons::KEY_ROUND text="Password"/> })}
            {fixed.map(|text| view! { <Pill tone=Tone::Accent icon=icons::FILTER text/> })}
            {link.rights.diagram.then(|| view! { <Pill icon=icons::TABLE_PROPERTIES text="Diagram"/> })}
            {link.rights.downloads.then(|| view! { <Pill icon=icons::DOWNLOAD text="Downloads"/> })}
            {ends}
            <span class="field-hint">{views}</span>
        </div>
    }
}

/// Shows the list of links, and what is new there.
pub fn back(state: BoardState, again: Again) -> Callback<serde_json::Value> {
    Callback::new(move |_| {
        state.go(&untrack(|| state.open(SHARE, "1")));
        again.0.run(());
        state.refresh(|| ());
    })
}
