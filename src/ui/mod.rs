//! The interface.

pub mod flash;
pub mod shell;

use leptos::prelude::*;

#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    flash::provide_flash();
    view! { <p>"VizBoard"</p> }
}
