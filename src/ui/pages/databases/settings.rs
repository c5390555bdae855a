//! `/databases/:id/settings`

use super::{load, paths::Tab, shell::Shell, use_param};
use crate::{
    actions::{
        Answer,
        databases::{list_databases, settings::list_database_variables},
    },
    model::{
        database::Visibility,
        desk::{DatabaseDesk, DatabaseInput, DatabasesInput, Variable},
        outcome::Outcome,
    },
    ui::parts::{
        Crumb, Field, FlashError, Loaded, Notice, Page, PasswordField, PostForm, QuickForm, Section, SelectField, SubmitButton, TextArea,
        Tone, When, button, icons, loaded::Skeleton,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    variables: Vec<Variable>,
    teams: Vec<String>,
}

async fn load(id: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let variables = match list_database_variables(DatabaseInput::of(id)).await? {
        Outcome::Done(answer) => answer.variables,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let teams = list_databases(DatabasesInput::default()).await?.into_result().map(|answer| answer.teams).unwrap_or_default();
    Ok(Outcome::Done(Bundle { desk, variables, teams }))
}

#[component]
pub fn DatabaseSettingsPage() -> impl IntoView {
    let id = use_param("id");
    let bundle = Resource::new(move || id.get(), load);
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Settings")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Settings bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Settings(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, variables, teams } = bundle;
    let here = format!("/databases/{}/settings", desk.id);
    let (general, ids, end) = (desk.clone(), desk.clone(), desk.clone());
    let (id, own) = (desk.id.clone(), desk.may.own);
    view! {
        <Shell desk tab=Tab::Settings>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["regenerateDatabaseId", "deleteDatabaseVariable"]/>
                <General desk=general here=here.clone() again/>
                <Variables id variables here=here.clone() again/>
                <Ids desk=ids here=here.clone()/>
                {own.then(|| view! { <End desk=end teams here=here.clone() again/> })}
            </div>
        </Shell>
    }
}

/// A box that says yes or no: a form leaves out what is not ticked, so no stands before it.
#[component]
fn YesNo(name: &'static str, label: &'static str, hint: &'static str, checked: bool) -> impl IntoView {
    view! {
        <input type="hidden" name=name value="false"/>
        <label class="choice">
            <input type="checkbox" class="checkbox checkbox-sm" name=name value="true" checked=checked/>
            <span><span class="block text-sm font-medium">{label}</span><span class="field-hint">{hint}</span></span>
        </label>
    }
}

#[component]
fn General(desk: DatabaseDesk, here: String, again: Callback<Json>) -> impl IntoView {
    let visibilities = [(Visibility::Private, "Private: the team"), (Visibility::Public, "Public: whoever has the link")];
    let visibilities = visibilities.map(|(one, label)| (one.name().to_owned(), label.to_owned())).to_vec();
    view! {
        <Section title="General" text="What it is called and who reads it.">
            <PostForm action="updateDatabaseSettings" next=here on_done=again class="flex flex-col gap-4">
                <input type="hidden" name="databaseId" value=desk.id.clone()/>
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <Field name="name" label="Name" value=desk.name.clone() required=true maxlength=100/>
                    <Field name="environment" label="Environment" optional=true value=desk.environment.clone().unwrap_or_default() placeholder="Production" maxlength=60/>
                </div>
                <TextArea name="description" label="Description" optional=true value=desk.description.clone() maxlength=2000/>
                <SelectField name="visibility" label="Who reads it" choices=visibilities value=desk.visibility.name()/>
                <YesNo name="schemaLocked" label="Lock the structure" hint="Tables and columns cannot be changed, by nobody and no program." checked=desk.schema_locked/>
                <YesNo name="auditing" label="Write down every change" hint="Who changed what and when, row by row." checked=desk.auditing/>
                <YesNo name="viewsTab" label="Views apart from tables" hint="In the list at the side." checked=desk.views_tab/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}

#[component]
fn Variables(id: String, variables: Vec<Variable>, here: String, again: Callback<Json>) -> impl IntoView {
    let lines = variables.iter().map(|one| {
        let fields = vec![("databaseId", id.clone()), ("name", one.name.clone())];
        view! {
            <li class="desk-part">
                <span><code>{one.name.clone()}</code>" "<span class="text-muted"><When at=one.created_utc/></span></span>
                <QuickForm action="deleteDatabaseVariable" fields next=here.clone() on_done=again class="btn btn-sm btn-danger-quiet" icon=icons::TRASH_2 label=format!("Delete {}", one.name)/>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <Section title="Variables" text="Secrets for programs of this database. Values are sealed and not shown again.">
            {(!variables.is_empty()).then(|| view! { <ul>{lines}</ul> })}
            <PostForm action="setDatabaseVariable" next=here.clone() on_done=again class="flex flex-wrap items-end gap-3">
                <input type="hidden" name="databaseId" value=id.clone()/>
                <Field name="name" label="Variable" required=true maxlength=200 placeholder="API_KEY"/>
                <PasswordField name="secretValue" label="Value" autocomplete="off"/>
                <SubmitButton class=button::PLAIN>"Set"</SubmitButton>
            </PostForm>
        </Section>
    }
}

#[component]
fn Ids(desk: DatabaseDesk, here: String) -> impl IntoView {
    let navigate = use_navigate();
    let moved = Callback::new(move |body: Json| {
        if let Some(id) = body["databaseId"].as_str() {
            navigate(&format!("/databases/{id}/settings"), Default::default());
        }
    });
    let (id, readonly_id) = (desk.id, desk.readonly_id);
    let form = {
        let (id, here) = (id.clone(), here);
        move |which: &'static str, label: &'static str| {
            view! {
                <QuickForm
                    action="regenerateDatabaseId"
                    fields=vec![("databaseId", id.clone()), ("which", which.to_owned())]
                    // The server fills in the new id.
                    next="/databases/{databaseId}/settings"
                    back=here.clone()
                    on_done=moved
                    class=button::PLAIN
                    icon=icons::REFRESH_CW
                    label
                />
            }
        }
    };
    let (new_id, new_readonly) = (form("id", "New id"), form("readonly", "New read-only id"));
    view! {
        <Section title="Ids" text="Links and programs that use an old id stop working at once.">
            <dl class="grid gap-2 text-sm sm:grid-cols-[120px_1fr]">
                <dt class="text-muted">"Id"</dt><dd><code class="break-anywhere">{id}</code></dd>
                <dt class="text-muted">"Read-only id"</dt><dd><code class="break-anywhere">{readonly_id}</code></dd>
            </dl>
            <div class="flex flex-wrap gap-2">{new_id}{new_readonly}</div>
        </Section>
    }
}

#[component]
fn End(desk: DatabaseDesk, teams: Vec<String>, here: String, again: Callback<Json>) -> impl IntoView {
    let name = desk.name.clone();
    let others: Vec<(String, String)> =
        teams.into_iter().filter(|team| Some(team) != desk.team.as_ref()).map(|team| (team.clone(), team)).collect();
    let (id, typed) = (desk.id.clone(), name.clone());
    let give = (!others.is_empty()).then(move || {
        view! {
            <Section title="Give to another team" text="Tokens of the former team reach it no more, and it becomes private.">
                <PostForm action="transferDatabase" next=here.clone() on_done=again class="flex flex-col gap-4">
                    <input type="hidden" name="databaseId" value=id/>
                    <SelectField name="team" label="Team" choices=others/>
                    <Field name="confirmName" label=format!("Type {typed} to confirm") required=true maxlength=100/>
                    <div><SubmitButton class=button::DANGER_QUIET icon=icons::FOLDER_OUTPUT>"Give away"</SubmitButton></div>
                </PostForm>
            </Section>
        }
    });
    view! {
        {give}
        <Section title="Delete" text="For good, with its copies, charts, apps and variables.">
            <PostForm action="deleteDatabase" next="/databases" class="flex flex-col gap-4">
                <input type="hidden" name="databaseId" value=desk.id.clone()/>
                <Notice tone=Tone::Warn><p>"Every row goes, and every link and program that uses it is refused. This cannot be undone."</p></Notice>
                <Field name="confirmName" label=format!("Type {name} to confirm") required=true maxlength=100/>
                <div><SubmitButton class=button::DANGER icon=icons::TRASH_2>"Delete database"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}
