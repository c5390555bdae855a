//! Foreign keys of a table, in one direction, as ways to the tables at their other ends.

use super::table_path;
use crate::model::catalogue::Relation;
use leptos::prelude::*;

#[component]
pub fn Relations(
    project: String,
    connection: String,
    /// The table's own keys, else those of others that lead to it.
    #[prop(optional)]
    own: bool,
    relations: Vec<Relation>,
) -> impl IntoView {
    let (title, none) = if own { ("References", "No foreign key of this table.") } else { ("Referenced by", "No foreign key leads here.") };
    let items = relations.into_iter().map(|relation| {
        let (ours, theirs) = (relation.columns.join(", "), relation.their_columns.join(", "));
        let columns = if own { format!("{ours} → {theirs}") } else { format!("{theirs} → {ours}") };
        let table = relation.table;
        let end = if relation.known {
            let href = table_path(&project, &connection, &table);
            view! { <a class="link-quiet" href=href dir="auto">{table}</a> }.into_any()
        } else {
            view! { <span dir="auto" title="Not in the stored schema">{table}</span> }.into_any()
        };
        view! { <li>{end}<span class="facts-aside" dir="auto" title=relation.name>{columns}</span></li> }
    });
    let items = items.collect_view();
    view! {
        <section class="panel fact-list" aria-label=title>
            <h2>{title}</h2>
            {if items.is_empty() { view! { <p>{none}</p> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }}
        </section>
    }
}
