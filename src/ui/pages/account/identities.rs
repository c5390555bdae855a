//! In the settings: the password, and the providers that open the account besides it.

use super::settings::Section;
use crate::{
    actions::{Answer, identities::list_identities},
    model::{
        identity::{IdentitiesAnswer, LinkableProvider, OwnIdentity},
        project::UserInput,
    },
    ui::{
        entrance::use_entrance,
        parts::{Icon, Loaded, PasswordField, PostForm, QuickForm, SubmitButton, When, button, icons},
        session::use_session,
    },
};
use leptos::prelude::*;
use serde_json::Value as Json;

/// Both sections: whether there is a password decides what the first one offers.
#[component]
pub fn WaysIn(
    /// Counts what was changed here.
    ways: RwSignal<usize>,
) -> impl IntoView {
    let session = use_session();
    let known: Resource<Answer<IdentitiesAnswer>> = Resource::new(move || ways.get(), |_| list_identities(UserInput::default()));
    let again = Callback::new(move |_: Json| {
        session.refresh();
        ways.update(|changes| *changes += 1);
    });
    view! { <Loaded resource=known let:answer><Sections answer again/></Loaded> }
}

#[component]
fn Sections(answer: IdentitiesAnswer, again: Callback<Json>) -> impl IntoView {
    let IdentitiesAnswer { identities, providers, has_password } = answer;
    let password = match has_password {
        true => view! { <ChangePassword again/> }.into_any(),
        false => view! { <FirstPassword again/> }.into_any(),
    };
    let is_possible = !identities.is_empty() || !providers.is_empty();
    view! {
        <div class="flex flex-col gap-6">
            {password}
            {is_possible.then(|| view! { <Providers identities providers again/> })}
        </div>
    }
}

#[component]
fn ChangePassword(again: Callback<Json>) -> impl IntoView {
    view! {
        <Section title="Password" text="A new password ends every other session of yours at once; this one stays.">
            <PostForm action="updateUserPassword" next="/settings" on_done=again class="flex flex-col gap-4">
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <PasswordField name="currentPassword" label="Current password" autocomplete="current-password" required=true/>
                    <NewPassword/>
                </div>
                <div><SubmitButton class=button::PLAIN>"Change password"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}

#[component]
fn FirstPassword(again: Callback<Json>) -> impl IntoView {
    view! {
        <Section
            title="Password"
            text="Your account has none: a provider opens it. With a password you can log in without the provider. Setting one ends every other session of yours."
        >
            <PostForm action="setUserPassword" next="/settings" on_done=again class="flex flex-col gap-4">
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2"><NewPassword/></div>
                <div><SubmitButton class=button::PLAIN>"Set password"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}

#[component]
fn NewPassword() -> impl IntoView {
    let password_min = use_entrance().password_min;
    view! {
        <PasswordField
            name="newPassword"
            label="New password"
            autocomplete="new-password"
            hint=format!("At least {password_min} characters.")
            required=true
        />
    }
}

#[component]
fn Providers(identities: Vec<OwnIdentity>, providers: Vec<LinkableProvider>, again: Callback<Json>) -> impl IntoView {
    let list = (!identities.is_empty()).then(|| {
        view! {
            <ul class="mb-4 flex flex-col gap-2">{identities.into_iter().map(|identity| view! { <Item identity again/> }).collect_view()}</ul>
        }
    });
    let links = providers.into_iter().map(|LinkableProvider { name, link_path, .. }| {
        // Another site: the router of the pages leaves it to the browser.
        view! {
            <a class=button::PLAIN href=link_path rel="external"><Icon of=icons::LINK/>{format!("Link {name}")}</a>
        }
    });
    view! {
        <Section title="Sign in with" text="Providers that open your account. Each is known by who you are there, whatever address it tells.">
            {list}
            <div class="flex flex-wrap gap-2">{links.collect_view()}</div>
        </Section>
    }
}

#[component]
fn Item(identity: OwnIdentity, again: Callback<Json>) -> impl IntoView {
    let OwnIdentity { id, provider, email, created_at, used_at, is_last_way_in } = identity;
    let end = match is_last_way_in {
        true => view! { <span class="field-hint">"The only way in"</span> }.into_any(),
        false => view! {
            <QuickForm
                action="unlinkIdentity"
                fields=vec![("identityId", id.to_string())]
                next="/settings"
                on_done=again
                class="btn btn-sm btn-danger-quiet"
                icon=icons::UNLINK
                label=format!("Unlink {provider}")
            />
        }
        .into_any(),
    };
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="flex min-w-0 flex-wrap items-center gap-2">
                    <strong>{provider}</strong>
                    {email.map(|email| view! { <span class="min-w-0 truncate text-muted" dir="auto">{email}</span> })}
                </span>
                {end}
            </div>
            <p class="field-hint">"Since " <When at=created_at/> ", last used " <When at=used_at/></p>
        </li>
    }
}
