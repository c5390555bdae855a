//! The address of one's account in the settings: whether it is confirmed, which one waits, and changing it.

use super::settings::Section;
use crate::{
    actions::{Answer, account_links::get_email_status},
    model::{account_link::EmailStatus, project::UserInput},
    ui::{
        parts::{Field, Loaded, Notice, PasswordField, Pill, PostForm, QuickForm, SubmitButton, Tone, When, button, icons},
        session::use_session,
    },
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn EmailSection(
    /// Changes when the ways in do: an account that got its first password is asked for it here.
    ways: RwSignal<usize>,
) -> impl IntoView {
    let session = use_session();
    let status: Resource<Answer<EmailStatus>> = Resource::new(move || ways.get(), |_| get_email_status(UserInput::default()));
    let changed = Callback::new(move |_: Json| {
        session.refresh();
        status.refetch();
    });
    view! { <Loaded resource=status let:status><Shown status changed/></Loaded> }
}

#[component]
fn Shown(status: EmailStatus, changed: Callback<Json>) -> impl IntoView {
    let (email, has_password) = (status.email.clone(), status.has_password);
    let text = match has_password {
        true => "You can log in with it, and it is where a forgotten password is mended. Changing it asks for your password.",
        false => "Where letters about your account go. Changing it asks you to show that it is you.",
    };
    view! {
        <Section title="E-mail" text>
            <div><State status changed/></div>
            <PostForm action="updateUserEmail" next="/settings" on_done=changed class="flex flex-col gap-4">
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <Field
                        name="email"
                        label="E-mail"
                        kind="email"
                        value=email
                        autocomplete="email"
                        inputmode="email"
                        required=true
                        maxlength=254
                    />
                    {has_password.then(|| {
                        view! { <PasswordField name="password" label="Current password" autocomplete="current-password" required=true/> }
                    })}
                </div>
                <div><SubmitButton class=button::PLAIN>"Save e-mail"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}

#[component]
fn State(status: EmailStatus, changed: Callback<Json>) -> impl IntoView {
    let EmailStatus { email, verified_at, pending_email, sends_mail, .. } = status;
    // Without a mail server nobody can confirm anything.
    let pill = match (verified_at, sends_mail) {
        (Some(_), _) => Some(view! { <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="Confirmed"/> }),
        (None, true) => Some(view! { <Pill tone=Tone::Warn icon=icons::TRIANGLE_ALERT text="Not confirmed"/> }),
        (None, false) => None,
    };
    let waits = match (pending_email, verified_at, sends_mail) {
        (Some(pending), ..) => Some(format!("A link was sent to {pending}. Once it is used, that is your address.")),
        (None, None, true) => Some(format!("A link was sent to {email}. Use it to show that the address is yours.")),
        _ => None,
    };
    view! {
        <p class="flex flex-wrap items-center gap-2 text-sm">
            <span class="min-w-0 truncate font-medium" dir="auto">{email}</span>
            {pill}
            {verified_at.map(|at| view! { <span class="field-hint"><When at/></span> })}
        </p>
        {waits.map(|text| {
            view! {
                <div class="mt-3">
                    <Notice tone=Tone::Warn>
                        <p class="mb-2">{text}</p>
                        <QuickForm
                            action="resendVerification"
                            fields=Vec::new()
                            next="/settings"
                            on_done=changed
                            class="btn btn-plain btn-sm"
                            icon=icons::REFRESH_CW
                            label="Send it again"
                        />
                    </Notice>
                </div>
            }
        })}
    }
}
