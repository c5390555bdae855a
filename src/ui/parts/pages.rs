//! The way from one page of a list to the next, as links.

use leptos::prelude::*;

#[component]
pub fn Pages(
    /// From 1.
    page: u32,
    page_size: u32,
    /// Of all pages.
    total: u32,
    /// The address of a page.
    at: impl Fn(u32) -> String,
) -> impl IntoView {
    let last = total.div_ceil(page_size.max(1));
    let link = |to: u32, text: &'static str| view! { <a class="btn btn-plain btn-sm" href=at(to)>{text}</a> };
    (last > 1).then(|| {
        view! {
            <nav class="mt-4 flex items-center gap-2 text-sm" aria-label="Pages">
                {(page > 1).then(|| link(page - 1, "Previous"))}
                <span class="text-muted">{format!("Page {page} of {last}")}</span>
                {(page < last).then(|| link(page + 1, "Next"))}
            </nav>
        }
    })
}
