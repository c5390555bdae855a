//! `/signup`.

use super::card::{Card, OnlyVisitors, next_path};
use crate::{
    model::{address::Query, rules::PASSWORD_MIN},
    ui::parts::{Field, PasswordField, PostForm, SubmitButton},
};
use leptos::prelude::*;

#[component]
pub fn SignUp() -> impl IntoView {
    let next = next_path();
    let log_in = match next.as_str() {
        "/" => "/login".to_owned(),
        next => Query::default().with("next", next).on("/login"),
    };
    let after = if next == "/" { "/projects".to_owned() } else { next };
    view! {
        <OnlyVisitors/>
        <Card
            title="Sign up"
            text="An account on this server. Your data stays where it is."
            foot=view! { "Already have an account? " <a class="link-quiet" href=log_in>"Log in"</a> }.into_any()
        >
            <PostForm action="SignUp" next=after reload=true class="flex flex-col gap-4">
                <div class="grid grid-cols-2 gap-3">
                    <Field name="firstName" label="First name" autocomplete="given-name" optional=true maxlength=100 autofocus=true/>
                    <Field name="lastName" label="Last name" autocomplete="family-name" optional=true maxlength=100/>
                </div>
                <Field name="email" label="E-mail" kind="email" autocomplete="email" inputmode="email" required=true maxlength=254/>
                <PasswordField
                    name="password"
                    label="Password"
                    autocomplete="new-password"
                    hint=format!("At least {PASSWORD_MIN} characters; a few words together are easiest to keep.")
                    required=true
                />
                <SubmitButton class="btn btn-primary w-full">"Create account"</SubmitButton>
            </PostForm>
        </Card>
    }
}
