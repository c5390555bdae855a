//! `/signup`.

use super::{
    card::{Card, NewPasswordField, OnlyVisitors, PersonFields, next_path},
    providers::ProviderLinks,
};
use crate::{
    model::{account::Entrance, address::Query},
    ui::{
        entrance::use_entrance,
        parts::{Field, PostForm, SubmitButton, button},
    },
};
use leptos::prelude::*;

/// Below it are the pages of invitations: who comes from one signs up with it.
const INVITATION: &str = "/invite/";

#[component]
pub fn SignUp() -> impl IntoView {
    let next = next_path();
    let log_in = match next.as_str() {
        "/" => "/login".to_owned(),
        next => Query::default().with("next", next).on("/login"),
    };
    let Entrance { closed, by_invitation, .. } = use_entrance();
    let is_invited = by_invitation && next.starts_with(INVITATION);
    let page = match closed.filter(|_| !is_invited) {
        Some(reason) => view! { <Closed reason=reason log_in=log_in/> }.into_any(),
        None => view! { <Open next=next log_in=log_in/> }.into_any(),
    };
    view! {
        <OnlyVisitors/>
        {page}
    }
}

#[component]
fn Open(next: String, log_in: String) -> impl IntoView {
    let invitation = next.strip_prefix(INVITATION).map(str::to_owned);
    let text = match invitation {
        Some(_) => "An account on this server. You are in the team that invited you at once.",
        None => "An account on this server. Your data stays where it is.",
    };
    // With the invitation: it says that the account may be made.
    let by_provider = if next == "/" { "/projects".to_owned() } else { next.clone() };
    // The invitation is used up by then, and its page gone.
    let after = match next {
        _ if invitation.is_some() => "/teams".to_owned(),
        next if next == "/" => "/projects".to_owned(),
        next => next,
    };
    view! {
        <Card
            title="Sign up"
            text=text
            foot=view! { "Already have an account? " <a class="link-quiet" href=log_in>"Log in"</a> }.into_any()
        >
            <PostForm action="SignUp" next=after reload=true class="flex flex-col gap-4">
                {invitation.map(|token| view! { <input type="hidden" name="teamInvitation" value=token/> })}
                <PersonFields/>
                <Field name="email" label="E-mail" kind="email" autocomplete="email" inputmode="email" required=true maxlength=254/>
                <NewPasswordField/>
                <SubmitButton class="btn btn-primary w-full">"Create account"</SubmitButton>
            </PostForm>
            <ProviderLinks next=by_provider/>
        </Card>
    }
}

/// Instead of a form that would be refused.
#[component]
fn Closed(reason: String, log_in: String) -> impl IntoView {
    view! {
        <Card title="No sign-up here" text=reason>
            <p class="mb-4 text-sm text-muted">"Boards that were shared with you by link need no account."</p>
            <a class=format!("w-full {}", button::PRIMARY) href=log_in>"Log in"</a>
        </Card>
    }
}
