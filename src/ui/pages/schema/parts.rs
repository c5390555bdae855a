//! Columns, keys and indexes of a table.

use super::table_path;
use crate::{
    model::{
        catalogue::Relation,
        schema::{Column, Generated, Table},
    },
    ui::{
        drawings::table::words::glyph,
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Columns(table: Table, project: String, connection: String, outgoing: Vec<Relation>) -> impl IntoView {
    let rows = table.columns.iter().map(|column| {
        let (mark, meaning) = glyph(column.kind);
        let key = table.primary_key.contains(&column.name).then(|| {
            view! { <span class="key-mark" title="Part of the primary key"><Icon of=icons::KEY_ROUND size=12/><span class="sr-only">"primary key"</span></span> }
        });
        let unique = table.unique_keys.iter().any(|names| *names == [column.name.clone()]);
        let leads = outgoing.iter().filter(|relation| relation.known && relation.columns.contains(&column.name)).map(|relation| {
            let href = table_path(&project, &connection, &relation.table);
            view! { <a class="facts-aside link-quiet" href=href dir="auto">{format!("→ {}", relation.table)}</a> }
        });
        view! {
            <tr>
                <th scope="row">
                    <span class="facts-name" dir="auto"><span title=meaning><Icon of=mark size=14/></span>{column.name.clone()}{key}</span>
                    {leads.collect_view()}
                </th>
                <td><code class="facts-code" dir="auto">{column.full_type.clone()}</code>{labels(column)}</td>
                <td>{rule(column, unique)}</td>
                <td>{value(column)}</td>
                <td class="facts-comment" dir="auto">{column.comment.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="panel schema-lines" aria-label="Columns" tabindex="0" role="region">
            <table class="facts">
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Rule"</th>
                        <th scope="col">"Default"</th>
                        <th scope="col">"Comment"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn rule(column: &Column, unique: bool) -> &'static str {
    match (column.nullable, unique) {
        (true, false) => "",
        (true, true) => "unique",
        (false, false) => "not null",
        (false, true) => "not null, unique",
    }
}

/// The labels of an enum, on request when there are many.
fn labels(column: &Column) -> Option<AnyView> {
    const FEW: usize = 6;
    let values = &column.enum_values;
    if values.is_empty() {
        return None;
    }
    let list = values.join(", ");
    Some(if values.len() <= FEW {
        view! { <span class="facts-aside" dir="auto">{list}</span> }.into_any()
    } else {
        view! { <details class="facts-aside"><summary>{format!("{} labels", values.len())}</summary><span dir="auto">{list}</span></details> }.into_any()
    })
}

/// What a column holds when nobody says, or how it is computed.
fn value(column: &Column) -> impl IntoView + use<> {
    let how = column.generated.map(Generated::label);
    let text = column.default.clone();
    view! {
        {text.map(|text| view! { <code class="facts-code" dir="auto">{text}</code> })}
        {how.map(|how| view! { <span class="facts-aside">{how}</span> })}
    }
}

#[component]
pub fn Keys(table: Table) -> impl IntoView {
    let primary = (!table.primary_key.is_empty()).then_some(("Primary key", table.primary_key));
    let keys: Vec<_> = primary.into_iter().chain(table.unique_keys.into_iter().map(|names| ("Unique", names))).collect();
    let items = keys.into_iter().map(|(what, names)| {
        view! { <li><span class="facts-aside">{what}</span><span dir="auto">{names.join(", ")}</span></li> }
    });
    let items = items.collect_view();
    view! {
        <section class="panel fact-list" aria-label="Keys">
            <h2>"Keys"</h2>
            {if items.is_empty() { view! { <p>"No key: rows cannot be told apart for sure."</p> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }}
        </section>
    }
}

#[component]
pub fn Indexes(table: Table) -> impl IntoView {
    let items = table.indexes.into_iter().map(|index| {
        view! {
            <li>
                <span dir="auto">{index.name}</span>
                <span class="facts-aside" dir="auto">{if index.unique { "unique: " } else { "" }}{index.columns.join(", ")}</span>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        <section class="panel fact-list" aria-label="Indexes">
            <h2>"Indexes"</h2>
            {if items.is_empty() { view! { <p>"None."</p> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }}
        </section>
    }
}
