//! What a statement did: rows, how many it changed, how long it took, or why the database refused it.

use super::structure_forms::ACTION;
use crate::{
    model::{desk::SqlAnswer, engine::ResultColumn, sheet},
    ui::{
        drawings::cell_of,
        parts::{Field, Icon, Notice, PostForm, SubmitButton, Tone, button, icons, use_toasts},
    },
};
use leptos::prelude::*;

#[component]
pub fn ResultView(answer: SqlAnswer, database: String, may_save: bool) -> impl IntoView {
    if let Some(fault) = answer.fault {
        return view! { <Notice tone=Tone::Bad alert=true><p dir="auto">{fault.text}</p></Notice> }.into_any();
    }
    let rows = |n: u64| if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
    let count = answer.rows.len() as u64;
    let mut facts = Vec::new();
    if !answer.columns.is_empty() {
        facts.push(rows(count));
    }
    if answer.changes > 0 {
        facts.push(format!("{} changed", rows(answer.changes)));
    } else if answer.columns.is_empty() {
        facts.push("Done".to_owned());
    }
    facts.push(format!("{:.1} ms", answer.elapsed_ms));
    if !answer.affected.is_empty() {
        facts.push(format!("tables: {}", answer.affected.join(", ")));
    }
    let reads = !answer.columns.is_empty() && answer.changes == 0;
    let text = answer.text.clone();
    let head = answer.columns.iter().map(|column: &ResultColumn| {
        let class = if column.kind.is_numeric() { "sql-number" } else { "" };
        view! { <th scope="col" class=class><span dir="auto">{column.name.clone()}</span><span class="sql-type">{column.short_type.clone()}</span></th> }
    });
    let head = head.collect_view();
    let body = answer.rows.iter().map(|row| {
        let cells = answer.columns.iter().zip(row).map(|(column, value)| cell_of(column.kind, value)).collect_view();
        view! { <tr>{cells}</tr> }
    });
    let body = body.collect_view();
    let has_table = !answer.columns.is_empty();
    view! {
        <div class="sql-status" role="status">
            <span>{facts.join(", ")}</span>
            {answer.truncated.then(|| view! { <span class="pill pill-warn">"cut"</span> })}
            {has_table.then(|| view! { <Copies answer=answer.clone()/> })}
        </div>
        {answer.truncated.then(|| view! { <p class="sql-cut"><Icon of=icons::INFO size=14/>{format!("The statement gives more: only the first {count} rows are shown.")}</p> })}
        {has_table.then(|| view! {
            <div class="sql-table" tabindex="0" role="group" aria-label="Rows">
                <table class="grid-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
            </div>
        })}
        {(has_table && count == 0).then(|| view! { <p class="sql-hint">"No rows."</p> })}
        {(reads && may_save).then(|| view! { <SaveView database text/> })}
    }
    .into_any()
}

/// Writes rows in one form.
type Make = fn(&[ResultColumn], &[crate::model::value::Row]) -> String;

#[component]
fn Copies(answer: SqlAnswer) -> impl IntoView {
    let toasts = use_toasts();
    let result = StoredValue::new((answer.columns, answer.rows));
    let makes: [(&str, Make); 3] = [("CSV", sheet::csv), ("JSON", sheet::json), ("Markdown", sheet::markdown)];
    let buttons = makes.map(|(label, make)| {
        let copy = move |_| {
            #[cfg(feature = "hydrate")]
            {
                let text = result.with_value(|(columns, rows)| make(columns, rows));
                // A refusal of the browser leaves the rows where they can be selected by hand.
                let _ = window().navigator().clipboard().write_text(&text);
            }
            #[cfg(not(feature = "hydrate"))]
            let _ = (make, result);
            toasts.good(format!("Copied as {label}"));
        };
        view! { <button type="button" class=format!("{} btn-sm", button::QUIET) on:click=copy>{label}</button> }
    });
    view! { <span class="sql-take needs-scripts"><Icon of=icons::COPY size=14/><span>"Copy as"</span>{buttons.collect_view()}</span> }
}

/// Keeps a SELECT as a view, which is read like a table.
#[component]
fn SaveView(database: String, text: String) -> impl IntoView {
    let next = format!("/databases/{database}/tables/{{tableStep}}");
    view! {
        <details class="mt-3">
            <summary class=format!("{} btn-sm", button::QUIET)><Icon of=icons::EYE/>"Save as view"</summary>
            <PostForm action=ACTION what="create_view" next class="mt-2 flex flex-wrap items-end gap-3">
                <input type="hidden" name="databaseId" value=database/>
                <input type="hidden" name="select" value=text/>
                <Field name="name" label="Name of the view" required=true maxlength=200/>
                <label class="check-row">
                    <input type="checkbox" class="checkbox checkbox-sm" name="replace" value="true"/>
                    <span class="check-text">"Replace a view of this name"</span>
                </label>
                <SubmitButton class=button::PLAIN>"Save view"</SubmitButton>
            </PostForm>
        </details>
    }
}
