//! `/projects/:id/schema/:connection/:table/edit`: rows of a connected table in the grid, where writing is switched on for
//! the connection. Where it is not, the page says who can switch it on.

use super::{
    grid::{
        DataGrid,
        bench::Bench,
        ground::{Ground, Place},
    },
    use_param,
};
use crate::{
    actions::outside::get_connection_rows,
    model::{
        address::step,
        desk::{ConnectionRows, ConnectionRowsInput},
    },
    ui::{
        drawings::links::TableLinks,
        parts::{Crumb, Icon, Loaded, Notice, Page, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

/// The page of a table, by its label.
pub fn rows_path(project: &str, connection: &str, table: &str) -> String {
    format!("{}/edit", table_path(project, connection, table))
}

fn table_path(project: &str, connection: &str, table: &str) -> String {
    format!("/projects/{project}/schema/{connection}/{}", step(table))
}

#[component]
pub fn ConnectedRowsPage() -> impl IntoView {
    let (project, connection, table) = (use_param("id"), use_param("connection"), use_param("table"));
    let links = TableLinks::new(Signal::stored(0));
    let view = links.view();
    let rows = Resource::new(
        move || (project.get(), connection.get(), table.get(), view.get()),
        |(project, connection, table, view)| {
            let (project_id, connection_id, table_name) = (Some(project), Some(connection), Some(table));
            get_connection_rows(ConnectionRowsInput {
                project_id,
                connection_id,
                table_name,
                view: Some(view),
                ..ConnectionRowsInput::default()
            })
        },
    );
    let bench = Bench::new(Place::Connected { project: project.get_untracked(), connection: connection.get_untracked() });
    bench.reads_again_by(Callback::new(move |()| rows.refetch()));
    provide_context(bench);
    view! {
        <Loaded
            resource=rows
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Edit rows")] wide=true><Skeleton/></Page> }
            let:rows
        >
            <Rows project=project.get_untracked() connection=connection.get_untracked() rows links/>
        </Loaded>
    }
}

#[component]
fn Rows(project: String, connection: String, rows: ConnectionRows, links: TableLinks) -> impl IntoView {
    let ConnectionRows { title, table, page, refusal, may_change } = rows;
    let name = table.name.clone();
    let there = table_path(&project, &connection, &name);
    let crumbs = vec![
        Crumb::to("Projects", "/projects"),
        Crumb::to("Board", format!("/projects/{project}/dashboard")),
        Crumb::to("Schema", format!("/projects/{project}/schema")),
        Crumb::to(name.clone(), there.clone()),
        Crumb::here("Edit rows"),
    ];
    let may_insert = refusal.is_none();
    let ground = Ground::Connected { may_insert, may_change };
    let no_key = (may_insert && !may_change)
        .then_some("This table has no key that names its rows, so rows can be added here and none changed or deleted.");
    let said = refusal.or(no_key.map(str::to_owned));
    view! {
        <Page
            crumbs=crumbs
            wide=true
            actions=view! { <a class=button::PLAIN href=there><Icon of=icons::TABLE_2/>"Structure"</a> }.into_any()
        >
            <section class="panel desk-main" aria-label=format!("Table {name}")>
                <header class="desk-table-head">
                    <div class="min-w-0 flex-1">
                        <h2 class="panel-title break-anywhere" dir="auto">{name.clone()}</h2>
                        <p class="text-xs text-muted" dir="auto">{format!("Of {title}. What is saved here is changed in that database itself.")}</p>
                    </div>
                </header>
                {said.map(|text| view! { <div class="p-4"><Notice>{text}</Notice></div> })}
                {may_insert.then(|| view! { <div class="without-scripts p-4"><Notice>"Changing rows here needs scripts."</Notice></div> })}
                <DataGrid ground table page links/>
            </section>
        </Page>
    }
}
