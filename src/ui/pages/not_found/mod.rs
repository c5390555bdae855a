//! What stands at an address that leads nowhere.

use crate::ui::{
    frame::BareHead,
    parts::{Icon, PageTitle, button, icons},
    status::set_status,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page for addresses without a page.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    view! {
        <BareHead/>
        <NotFoundBody/>
    }
}

/// The same inside the frame, for a page whose object does not exist, or not for this person: both look alike.
#[component]
pub fn NotFoundBody() -> impl IntoView {
    // Whoever follows somebody's link has no pages of their own here.
    let is_below = |start: &str| use_location().pathname.with_untracked(|path| path.starts_with(start));
    let by_link = is_below("/public/") || is_below("/embed/");
    let (list, icon, label) = match is_below("/databases/") {
        true => ("/databases", icons::DATABASE, "Databases"),
        false => ("/projects", icons::LAYOUT_DASHBOARD, "Projects"),
    };
    view! {
        <PageTitle text="Not found"/>
        <main id="content" class="empty min-h-[60vh] justify-center">
            <BrokenChart/>
            <h1 class="text-xl font-semibold">"There is nothing at this address"</h1>
            <p class="max-w-[48ch] text-muted">
                {match by_link {
                    true => "The link has ended or was taken back, or it is cut off. Ask whoever sent it for a new one.",
                    false => "It may have been deleted or made private, the link may be cut off, or it belongs to an account that is not signed in here.",
                }}
            </p>
            {(!by_link).then(|| view! {
                <div class="mt-3 flex flex-wrap justify-center gap-2">
                    <a class=button::PRIMARY href=list><Icon of=icon/>{label}</a>
                    <a class=button::PLAIN href="/">"Home"</a>
                </div>
            })}
        </main>
    }
}

/// A chart whose line stops in the middle.
#[component]
fn BrokenChart() -> impl IntoView {
    view! {
        <svg width="160" height="88" viewBox="0 0 160 88" fill="none" aria-hidden="true" class="mb-2">
            <path d="M8 80h144M8 56h144M8 32h144" stroke="var(--viz-line)"></path>
            <path d="M8 66l22-14 20 8 22-26" stroke="var(--chart-1)" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"></path>
            <circle cx="72" cy="34" r="4" fill="var(--viz-ground)" stroke="var(--chart-1)" stroke-width="2.5"></circle>
            <path d="M84 26l14-10 20 12 32-18" stroke="var(--viz-line-strong)" stroke-width="2" stroke-dasharray="2 6" stroke-linecap="round"></path>
        </svg>
    }
}
