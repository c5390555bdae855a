//! Projects: the list, making, changing and deleting them.

pub mod engine_icons;

use leptos::prelude::*;

#[component]
pub fn Projects() -> impl IntoView {
    view! { <main id="content"></main> }
}
#[component]
pub fn NewProject() -> impl IntoView {
    view! { <main id="content"></main> }
}
#[component]
pub fn EditProject() -> impl IntoView {
    view! { <main id="content"></main> }
}
#[component]
pub fn DeleteProject() -> impl IntoView {
    view! { <main id="content"></main> }
}
