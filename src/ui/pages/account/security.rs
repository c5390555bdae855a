//! `/settings/security`: the app, recovery codes and passkeys of one's account.

use super::{passkeys::PasskeysSection, settings::Section};
use crate::{
    actions::{Answer, factors::get_factors},
    model::{factor::Factors, project::UserInput},
    ui::{
        flash::use_flash,
        parts::{
            CopyButton, Crumb, Field, FlashError, Icon, Loaded, Notice, Page, PasswordField, Pill, PostForm, QuickForm, SubmitButton, Tone,
            When, button, icons,
        },
        session::use_session,
    },
};
use leptos::prelude::*;
use serde_json::Value as Json;

pub(super) const HERE: &str = "/settings/security";
/// What plain forms of this page say when they are refused.
const ACTIONS: &[&str] = &["beginAuthenticator", "makeRecoveryCodes", "removePasskey"];

#[component]
pub fn Security() -> impl IntoView {
    let session = use_session();
    let factors: Resource<Answer<Factors>> = Resource::new(|| (), |()| get_factors(UserInput::default()));
    // Recovery codes that were just made, this once.
    let made = RwSignal::new(use_flash().and_then(|flash| {
        ["confirmAuthenticator", "makeRecoveryCodes"].into_iter().find_map(|action| flash.once(action).map(str::to_owned))
    }));
    let done = Callback::new(move |body: Json| {
        if let Some(codes) = body["shownOnce"].as_str() {
            made.set(Some(codes.to_owned()));
        }
        session.refresh();
        factors.refetch();
    });
    view! {
        <Page crumbs=vec![Crumb::to("Settings", "/settings"), Crumb::here("Second factor and passkeys")]>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                <FlashError actions=ACTIONS/>
                {move || made.get().map(|codes| view! { <Codes codes/> })}
                <Loaded resource=factors let:factors><Sections factors done/></Loaded>
            </div>
        </Page>
    }
}

#[component]
fn Sections(factors: Factors, done: Callback<Json>) -> impl IntoView {
    let Factors { has_password, app_since, codes_left, passkeys, passkeys_possible, is_wanted } = factors;
    let has_any = app_since.is_some() || !passkeys.is_empty();
    let wanted = is_wanted.then(|| {
        view! {
            <Notice tone=Tone::Warn>"This server asks its administrators for a second factor. Set up an app or a passkey, then go on to the administration."</Notice>
        }
    });
    let codes = has_any.then(|| view! { <CodesSection left=codes_left done/> });
    view! {
        <div class="flex flex-col gap-6">
            {wanted}
            <Section title="App" text="An app on your phone shows six digits that change every half minute. After your password they are asked for.">
                {match app_since {
                    Some(at) => view! {
                        <p class="mb-4 flex flex-wrap items-center gap-2 text-sm">
                            <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="Set up"/>
                            <span class="field-hint">"since " <When at/></span>
                        </p>
                        <Removal has_password done/>
                    }
                    .into_any(),
                    None => view! {
                        <QuickForm
                            action="beginAuthenticator"
                            fields=Vec::new()
                            next="/settings/security/app"
                            back=HERE
                            on_done=to_app()
                            silent=true
                            class=button::PRIMARY
                            icon=icons::SHIELD_CHECK
                            label="Set up an app"
                        />
                    }
                    .into_any(),
                }}
            </Section>
            {codes}
            <PasskeysSection passkeys is_possible=passkeys_possible done/>
        </div>
    }
}

fn to_app() -> Callback<Json> {
    let navigate = leptos_router::hooks::use_navigate();
    Callback::new(move |_| navigate("/settings/security/app", Default::default()))
}

#[component]
fn Removal(has_password: bool, done: Callback<Json>) -> impl IntoView {
    view! {
        <PostForm action="removeAuthenticator" next=HERE on_done=done class="flex flex-col gap-4">
            <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                {has_password.then(|| view! {
                    <PasswordField name="password" label="Current password" autocomplete="current-password" required=true/>
                })}
                <Field name="code" label="Code" hint="Of the app, or a recovery code." autocomplete="one-time-code" required=true maxlength=40/>
            </div>
            <div><SubmitButton class=button::DANGER_QUIET>"Remove the app"</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn CodesSection(left: u32, done: Callback<Json>) -> impl IntoView {
    let said = match left {
        0 => "None is left. Make new ones, or you are locked out when you lose the rest.".to_owned(),
        1 => "One is left. Make new ones soon.".to_owned(),
        n => format!("{n} are left."),
    };
    view! {
        <Section title="Recovery codes" text="For when you lose your phone. Each works once in place of a code or a passkey.">
            <p class="mb-4">{said}</p>
            <QuickForm
                action="makeRecoveryCodes"
                fields=Vec::new()
                next=HERE
                on_done=done
                silent=true
                class=button::PLAIN
                icon=icons::REFRESH_CW
                label="Make new codes"
            />
        </Section>
    }
}

/// Recovery codes that were just made: this once.
#[component]
pub(super) fn Codes(codes: String) -> impl IntoView {
    let lines = codes.replace(' ', "\n");
    let list = codes.split(' ').map(|code| view! { <li><code>{code.to_owned()}</code></li> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="codes-title">
            <div class="panel-head">
                <h2 class="panel-title" id="codes-title">"Your recovery codes"</h2>
                <CopyButton text=Signal::stored(lines) what="codes"/>
            </div>
            <div class="panel-body flex flex-col gap-4">
                <Notice tone=Tone::Warn>"Write them down or print them, and keep them apart from your password. They are never shown again."</Notice>
                <ul class="grid grid-cols-2 gap-2 font-mono">{list}</ul>
                <p class="field-hint flex items-center gap-2"><Icon of=icons::INFO size=14/>"Each works once. Spaces and capitals do not matter."</p>
            </div>
        </section>
    }
}
