//! The one card that the pages for coming in are made of.

use crate::ui::{
    entrance::use_entrance,
    frame::BareHead,
    parts::{Field, PageTitle, PasswordField},
    session::{local_path, use_session},
};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_query_map};

#[component]
pub fn Card(
    #[prop(into)] title: String,
    /// One line below the title.
    #[prop(into)]
    text: String,
    /// Below the card: where else one may want to go.
    #[prop(optional_no_strip, into)]
    foot: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title.clone()/>
        <BareHead/>
        <main id="content" class="mx-auto w-full max-w-[400px] px-4 pt-[8vh] pb-16">
            <h1 class="text-xl font-semibold">{title}</h1>
            <p class="mt-1 mb-6 text-muted">{text}</p>
            <div class="panel panel-body">{children()}</div>
            {foot.map(|foot| view! { <div class="mt-4 text-center text-sm text-muted">{foot}</div> })}
        </main>
    }
}

/// What a new account says of its person beside the address.
#[component]
pub fn PersonFields() -> impl IntoView {
    view! {
        <div class="grid grid-cols-2 gap-3">
            <Field name="firstName" label="First name" autocomplete="given-name" optional=true maxlength=100 autofocus=true/>
            <Field name="lastName" label="Last name" autocomplete="family-name" optional=true maxlength=100/>
        </div>
    }
}

/// The password of a new account.
#[component]
pub fn NewPasswordField() -> impl IntoView {
    let password_min = use_entrance().password_min;
    view! {
        <PasswordField
            name="password"
            label="Password"
            autocomplete="new-password"
            hint=format!("At least {password_min} characters; a few words together are easiest to keep.")
            required=true
        />
    }
}

/// Where the person wanted to go.
pub fn next_path() -> String {
    local_path(use_query_map().with_untracked(|query| query.get("next")).as_deref())
}

/// Sends on who is signed in already.
#[component]
pub fn OnlyVisitors() -> impl IntoView {
    let session = use_session();
    let next = next_path();
    view! {
        <Suspense>
            {move || {
                let next = next.clone();
                Suspend::new(async move { session.user().await.map(|_| view! { <Redirect path=next/> }) })
            }}
        </Suspense>
    }
}
