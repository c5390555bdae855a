//! A token that was just made: this once, whole.

use crate::ui::parts::ShownOnce;
use leptos::prelude::*;

#[component]
pub fn Made(token: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="made-title">
            <div class="panel-head"><h2 class="panel-title" id="made-title">"Your new token"</h2></div>
            <div class="panel-body flex flex-col gap-4">
                <ShownOnce
                    id="made-token"
                    label="Token"
                    value=token
                    what="token"
                    mono=true
                    text="Copy it now and keep it where you keep passwords. It is never shown again."
                />
                <p class="field-hint">"A program sends it with each request: Authorization: Bearer, a blank, and the token."</p>
            </div>
        </section>
    }
}
