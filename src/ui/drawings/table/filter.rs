//! The form that adds a condition on one column, with fields that fit the column's type.

use super::words;
use crate::{
    model::{
        drawing::GridColumn,
        filter::Op,
        value::Kind,
        view_query::{NEW_COLUMN, NEW_OP, NEW_VALUE},
    },
    ui::drawings::links::{TableForm, TableLinks},
};
use leptos::prelude::*;

const REPLACED: &[&str] = &[NEW_COLUMN, NEW_OP, NEW_VALUE];

/// Open while the address names a column.
#[component]
pub fn FilterForm(columns: Memo<Vec<GridColumn>>, links: TableLinks) -> impl IntoView {
    let picked = links.picked();
    let column = Memo::new(move |_| {
        let name = picked.get()?;
        columns.with(|columns| columns.iter().find(|column| column.name == name).cloned())
    });
    move || column.get().map(|column| view! { <Fields column links/> })
}

#[component]
fn Fields(column: GridColumn, links: TableLinks) -> impl IntoView {
    let ops = words::ops(&column);
    let kind = column.kind;
    let op = RwSignal::new(ops[0]);
    let header = column.header.clone();
    let group = format!("Filter by {header}");
    view! {
        <TableForm links replaced=REPLACED class="grid-filter">
            <fieldset class="grid-filter-fields">
                <legend class="sr-only">{group}</legend>
                <input type="hidden" name=move || links.key(NEW_COLUMN) value=column.name.clone()/>
                <span class="grid-filter-name" dir="auto" aria-hidden="true">{header.clone()}</span>
                <label>
                    <span class="sr-only">"Condition"</span>
                    <select class="select select-sm" name=move || links.key(NEW_OP) on:change:target=move |event| op.set(Op::parse(&event.target().value()).unwrap_or(Op::Eq))>
                        {ops.iter().map(|op| view! { <option value=op.name()>{words::op_label(*op, kind)}</option> }).collect_view()}
                    </select>
                </label>
                // Hidden, not removed: without scripts the field must be there for the conditions that need it.
                <span class="grid-filter-value" class:hidden=move || !op.get().takes_value()>{value_field(&column, links)}</span>
                <button class="btn btn-sm btn-primary">"Apply"</button>
                <a class="btn btn-sm btn-quiet" href=move || links.closed() data-noscroll="">"Cancel"</a>
            </fieldset>
        </TableForm>
    }
}

fn value_field(column: &GridColumn, links: TableLinks) -> AnyView {
    let name = move || links.key(NEW_VALUE);
    if !column.enum_values.is_empty() {
        let choices = column.enum_values.iter().map(|value| {
            view! {
                <label class="check-row">
                    <input type="checkbox" class="checkbox checkbox-sm" name=name value=value.clone()/>
                    <span dir="auto">{value.clone()}</span>
                </label>
            }
        });
        return view! { <span class="check-list">{choices.collect_view()}</span> }.into_any();
    }
    let input = |kind: &'static str, mode: &'static str| {
        view! { <input class="input input-sm" type=kind inputmode=mode step="any" name=name maxlength="200" autofocus=true/> }.into_any()
    };
    let field = match column.kind {
        Kind::Boolean => view! {
            <select class="select select-sm" name=name>
                <option value="true">"true"</option>
                <option value="false">"false"</option>
            </select>
        }
        .into_any(),
        Kind::Integer | Kind::Number => input("number", "decimal"),
        Kind::Date => input("date", "none"),
        Kind::Timestamp => input("datetime-local", "none"),
        Kind::Time => input("time", "none"),
        _ => input("text", "text"),
    };
    view! { <label><span class="sr-only">"Value"</span>{field}</label> }.into_any()
}
