//! `/databases/:id/apps/new` and `/databases/:id/apps/:app`: the document of an app beside what it shows in its sandbox.

use super::{
    apps::served,
    load,
    paths::{Paths, Tab},
    shell::Shell,
    use_param,
};
use crate::{
    actions::{Answer, databases::dashboards::get_database_app},
    model::{
        desk::{AppDesk, AppIdInput, DatabaseDesk},
        outcome::Outcome,
    },
    ui::parts::{
        Crumb, Field, FlashError, Icon, Loaded, Notice, Page, PostForm, QuickForm, Section, SubmitButton, TextArea, Tone, icons,
        loaded::Skeleton,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::hash::{DefaultHasher, Hash, Hasher};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    app: AppDesk,
}

async fn load(id: String, app: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let input = AppIdInput { database_id: Some(id), app_id: Some(app), ..AppIdInput::default() };
    match get_database_app(input).await? {
        Outcome::Done(app) => Ok(Outcome::Done(Bundle { desk, app })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

fn waiting() -> impl IntoView {
    view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("App")] wide=true><Skeleton/></Page> }
}

#[component]
pub fn NewAppPage() -> impl IntoView {
    let id = use_param("id");
    let desk = Resource::new(move || id.get(), load::desk);
    view! {
        <Loaded resource=desk missing=true fallback=waiting let:desk>
            <NewApp desk/>
        </Loaded>
    }
}

#[component]
fn NewApp(desk: DatabaseDesk) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let (id, may, next) = (desk.id.clone(), desk.may.change, format!("{}/{{appId}}", paths.tab(Tab::Apps)));
    let content = example(&desk.readonly_id);
    let navigate = use_navigate();
    let made = Callback::new(move |answer: Json| {
        navigate(&paths.app(answer["appId"].as_str().unwrap_or_default()), Default::default());
    });
    view! {
        <Shell desk tab=Tab::Apps steps=vec![Crumb::here("New app")]>
            {if may {
                view! {
                    <Section title="New app" text=TEXT>
                        <AppForm database=id name=String::new() content next on_done=made action_label="Make app" icon=icons::PLUS/>
                    </Section>
                }.into_any()
            } else {
                view! { <Notice tone=Tone::Bad><p>"You can read this database, but not make apps of it."</p></Notice> }.into_any()
            }}
        </Shell>
    }
}

const TEXT: &str = "An HTML document with its styles and scripts in it. It is shown in a sandbox, and reads what anybody may read of a \
                    public database under its read-only id.";

/// What a new app begins with: a document that asks the database something.
fn example(readonly_id: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>An app</title>\n<h1>Hello</h1>\n<p id=\"answer\">…</p>\n<script>\n  \
         // Answers while the database is public.\n  const query = encodeURIComponent(\"SELECT datetime() AS now\");\n  \
         fetch(`/readonly/{readonly_id}/sql?query=${{query}}`)\n    .then((response) => response.json())\n    \
         .then(({{ rows }}) => (document.getElementById(\"answer\").textContent = rows[0].now))\n    \
         .catch(() => (document.getElementById(\"answer\").textContent = \"The database is private.\"));\n</script>\n"
    )
}

#[component]
pub fn AppPage() -> impl IntoView {
    let (id, app) = (use_param("id"), use_param("app"));
    let bundle = Resource::new(move || (id.get(), app.get()), |(id, app)| load(id, app));
    view! {
        <Loaded resource=bundle missing=true fallback=waiting let:shown>
            <Shown bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

/// Tells two documents apart.
fn mark(content: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

#[component]
fn Shown(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, app: AppDesk { app, content } } = bundle;
    let paths = Paths::of(&desk.id);
    let (own, name) = (app.ulid.to_string(), app.name.clone());
    let (address, here, list) = (served(&desk.id, &own), paths.app(&own), paths.tab(Tab::Apps));
    // Another address after each change, so that the frame shows what was saved.
    let framed = format!("{address}?saved={:x}", mark(&content));
    let change = desk.may.change.then(|| {
        let database = desk.id.clone();
        let fields = vec![("databaseId", database.clone()), ("appId", own.clone())];
        let (navigate, gone) = (use_navigate(), list.clone());
        let deleted = Callback::new(move |_: Json| navigate(&gone, Default::default()));
        view! {
            <Section title="Document" text=TEXT>
                <AppForm database app=own.clone() name=app.name.clone() content next=here.clone() on_done=again action_label="Save app" icon=icons::CHECK/>
                <QuickForm
                    action="deleteDatabaseApp"
                    fields
                    next=list
                    back=here
                    on_done=deleted
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::TRASH_2
                    label="Delete app"
                />
            </Section>
        }
    });
    let actions = view! {
        <a class="btn btn-plain" href=address rel="external noopener noreferrer" target="_blank"><Icon of=icons::EXTERNAL_LINK/>"Open in a tab"</a>
    }
    .into_any();
    view! {
        <Shell desk tab=Tab::Apps steps=vec![Crumb::here(name.clone())] actions>
            <FlashError actions=&["deleteDatabaseApp"]/>
            <div class="desk-app">
                {change}
                <section class="panel" aria-label="What the app shows">
                    <iframe class="desk-app-frame" src=framed title=name sandbox="allow-scripts" referrerpolicy="no-referrer"></iframe>
                </section>
            </div>
        </Shell>
    }
}

#[component]
fn AppForm(
    database: String,
    /// The one that changes; a new one without.
    #[prop(optional)]
    app: Option<String>,
    name: String,
    content: String,
    next: String,
    on_done: Callback<Json>,
    action_label: &'static str,
    icon: &'static str,
) -> impl IntoView {
    view! {
        <PostForm action="saveDatabaseApp" next on_done class="flex flex-col gap-4">
            <input type="hidden" name="databaseId" value=database/>
            {app.map(|id| view! { <input type="hidden" name="appId" value=id/> })}
            <Field name="name" label="Name" value=name required=true maxlength=100 placeholder="Order form"/>
            <TextArea name="content" label="HTML" value=content rows=22 mono=true/>
            <div><SubmitButton icon>{action_label}</SubmitButton></div>
        </PostForm>
    }
}
