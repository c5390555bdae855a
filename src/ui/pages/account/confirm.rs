//! `/confirm?next=...`: showing again who one is, before something that gives lasting power. A form that led here is shown
//! again afterwards, as it was filled in.

use super::{card::next_path, passkey::PasskeyButton, providers::ProviderLinks, settings::Section};
use crate::{
    actions::{Answer, factors::get_factors},
    model::{
        factor::{Factors, PasskeyPurpose},
        flash::{KEPT, Kept},
        project::UserInput,
    },
    ui::{
        flash::use_flash,
        parts::{Crumb, Field, Loaded, Notice, Page, PasswordField, PostForm, SubmitButton, Tone},
    },
};
use leptos::prelude::*;

const ACTION: &str = "confirmIdentity";

#[component]
pub fn Confirm() -> impl IntoView {
    let factors: Resource<Answer<Factors>> = Resource::new(|| (), |()| get_factors(UserInput::default()));
    view! {
        <Page crumbs=vec![Crumb::here("Is it you?")]>
            <div class="mx-auto max-w-[460px]">
                <Loaded resource=factors let:factors><Form factors/></Loaded>
            </div>
        </Page>
    }
}

#[component]
fn Form(factors: Factors) -> impl IntoView {
    let next = next_path();
    // What the form before was filled in with, or what came along when this one was refused.
    let kept = use_flash().and_then(|flash| match flash.value(ACTION, KEPT) {
        Some(kept) => Some(kept.to_owned()),
        None => Kept::of(&flash, ACTION).map(|kept| kept.text()),
    });
    let has_code = factors.app_since.is_some() || factors.codes_left > 0;
    let field = match (factors.has_password, has_code) {
        (true, _) => {
            Some(view! { <PasswordField name="password" label="Password" autocomplete="current-password" required=true/> }.into_any())
        }
        (false, true) => Some(
            view! {
                <Field
                    name="code"
                    label="Code"
                    hint="Six digits of your app, or one of your recovery codes."
                    autocomplete="one-time-code"
                    required=true
                    maxlength=40
                />
            }
            .into_any(),
        ),
        (false, false) => None,
    };
    let form = match field {
        Some(field) => view! {
            <PostForm action=ACTION next=next.clone() plain=true class="flex flex-col gap-4">
                {kept.map(|kept| view! { <input type="hidden" name=KEPT value=kept/> })}
                {field}
                <SubmitButton class="btn btn-primary w-full">"Go on"</SubmitButton>
            </PostForm>
        }
        .into_any(),
        None => view! {
            <Notice tone=Tone::Warn>
                <p>"Your account has neither a password nor a second factor. Sign in again as you always do, then go on."</p>
            </Notice>
            <ProviderLinks next=next.clone()/>
        }
        .into_any(),
    };
    let passkey = (factors.passkeys_possible && !factors.passkeys.is_empty())
        .then(|| view! { <PasskeyButton purpose=PasskeyPurpose::Confirm next label="Use a passkey"/> });
    view! {
        <Section
            title="Show that it is you"
            text="What you are about to do lasts, so it asks again ten minutes after you logged in. A form that you filled in comes back as it was."
        >
            {form}
            {passkey}
        </Section>
    }
}
