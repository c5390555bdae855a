//! Where one is signed in, in the settings.

use super::settings::Section;
use crate::{
    actions::{Answer, account_links::list_sessions},
    model::{
        account_link::{OwnSession, SessionsAnswer},
        project::UserInput,
    },
    ui::parts::{Loaded, Pill, QuickForm, Tone, When, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn SessionsSection() -> impl IntoView {
    let sessions: Resource<Answer<SessionsAnswer>> = Resource::new(|| (), |()| list_sessions(UserInput::default()));
    let again = Callback::new(move |_: Json| sessions.refetch());
    view! {
        <Section
            title="Sessions"
            text="Where you are signed in. A session ends 30 days after it was last used, when you log out, and when your password changes."
        >
            <Loaded resource=sessions let:answer><List sessions=answer.sessions again/></Loaded>
        </Section>
    }
}

#[component]
fn List(sessions: Vec<OwnSession>, again: Callback<Json>) -> impl IntoView {
    let more = sessions.len() > 1;
    view! {
        <ul class="flex flex-col gap-2">{sessions.into_iter().map(|session| view! { <Item session again/> }).collect_view()}</ul>
        {more.then(|| {
            view! {
                <div class="mt-4">
                    <QuickForm
                        action="endOtherSessions"
                        fields=Vec::new()
                        next="/settings"
                        on_done=again
                        class="btn btn-danger-quiet"
                        icon=icons::LOG_OUT
                        label="End all other sessions"
                    />
                </div>
            }
        })}
    }
}

#[component]
fn Item(session: OwnSession, again: Callback<Json>) -> impl IntoView {
    let OwnSession { id, created_at, seen_at, browser, network, is_current } = session;
    let browser = browser.unwrap_or_else(|| "Unknown browser".to_owned());
    let end = (!is_current).then(|| {
        view! {
            <QuickForm
                action="endSession"
                fields=vec![("sessionId", id)]
                next="/settings"
                on_done=again
                class="btn btn-sm btn-danger-quiet"
                icon=icons::LOG_OUT
                label="End"
            />
        }
    });
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="flex min-w-0 flex-wrap items-center gap-2">
                    <strong>{browser}</strong>
                    {is_current.then(|| view! { <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="This one"/> })}
                </span>
                {end}
            </div>
            <p class="field-hint">
                "Since " <When at=created_at/> ", last used " <When at=seen_at/> {network.map(|network| format!(", from {network}"))}
            </p>
        </li>
    }
}
