//! Variables of the server: what there is, and one that is set.

use super::settings::HERE;
use crate::{
    model::installation::EnvVar,
    ui::parts::{CopyField, Field, PasswordField, PostForm, QuickForm, SubmitButton, When, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn Variables(variables: Vec<EnvVar>, again: Callback<serde_json::Value>) -> impl IntoView {
    let is_empty = variables.is_empty();
    let items = variables.into_iter().map(|variable| view! { <Item variable again/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="variables-title">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title" id="variables-title">"Environment variables"</h2>
                <p class="text-sm text-muted">"Named values of this server, like keys of other services. They are sealed in its store and shown to its administrators only."</p>
            </div>
            <div class="panel-body flex flex-col gap-4">
                {match is_empty {
                    true => view! { <p class="text-sm text-muted">"There is none yet."</p> }.into_any(),
                    false => view! { <ul class="share-all">{items}</ul> }.into_any(),
                }}
                <PostForm action="setServerVariable" next=HERE on_done=again class="flex flex-col gap-4">
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                        <Field name="name" label="Name" hint="MAP_SERVICE_KEY. A name that is there already gets the new value." required=true maxlength=100/>
                        <PasswordField name="value" label="Value" autocomplete="off" required=true/>
                    </div>
                    <div><SubmitButton class=button::PLAIN>"Save variable"</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
}

#[component]
fn Item(variable: EnvVar, again: Callback<serde_json::Value>) -> impl IntoView {
    let EnvVar { created_utc, name, value } = variable;
    let (id, label) = (format!("value-{name}"), format!("Value of {name}"));
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <code class="min-w-0">{name.clone()}</code>
                <QuickForm
                    action="deleteServerVariable"
                    fields=vec![("name", name)]
                    next=HERE
                    on_done=again
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::TRASH_2
                    label="Delete"
                />
            </div>
            <details class="share-secret">
                <summary>"Show the value"</summary>
                <CopyField id label value what="value" mono=true hidden_label=true/>
            </details>
            <span class="field-hint">"set "<When at=created_utc/></span>
        </li>
    }
}
