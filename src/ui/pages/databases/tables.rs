//! `/databases/:id` and `/databases/:id/tables/:table`: the tables at the side, the rows of one in the middle.

use super::{
    grid::{DataGrid, bench::Bench},
    load::{self, Bundle},
    paths::{Paths, Tab},
    shell::Shell,
    structure_forms::NewTableForm,
    use_param,
};
use crate::{
    model::{
        desk::{DatabaseDesk, TableFace},
        schema::TableKind,
    },
    ui::{
        drawings::links::TableLinks,
        parts::{Crumb, Empty, Icon, Loaded, Menu, Notice, Page, Tone, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

#[component]
pub fn TablesPage() -> impl IntoView {
    let (id, table) = (use_param("id"), use_param("table"));
    let links = TableLinks::new(Signal::stored(0));
    let view = links.view();
    let bundle = Resource::new(move || (id.get(), table.get(), view.get()), |(id, table, view)| load::tables(id, table, view));
    let bench = Bench::new(id.get_untracked());
    bench.reads_again_by(Callback::new(move |()| bundle.refetch()));
    provide_context(bench);
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Tables")] wide=true><Skeleton/></Page> }
            let:bundle
        >
            <Tables bundle links/>
        </Loaded>
    }
}

#[component]
fn Tables(bundle: Bundle, links: TableLinks) -> impl IntoView {
    let Bundle { desk, table, rows } = bundle;
    let paths = Paths::of(&desk.id);
    let steps = table.as_ref().map(|table| vec![Crumb::here(table.name.clone())]).unwrap_or_default();
    let Some(table) = table else {
        let may = desk.may.structure;
        let (id, sql) = (desk.id.clone(), paths.tab(Tab::Sql));
        let broken = desk.trouble.is_some();
        return view! {
            <Shell desk tab=Tab::Tables>
                {(!broken).then(|| view! {
                    <Empty icon=icons::TABLE_2 title="No table yet" text="A table holds rows of the same kind: customers, orders, measurements.">
                        {may.then(|| view! {
                            <div class="w-full max-w-[420px] text-left"><NewTableForm database=id/></div>
                            <a class=button::QUIET href=sql><Icon of=icons::SQUARE_TERMINAL/>"Write CREATE TABLE instead"</a>
                        })}
                    </Empty>
                })}
            </Shell>
        }
        .into_any();
    };
    let content = match rows {
        Some(Ok(page)) => view! { <DataGrid ground=desk.clone() table=table.clone() page links/> }.into_any(),
        Some(Err(text)) => view! { <div class="p-4"><Notice tone=Tone::Bad alert=true>{text}</Notice></div> }.into_any(),
        None => ().into_any(),
    };
    let (side, head, named) = (desk.clone(), desk.clone(), format!("Table {}", table.name));
    let here = table.name.clone();
    view! {
        <Shell desk tab=Tab::Tables steps>
            <div class="desk">
                <Side desk=side here/>
                <section class="panel desk-main" aria-label=named>
                    <TableHead desk=head table is_structure=false/>
                    {content}
                </section>
            </div>
        </Shell>
    }
    .into_any()
}

/// The tables and views of a database.
#[component]
pub fn Side(desk: DatabaseDesk, here: String) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let item = |table: &TableFace| {
        let current = (table.name == here).then_some("page");
        let icon = if table.is_view() { icons::EYE } else { icons::TABLE_2 };
        let title = table.description.clone();
        view! {
            <li>
                <a class="desk-table" href=paths.table(&table.name) aria-current=current title=title>
                    <Icon of=icon size=14/>
                    <span dir="auto">{table.name.clone()}</span>
                </a>
            </li>
        }
    };
    let apart = desk.views_tab;
    let (tables, views): (Vec<&TableFace>, Vec<&TableFace>) = desk.tables.iter().partition(|table| !apart || !table.is_view());
    let count = tables.len();
    let tables = tables.into_iter().map(item).collect_view();
    let has_views = !views.is_empty();
    let views = views.into_iter().map(item).collect_view();
    let new = desk.may.structure.then(|| {
        let id = desk.id.clone();
        view! {
            <details class="desk-new">
                <summary class="btn btn-sm btn-quiet"><Icon of=icons::PLUS/>"New table"</summary>
                <div class="mt-2"><NewTableForm database=id/></div>
            </details>
        }
    });
    view! {
        <nav class="desk-side" aria-label="Tables">
            <h2 class="desk-side-title">{if count == 1 { "1 table".to_owned() } else { format!("{count} tables") }}</h2>
            <ul class="desk-list">{tables}</ul>
            {has_views.then(|| view! { <h2 class="desk-side-title">"Views"</h2><ul class="desk-list">{views}</ul> })}
            {new}
        </nav>
    }
}

/// Name of a table, its pages and what can be taken along.
#[component]
pub fn TableHead(desk: DatabaseDesk, table: TableFace, is_structure: bool) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let link = |href: String, text: &'static str, current: bool| {
        view! { <a href=href aria-current=current.then_some("page")>{text}</a> }
    };
    let family = if desk.by_readonly_id { "/readonly" } else { "/api/dbs" };
    let export = format!("{family}/{}/tables/{}/export", desk.id, crate::model::address::table_step(&table.name));
    let formats = [("csv", "CSV"), ("json", "JSON"), ("ndjson", "NDJSON"), ("xlsx", "XLSX"), ("parquet", "Parquet"), ("sql", "SQL")];
    let formats = formats
        .map(|(format, label)| view! { <a class="menu-item" href=format!("{export}?format={format}") rel="external" download="">{label}</a> })
        .collect_view();
    let word = match table.kind {
        TableKind::View => "View",
        TableKind::VirtualTable => "Virtual table",
        _ => "Table",
    };
    view! {
        <header class="desk-table-head">
            <div class="min-w-0 flex-1">
                <h2 class="panel-title break-anywhere" dir="auto">{table.name.clone()}</h2>
                <p class="text-xs text-muted" dir="auto">{table.description.clone().unwrap_or_else(|| format!("{word} of {} columns", table.columns.len()))}</p>
            </div>
            <nav class="segmented segmented-pages" aria-label="Of this table">
                {link(paths.table(&table.name), "Rows", !is_structure)}
                {link(paths.structure(&table.name), "Structure", is_structure)}
                {(desk.may.change && !table.is_view() && !paths.is_public).then(|| link(paths.deleted(&table.name), "Deleted", false))}
            </nav>
            {(desk.may.insert && !table.is_view() && !paths.is_public).then(|| view! {
                <a class="btn btn-sm btn-plain" href=paths.import(&table.name)><Icon of=icons::UPLOAD/><span class="max-sm:sr-only">"Import rows"</span></a>
            })}
            {(!desk.by_readonly_id).then(|| view! {
                <Menu label="Export the table" class="btn btn-sm btn-plain" button=|| view! { <Icon of=icons::DOWNLOAD/><span class="max-sm:sr-only">"Export"</span> }>
                    {formats}
                </Menu>
            })}
        </header>
    }
}
