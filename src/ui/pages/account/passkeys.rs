//! Passkeys in the settings: made, renamed, removed.

use super::{security::HERE, settings::Section};
#[cfg(feature = "hydrate")]
use crate::model::factor::REAUTH_REQUIRED;
use crate::{
    model::factor::Passkey,
    ui::parts::{Field, Icon, Notice, PostForm, QuickForm, SubmitButton, When, button, form_state::IdPrefix, icons, use_toasts},
};
use leptos::{html, prelude::*};
use serde_json::Value as Json;

#[component]
pub fn PasskeysSection(passkeys: Vec<Passkey>, is_possible: bool, done: Callback<Json>) -> impl IntoView {
    let list = (!passkeys.is_empty()).then(|| {
        view! {
            <ul class="mb-4 flex flex-col gap-2">
                {passkeys.into_iter().map(|passkey| view! { <Item passkey done/> }).collect_view()}
            </ul>
        }
    });
    let add = match is_possible {
        true => view! { <Add done/> }.into_any(),
        false => view! {
            <Notice>"Browsers make passkeys only for servers that are reached over HTTPS by a name. Whoever runs this one can set VIZBOARD_PUBLIC_URL."</Notice>
        }
        .into_any(),
    };
    view! {
        <Section
            title="Passkeys"
            text="A passkey stays on your device or in your password manager and opens with your finger, face or PIN. It logs in alone, and stands in for a code after your password."
        >
            {list}
            {add}
        </Section>
    }
}

#[component]
fn Item(passkey: Passkey, done: Callback<Json>) -> impl IntoView {
    let Passkey { id, name, created_at, last_used_at } = passkey;
    provide_context(IdPrefix(format!("passkey-{id}")));
    let used = match last_used_at {
        Some(at) => view! { ", last used " <When at/> }.into_any(),
        None => view! { ", not used yet" }.into_any(),
    };
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="flex min-w-0 items-center gap-2"><Icon of=icons::KEY_ROUND/><strong class="truncate" dir="auto">{name.clone()}</strong></span>
                <QuickForm
                    action="removePasskey"
                    fields=vec![("passkeyId", id.to_string())]
                    next=HERE
                    on_done=done
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::TRASH_2
                    label="Remove"
                />
            </div>
            <p class="field-hint">"Since " <When at=created_at/> {used}</p>
            <details class="mt-2">
                <summary class="link-quiet cursor-pointer text-sm">"Rename"</summary>
                <PostForm action="renamePasskey" next=HERE on_done=done class="mt-2 flex flex-wrap items-end gap-2">
                    <input type="hidden" name="passkeyId" value=id.to_string()/>
                    <Field name="name" label="New name" value=name required=true maxlength=100/>
                    <SubmitButton class=button::PLAIN>"Save name"</SubmitButton>
                </PostForm>
            </details>
        </li>
    }
}

/// A name, and the browser's own question. Nothing of it without scripts.
#[component]
fn Add(done: Callback<Json>) -> impl IntoView {
    let toasts = use_toasts();
    let name = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let script = crate::ui::shell::asset("gen/passkeys.js");
    let add = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let script = script.clone();
            let called = name.get_untracked().map(|input| input.value()).unwrap_or_default();
            busy.set(true);
            leptos::task::spawn_local(async move {
                let made = made(&script, called).await;
                let _ = busy.try_set(false);
                match made {
                    Ok(body) => {
                        if let Some(input) = name.get_untracked() {
                            input.set_value("");
                        }
                        toasts.good("The passkey is added.");
                        done.try_run(body);
                    }
                    Err(refused) if refused.code.as_deref() == Some(REAUTH_REQUIRED) => {
                        // Nothing can be done about a browser that refuses to move.
                        let _ = window().location().assign("/confirm?next=%2Fsettings%2Fsecurity");
                    }
                    Err(refused) => toasts.bad(refused.error),
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&script, toasts, done);
    };
    view! {
        <div class="needs-scripts flex flex-wrap items-end gap-2">
            <Field name="passkeyName" label="Name" placeholder="My phone" maxlength=100 node_ref=name/>
            <button type="button" class=button::PRIMARY disabled=move || busy.get() on:click=add>
                <Icon of=icons::PLUS/>
                "Add a passkey"
            </button>
        </div>
        <p class="without-scripts field-hint">"Passkeys need scripts: the browser asks for them itself."</p>
    }
}

#[cfg(feature = "hydrate")]
async fn made(script: &str, name: String) -> Result<Json, crate::model::outcome::Failure> {
    use super::passkey::browser::{done, make};
    use crate::{actions::factors::add_passkey, model::factor::AddPasskeyInput};

    let input = AddPasskeyInput { name: Some(name), ..make(script).await? };
    let added = done(add_passkey(input).await)?;
    Ok(serde_json::json!({ "shownOnce": added.shown_once }))
}
