//! A panel with a title and a sentence about what is in it.

use leptos::prelude::*;

#[component]
pub fn Section(#[prop(into)] title: String, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <section class="panel">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title">{title}</h2>
                <p class="text-sm text-muted">{text}</p>
            </div>
            <div class="panel-body flex flex-col gap-4">{children()}</div>
        </section>
    }
}
