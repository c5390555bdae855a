//! `/databases/:id/charts`: charts of the tables of a database.

use super::{load, paths::Tab, shell::Shell, use_param};
use crate::{
    actions::{Answer, databases::drawings::list_database_charts},
    model::{
        database_drawings::CHART_TYPES,
        desk::{ChartDesk, DatabaseDesk, DatabaseInput, TableFace},
        outcome::Outcome,
    },
    ui::{
        drawings::{
            Again, DrawingView,
            links::{use_patient_address, use_query},
        },
        parts::{
            Crumb, Empty, Field, FlashError, Loaded, Page, PostForm, QuickForm, Section, SelectField, SubmitButton, button, icons,
            loaded::Skeleton,
        },
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    charts: Vec<ChartDesk>,
}

async fn load(id: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    match list_database_charts(DatabaseInput::of(id)).await? {
        Outcome::Done(answer) => Ok(Outcome::Done(Bundle { desk, charts: answer.charts })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[component]
pub fn ChartsPage() -> impl IntoView {
    let (id, query) = (use_param("id"), use_query());
    let bundle = Resource::new(move || id.get(), load);
    let table = Memo::new(move |_| query.with(|query| query.get("table").map(str::to_owned)));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Charts")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Charts bundle=shown table again=Callback::new(move |()| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Charts(bundle: Bundle, table: Memo<Option<String>>, again: Callback<()>) -> impl IntoView {
    let Bundle { desk, charts } = bundle;
    let here = format!("/databases/{}/charts", desk.id);
    let (id, may, tables) = (desk.id.clone(), desk.may.change, desk.tables.clone());
    let ways = Again { href: use_patient_address(), ask: again };
    let done = Callback::new(move |_: Json| again.run(()));
    let none = charts.is_empty();
    let tiles = charts.into_iter().map(|chart| {
        let fields = vec![("databaseId", id.clone()), ("chartId", chart.id.clone())];
        let (title, drawing) = (chart.title.clone(), Signal::stored(chart.drawing));
        view! {
            <article class="tile" aria-label=chart.title.clone()>
                <header class="tile-head">
                    <h2 class="tile-title" dir="auto">{chart.title.clone()}</h2>
                    {may.then(|| view! {
                        <QuickForm action="deleteDatabaseChart" fields next=here.clone() on_done=done class="btn btn-sm btn-quiet" icon=icons::TRASH_2 label="Delete"/>
                    })}
                </header>
                <div class="tile-body"><DrawingView drawing title again=ways/></div>
            </article>
        }
    });
    let tiles = tiles.collect_view();
    let form = may.then(|| view! { <NewChart id=id.clone() tables table here=here.clone() done/> });
    view! {
        <Shell desk tab=Tab::Charts>
            <div class="flex flex-col gap-4">
                <FlashError actions=&["deleteDatabaseChart"]/>
                {none.then(|| view! {
                    <Empty icon=icons::CHART_COLUMN title="No chart yet" text="A chart puts figures of a table together by a column: revenue by region, orders by month."/>
                })}
                <div class="desk-charts">{tiles}</div>
                {form}
            </div>
        </Shell>
    }
}

/// The table comes first, since the columns depend on it: a link without scripts, a choice with them.
#[component]
fn NewChart(id: String, tables: Vec<TableFace>, table: Memo<Option<String>>, here: String, done: Callback<Json>) -> impl IntoView {
    let tables = StoredValue::new(tables);
    move || {
        let (id, here) = (id.clone(), here.clone());
        let wanted = table.get();
        let chosen = tables
            .with_value(|tables| tables.iter().find(|table| Some(&table.name) == wanted.as_ref()).or_else(|| tables.first()).cloned());
        let Some(chosen) = chosen else { return ().into_any() };
        let links = tables.with_value(|tables| {
            let link = |table: &TableFace| {
                let href = crate::model::address::Query::default().with("table", table.name.clone()).on(&here);
                view! { <a href=href data-noscroll="" aria-current=(table.name == chosen.name).then_some("true") dir="auto">{table.name.clone()}</a> }
            };
            tables.iter().map(link).collect_view()
        });
        let all: Vec<(String, String)> = chosen.columns.iter().map(|column| (column.name.clone(), column.name.clone())).collect();
        let count = std::iter::once((String::new(), "Number of rows".to_owned()));
        let figures: Vec<(String, String)> = count
            .chain(
                chosen
                    .columns
                    .iter()
                    .filter(|column| column.kind.is_numeric())
                    .map(|column| (column.name.clone(), format!("Sum of {}", column.name))),
            )
            .collect();
        let kinds: Vec<(String, String)> = CHART_TYPES
            .iter()
            .filter(|kind| **kind != "ScatterChart")
            .map(|kind| ((*kind).to_owned(), kind.trim_end_matches("Chart").to_owned()))
            .collect();
        let name = chosen.name.clone();
        let label = chosen.columns.iter().find(|column| !column.kind.is_numeric()).map(|column| column.name.clone()).unwrap_or_default();
        view! {
            <Section title="New chart" text="Choose a table, then what it is drawn by.">
                <nav class="segmented segmented-pages w-fit max-w-full flex-wrap" aria-label="Table">{links}</nav>
                <PostForm action="saveDatabaseChart" next=here.clone() on_done=done class="flex flex-col gap-4">
                    <input type="hidden" name="databaseId" value=id/>
                    <input type="hidden" name="tableName" value=name/>
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
                        <Field name="title" label="Title" required=true maxlength=100 placeholder="Revenue by region"/>
                        <SelectField name="chartType" label="Kind" choices=kinds/>
                        <SelectField name="label" label="By" choices=all value=label/>
                        <SelectField name="figure" label="Figure" choices=figures/>
                    </div>
                    <div><SubmitButton class=button::PRIMARY icon=icons::PLUS>"Add chart"</SubmitButton></div>
                </PostForm>
            </Section>
        }
        .into_any()
    }
}
