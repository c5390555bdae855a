//! An empty state: what belongs here, one action, one example.

use super::icon::Icon;
use leptos::prelude::*;

#[component]
pub fn Empty(
    icon: &'static str,
    #[prop(into)] title: String,
    /// What belongs here.
    #[prop(into)]
    text: String,
    /// The one primary action and perhaps a quieter one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-mark"><Icon of=icon size=22/></span>
            <h2 class="text-lg font-semibold">{title}</h2>
            <p class="max-w-[46ch] text-muted">{text}</p>
            {children.map(|children| view! { <div class="mt-3 flex flex-wrap items-center justify-center gap-2">{children()}</div> })}
        </div>
    }
}
