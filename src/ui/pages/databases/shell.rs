//! What stands around every page of a database: the way to it, its state and its tabs.

use super::paths::{Paths, Tab};
use crate::{
    model::{database::Visibility, desk::DatabaseDesk},
    ui::parts::{Crumb, Icon, Notice, Page, Pill, Tone, When, icons},
};
use leptos::prelude::*;

#[component]
pub fn Shell(
    desk: DatabaseDesk,
    tab: Tab,
    /// Behind the name of the database.
    #[prop(optional)]
    steps: Vec<Crumb>,
    #[prop(optional)] actions: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let mut crumbs = if paths.is_public { Vec::new() } else { vec![Crumb::to("Databases", "/databases")] };
    if steps.is_empty() && tab == Tab::Tables {
        crumbs.push(Crumb::here(desk.name.clone()));
    } else {
        crumbs.push(Crumb::to(desk.name.clone(), paths.tab(Tab::Tables)));
        match steps.is_empty() {
            true => crumbs.push(Crumb::here(label(tab))),
            // Below a table stands the table itself; elsewhere the way leads over the list.
            false if tab == Tab::Tables => {}
            false => crumbs.push(Crumb::to(label(tab), paths.tab(tab))),
        }
        crumbs.extend(steps);
    }
    let tabs = tabs(&desk, &paths).into_iter().map(|one| {
        let current = (one == tab).then_some("page");
        view! { <li class="tabs-item"><a class="tabs-link" href=paths.tab(one) aria-current=current>{label(one)}</a></li> }
    });
    let tabs = tabs.collect_view();
    let download = format!("/dbs/{}/download", desk.id);
    let head_actions = view! {
        {actions}
        {(!desk.by_readonly_id).then(|| view! {
            <a class="btn btn-plain" href=download rel="external" download=""><Icon of=icons::DOWNLOAD/><span class="max-sm:sr-only">"Download"</span></a>
        })}
    }
    .into_any();
    view! {
        <Page crumbs wide=true actions=head_actions>
            <div class="desk-head">
                <nav class="tabs-bar" aria-label="Parts of the database"><ul class="tabs-list">{tabs}</ul></nav>
                <p class="desk-facts">{facts(&desk)}</p>
            </div>
            {(!desk.description.is_empty() && tab == Tab::Tables).then(|| view! { <p class="mb-4 max-w-[80ch] text-muted" dir="auto">{desk.description.clone()}</p> })}
            {desk.trouble.clone().map(|text| view! {
                <div class="mb-4"><Notice tone=Tone::Bad><p>"The database cannot be opened. "{text}</p></Notice></div>
            })}
            {children()}
        </Page>
    }
}

fn label(tab: Tab) -> &'static str {
    match tab {
        Tab::Tables => "Tables",
        Tab::Sql => "SQL",
        Tab::Charts => "Charts",
        Tab::Dashboards => "Dashboards",
        Tab::Apps => "Apps",
        Tab::Ways => "API",
        Tab::Copies => "Copies",
        Tab::Settings => "Settings",
    }
}

/// The tabs that are there for whoever looks.
fn tabs(desk: &DatabaseDesk, paths: &Paths) -> Vec<Tab> {
    let mut tabs = vec![Tab::Tables, Tab::Sql];
    if !paths.is_public {
        tabs.extend([Tab::Charts, Tab::Dashboards, Tab::Apps, Tab::Ways]);
    }
    if desk.may.settings && !paths.is_public {
        tabs.extend([Tab::Copies, Tab::Settings]);
    }
    tabs
}

fn facts(desk: &DatabaseDesk) -> impl IntoView + use<> {
    let visibility = match desk.visibility {
        Visibility::Public => view! { <Pill tone=Tone::Accent icon=icons::GLOBE text="Public"/> }.into_any(),
        Visibility::Private => view! { <Pill icon=icons::LOCK text="Private"/> }.into_any(),
    };
    view! {
        {desk.environment.clone().map(|text| view! { <Pill text/> })}
        {visibility}
        {desk.schema_locked.then(|| view! { <Pill icon=icons::LOCK text="Structure locked"/> })}
        <span>{bytes(desk.size)}</span>
        <span>"changed "<When at=desk.last_modified_utc/></span>
        {desk.expires_utc.map(|at| view! { <Pill tone=Tone::Warn icon=icons::CLOCK text=format!("Goes on {}", at.short())/> })}
    }
}

/// `1.2 MB`
pub fn bytes(size: i64) -> String {
    crate::ui::drawings::table::words::bytes(u64::try_from(size).unwrap_or_default())
}
