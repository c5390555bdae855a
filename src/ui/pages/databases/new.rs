//! `/databases/new`: from a file, empty, or from SQL. A CSV file is looked at before it is taken (`?upload=`).

use super::import::ImportForm;
use crate::{
    actions::{
        Answer,
        databases::{list_databases, uploads::get_database_upload},
    },
    model::{
        address::Query,
        desk::{DatabasesInput, Upload, UploadInput},
        outcome::Outcome,
    },
    ui::{
        drawings::links::use_query,
        parts::{Crumb, Field, Icon, Loaded, Notice, Page, PostForm, Section, SelectField, SubmitButton, TextArea, Tone, button, icons},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    teams: Vec<String>,
    upload: Option<Result<Upload, String>>,
}

/// `delimiter` and `header` as the address says them.
async fn load(upload: Option<String>, delimiter: Option<String>, header: Option<String>) -> Answer<Bundle> {
    let teams = match list_databases(DatabasesInput::default()).await? {
        Outcome::Done(answer) => answer.teams,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let upload = match upload {
        None => None,
        Some(upload_id) => {
            let has_header = header.map(|header| header == "yes");
            let input = UploadInput { upload_id: Some(upload_id), delimiter, has_header, ..UploadInput::default() };
            Some(get_database_upload(input).await?.into_result().map_err(|failure| failure.error))
        }
    };
    Ok(Outcome::Done(Bundle { teams, upload }))
}

#[component]
pub fn NewDatabasePage() -> impl IntoView {
    let query = use_query();
    let part = move |name: &'static str| Memo::new(move |_| query.with(|query| query.get(name).map(str::to_owned)));
    let (upload, delimiter, header) = (part("upload"), part("delimiter"), part("header"));
    let bundle =
        Resource::new(move || (upload.get(), delimiter.get(), header.get()), |(upload, delimiter, header)| load(upload, delimiter, header));
    view! {
        <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("New database")]>
            <Loaded resource=bundle let:bundle><New bundle/></Loaded>
        </Page>
    }
}

#[component]
fn New(bundle: Bundle) -> impl IntoView {
    let Bundle { teams, upload } = bundle;
    let refused = match upload {
        Some(Ok(upload)) if upload.refused.is_none() => {
            return view! { <div class="mx-auto flex max-w-[960px] flex-col gap-6"><ImportForm upload teams/></div> }.into_any();
        }
        Some(Ok(upload)) => upload.refused,
        Some(Err(text)) => Some(text),
        None => None,
    };
    let query = use_query();
    let from = query.with_untracked(|query| query.get("from").unwrap_or("file").to_owned());
    let wanted = query.with_untracked(|query| query.get("team").map(str::to_owned));
    let door = |key: &'static str, label: &'static str| {
        let href = Query::default().with("from", key).on("/databases/new");
        let current = from == key;
        view! { <a href=href aria-current=current.then_some("page")>{label}</a> }
    };
    let doors = view! {
        <nav class="segmented segmented-pages w-fit" aria-label="What it begins with">
            {door("file", "From a file")}{door("empty", "Empty")}{door("sql", "From SQL")}
        </nav>
    };
    let form = match from.as_str() {
        "empty" => view! { <Made teams wanted sql=false/> }.into_any(),
        "sql" => view! { <Made teams wanted sql=true/> }.into_any(),
        _ => view! { <FromFile teams wanted refused/> }.into_any(),
    };
    view! { <div class="mx-auto flex max-w-[640px] flex-col gap-4">{doors}{form}</div> }.into_any()
}

#[component]
fn TeamChoice(teams: Vec<String>, wanted: Option<String>) -> impl IntoView {
    let chosen = wanted.filter(|team| teams.contains(team)).or_else(|| teams.first().cloned()).unwrap_or_default();
    if teams.len() > 1 {
        let choices = teams.into_iter().map(|team| (team.clone(), team)).collect();
        view! { <SelectField name="team" label="Team" choices value=chosen/> }.into_any()
    } else {
        view! { <input type="hidden" name="team" value=chosen/> }.into_any()
    }
}

#[component]
fn Made(teams: Vec<String>, wanted: Option<String>, sql: bool) -> impl IntoView {
    let text = if sql { "The statements run together: all of them, or there is no database." } else { "Tables and rows come afterwards." };
    view! {
        <Section title="New database" text>
            <PostForm action="createDatabase" next="/databases/{databaseId}" class="flex flex-col gap-4">
                <Field name="name" label="Name" required=true maxlength=100 placeholder="shop"/>
                <TeamChoice teams wanted/>
                {sql.then(|| view! {
                    <TextArea
                        name="query"
                        label="SQL"
                        rows=12
                        mono=true
                        placeholder="CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO customers (name) VALUES ('Ada');"
                    />
                })}
                <div><SubmitButton icon=icons::DATABASE>"Make database"</SubmitButton></div>
            </PostForm>
        </Section>
    }
}

#[component]
fn FromFile(teams: Vec<String>, wanted: Option<String>, refused: Option<String>) -> impl IntoView {
    let busy = RwSignal::new(false);
    view! {
        <Section title="New database" text="An SQLite file is taken as it is. A CSV file becomes a table, which you see before it is made.">
            {refused.map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })}
            // A browser sends files by itself; nothing of it needs scripts.
            <form method="post" action="/databases/upload" enctype="multipart/form-data" class="flex flex-col gap-4" on:submit=move |_| busy.set(true)>
                <TeamChoice teams wanted/>
                <label class="desk-drop">
                    <Icon of=icons::UPLOAD size=22/>
                    <span class="font-medium">"Drop a file here, or choose one"</span>
                    <span class="text-sm text-muted">".sqlite, .db or .csv"</span>
                    <input
                        class="file-input file-input-sm"
                        type="file"
                        name="file"
                        required=true
                        accept=".sqlite,.sqlite3,.db,.db3,.csv,.tsv,.txt,application/vnd.sqlite3,text/csv"
                    />
                </label>
                <Field name="name" label="Name" optional=true hint="That of the file when it is empty" maxlength=100/>
                <div>
                    <button type="submit" class=button::PRIMARY aria-busy=move || busy.get().then_some("true")>
                        {move || if busy.get() {
                            view! { <Icon of=icons::LOADER_CIRCLE class="spin"/> }
                        } else {
                            view! { <Icon of=icons::UPLOAD/> }
                        }}
                        "Upload"
                    </button>
                </div>
            </form>
        </Section>
    }
}
