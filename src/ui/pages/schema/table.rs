//! One table: columns, keys, relations, indexes, and its rows.

use super::{
    crumbs,
    diagram::diagram_path,
    lines::icon,
    load::{self, Asked, Bundle},
    parts::{Columns, Indexes, Keys},
    relations::Relations,
    schema_path, source_path, use_param,
};
use crate::{
    model::{
        catalogue::TableSchema,
        diagram::{CONNECTION, Choice},
        drawing::Drawing,
        engine::EngineKind,
        filter::TableView,
        schema::Table,
    },
    ui::{
        drawings::{
            Again, DrawingView,
            links::{TableLinks, provide_budget, use_patient_address, use_query},
            table::words::{rough, thousands},
            tile_data::use_tile,
        },
        pages::{databases::rows_path, projects::engine_icons::glyph},
        parts::{Crumb, Icon, Loaded, Page, Pill, When, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

#[component]
pub fn TablePage() -> impl IntoView {
    let (project, connection, table) = (use_param("id"), use_param("connection"), use_param("table"));
    let asked = Memo::new(move |_| Asked { project: project.get(), connection: connection.get(), table: table.get() });
    let query = use_query();
    provide_budget();
    let bundle = Resource::new(move || asked.get(), move |asked| load::load(asked, query.get_untracked()));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Table")] wide=true><Skeleton/></Page> }
            let:bundle
        >
            <OneTable asked=asked.get_untracked() bundle/>
        </Loaded>
    }
}

#[component]
fn OneTable(asked: Asked, bundle: Bundle) -> impl IntoView {
    let Bundle { schema, rows } = bundle;
    let TableSchema { title, source, table, outgoing, incoming } = schema;
    let here = Asked { connection: source.id.to_string(), ..asked };
    let project = here.project.clone();
    let mut steps = crumbs(&project, &title);
    steps.push(Crumb::to("Schema", schema_path(&project)));
    steps.push(Crumb::to(source.title.clone(), source_path(&project, &here.connection)));
    steps.push(Crumb::here(table.name.clone()));
    let near = Choice { focus: Some(table.name.clone()), ..Choice::default() }.query(Some((CONNECTION, &here.connection)));
    // A hosted database has pages of its own for that.
    let edit = (source.kind != EngineKind::Hosted.name()).then(|| {
        view! {
            <a class=button::PLAIN href=rows_path(&project, &here.connection, &table.name)>
                <Icon of=icons::PENCIL/>
                <span class="max-sm:sr-only">"Edit rows"</span>
            </a>
        }
    });
    let actions = view! {
        {edit}
        <a class=button::PLAIN href=diagram_path(&project, &near) rel="external">
            <Icon of=icons::WORKFLOW/>
            <span class="max-sm:sr-only">"Diagram"</span>
        </a>
    };
    let read_at = source.read_at;
    view! {
        <Page crumbs=steps wide=true actions=actions.into_any()>
            <div class="schema">
                <div class="schema-facts">
                    <Pill icon=icon(table.kind) text=table.kind.label()/>
                    <span class="source-name" dir="auto"><Icon of=glyph(&source.kind)/>{source.title}</span>
                    <span>{count(&table)}</span>
                    {read_at.map(|at| view! { <span>"Schema read "<When at/></span> })}
                </div>
                {table.comment.clone().map(|text| view! { <p class="board-description" dir="auto">{text}</p> })}
                <div class="schema-grid">
                    <Columns table=table.clone() project=project.clone() connection=here.connection.clone() outgoing=outgoing.clone()/>
                    <div class="schema-side">
                        <Keys table=table.clone()/>
                        <Relations project=project.clone() connection=here.connection.clone() own=true relations=outgoing/>
                        <Relations project connection=here.connection.clone() relations=incoming/>
                        <Indexes table/>
                    </div>
                </div>
                <Rows here brought=rows/>
            </div>
        </Page>
    }
}

fn count(table: &Table) -> String {
    let columns = table.columns.len();
    let columns = if columns == 1 { "1 column".to_owned() } else { format!("{} columns", thousands(columns as u64)) };
    match table.row_estimate {
        Some(1) => format!("{columns}, about 1 row"),
        Some(rows) => format!("{columns}, about {} rows", rough(rows)),
        None => columns,
    }
}

/// The rows, drawn as a data table of a board.
#[component]
fn Rows(here: Asked, brought: Option<Drawing>) -> impl IntoView {
    let links = TableLinks::new(Signal::stored(0));
    let title = here.table.clone();
    let data = use_tile(brought, links.view(), move |view: TableView| load::rows(here.clone(), view));
    let again = Again { href: use_patient_address(), ask: data.ask };
    view! {
        <article class="tile" id="rows" aria-label="Rows" aria-busy=move || data.busy.get().then_some("true")>
            <header class="tile-head"><h2 class="tile-title">"Rows"</h2></header>
            <div class="tile-body">
                <DrawingView drawing=data.drawing.into() title=title links=Some(links) again/>
            </div>
        </article>
    }
}
