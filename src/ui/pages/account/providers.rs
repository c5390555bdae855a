//! Other ways to sign in: a link for each provider that the operator configured.

use crate::{
    model::{address::Query, identity::ProviderButton},
    ui::{
        entrance::use_entrance,
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

/// Below the form of a card; nothing without providers.
#[component]
pub fn ProviderLinks(
    /// Where the person goes on.
    next: String,
) -> impl IntoView {
    let providers = use_entrance().providers;
    (!providers.is_empty()).then(|| {
        view! {
            <div class="my-4 flex items-center gap-3 text-sm text-muted">
                <span class="grow border-t border-line"></span>
                "or"
                <span class="grow border-t border-line"></span>
            </div>
            <ul class="flex flex-col gap-2" aria-label="Other ways to sign in">
                {providers.into_iter().map(|button| view! { <li><ProviderLink button next=next.clone()/></li> }).collect_view()}
            </ul>
        }
    })
}

/// The router of the pages leaves such a link to the browser: it leads to another site.
#[component]
fn ProviderLink(button: ProviderButton, next: String) -> impl IntoView {
    let ProviderButton { key, name } = button;
    let path = Query::default().with("next", next).on(&format!("/auth/{key}"));
    view! {
        <a class="btn btn-plain w-full" href=path rel="external">
            <Icon of=icons::LOG_IN/>
            {format!("Continue with {name}")}
        </a>
    }
}
