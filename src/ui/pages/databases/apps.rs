//! `/databases/:id/apps`: documents that are kept with a database.

use super::{
    load,
    paths::{Paths, Tab},
    shell::Shell,
    use_param,
};
use crate::{
    actions::{Answer, databases::dashboards::list_database_apps},
    model::{
        database_drawings::DatabaseApp,
        desk::{DatabaseDesk, DatabaseInput},
        outcome::Outcome,
    },
    ui::parts::{Crumb, Empty, FlashError, Icon, Loaded, Page, QuickForm, When, button, icons, loaded::Skeleton},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    apps: Vec<DatabaseApp>,
}

async fn load(id: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    match list_database_apps(DatabaseInput::of(id)).await? {
        Outcome::Done(answer) => Ok(Outcome::Done(Bundle { desk, apps: answer.apps })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

/// Where the document of an app is served, in its sandbox.
pub(super) fn served(database: &str, app: &str) -> String {
    format!("/dbs/{database}/apps/{app}")
}

#[component]
pub fn AppsPage() -> impl IntoView {
    let id = use_param("id");
    let bundle = Resource::new(move || id.get(), load);
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Apps")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Apps bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Apps(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, apps } = bundle;
    let paths = Paths::of(&desk.id);
    let (id, may, here, new) = (desk.id.clone(), desk.may.change, paths.tab(Tab::Apps), paths.new_app());
    let none = apps.is_empty();
    let lines = apps.into_iter().map(|app| {
        let own = app.ulid.to_string();
        let fields = vec![("databaseId", id.clone()), ("appId", own.clone())];
        view! {
            <li class="desk-part">
                <span class="min-w-0">
                    <a class="flex items-center gap-2 font-medium hover:underline" href=paths.app(&own)><Icon of=icons::CODE_XML/><span dir="auto" class="break-anywhere">{app.name}</span></a>
                    <span class="block pl-6 text-muted">"changed "<When at=app.updated_utc/></span>
                </span>
                <span class="flex flex-wrap gap-2">
                    <a class="btn btn-sm btn-plain" href=served(&id, &own) rel="external noopener noreferrer" target="_blank"><Icon of=icons::EXTERNAL_LINK/>"Open"</a>
                    {may.then(|| view! {
                        <QuickForm action="deleteDatabaseApp" fields next=here.clone() on_done=again class="btn btn-sm btn-danger-quiet" icon=icons::TRASH_2 label="Delete"/>
                    })}
                </span>
            </li>
        }
    });
    let lines = lines.collect_view();
    let list = match none {
        true => view! {
            <Empty icon=icons::CODE_XML title="No app yet" text="An app is an HTML document that is kept with the database and shown in a sandbox: it has no part in the session of whoever opens it.">
                {may.then(|| view! { <a class=button::PRIMARY href=new.clone()><Icon of=icons::PLUS/>"New app"</a> })}
            </Empty>
        }
        .into_any(),
        false => view! {
            <section class="panel">
                <div class="panel-head">
                    <h2 class="panel-title flex-1">"Apps"</h2>
                    {may.then(|| view! { <a class=button::PRIMARY href=new.clone()><Icon of=icons::PLUS/>"New app"</a> })}
                </div>
                <div class="panel-body"><ul>{lines}</ul></div>
            </section>
        }
        .into_any(),
    };
    view! {
        <Shell desk tab=Tab::Apps>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["deleteDatabaseApp"]/>
                {list}
            </div>
        </Shell>
    }
}
