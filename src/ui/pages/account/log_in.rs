//! `/login`.

use super::{
    card::{Card, OnlyVisitors, next_path},
    passkey::PasskeyButton,
    providers::ProviderLinks,
};
use crate::{
    model::{address::Query, factor::PasskeyPurpose},
    ui::{
        entrance::use_entrance,
        parts::{Field, PasswordField, PostForm, SubmitButton},
    },
};
use leptos::prelude::*;

#[component]
pub fn LogIn() -> impl IntoView {
    let next = next_path();
    let sign_up = match next.as_str() {
        "/" => "/signup".to_owned(),
        next => Query::default().with("next", next).on("/signup"),
    };
    let open = use_entrance().closed.is_none();
    let foot = view! {
        <p><a class="link-quiet" href="/password-reset">"Forgot your password?"</a></p>
        {open.then(|| view! { <p class="mt-2">"New here? " <a class="link-quiet" href=sign_up>"Sign up"</a></p> })}
    };
    let after = if next == "/" { "/projects".to_owned() } else { next };
    view! {
        <OnlyVisitors/>
        <Card
            title="Log in"
            text="With your user name or your e-mail address."
            foot=foot.into_any()
        >
            <PostForm action="logIn" next=after.clone() reload=true class="flex flex-col gap-4">
                <Field name="username" label="User name or e-mail" autocomplete="username" required=true autofocus=true/>
                <PasswordField name="password" label="Password" autocomplete="current-password" required=true/>
                <SubmitButton class="btn btn-primary w-full">"Log in"</SubmitButton>
            </PostForm>
            {use_entrance().passkeys.then(|| view! { <PasskeyButton purpose=PasskeyPurpose::LogIn next=after.clone() label="Log in with a passkey"/> })}
            <ProviderLinks next=after/>
        </Card>
    }
}
