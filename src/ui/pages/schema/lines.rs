//! The list itself: one line per table.

use super::{PAGE, SEARCH, schema_path, table_path};
use crate::{
    model::{
        catalogue::{SchemaSource, SchemaTables, TABLES_PER_PAGE, TableLine},
        drawing::Total,
        schema::TableKind,
    },
    ui::{
        drawings::{
            links::use_query,
            table::words::{range, rough, thousands},
        },
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Lines(project: String, sources: Vec<SchemaSource>, found: SchemaTables) -> impl IntoView {
    let SchemaTables { tables, found, page } = found;
    if tables.is_empty() {
        let unread = sources.iter().filter(|source| source.error.is_some()).map(|source| source.title.clone()).collect();
        return view! { <Nothing project unread/> }.into_any();
    }
    let several = sources.len() > 1;
    let shown = range(page, TABLES_PER_PAGE, tables.len(), Total::Exactly(u64::from(found)));
    let lines = tables.into_iter().map(|line| {
        let source = sources.iter().find(|source| source.id == line.connection_id).map(|source| source.title.clone());
        view! { <Line project=project.clone() line source=source.filter(|_| several)/> }
    });
    let lines = lines.collect_view();
    view! {
        <div class="panel schema-lines" role="region" aria-label="Tables" tabindex="0">
            <table class="facts">
                <thead>
                    <tr>
                        <th scope="col">"Table"</th>
                        {several.then(|| view! { <th scope="col">"Connection"</th> })}
                        <th scope="col">"Kind"</th>
                        <th scope="col" class="facts-number">"Columns"</th>
                        <th scope="col" class="facts-number">"Rows, about"</th>
                        <th scope="col">"Comment"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <div class="schema-foot">
            <span class="tabular">{shown}</span>
            <Pager project page found/>
        </div>
    }
    .into_any()
}

#[component]
fn Line(project: String, line: TableLine, source: Option<String>) -> impl IntoView {
    let href = table_path(&project, line.connection_id.as_str(), &line.name);
    let estimate = line.row_estimate;
    view! {
        <tr>
            <th scope="row">
                <a class="facts-link" href=href dir="auto"><Icon of=icon(line.kind) size=14/>{line.name}</a>
                {line.matched.map(|column| view! { <span class="facts-aside">"has a column "<bdi>{column}</bdi></span> })}
            </th>
            {source.map(|title| view! { <td dir="auto">{title}</td> })}
            <td>{line.kind.label()}</td>
            <td class="facts-number">{thousands(u64::from(line.columns))}</td>
            <td class="facts-number" title=estimate.map(thousands)>{estimate.map_or_else(|| "–".to_owned(), rough)}</td>
            <td class="facts-comment" dir="auto" title=line.comment.clone()>{line.comment.clone()}</td>
        </tr>
    }
}

/// The sign of a kind of table.
pub(super) fn icon(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Table | TableKind::PartitionedTable | TableKind::Partition => icons::TABLE_2,
        TableKind::View | TableKind::MaterializedView => icons::EYE,
        TableKind::ForeignTable | TableKind::VirtualTable => icons::TABLE_PROPERTIES,
        TableKind::Query => icons::SQUARE_TERMINAL,
    }
}

#[component]
fn Pager(project: String, page: u32, found: u32) -> impl IntoView {
    let query = use_query();
    let last = found.div_ceil(TABLES_PER_PAGE).max(1);
    let path = StoredValue::new(schema_path(&project));
    let to = move |page: u32| query.get().with(PAGE, page.to_string()).on(&path.get_value());
    view! {
        <nav class="schema-pager" aria-label="Pages of the list">
            {(page > 1).then(|| view! { <a class="btn btn-sm btn-plain" href=move || to(page - 1)><Icon of=icons::CHEVRON_LEFT/>"Previous"</a> })}
            {(page < last).then(|| view! { <a class="btn btn-sm btn-plain" href=move || to(page + 1)>"Next"<Icon of=icons::CHEVRON_RIGHT/></a> })}
        </nav>
    }
}

/// No table fits, or there is none.
#[component]
fn Nothing(
    project: String,
    /// Titles of the connections that cannot be reached.
    unread: Vec<String>,
) -> impl IntoView {
    let query = use_query();
    let searched = Memo::new(move |_| query.with(|query| query.get(SEARCH).filter(|text| !text.is_empty()).map(str::to_owned)));
    let path = schema_path(&project);
    move || {
        let text = match searched.get() {
            Some(text) => view! { "No table, column or comment holds “"<bdi>{text}</bdi>"”. " }.into_any(),
            None if !unread.is_empty() => {
                format!("{} cannot be reached, and no tables of it are known yet. They appear when it answers again. ", unread.join(", "))
                    .into_any()
            }
            None => "No tables were found. Either they are still being read, or the user of the connection may read none. ".into_any(),
        };
        let back = searched.get().map(|_| view! { <a class="link-quiet" href=path.clone()>"Show all tables"</a> });
        view! { <div class="panel tile-note"><Icon of=icons::CIRCLE_DASHED/><p>{text}{back}</p></div> }
    }
}
