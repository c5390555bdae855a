//! The entity diagram of a connection. What is shown stands in the address; every choice is a link or a form that asks
//! the server for the drawing anew.

pub mod parts;

use super::{crumbs, schema_path, table_path, use_param};
use crate::{
    actions::catalogue::get_diagram,
    model::{
        address::Query,
        catalogue::SchemaSource,
        diagram::{CONNECTION, Choice, Diagram, DiagramInput, Format, NAMES},
    },
    ui::{
        drawings::links::{submit_form_of, use_query},
        parts::{Crumb, Empty, Icon, Loaded, Menu, Page, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use parts::{Drawn, Place, Whole};

/// The address of a diagram. Links to it leave the program: the drawing comes with the page.
pub fn diagram_path(project: &str, query: &Query) -> String {
    query.on(&format!("{}/diagram", schema_path(project)))
}

#[component]
pub fn DiagramPage() -> impl IntoView {
    let (project, query) = (use_param("id"), use_query());
    let diagram = Resource::new(
        move || (project.get(), query.get().to_string()),
        |(project, query)| {
            let query = Query::parse(&query);
            let Choice { focus, hide, names_only } = Choice::of(&query);
            let connection_id = query.get(CONNECTION).map(str::to_owned);
            get_diagram(DiagramInput { project_id: Some(project), connection_id, focus, hide, names: Some(names_only), user_id: None })
        },
    );
    view! {
        <Loaded
            resource=diagram
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Diagram")] wide=true><Skeleton/></Page> }
            let:diagram
        >
            <OneDiagram project=project.get_untracked() diagram choice=query.with_untracked(Choice::of)/>
        </Loaded>
    }
}

#[component]
fn OneDiagram(project: String, diagram: Diagram, choice: Choice) -> impl IntoView {
    let Diagram { title, sources, connection_id, tables, shown, links, note, svg } = diagram;
    let mut steps = crumbs(&project, &title);
    steps.extend([Crumb::to("Schema", schema_path(&project)), Crumb::here("Diagram")]);
    let Some(connection) = connection_id.map(|id| id.to_string()).filter(|_| !tables.is_empty()) else {
        return view! {
            <Page crumbs=steps>
                <Empty icon=icons::WORKFLOW title="Nothing to draw yet" text="The diagram shows the tables of a connection and what joins them, once its schema was read and holds a table.">
                    <a class=button::PLAIN href=schema_path(&project)>"See the connections"</a>
                </Empty>
            </Page>
        }
        .into_any();
    };
    let source = sources.iter().find(|source| source.id.as_str() == connection).map(|source| source.title.clone()).unwrap_or_default();
    let place = Place { page: diagram_path(&project, &Query::default()), source: (CONNECTION, connection.clone()) };
    let actions = view! { <TakeAlong project=project.clone() here=place.query(&choice)/> };
    let table_page = choice.focus.as_deref().map(|name| table_path(&project, &connection, name));
    let chooser = (sources.len() > 1).then(|| chooser(&place, sources, choice.names_only));
    let drawn = Drawn { tables, shown, links, note, svg };
    view! {
        <Page crumbs=steps wide=true actions=actions.into_any()>
            <Whole place choice drawn title=format!("Diagram of {source}") chooser table_page/>
        </Page>
    }
    .into_any()
}

/// Shows another connection.
fn chooser(place: &Place, sources: Vec<SchemaSource>, names_only: bool) -> AnyView {
    let options = sources.into_iter().filter(|source| source.read_at.is_some()).map(|source| {
        let id = source.id.to_string();
        view! { <option value=id.clone() selected=id == place.source.1>{source.title}</option> }
    });
    let options = options.collect_view();
    view! {
        <form method="get" action=place.page.clone() class="diagram-form">
            {names_only.then(|| view! { <input type="hidden" name=NAMES value="1"/> })}
            <label>
                <span class="sr-only">"Connection"</span>
                <select class="select" name=CONNECTION on:change=|event| submit_form_of(&event)>{options}</select>
            </label>
            <button class="btn btn-plain without-scripts">"Show"</button>
        </form>
    }
    .into_any()
}

/// The diagram as files.
#[component]
fn TakeAlong(project: String, here: Query) -> impl IntoView {
    let links = Format::ALL.map(|format| {
        let href = here.clone().with("format", format.name()).on(&format!("/api/projects/{project}/diagram"));
        view! { <a class="menu-item" href=href rel="external" download="">{format.label()}</a> }
    });
    view! {
        <Menu label="Download the diagram" class=button::PLAIN button=|| view! { <Icon of=icons::DOWNLOAD/><span class="max-sm:sr-only">"Download"</span> }>
            {links.collect_view()}
        </Menu>
    }
}
