//! A button that puts a text onto the clipboard. Only with scripts; the text itself stands beside it.

use super::{button, icon::Icon, icons, toast::use_toasts};
use leptos::prelude::*;

#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// What is copied, for its name: "link".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let toasts = use_toasts();
    let done = format!("Copied the {what}");
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        {
            // A refusal of the browser leaves the text where it can be selected by hand.
            let _ = window().navigator().clipboard().write_text(&text.get_untracked());
        }
        let _ = text;
        toasts.good(done.clone());
    };
    view! {
        <button type="button" class=format!("needs-scripts {}", button::TOOL) aria-label=format!("Copy the {what}") on:click=copy>
            <Icon of=icons::COPY/>
        </button>
    }
}
