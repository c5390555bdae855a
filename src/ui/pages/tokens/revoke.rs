//! Before a token ends: what will stop working.

use super::Here;
use crate::{
    model::token::Token,
    ui::parts::{Notice, PostForm, SubmitButton, Tone, When, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn Confirm(
    here: Here,
    token: Token,
    /// After it was revoked, when scripts run.
    done: Callback<()>,
) -> impl IntoView {
    let used = match token.last_used_utc {
        Some(at) => view! { <p class="mt-1">"It was last used "<When at/>"."</p> }.into_any(),
        None => view! { <p class="mt-1">"It was never used."</p> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="revoke-title">
            <div class="panel-head"><h2 class="panel-title" id="revoke-title" dir="auto">{format!("Revoke {}?", token.name)}</h2></div>
            <div class="panel-body">
                <PostForm
                    action="revokeToken"
                    next=here.path()
                    on_done=Callback::new(move |_: serde_json::Value| done.run(()))
                    class="flex flex-col gap-4"
                >
                    <input type="hidden" name="tokenId" value=token.id.to_string()/>
                    <Notice tone=Tone::Warn>
                        <p>"Every program that uses this token is refused from then on. This cannot be undone."</p>
                        {used}
                    </Notice>
                    <div class="flex justify-end gap-2">
                        <a class=button::PLAIN href=here.path() data-noscroll="">"Cancel"</a>
                        <SubmitButton class=button::DANGER icon=icons::UNLINK>"Revoke token"</SubmitButton>
                    </div>
                </PostForm>
            </div>
        </section>
    }
}
