//! `/admin/audit`, everything that happened, and `/projects/:id/activity`, what happened in a project: filters in the
//! address, pages that go on with older entries, and the whole as a file.

use super::{
    entries::Entries,
    filters::{AFTER, Filters, input_of, kept},
};
use crate::{
    actions::audit::list_audit,
    model::address::Query,
    ui::{
        drawings::links::use_query,
        pages::admin::sections,
        parts::{Crumb, Empty, Icon, Loaded, Menu, Page, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn AuditLog() -> impl IntoView {
    view! { <Log project=Signal::stored(None)/> }
}

#[component]
pub fn Activity() -> impl IntoView {
    let params = use_params_map();
    view! { <Log project=Memo::new(move |_| params.with(|params| params.get("id"))).into()/> }
}

/// The page of the whole server.
const ALL: &str = "/admin/audit";

/// The page of a project, or of the server.
fn place(project: Option<&str>) -> String {
    project.map_or_else(|| ALL.to_owned(), |id| format!("/projects/{id}/activity"))
}

#[component]
fn Log(project: Signal<Option<String>>) -> impl IntoView {
    let query = use_query();
    let page = Resource::new(move || (project.get(), query.get()), |(project, query)| list_audit(input_of(project, &query)));
    let crumbs = move |title: Option<String>| match (project.get_untracked(), title) {
        (Some(id), title) => vec![
            Crumb::to("Projects", "/projects"),
            Crumb::to(title.unwrap_or_else(|| "Project".into()), format!("/projects/{id}/dashboard")),
            Crumb::here("Activity"),
        ],
        (None, _) => sections::crumbs(ALL),
    };
    view! {
        <Loaded
            resource=page
            missing=true
            asked=&["from", "to", "what", "kind", "result", "after"]
            fallback=move || view! { <Page crumbs=crumbs(None)><Skeleton/></Page> }
            let:page
        >
            {
                let (asked, here) = (query.get_untracked(), place(project.get_untracked().as_deref()));
                let is_narrowed = !kept(&asked).pairs().is_empty();
                let older = page.next.clone().map(|next| asked.clone().with(AFTER, next).on(&here));
                let newest = asked.get(AFTER).is_some().then(|| kept(&asked).on(&here));
                view! {
                    <Page
                        crumbs=crumbs(page.title.clone())
                        wide=true
                        actions=view! { <Downloads project=project.get_untracked() asked=asked.clone()/> }.into_any()
                    >
                        {project.get_untracked().is_none().then(|| view! { <sections::Sections here=ALL/> })}
                        <Filters here=here.clone() asked=asked.clone()/>
                        {if page.entries.is_empty() {
                            view! { <Nothing is_narrowed here/> }.into_any()
                        } else {
                            view! { <Entries entries=page.entries/> }.into_any()
                        }}
                        <nav class="mt-4 flex items-center gap-2" aria-label="Pages">
                            {newest.map(|href| view! { <a class=format!("{} btn-sm", button::PLAIN) href=href><Icon of=icons::ARROW_UP size=14/>"Newest"</a> })}
                            {older.map(|href| view! { <a class=format!("{} btn-sm", button::PLAIN) href=href rel="next"><Icon of=icons::ARROW_DOWN size=14/>"Older"</a> })}
                        </nav>
                    </Page>
                }
            }
        </Loaded>
    }
}

#[component]
fn Nothing(is_narrowed: bool, here: String) -> impl IntoView {
    if is_narrowed {
        view! {
            <Empty icon=icons::FILTER title="Nothing fits these filters" text="No entry has all of what was chosen above.">
                <a class=button::PLAIN href=here>"Show everything"</a>
            </Empty>
        }
    } else {
        view! { <Empty icon=icons::HISTORY title="Nothing happened yet" text="Whoever changes something, shares it or takes data along appears here, with the time and the place."/> }
    }
}

/// The whole as a file, over all pages.
#[component]
fn Downloads(project: Option<String>, asked: Query) -> impl IntoView {
    let address = move |format: &str| {
        let query = kept(&asked).with("format", format);
        let query = project.iter().fold(query, |query, id| query.with("projectId", id.clone()));
        query.on("/api/audit")
    };
    let (csv, json) = (address("csv"), address("json"));
    view! {
        <Menu label="Download" class=button::PLAIN button=|| view! { <Icon of=icons::DOWNLOAD/>"Download" }>
            <a class="menu-item" href=csv rel="external" download=""><Icon of=icons::TABLE/>"CSV"</a>
            <a class="menu-item" href=json rel="external" download=""><Icon of=icons::BRACES/>"JSON"</a>
        </Menu>
    }
}
