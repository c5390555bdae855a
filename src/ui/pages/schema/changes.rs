//! What readings of the schemas found changed: the latest beside the list of tables, all of them on a page.

use super::{changes_path, crumbs, schema_path, table_path, use_param};
use crate::{
    actions::catalogue::list_schema_changes,
    model::schema_change::{NotedChange, SchemaChangesInput, SchemaHistory, SchemaHistoryEntry, What},
    ui::{
        pages::row_rules::rules_path,
        parts::{Crumb, Empty, Icon, Loaded, Page, Pill, Tone, When, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

#[component]
pub fn ChangesPage() -> impl IntoView {
    let project = use_param("id");
    let history = Resource::new(
        move || project.get(),
        |project| list_schema_changes(SchemaChangesInput { project_id: Some(project), ..SchemaChangesInput::default() }),
    );
    view! {
        <Loaded
            resource=history
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Changes")]><Skeleton/></Page> }
            let:history
        >
            <History project=project.get_untracked() history/>
        </Loaded>
    }
}

#[component]
fn History(project: String, history: SchemaHistory) -> impl IntoView {
    let SchemaHistory { title, entries } = history;
    let mut steps = crumbs(&project, &title);
    steps.extend([Crumb::to("Schema", schema_path(&project)), Crumb::here("Changes")]);
    if entries.is_empty() {
        return view! {
            <Page crumbs=steps>
                <Empty icon=icons::CLOCK title="Nothing changed so far" text="Whenever the schemas are read again, what differs from before stands here: tables, columns, types, keys and indexes, and which saved queries and widgets that breaks.">
                    <a class=button::PLAIN href=schema_path(&project)>"See the tables"</a>
                </Empty>
            </Page>
        }
        .into_any();
    }
    let entries = entries.into_iter().map(|entry| view! { <Reading project=project.clone() entry/> }).collect_view();
    view! { <Page crumbs=steps><div class="schema">{entries}</div></Page> }.into_any()
}

/// What the latest readings found; nothing when that is nothing.
#[component]
pub fn Latest(project: String) -> impl IntoView {
    let id = project.clone();
    let latest = Resource::new(
        || (),
        move |()| list_schema_changes(SchemaChangesInput { project_id: Some(id.clone()), latest: Some(true), user_id: None }),
    );
    view! {
        <Loaded resource=latest fallback=|| () let:history>
            {
                let project = project.clone();
                let entries = history.entries.into_iter().map(|entry| view! { <Reading project=project.clone() entry/> }).collect_view();
                view! {
                    {entries}
                    <p class="schema-history"><a class="link-quiet" href=changes_path(&project)>"Earlier changes of the schemas"</a></p>
                }
            }
        </Loaded>
    }
}

#[component]
fn Reading(project: String, entry: SchemaHistoryEntry) -> impl IntoView {
    let SchemaHistoryEntry { connection_id, source, before_at, taken_at, changes, more } = entry;
    let connection = connection_id.to_string();
    let broken: usize = changes.iter().map(|noted| noted.breaks.len()).sum();
    let queries: usize = changes.iter().map(|noted| noted.queries.len()).sum();
    let rules: usize = changes.iter().map(|noted| noted.rules.len()).sum();
    let count = changes.len() + more as usize;
    let lines =
        changes.into_iter().map(|noted| view! { <Change project=project.clone() connection=connection.clone() noted/> }).collect_view();
    view! {
        <details class="panel schema-reading" open=true>
            <summary>
                <span class="source-name" dir="auto">{source}</span>
                <span class="facts-aside">{if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }}", found "<When at=taken_at/>", since "<When at=before_at/></span>
                {(rules > 0).then(|| view! { <Pill tone=Tone::Bad icon=icons::SHIELD_CHECK text=row_rules(rules)/> })}
                {(queries > 0).then(|| view! { <Pill tone=Tone::Bad icon=icons::SQUARE_TERMINAL text=saved_queries(queries)/> })}
                {(broken > 0).then(|| view! { <Pill tone=Tone::Bad icon=icons::UNLINK text=widgets(broken)/> })}
            </summary>
            <ul>{lines}</ul>
            {(more > 0).then(|| view! { <p class="facts-aside">{format!("And {more} more.")}</p> })}
        </details>
    }
}

fn widgets(count: usize) -> String {
    if count == 1 { "breaks a widget".to_owned() } else { format!("breaks widgets in {count} places") }
}

fn row_rules(count: usize) -> String {
    if count == 1 { "breaks a row rule".to_owned() } else { format!("breaks row rules in {count} places") }
}

fn saved_queries(count: usize) -> String {
    if count == 1 { "breaks a saved query".to_owned() } else { format!("breaks saved queries in {count} places") }
}

#[component]
fn Change(project: String, connection: String, noted: NotedChange) -> impl IntoView {
    let NotedChange { change, breaks, queries, rules } = noted;
    let sentence = change.sentence();
    let gone = matches!(change.what, What::TableRemoved | What::TableRenamed);
    let table = if gone {
        view! { <span class="schema-change-table" dir="auto">{change.table.clone()}</span> }.into_any()
    } else {
        let href = table_path(&project, &connection, &change.table);
        view! { <a class="schema-change-table link-quiet" href=href dir="auto">{change.table.clone()}</a> }.into_any()
    };
    let board = format!("/projects/{project}/dashboard");
    let widgets = breaks.into_iter().map(|widget| (icons::UNLINK, format!("{board}?edit={}", widget.id), widget.title));
    let queries = queries.into_iter().map(|query| (icons::SQUARE_TERMINAL, format!("/projects/{project}/sql/{}", query.id), query.title));
    let page = rules_path(&project);
    let rules = rules.into_iter().map(|rule| (icons::SHIELD_CHECK, format!("{page}?rule={}", rule.id), rule.title));
    let breaks = rules.chain(queries).chain(widgets).map(|(icon, href, title)| {
        view! { <li><Icon of=icon size=12/><a class="link-quiet" href=href dir="auto">{title}</a></li> }
    });
    let breaks = breaks.collect_view();
    view! {
        <li class="schema-change">
            {table}
            <span dir="auto">{sentence}</span>
            {(!breaks.is_empty()).then(|| view! { <ul class="schema-breaks" aria-label="Row rules, saved queries and widgets that this breaks">{breaks}</ul> })}
        </li>
    }
}
