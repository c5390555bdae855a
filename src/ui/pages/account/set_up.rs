//! The first administrator: `/setup/<token>`, and the notice that stands everywhere else until it is made.

use super::card::Card;
use crate::ui::{
    entrance::use_entrance,
    parts::{Field, Icon, PasswordField, PostForm, SubmitButton, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn SetUp() -> impl IntoView {
    let password_min = use_entrance().password_min;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    view! {
        <Card title="Set up VizBoard" text="Make the first account. It administers this server.">
            <PostForm action="setUp" next="/" reload=true class="flex flex-col gap-4">
                <input type="hidden" name="token" value=token/>
                <Field
                    name="username"
                    label="User name"
                    autocomplete="username"
                    hint="3 to 39 characters of a-z, 0-9 and -, starting with a letter."
                    required=true
                    autofocus=true
                    maxlength=39
                />
                <Field name="email" label="E-mail" kind="email" autocomplete="email" inputmode="email" required=true maxlength=254/>
                <PasswordField
                    name="password"
                    label="Password"
                    autocomplete="new-password"
                    hint=format!("At least {password_min} characters.")
                    required=true
                />
                <SubmitButton class="btn btn-primary w-full">"Create administrator"</SubmitButton>
            </PostForm>
        </Card>
    }
}

#[component]
pub fn SetUpNotice() -> impl IntoView {
    view! {
        <Card title="Almost ready" text="This server has no account yet.">
            <ol class="flex flex-col gap-3 text-sm">
                <li class="flex gap-3">
                    <span class="mt-0.5 text-muted"><Icon of=icons::SQUARE_TERMINAL/></span>
                    <span>"Look at the output of the server: at its start it printed a set-up link that works once."</span>
                </li>
                <li class="flex gap-3">
                    <span class="mt-0.5 text-muted"><Icon of=icons::CLOCK/></span>
                    <span>"The link ends after an hour. Start the server again for a fresh one."</span>
                </li>
                <li class="flex gap-3">
                    <span class="mt-0.5 text-muted"><Icon of=icons::KEY_ROUND/></span>
                    <span>
                        "Or set " <code>"VIZBOARD_ADMIN_USERNAME"</code> ", " <code>"VIZBOARD_ADMIN_EMAIL"</code> " and "
                        <code>"VIZBOARD_ADMIN_PASSWORD"</code> " and start it again."
                    </span>
                </li>
            </ol>
            <p class="mt-4"><a class="btn btn-plain w-full" href="/">"Check again"</a></p>
        </Card>
    }
}
