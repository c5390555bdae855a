//! `/databases/:id/dashboards`: the dashboards of a database, and the form that makes and changes one.

use super::{
    load,
    paths::{Paths, Tab},
    shell::Shell,
    use_param,
};
use crate::{
    actions::{Answer, databases::dashboards::list_database_dashboards},
    model::{
        desk::{ChartName, DashboardName, DashboardsAnswer, DatabaseDesk, DatabaseInput},
        outcome::Outcome,
    },
    ui::parts::{
        Crumb, Empty, Field, FlashError, Icon, Loaded, Page, PostForm, QuickForm, Section, SelectField, SubmitButton, button, icons,
        loaded::Skeleton,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Places for charts that a form has at least, and those that it has left over for more.
const PLACES: usize = 4;
const LEFT_OVER: usize = 2;
/// Most places of a form: a dashboard has at most as many charts.
const MOST_PLACES: usize = 100;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    answer: DashboardsAnswer,
}

async fn load(id: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    match list_database_dashboards(DatabaseInput::of(id)).await? {
        Outcome::Done(answer) => Ok(Outcome::Done(Bundle { desk, answer })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[component]
pub fn DashboardsPage() -> impl IntoView {
    let id = use_param("id");
    let bundle = Resource::new(move || id.get(), load);
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Dashboards")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Dashboards bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Dashboards(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, answer: DashboardsAnswer { dashboards, choices } } = bundle;
    let paths = Paths::of(&desk.id);
    let (id, may, here, charts) = (desk.id.clone(), desk.may.change, paths.tab(Tab::Dashboards), paths.tab(Tab::Charts));
    let (none, no_charts) = (dashboards.is_empty(), choices.is_empty());
    let lines = dashboards.into_iter().map(|one| {
        let fields = vec![("databaseId", id.clone()), ("dashboardId", one.id.clone())];
        let href = paths.dashboard(&one.id);
        let DashboardName { title, charts, .. } = one;
        view! {
            <li class="desk-part">
                <span class="min-w-0">
                    <a class="flex items-center gap-2 font-medium hover:underline" href=href><Icon of=icons::LAYOUT_DASHBOARD/><span dir="auto">{named(title)}</span></a>
                    <span class="block pl-6 text-muted break-anywhere" dir="auto">{if charts.is_empty() { "No chart".to_owned() } else { charts.join(", ") }}</span>
                </span>
                {may.then(|| view! {
                    <QuickForm action="deleteDatabaseDashboard" fields next=here.clone() on_done=again class="btn btn-sm btn-danger-quiet" icon=icons::TRASH_2 label="Delete"/>
                })}
            </li>
        }
    });
    let lines = lines.collect_view();
    let first = (may && no_charts).then(|| charts.clone());
    let list = match none {
        true => view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="No dashboard yet" text="A dashboard puts charts of this database side by side, in an order of its own.">
                {first.map(|href| view! { <a class=button::PRIMARY href=href><Icon of=icons::PLUS/>"Make the first chart"</a> })}
            </Empty>
        }
        .into_any(),
        false => view! { <section class="panel"><div class="panel-body"><ul>{lines}</ul></div></section> }.into_any(),
    };
    let make = match (may, no_charts) {
        (false, _) => ().into_any(),
        (true, true) if none => ().into_any(),
        (true, true) => {
            view! { <p class="text-muted">"Dashboards are made of charts: "<a class="link-quiet" href=charts>"make one"</a>"."</p> }
                .into_any()
        }
        (true, false) => {
            let next = format!("{here}/{{dashboardId}}");
            let order = choices.iter().take(PLACES).map(|chart| chart.id.clone()).collect();
            let navigate = use_navigate();
            let made = Callback::new(move |answer: Json| {
                let id = answer["dashboardId"].as_str().unwrap_or_default();
                navigate(&paths.dashboard(id), Default::default());
            });
            view! {
                <Section title="New dashboard" text="A title, then its charts in their order.">
                    <DashboardForm database=id choices order next on_done=made action_label="Make dashboard" icon=icons::PLUS/>
                </Section>
            }
            .into_any()
        }
    };
    view! {
        <Shell desk tab=Tab::Dashboards>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["deleteDatabaseDashboard"]/>
                {list}
                {make}
            </div>
        </Shell>
    }
}

/// What is shown for a title; programs can make dashboards without one.
pub(super) fn named(title: String) -> String {
    if title.trim().is_empty() { "Untitled".to_owned() } else { title }
}

/// Title and charts. Each place in the order has a choice of its own, so that the form needs no scripts.
#[component]
pub(super) fn DashboardForm(
    database: String,
    /// The one that changes; a new one without.
    #[prop(optional)]
    dashboard: Option<String>,
    #[prop(optional)] title: String,
    choices: Vec<ChartName>,
    /// Ids of the charts that are chosen, in order.
    order: Vec<String>,
    next: String,
    /// Instead of going on to `next`, when scripts run.
    on_done: Callback<Json>,
    action_label: &'static str,
    icon: &'static str,
) -> impl IntoView {
    let none = std::iter::once((String::new(), "No chart".to_owned()));
    let choices: Vec<(String, String)> = none.chain(choices.into_iter().map(|chart| (chart.id, named(chart.title)))).collect();
    let count = (order.len() + LEFT_OVER).clamp(PLACES, MOST_PLACES);
    let place = move |place: usize| {
        let value = order.get(place).cloned().unwrap_or_default();
        view! { <SelectField name=format!("charts[{place}]") label=format!("Chart {}", place + 1) choices=choices.clone() value/> }
    };
    view! {
        <PostForm action="saveDatabaseDashboard" next on_done class="flex flex-col gap-4">
            <input type="hidden" name="databaseId" value=database/>
            {dashboard.map(|id| view! { <input type="hidden" name="dashboardId" value=id/> })}
            <Field name="title" label="Title" value=title required=true maxlength=100 placeholder="Sales at a glance"/>
            <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">{(0..count).map(place).collect_view()}</div>
            <div><SubmitButton icon>{action_label}</SubmitButton></div>
        </PostForm>
    }
}
