//! Every table of a project's connections: searched, one connection or all, page by page.

use super::{CONNECTION, PAGE, SEARCH, changes::Latest, crumbs, diagram::diagram_path, lines::Lines, schema_path, use_param};
use crate::{
    actions::catalogue::{get_schema_sources, list_schema_tables},
    model::{
        address::Query,
        catalogue::{SchemaSource, SchemaSources, SchemaTablesInput},
        project::ProjectInput,
    },
    ui::{
        drawings::{
            links::{submitted, use_query, use_stay},
            table::words::thousands,
        },
        flash::use_flash,
        pages::projects::engine_icons::glyph,
        parts::{Crumb, Empty, Icon, Loaded, Notice, Page, PostForm, SubmitButton, When, badge::Tone, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

#[component]
pub fn SchemaPage() -> impl IntoView {
    let project = use_param("id");
    let sources = Resource::new(move || project.get(), |project| get_schema_sources(ProjectInput::of(project)));
    let regenerated = Callback::new(move |_| sources.refetch());
    view! {
        <Loaded
            resource=sources
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Schema")] wide=true><Skeleton/></Page> }
            let:sources
        >
            <Schema project=project.get_untracked() sources regenerated/>
        </Loaded>
    }
}

#[component]
fn Schema(project: String, sources: SchemaSources, regenerated: Callback<serde_json::Value>) -> impl IntoView {
    let SchemaSources { title, sources } = sources;
    let crumbs = [crumbs(&project, &title), vec![Crumb::here("Schema")]].concat();
    let refused = use_flash().filter(|flash| flash.form.as_deref() == Some("regenerateProjectSchemas")).and_then(|flash| flash.error);
    if sources.is_empty() {
        return view! {
            <Page crumbs>
                <Empty icon=icons::PLUG title="No schema yet" text="The tables of the project's connections stand here, and this project has none so far.">
                    <a class=button::PRIMARY href=format!("/projects/{project}/edit")><Icon of=icons::PLUG/>"Connect a database"</a>
                </Empty>
            </Page>
        }
        .into_any();
    }
    let id = project.clone();
    let diagram = diagram_path(&project, &Query::default());
    let actions = view! {
        <a class=button::PLAIN href=diagram rel="external"><Icon of=icons::WORKFLOW/><span class="max-sm:sr-only">"Diagram"</span></a>
        <PostForm action="regenerateProjectSchemas" next=schema_path(&project) on_done=regenerated>
            <input type="hidden" name="projectId" value=id/>
            <SubmitButton class=button::PLAIN icon=icons::REFRESH_CW><span class="max-sm:sr-only">"Read again"</span></SubmitButton>
        </PostForm>
    };
    view! {
        <Page crumbs wide=true actions=actions.into_any()>
            <div class="schema">
                {refused.map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })}
                <Sources project=project.clone() sources=sources.clone()/>
                <Latest project=project.clone()/>
                <Search project=project.clone()/>
                <Tables project sources/>
            </div>
        </Page>
    }
    .into_any()
}

/// One card per connection: how many tables, how old, what is wrong. Each narrows the list to its own.
#[component]
fn Sources(project: String, sources: Vec<SchemaSource>) -> impl IntoView {
    let query = use_query();
    let all: u32 = sources.iter().map(|source| source.tables).sum();
    let path = schema_path(&project);
    let to = move |connection: Option<String>| {
        let query = query.get().keep(|key| key != PAGE && key != CONNECTION);
        connection.map_or_else(|| query.clone(), |id| query.clone().with(CONNECTION, id)).on(&path)
    };
    let chosen = Memo::new(move |_| query.with(|query| query.get(CONNECTION).filter(|id| !id.is_empty()).map(str::to_owned)));
    let every = (sources.len() > 1).then(|| {
        let to = to.clone();
        view! {
            <li>
                <a class="source-card" href=move || to(None) aria-current=move || chosen.get().is_none().then_some("true") data-noscroll="">
                    <span class="source-name"><Icon of=icons::LAYERS/>"All connections"</span>
                    <span class="source-note">{tables(all)}</span>
                </a>
            </li>
        }
    });
    let cards = sources.into_iter().map(|source| {
        let (id, to) = (source.id.to_string(), to.clone());
        let href = {
            let id = id.clone();
            move || to(Some(id.clone()))
        };
        let current = move || (chosen.get().as_ref() == Some(&id)).then_some("true");
        view! {
            <li>
                <a class="source-card" href=href aria-current=current data-noscroll="">
                    <span class="source-name" dir="auto"><Icon of=glyph(&source.kind)/>{source.title}</span>
                    <span class="source-note">
                        {match source.read_at {
                            Some(at) => view! { {tables(source.tables)}", read "<When at/> }.into_any(),
                            None => "not read yet".into_any(),
                        }}
                    </span>
                    {source.error.map(|error| view! { <span class="source-error"><Icon of=icons::UNPLUG size=12/>{error}</span> })}
                </a>
            </li>
        }
    });
    view! { <ul class="source-cards" aria-label="Connections">{every}{cards.collect_view()}</ul> }
}

fn tables(count: u32) -> String {
    if count == 1 { "1 table".to_owned() } else { format!("{} tables", thousands(u64::from(count))) }
}

#[component]
fn Search(project: String) -> impl IntoView {
    let (query, stay) = (use_query(), use_stay());
    let path = schema_path(&project);
    let start = query.with_untracked(|query| query.get(SEARCH).unwrap_or_default().to_owned());
    let action = path.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(form) = submitted(&event) {
            event.prevent_default();
            // An empty field is no search.
            let none = form.get(SEARCH).is_none_or(str::is_empty);
            stay(&form.keep(|key| key != SEARCH || !none).on(&path));
        }
    };
    view! {
        <form method="get" action=action role="search" class="schema-search" on:submit=submit>
            {move || {
                let connection = query.with(|query| query.get(CONNECTION).map(str::to_owned));
                connection.map(|id| view! { <input type="hidden" name=CONNECTION value=id/> })
            }}
            <label class="input">
                <Icon of=icons::SEARCH/>
                <span class="sr-only">"Search tables and columns"</span>
                <input type="search" name=SEARCH value=start placeholder="Tables, columns, comments" maxlength="200"/>
            </label>
            <button class=button::PLAIN>"Search"</button>
        </form>
    }
}

/// What the address asks of the list.
#[derive(Clone, PartialEq)]
struct Asked {
    connection: Option<String>,
    search: Option<String>,
    page: Option<u32>,
}

impl Asked {
    fn of(query: &Query) -> Self {
        let one = |key: &str| query.get(key).filter(|text| !text.is_empty()).map(str::to_owned);
        Self { connection: one(CONNECTION), search: one(SEARCH), page: one(PAGE).and_then(|page| page.parse().ok()) }
    }
}

#[component]
fn Tables(project: String, sources: Vec<SchemaSource>) -> impl IntoView {
    let query = use_query();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let id = project.clone();
    let found = Resource::new(
        move || asked.get(),
        move |asked| {
            let Asked { connection, search, page } = asked;
            let project_id = Some(id.clone());
            list_schema_tables(SchemaTablesInput { project_id, connection_id: connection, search, page, user_id: None })
        },
    );
    view! {
        <Loaded resource=found let:found>
            <Lines project=project.clone() sources=sources.clone() found/>
        </Loaded>
    }
}
