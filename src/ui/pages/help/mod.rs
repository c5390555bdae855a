//! Help.

use leptos::prelude::*;

#[component]
pub fn ApiHelp() -> impl IntoView {
    view! { <main id="content"></main> }
}
