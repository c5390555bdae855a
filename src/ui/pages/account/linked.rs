//! Pages of links that come by mail. Opening one uses nothing up: each has a form for that.

use super::{
    card::{Card, NewPasswordField, PersonFields},
    providers::ProviderLinks,
};
use crate::{
    actions::{Answer, account_links::get_account_link},
    error::AppError,
    model::{
        access::Secret,
        account_link::{AccountLink, AccountLinkInput, LinkKind},
        outcome::Outcome,
    },
    ui::{
        entrance::use_entrance,
        parts::{PasswordField, PostForm, SubmitButton, answered::answered, button},
        session::use_session,
        status::set_status,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

/// `/password-reset/<token>`
#[component]
pub fn ResetPassword() -> impl IntoView {
    view! { <Linked kind=LinkKind::Reset view=|token, link| view! { <NewPassword token link/> }.into_any()/> }
}

/// `/verify-email/<token>`
#[component]
pub fn VerifyEmail() -> impl IntoView {
    view! { <Linked kind=LinkKind::Verify view=|token, link| view! { <Confirm token link/> }.into_any()/> }
}

/// `/invitation/<token>`
#[component]
pub fn SignUpInvitation() -> impl IntoView {
    view! { <Linked kind=LinkKind::Invite view=|token, link| view! { <Accept token link/> }.into_any()/> }
}

/// What a link leads to, or that it does not work.
#[component]
fn Linked(kind: LinkKind, view: fn(String, AccountLink) -> AnyView) -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let input = AccountLinkInput { kind: Some(kind), key: Some(Secret::new(&token)) };
    let link: Resource<Answer<AccountLink>> = Resource::new(|| (), move |()| get_account_link(input.clone()));
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match answered(link).await {
                        Ok(Outcome::Done(link)) => view(token, link),
                        Ok(Outcome::Failed(failure)) => {
                            set_status(404);
                            view! { <Dead kind text=failure.error/> }.into_any()
                        }
                        Err(error) => {
                            set_status(error.status());
                            view! { <Dead kind text=AppError::to_string(&error)/> }.into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn Dead(kind: LinkKind, text: String) -> impl IntoView {
    let (to, label) = match kind {
        LinkKind::Reset => ("/password-reset", "Ask for a new link"),
        LinkKind::Verify | LinkKind::Invite => ("/login", "Log in"),
    };
    view! {
        <Card title="Not any more" text=text>
            <a class=format!("w-full {}", button::PRIMARY) href=to>{label}</a>
        </Card>
    }
}

#[component]
fn NewPassword(token: String, link: AccountLink) -> impl IntoView {
    let password_min = use_entrance().password_min;
    let done = on_to("/login");
    view! {
        <Card title="Choose a new password" text=format!("For the account of {}. Every session of it ends.", link.email)>
            <PostForm action="submitPasswordReset" next="/login" on_done=done class="flex flex-col gap-4">
                <input type="hidden" name="resetKey" value=token/>
                <PasswordField
                    name="password"
                    label="New password"
                    autocomplete="new-password"
                    hint=format!("At least {password_min} characters; a few words together are easiest to keep.")
                    required=true
                />
                <SubmitButton class="btn btn-primary w-full">"Change password"</SubmitButton>
            </PostForm>
        </Card>
    }
}

/// Goes on to a page; who is signed in, or their address, may be another one from now on.
fn on_to(path: &'static str) -> Callback<serde_json::Value> {
    let (session, navigate) = (use_session(), use_navigate());
    Callback::new(move |_| {
        session.refresh();
        navigate(path, Default::default());
    })
}

#[component]
fn Confirm(token: String, link: AccountLink) -> impl IntoView {
    let done = on_to("/settings");
    view! {
        <Card title="Confirm your address" text=format!("{} was given as the address of an account here.", link.email)>
            <PostForm action="verifyEmail" next="/settings" on_done=done class="flex flex-col gap-4">
                <input type="hidden" name="key" value=token/>
                <SubmitButton class="btn btn-primary w-full">"Confirm address"</SubmitButton>
            </PostForm>
            <p class="mt-4 text-sm text-muted">"If the account is not yours, close this page: nothing happens."</p>
        </Card>
    }
}

#[component]
fn Accept(token: String, link: AccountLink) -> impl IntoView {
    view! {
        <Card title="You are invited" text=format!("Make the account of {}.", link.email)>
            <PostForm action="signUpByInvitation" next="/projects" reload=true class="flex flex-col gap-4">
                <input type="hidden" name="key" value=token/>
                <PersonFields/>
                <NewPasswordField/>
                <SubmitButton class="btn btn-primary w-full">"Create account"</SubmitButton>
            </PostForm>
            <ProviderLinks next="/projects".to_owned()/>
        </Card>
    }
}
