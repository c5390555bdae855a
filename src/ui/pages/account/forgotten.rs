//! `/password-reset`: asking for a link to choose a new password.

use super::card::Card;
use crate::ui::parts::{Field, PostForm, SubmitButton};
use leptos::prelude::*;

#[component]
pub fn Forgotten() -> impl IntoView {
    view! {
        <Card
            title="Forgot your password?"
            text="Enter the address of your account: a link to choose a new password is sent there."
            foot=view! { <a class="link-quiet" href="/login">"Back to log in"</a> }.into_any()
        >
            <PostForm action="requestPasswordReset" next="/login" class="flex flex-col gap-4">
                <Field
                    name="email"
                    label="E-mail"
                    kind="email"
                    autocomplete="email"
                    inputmode="email"
                    required=true
                    autofocus=true
                    maxlength=254
                />
                <SubmitButton class="btn btn-primary w-full">"Send link"</SubmitButton>
            </PostForm>
        </Card>
    }
}
