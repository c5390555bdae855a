//! Making a token.

use super::Here;
use crate::{
    model::token::{Grant, Grantable, GrantableDatabase},
    ui::parts::{Field, PostForm, SelectField, SubmitButton, button},
};
use leptos::prelude::*;

#[component]
pub fn Form(
    here: Here,
    projects: Vec<Grantable>,
    databases: Vec<GrantableDatabase>,
    /// After the token was made, when scripts run.
    navigate: Callback<()>,
) -> impl IntoView {
    let done = Callback::new(move |body: serde_json::Value| {
        here.made.set(body["shownOnce"].as_str().map(str::to_owned));
        navigate.run(());
    });
    // Each has a place of its own in the form, whatever it is.
    let count = projects.len();
    let project = |(place, one): (usize, Grantable)| {
        view! { <Granted place what="projectId" id=one.project_id.to_string() title=one.title/> }
    };
    let database = |(place, one): (usize, GrantableDatabase)| {
        view! { <Granted place=count + place what="databaseId" id=one.database_id.to_string() title=one.name/> }
    };
    let (has_projects, has_databases) = (!projects.is_empty(), !databases.is_empty());
    let projects = projects.into_iter().enumerate().map(project).collect_view();
    let databases = databases.into_iter().enumerate().map(database).collect_view();
    view! {
        <section class="panel" aria-labelledby="new-token">
            <div class="panel-head"><h2 class="panel-title" id="new-token">"New token"</h2></div>
            <div class="panel-body">
                <PostForm action="createToken" next=here.path() on_done=done class="flex flex-col gap-4">
                    <input type="hidden" name="teamName" value=here.team.get_value()/>
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                        <Field name="name" label="Name" hint="What uses it: Nightly report" required=true autofocus=true maxlength=60/>
                        <Field name="expiresOn" label="Last day" kind="date" optional=true hint="The token ends with this day, in UTC."/>
                    </div>
                    <Field name="description" label="Description" optional=true maxlength=500/>
                    <fieldset class="flex flex-col gap-3">
                        <legend class="field-label">"What it may do"</legend>
                        {has_databases.then(|| view! {
                            <p class="field-hint">
                                "In a database, writing covers inserting, updating, deleting and the structure, but not reading. No token reaches settings, variables or deletion."
                            </p>
                            <div class="grid gap-x-3 gap-y-3 sm:grid-cols-2">{databases}</div>
                        })}
                        {has_projects.then(|| view! {
                            <p class="field-hint">
                                "With a right to read a program sees the board, the data of its widgets, tables and columns. A board has nothing to write into: writing alone reaches nothing there."
                            </p>
                            <div class="grid gap-x-3 gap-y-3 sm:grid-cols-2">{projects}</div>
                        })}
                    </fieldset>
                    <div class="flex flex-wrap gap-2">
                        <SubmitButton class=button::PRIMARY>"Make token"</SubmitButton>
                        <a class=button::PLAIN href=here.path() data-noscroll="">"Cancel"</a>
                    </div>
                </PostForm>
            </div>
        </section>
    }
}

/// One project or database, with what the token may do there.
#[component]
fn Granted(
    place: usize,
    /// The name of its field.
    what: &'static str,
    id: String,
    title: String,
) -> impl IntoView {
    let choices = Grant::ALL.map(|grant| (grant.name().to_owned(), grant.label().to_owned())).to_vec();
    view! {
        <div>
            <input type="hidden" name=format!("grants[{place}][{what}]") value=id/>
            <SelectField name=format!("grants[{place}][access]") label=title choices value=Grant::None.name()/>
        </div>
    }
}
