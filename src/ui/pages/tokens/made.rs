//! A token that was just made: this once, whole.

use crate::ui::parts::{CopyButton, Notice, Tone};
use leptos::prelude::*;

#[component]
pub fn Made(token: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="made-title">
            <div class="panel-head"><h2 class="panel-title" id="made-title">"Your new token"</h2></div>
            <div class="panel-body flex flex-col gap-4">
                <Notice tone=Tone::Warn>"Copy it now and keep it where you keep passwords. It is never shown again."</Notice>
                <div class="field">
                    <label class="field-label" for="made-token">"Token"</label>
                    <div class="share-link">
                        <input class="input font-mono" id="made-token" type="text" readonly=true value=token.clone()/>
                        <CopyButton text=Signal::stored(token) what="token"/>
                    </div>
                    <p class="field-hint">"A program sends it with each request: Authorization: Bearer, a blank, and the token."</p>
                </div>
            </div>
        </section>
    }
}
