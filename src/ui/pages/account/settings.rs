//! `/settings`: name, e-mail, password and providers, sessions.

use super::{email::EmailSection, identities::WaysIn, sessions::SessionsSection};
use crate::{
    model::account::User,
    ui::{
        pages::tokens::tokens_path,
        parts::{Crumb, Field, FlashError, Icon, Page, PostForm, SubmitButton, button, icons},
        session::use_session,
    },
};
use leptos::prelude::*;

pub(super) use crate::ui::parts::Section;

#[component]
pub fn Settings() -> impl IntoView {
    let session = use_session();
    view! {
        <Page crumbs=vec![Crumb::here("Settings")]>
            <FlashError actions=&["resendVerification", "endSession", "endOtherSessions", "linkIdentity", "unlinkIdentity"]/>
            <Suspense>
                {move || Suspend::new(async move { session.user().await.map(|user| view! { <Sections user=user/> }) })}
            </Suspense>
        </Page>
    }
}

#[component]
fn Sections(user: User) -> impl IntoView {
    let session = use_session();
    let refresh = Callback::new(move |_| session.refresh());
    let ways = RwSignal::new(0);
    // A personal team is named like its account.
    let tokens_of = user.username.clone();
    let User { username, first_name, last_name, .. } = user;
    view! {
        <div class="mx-auto flex max-w-[760px] flex-col gap-6">
            <Section title="Name" text=format!("Shown to you and to your team. Your user name is {username}.")>
                <PostForm action="updateUserName" next="/settings" on_done=refresh class="flex flex-col gap-4">
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                        <Field
                            name="firstName"
                            label="First name"
                            value=first_name.unwrap_or_default()
                            autocomplete="given-name"
                            maxlength=100
                        />
                        <Field
                            name="lastName"
                            label="Last name"
                            value=last_name.unwrap_or_default()
                            autocomplete="family-name"
                            maxlength=100
                        />
                    </div>
                    <div><SubmitButton class=button::PLAIN>"Save name"</SubmitButton></div>
                </PostForm>
            </Section>
            <EmailSection ways/>
            <WaysIn ways/>
            <Section title="Second factor and passkeys" text="What is asked for besides your password, so that whoever learns it is not let in.">
                <a class=button::PLAIN href="/settings/security"><Icon of=icons::SHIELD_CHECK/>"App, recovery codes and passkeys"</a>
            </Section>
            <SessionsSection/>
            <Section title="API tokens" text="For programs that read your boards over HTTP.">
                <p>"A token reaches the projects that it names, and never more than you do."</p>
                <div><a class=button::PLAIN href=tokens_path(&tokens_of)><Icon of=icons::KEY_ROUND/>"Tokens of your personal team"</a></div>
            </Section>
        </div>
    }
}
