//! The board of a project.

use leptos::prelude::*;

#[component]
pub fn BoardPage() -> impl IntoView {
    view! { <main id="content"></main> }
}
