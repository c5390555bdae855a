//! `/log-in/code`: the second half of a log-in.

use super::{
    card::{Card, next_path},
    passkey::PasskeyButton,
};
use crate::{
    actions::{Answer, factors::get_second_step},
    model::{
        factor::{PasskeyPurpose, SecondStep},
        outcome::{Nothing, Outcome},
    },
    ui::{
        parts::{Field, PostForm, SubmitButton, answered::answered, button},
        status::set_status,
    },
};
use leptos::prelude::*;

#[component]
pub fn SecondStepPage() -> impl IntoView {
    let step: Resource<Answer<SecondStep>> = Resource::new(|| (), |()| get_second_step(Nothing {}));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match answered(step).await {
                    Ok(Outcome::Done(step)) => view! { <Step step/> }.into_any(),
                    Ok(Outcome::Failed(failure)) => {
                        set_status(404);
                        view! { <Over text=failure.error/> }.into_any()
                    }
                    Err(error) => {
                        set_status(error.status());
                        view! { <Over text=error.text/> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Step(step: SecondStep) -> impl IntoView {
    let next = next_path();
    let next = if next == "/" { "/projects".to_owned() } else { next };
    let (text, hint) = match step.app {
        true => ("That was right. Now show the second factor of your account.", "Six digits of your app, or one of your recovery codes."),
        false => ("That was right. Now show a passkey or a recovery code.", "One of your recovery codes."),
    };
    view! {
        <Card title="One more step" text=text foot=view! { <a class="link-quiet" href="/login">"Back to log in"</a> }.into_any()>
            <PostForm action="logInWithCode" next=next.clone() reload=true class="flex flex-col gap-4">
                <Field name="code" label="Code" hint=hint autocomplete="one-time-code" required=true autofocus=true maxlength=40/>
                <SubmitButton class="btn btn-primary w-full">"Log in"</SubmitButton>
            </PostForm>
            {step.passkey.then(|| view! { <PasskeyButton purpose=PasskeyPurpose::LogIn next label="Use a passkey"/> })}
        </Card>
    }
}

#[component]
fn Over(text: String) -> impl IntoView {
    view! {
        <Card title="Not any more" text=text>
            <a class=format!("w-full {}", button::PRIMARY) href="/login">"Log in"</a>
        </Card>
    }
}
