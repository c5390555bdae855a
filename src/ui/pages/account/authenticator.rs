//! `/settings/security/app`: the picture that an app scans, and its first code.

use super::{
    security::{Codes, HERE},
    settings::Section,
};
use crate::{
    actions::{Answer, factors::get_authenticator},
    model::{
        factor::{AuthenticatorSetUp, QrCode, REAUTH_REQUIRED},
        outcome::Outcome,
        project::UserInput,
    },
    ui::{
        pages::not_found::NotFoundBody,
        parts::{CopyButton, Crumb, Field, Notice, Page, PostForm, SubmitButton, Tone, answered::answered, button},
        session::use_session,
        status::set_status,
    },
};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use serde_json::Value as Json;

#[component]
pub fn NewAuthenticator() -> impl IntoView {
    let set_up: Resource<Answer<AuthenticatorSetUp>> = Resource::new(|| (), |()| get_authenticator(UserInput::default()));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match answered(set_up).await {
                    Ok(Outcome::Done(set_up)) => view! { <Whole set_up/> }.into_any(),
                    Ok(Outcome::Failed(failure)) if failure.code.as_deref() == Some(REAUTH_REQUIRED) => {
                        view! { <Redirect path="/confirm?next=%2Fsettings%2Fsecurity%2Fapp"/> }.into_any()
                    }
                    Ok(Outcome::Failed(_)) => {
                        set_status(404);
                        view! { <NotFoundBody/> }.into_any()
                    }
                    // Who is not signed in is sent to the log-in page by the frame.
                    Err(error) if error.status() == 401 => ().into_any(),
                    Err(error) => {
                        set_status(error.status());
                        view! { <Notice tone=Tone::Bad alert=true>{error.text}</Notice> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Whole(set_up: AuthenticatorSetUp) -> impl IntoView {
    let session = use_session();
    let made = RwSignal::new(None::<Option<String>>);
    let done = Callback::new(move |body: Json| {
        session.refresh();
        made.set(Some(body["shownOnce"].as_str().map(str::to_owned)));
    });
    let set_up = StoredValue::new(set_up);
    view! {
        <Page crumbs=vec![Crumb::to("Settings", "/settings"), Crumb::to("Second factor and passkeys", HERE), Crumb::here("App")]>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                {move || match made.get() {
                    None => view! { <Scan set_up=set_up.get_value() done/> }.into_any(),
                    Some(codes) => view! {
                        {codes.map(|codes| view! { <Codes codes/> })}
                        <p><a class=button::PRIMARY href=HERE>"Done"</a></p>
                    }
                    .into_any(),
                }}
            </div>
        </Page>
    }
}

#[component]
fn Scan(set_up: AuthenticatorSetUp, done: Callback<Json>) -> impl IntoView {
    let AuthenticatorSetUp { secret, address, picture } = set_up;
    // In fours it is typed with fewer mistakes.
    let grouped = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    view! {
        <Section title="Set up an app" text="Any app for one-time codes will do. It counts once you entered a first code below.">
            <div class="flex flex-col gap-6 sm:flex-row">
                <Picture picture/>
                <div class="flex min-w-0 flex-1 flex-col gap-4">
                    <p>"Scan the picture with the app. Or open " <a class="link-quiet" href=address>"this address"</a> " on the device that has it, or type the key:"</p>
                    <p class="flex items-center gap-2">
                        <code class="min-w-0 break-words">{grouped}</code>
                        <CopyButton text=Signal::stored(secret) what="key"/>
                    </p>
                    <PostForm action="confirmAuthenticator" next=HERE on_done=done class="flex flex-col gap-4">
                        <Field
                            name="code"
                            label="Code"
                            hint="The six digits that the app shows now."
                            autocomplete="one-time-code"
                            inputmode="numeric"
                            required=true
                            maxlength=10
                        />
                        <div><SubmitButton>"Turn it on"</SubmitButton></div>
                    </PostForm>
                </div>
            </div>
        </Section>
    }
}

/// Dark on light whatever the theme: cameras read nothing else.
#[component]
fn Picture(picture: QrCode) -> impl IntoView {
    let QrCode { size, path } = picture;
    // The quiet zone is four squares wide.
    let box_ = format!("-4 -4 {0} {0}", size + 8);
    view! {
        <svg
            width="208"
            height="208"
            viewBox=box_
            role="img"
            aria-label="QR code of the key"
            shape-rendering="crispEdges"
            class="flex-none self-center rounded"
            style="background:#ffffff"
        >
            <path d=path fill="#000000"></path>
        </svg>
    }
}
