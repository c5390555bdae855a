//! The entity diagram of a connection. What is shown stands in the address; every choice is a link or a form that asks
//! the server for the drawing anew.

use super::{crumbs, schema_path, table_path, use_param};
use crate::{
    actions::catalogue::get_diagram,
    model::{
        address::Query,
        catalogue::SchemaSource,
        diagram::{CONNECTION, Choice, Diagram, DiagramInput, DiagramTable, FOCUS, Format, NAMES},
    },
    ui::{
        drawings::{
            diagram::DiagramView,
            links::{submit_form_of, use_query},
            table::words::thousands,
        },
        parts::{Crumb, Empty, Icon, Loaded, Menu, Notice, Page, badge::Tone, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

/// Most tables of the list beside the drawing; the field above finds every one.
const LISTED: usize = 300;

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
                <Empty icon=icons::SHARE_2 title="Nothing to draw yet" text="The diagram shows the tables of a connection and what joins them, once its schema was read and holds a table.">
                    <a class=button::PLAIN href=schema_path(&project)>"See the connections"</a>
                </Empty>
            </Page>
        }
        .into_any();
    };
    let here = choice.query(Some(&connection));
    let whole = diagram_path(&project, &Choice::default().query(Some(&connection)));
    let source = sources.iter().find(|source| source.id.as_str() == connection).map(|source| source.title.clone()).unwrap_or_default();
    let actions = view! { <TakeAlong project=project.clone() here=here.clone()/> };
    let said = format!("{} of {} tables, {}", thousands(u64::from(shown)), thousands(tables.len() as u64), joined(links));
    let focus = choice.focus.clone().filter(|name| tables.iter().any(|table| table.name == *name));
    let lead = focus.map(|name| {
        let all = diagram_path(&project, &Choice { focus: None, ..choice.clone() }.query(Some(&connection)));
        view! {
            <p class="diagram-focus">
                <span><bdi>{name.clone()}</bdi>" and its neighbours"</span>
                <a class="link-quiet" href=table_path(&project, &connection, &name)>"Open the table"</a>
                <a class="link-quiet" href=all rel="external">"Show all tables"</a>
            </p>
        }
    });
    view! {
        <Page crumbs=steps wide=true actions=actions.into_any()>
            <div class="diagram">
                <Controls project=project.clone() sources connection=connection.clone() choice=choice.clone() tables=tables.clone()/>
                {lead}
                {note.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
                {if shown == 0 {
                    view! { <div class="panel tile-note"><p>"Every table is hidden. "<a class="link-quiet" href=whole rel="external">"Show all"</a></p></div> }.into_any()
                } else {
                    view! { <DiagramView svg title=format!("Diagram of {source}")/> }.into_any()
                }}
                <p class="schema-foot tabular">{said}</p>
                <Tables project connection choice tables/>
            </div>
        </Page>
    }
    .into_any()
}

fn joined(links: u32) -> String {
    if links == 1 { "1 foreign key".to_owned() } else { format!("{} foreign keys", thousands(u64::from(links))) }
}

/// Which connection, which table, with or without columns.
#[component]
fn Controls(project: String, sources: Vec<SchemaSource>, connection: String, choice: Choice, tables: Vec<DiagramTable>) -> impl IntoView {
    let path = diagram_path(&project, &Query::default());
    let several = sources.len() > 1;
    let options = sources.into_iter().filter(|source| source.read_at.is_some()).map(|source| {
        let id = source.id.to_string();
        view! { <option value=id.clone() selected=id == connection>{source.title}</option> }
    });
    let options = options.collect_view();
    let names = |only: bool| diagram_path(&project, &Choice { names_only: only, ..choice.clone() }.query(Some(&connection)));
    let current = |only: bool| (choice.names_only == only).then_some("true");
    let carried = Choice { focus: None, ..choice.clone() }.query(Some(&connection));
    let carried =
        carried.pairs().iter().map(|(key, value)| view! { <input type="hidden" name=key.clone() value=value.clone()/> }).collect_view();
    let known = tables.into_iter().map(|table| view! { <option value=table.name></option> }).collect_view();
    view! {
        <div class="diagram-bar">
            {several.then(|| view! {
                <form method="get" action=path.clone() class="diagram-form">
                    {choice.names_only.then(|| view! { <input type="hidden" name=NAMES value="1"/> })}
                    <label>
                        <span class="sr-only">"Connection"</span>
                        <select class="select" name=CONNECTION on:change=|event| submit_form_of(&event)>{options}</select>
                    </label>
                    <button class="btn btn-plain without-scripts">"Show"</button>
                </form>
            })}
            <form method="get" action=path class="diagram-form" role="search">
                {carried}
                <label class="input">
                    <Icon of=icons::SEARCH/>
                    <span class="sr-only">"Find a table"</span>
                    <input type="search" name=FOCUS list="diagram-tables" placeholder="Find a table" maxlength="300" autocomplete="off" data-do="find"/>
                </label>
                <datalist id="diagram-tables">{known}</datalist>
                <button class=button::PLAIN title="Show this table with its neighbours">"Focus"</button>
            </form>
            <div class="segmented">
                <a href=names(false) aria-current=current(false) rel="external">"Columns"</a>
                <a href=names(true) aria-current=current(true) rel="external">"Names only"</a>
            </div>
        </div>
    }
}

/// The diagram as files.
#[component]
fn TakeAlong(project: String, here: Query) -> impl IntoView {
    let links = Format::ALL.map(|format| {
        let href = here.clone().with("format", format.name()).on(&format!("/api/projects/{project}/diagram"));
        view! { <a class="menu-item" href=href rel="external" download="">{format.label()}</a> }
    });
    view! {
        <Menu label="Download the diagram" class=button::PLAIN button=|| view! { <Icon of=icons::ARROW_DOWN/><span class="max-sm:sr-only">"Download"</span> }>
            {links.collect_view()}
        </Menu>
    }
}

/// The tables as a list: each leads to its neighbours, and can be hidden or shown. Those with most keys come first.
#[component]
fn Tables(project: String, connection: String, choice: Choice, tables: Vec<DiagramTable>) -> impl IntoView {
    let all = tables.len();
    let mut tables = tables;
    tables.sort_by_key(|table| std::cmp::Reverse(table.links));
    tables.truncate(LISTED);
    let to = |choice: Choice| diagram_path(&project, &choice.query(Some(&connection)));
    let items = tables.into_iter().map(|table| {
        let name = table.name;
        let hidden = choice.hide.contains(&name);
        let focus = to(Choice { focus: Some(name.clone()), ..choice.clone() });
        let mut hide = choice.hide.clone();
        if hidden {
            hide.retain(|other| *other != name);
        } else {
            hide.push(name.clone());
        }
        let toggle = to(Choice { hide, ..choice.clone() });
        let (verb, icon) = if hidden { ("Show", icons::EYE) } else { ("Hide", icons::EYE_OFF) };
        view! {
            <li class:diagram-absent=!table.shown>
                <a class="diagram-name" href=focus rel="external" dir="auto">{name.clone()}</a>
                <span class="facts-aside tabular">{joined(table.links)}</span>
                <a class=button::TOOL href=toggle rel="external" title=verb><Icon of=icon/><span class="sr-only">{format!("{verb} {name}")}</span></a>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        <details class="panel diagram-tables">
            <summary>"Tables"</summary>
            {(!choice.hide.is_empty()).then(|| {
                let href = to(Choice { hide: Vec::new(), ..choice.clone() });
                view! { <p><a class="link-quiet" href=href rel="external">{format!("Show the {} hidden again", choice.hide.len())}</a></p> }
            })}
            {(all > LISTED).then(|| view! { <p class="facts-aside">{format!("The {LISTED} with most foreign keys of {all}. The field above finds every table.")}</p> })}
            <ul>{items}</ul>
        </details>
    }
}
