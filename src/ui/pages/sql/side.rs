//! At the left: which connection is asked, and its tables with their columns, each a name to put into the statement.

use super::{load::CONNECTION, state::Desk};
use crate::{
    model::{
        address::Query,
        board::{BoardConnection, TableChoice},
    },
    ui::parts::{Icon, Notice, badge::Tone, button, icons},
};
use leptos::{html, prelude::*};

/// Tables that are listed at once; the search finds the others.
const LISTED: usize = 200;

#[component]
pub fn Side(
    connections: Vec<BoardConnection>,
    /// Why the tables cannot be told.
    failed: Option<String>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let search = RwSignal::new(String::new());
    let list = move || {
        let wanted = search.get().to_lowercase();
        let all = desk.tables.get();
        let fits = |table: &&TableChoice| {
            table.name.to_lowercase().contains(&wanted) || table.columns.iter().any(|column| column.name.to_lowercase().contains(&wanted))
        };
        let found: Vec<&TableChoice> = all.iter().filter(fits).collect();
        let more = found.len().saturating_sub(LISTED);
        let items = found.into_iter().take(LISTED).map(|table| view! { <Table table=table.clone()/> }).collect_view();
        view! {
            <ul class="sql-tree">{items}</ul>
            {(more > 0).then(|| view! { <p class="sql-hint">{format!("{more} more: search for their names.")}</p> })}
        }
    };
    let node = NodeRef::<html::Details>::new();
    // On a phone the list would stand between the statement and its result.
    Effect::new(move |_| {
        if let Some(details) = node.get()
            && is_narrow()
        {
            // A details takes the attribute away as its summary does.
            let _ = details.remove_attribute("open");
        }
    });
    view! {
        <details class="sql-side" open node_ref=node>
            <summary class="sql-side-head">"Tables"</summary>
            <ConnectionForm connections/>
            <input type="search" class="input needs-scripts" placeholder="Search tables and columns" aria-label="Search tables and columns" prop:value=move || search.get() on:input=move |ev| search.set(event_target_value(&ev))/>
            {failed.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
            {list}
        </details>
    }
}

/// A choice that is an address; with scripts the text stays where it is.
#[component]
fn ConnectionForm(connections: Vec<BoardConnection>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let chosen = desk.connection.get_untracked().id;
    let all = StoredValue::new(connections.clone());
    let options = connections
        .into_iter()
        .map(|connection| {
            let selected = connection.id == chosen;
            view! { <option value=connection.id.to_string() selected=selected>{connection.title}</option> }
        })
        .collect_view();
    let choose = move |ev| {
        let id = event_target_value(&ev);
        if let Some(connection) = all.with_value(|all| all.iter().find(|connection| connection.id.as_str() == id).cloned()) {
            desk.connection.set(connection);
            #[cfg(feature = "hydrate")]
            desk.reload_tables();
        }
    };
    view! {
        <form class="sql-connection" method="get" action=desk.base()>
            <select class="select" name=CONNECTION aria-label="Connection" on:change=choose>{options}</select>
            <button type="submit" class=format!("without-scripts {}", button::PLAIN)>"Use"</button>
        </form>
    }
}

#[component]
fn Table(table: TableChoice) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let insert = move |name: String| move |_| desk.name.set(Some(name.clone()));
    let columns = table.columns.into_iter().map(|column| {
        let put = insert(column.name.clone());
        view! {
            <li>
                <button type="button" class="sql-name" title="Put it into the statement" on:click=put>
                    <span dir="auto">{column.name}</span>
                    <span class="sql-type">{column.short_type}</span>
                </button>
            </li>
        }
    });
    let columns = columns.collect_view();
    view! {
        <li>
            <details>
                <summary><Icon of=icons::TABLE size=14/><span dir="auto">{table.name.clone()}</span></summary>
                <ul>
                    <li class="needs-scripts">
                        <button type="button" class="sql-name sql-name-table" on:click=insert(table.name)>"Insert the name"</button>
                    </li>
                    {columns}
                </ul>
            </details>
        </li>
    }
}

/// The address of this page for another text.
pub fn address(base: &str, key: &str, value: &str) -> String {
    Query::default().with(key, value).on(base)
}

/// Whether the window is one of a phone, as the style sheets draw the line.
#[cfg(feature = "hydrate")]
pub(super) fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width < 640.0)
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn is_narrow() -> bool {
    false
}
