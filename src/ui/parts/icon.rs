//! Outline icons, inlined. `<Icon of=icons::PLUS/>` is decoration; what it means is said by text beside it or by the
//! label of its button.

use leptos::prelude::*;

#[component]
pub fn Icon(
    /// One of [`super::icons`].
    of: &'static str,
    /// Edge in pixels; 16 when not given.
    #[prop(default = 16)]
    size: u8,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let edge = size.to_string();
    view! {
        <svg
            class=format!("icon {class}")
            width=edge.clone()
            height=edge
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=of
        ></svg>
    }
}
