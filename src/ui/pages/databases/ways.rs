//! `/databases/:id/api`: the ways in for programs, with the real names, and who may read.

use super::{load, paths::Tab, shell::Shell, use_param};
use crate::{
    model::{address::table_step, database::Visibility, desk::DatabaseDesk},
    ui::{
        pages::tokens::tokens_path,
        parts::{CopyButton, CopyField, Crumb, Icon, Loaded, Page, QuickForm, Section, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

#[component]
pub fn WaysInPage() -> impl IntoView {
    let id = use_param("id");
    let desk = Resource::new(move || id.get(), load::desk);
    view! {
        <Loaded
            resource=desk
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("API")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Ways desk=shown again=Callback::new(move |()| desk.refetch())/>
        </Loaded>
    }
}

/// One request as a command; the server may be behind any name, and the browser knows which one the person uses.
#[component]
fn Example(title: &'static str, method: &'static str, path: String, body: Option<String>) -> impl IntoView {
    let origin = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Ok(own) = window().location().origin() {
            origin.set(own);
        }
    });
    let text = Signal::derive(move || {
        let mut text = match method {
            "GET" => "curl".to_owned(),
            method => format!("curl -X {method}"),
        };
        text.push_str(" -H \"Authorization: Bearer $TOKEN\"");
        if let Some(body) = &body {
            text.push_str(&format!(" \\\n  -H 'Content-Type: application/json' -d '{}'", body.replace('\'', "'\\''")));
        }
        format!("{text} \\\n  '{}{path}'", origin.get())
    });
    view! {
        <div class="desk-example">
            <div class="flex items-center justify-between gap-2"><h3 class="text-sm font-medium">{title}</h3><CopyButton text what="command"/></div>
            <pre class="desk-sql" tabindex="0">{move || text.get()}</pre>
        </div>
    }
}

#[component]
fn Ways(desk: DatabaseDesk, again: Callback<()>) -> impl IntoView {
    let id = desk.id.clone();
    let table = desk.tables.iter().find(|table| !table.is_view()).or_else(|| desk.tables.first()).cloned();
    let examples = table.map(|table| {
        let rows = format!("/api/dbs/{id}/tables/{}/rows", table_step(&table.name));
        let sample = table.columns.iter().find(|column| !column.counts && !column.generated);
        let body = sample.map(|column| serde_json::json!({ column.name.clone(): "..." }).to_string()).unwrap_or_else(|| "{}".to_owned());
        let statement = serde_json::json!({ "query": format!("SELECT count(*) FROM \"{}\"", table.name.replace('"', "\"\"")) }).to_string();
        view! {
            <Example title="Read rows" method="GET" path=format!("{rows}?limit=20") body=None/>
            <Example title="Add a row" method="POST" path=rows body=Some(body)/>
            <Example title="Run SQL" method="POST" path=format!("/dbs/{id}/sql") body=Some(statement)/>
        }
    });
    let tokens = desk.team.clone().filter(|_| desk.may.tokens).map(|team| format!("{}?new=1", tokens_path(&team)));
    let public = desk.visibility == Visibility::Public;
    let readonly = desk.readonly_id.clone();
    let switch = desk.may.settings.then(|| {
        let (to, label, icon) = if public { ("private", "Make private", icons::LOCK) } else { ("public", "Make public", icons::GLOBE) };
        view! {
            <QuickForm
                action="updateDatabaseSettings"
                fields=vec![("databaseId", id.clone()), ("visibility", to.to_owned())]
                next=format!("/databases/{id}/api")
                on_done=Callback::new(move |_: serde_json::Value| again.run(()))
                class=button::PLAIN
                icon
                label
            />
        }
    });
    let read_id = id.clone();
    view! {
        <Shell desk tab=Tab::Ways>
            <div class="mx-auto flex max-w-[860px] flex-col gap-4">
                <Section title="Who may read" text=if public {
                    "Whoever knows one of these links reads this database, without an account. It is listed nowhere."
                } else {
                    "Only people of the team and programs with a token."
                }>
                    {public.then(|| view! {
                        <CopyField id="public-page" label="Page for readers" value=format!("/public/databases/{readonly}") what="link" is_path=true/>
                        <CopyField id="public-api" label="Read-only API" value=format!("/readonly/{readonly}/tables") what="address" is_path=true mono=true/>
                    })}
                    {switch}
                </Section>
                <Section title="Programs" text="A token says what a program may do. Put it in the place of $TOKEN.">
                    <div class="flex flex-wrap gap-2">
                        {tokens.map(|href| view! { <a class=button::PRIMARY href=href><Icon of=icons::KEY_ROUND/>"Make a token"</a> })}
                        <a class=button::PLAIN href=format!("/api/dbs/{read_id}/openapi.json") rel="external"><Icon of=icons::BRACES/>"OpenAPI of this database"</a>
                        <a class=button::QUIET href=format!("/api/dbs/{read_id}/schema") rel="external"><Icon of=icons::FILE_TEXT/>"Schema as SQL"</a>
                    </div>
                    {examples}
                </Section>
            </div>
        </Shell>
    }
}
