//! `/databases/:id/dashboards/:dashboard`: charts of a database side by side.

use super::{
    dashboards::{DashboardForm, named},
    load,
    paths::{Paths, Tab},
    shell::Shell,
    use_param,
};
use crate::{
    actions::{Answer, databases::dashboards::get_database_dashboard},
    model::{
        desk::{DashboardDesk, DashboardIdInput, DatabaseDesk},
        outcome::Outcome,
    },
    ui::{
        drawings::{Again, DrawingView, links::use_patient_address},
        parts::{Crumb, Empty, FlashError, Icon, Loaded, Page, QuickForm, Section, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    dashboard: DashboardDesk,
}

async fn load(id: String, dashboard: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let input = DashboardIdInput { database_id: Some(id), dashboard_id: Some(dashboard), ..DashboardIdInput::default() };
    match get_database_dashboard(input).await? {
        Outcome::Done(dashboard) => Ok(Outcome::Done(Bundle { desk, dashboard })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[component]
pub fn DashboardPage() -> impl IntoView {
    let (id, dashboard) = (use_param("id"), use_param("dashboard"));
    let bundle = Resource::new(move || (id.get(), dashboard.get()), |(id, dashboard)| load(id, dashboard));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Dashboard")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Dashboard bundle=shown again=Callback::new(move |()| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Dashboard(bundle: Bundle, again: Callback<()>) -> impl IntoView {
    let Bundle { desk, dashboard } = bundle;
    let DashboardDesk { id, title, charts, order, choices } = dashboard;
    let paths = Paths::of(&desk.id);
    let (here, may) = (paths.dashboard(&id), desk.may.change);
    let ways = Again { href: use_patient_address(), ask: again };
    let (none, left_out) = (charts.is_empty(), order.len().saturating_sub(charts.len()));
    let tiles = charts.into_iter().map(|chart| {
        let (title, drawing) = (chart.title.clone(), Signal::stored(chart.drawing));
        view! {
            <article class="tile" aria-label=chart.title.clone()>
                <header class="tile-head"><h2 class="tile-title" dir="auto">{chart.title.clone()}</h2></header>
                <div class="tile-body"><DrawingView drawing title again=ways/></div>
            </article>
        }
    });
    let tiles = tiles.collect_view();
    let change = may.then(|| {
        let database = desk.id.clone();
        let fields = vec![("databaseId", database.clone()), ("dashboardId", id.clone())];
        let (list, title) = (paths.tab(Tab::Dashboards), title.clone());
        let (navigate, gone) = (use_navigate(), list.clone());
        let deleted = Callback::new(move |_: Json| navigate(&gone, Default::default()));
        let saved = Callback::new(move |_: Json| again.run(()));
        view! {
            <Section title="Change this dashboard" text="Its title, its charts and their order.">
                <DashboardForm database dashboard=id title choices order next=here.clone() on_done=saved action_label="Save dashboard" icon=icons::CHECK/>
                <QuickForm
                    action="deleteDatabaseDashboard"
                    fields
                    next=list
                    back=here.clone()
                    on_done=deleted
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::TRASH_2
                    label="Delete dashboard"
                />
            </Section>
        }
    });
    view! {
        <Shell desk tab=Tab::Dashboards steps=vec![Crumb::here(named(title))]>
            <div class="flex flex-col gap-4">
                <FlashError actions=&["deleteDatabaseDashboard"]/>
                {none.then(|| view! {
                    <Empty icon=icons::LAYOUT_DASHBOARD title="No chart on it" text="Charts of this database are put on a dashboard in the form for changing it."/>
                })}
                <div class="desk-charts">{tiles}</div>
                {(left_out > 0).then(|| view! {
                    <p class="sql-cut"><Icon of=icons::INFO size=14/>{format!("{left_out} more are not drawn: a page draws a bounded number of charts.")}</p>
                })}
                {change}
            </div>
        </Shell>
    }
}
