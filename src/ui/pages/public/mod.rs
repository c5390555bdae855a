//! The board behind a public link.

use leptos::prelude::*;

#[component]
pub fn PublicPage() -> impl IntoView {
    view! { <main id="content"></main> }
}
