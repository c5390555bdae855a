//! Rows out of a spreadsheet: shown as they would be inserted, then added to what waits to be saved.

use super::{bench::Bench, cell::short};
use crate::{
    model::{
        desk::EditColumn,
        pasted::{self, MOST, Pasted},
    },
    ui::parts::{Dialog, button},
};
use leptos::prelude::*;

/// Rows of the preview.
const PREVIEWED: usize = 8;

#[component]
pub fn PasteDialog(bench: Bench, columns: Vec<EditColumn>) -> impl IntoView {
    let columns = StoredValue::new(columns);
    let title = Signal::derive(|| "Paste rows".to_owned());
    let read = Memo::new(move |_| {
        let text = bench.pasted.get();
        columns.try_with_value(|columns| pasted::read(&text, columns)).unwrap_or_default()
    });
    let add = move |_| {
        let Pasted { rows, .. } = read.get_untracked();
        bench.staged.update(|staged| {
            for cells in rows {
                staged.make(cells);
            }
        });
        bench.pasting.set(false);
    };
    view! {
        <Dialog open=bench.pasting title=title>
            <label class="field">
                <span class="field-label">"Cells of a spreadsheet, or CSV"</span>
                <textarea class="textarea font-mono" rows="5" prop:value=move || bench.pasted.get() on:input:target=move |event| bench.pasted.set(event.target().value())></textarea>
                <span class="field-hint">"A first line with names of columns decides where each field goes. Empty fields take the column's default."</span>
            </label>
            {move || read.with(preview)}
            <div class="mt-4 flex justify-end gap-2">
                <button type="button" class=button::PLAIN on:click=move |_| bench.pasting.set(false)>"Cancel"</button>
                <button type="button" class=button::PRIMARY disabled=move || read.with(|read| read.rows.is_empty()) on:click=add>
                    {move || match read.with(|read| read.rows.len()) { 1 => "Add 1 row".to_owned(), n => format!("Add {n} rows") }}
                </button>
            </div>
        </Dialog>
    }
}

fn preview(read: &Pasted) -> impl IntoView + use<> {
    let heads = read.columns.iter().map(|name| view! { <th scope="col" dir="auto">{name.clone()}</th> }).collect_view();
    let rows = read.rows.iter().take(PREVIEWED).map(|row| {
        let cells = read.columns.iter().map(|name| match row.get(name) {
            Some(entry) => view! { <td dir="auto">{short(&entry.text())}</td> }.into_any(),
            None => view! { <td class="cell-null">"default"</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let left_out = (!read.strangers.is_empty()).then(|| format!("No column is called {}: left out.", read.strangers.join(", ")));
    let cut = read.cut.then(|| format!("Only the first {MOST} rows are taken. Import more as a file."));
    (!read.rows.is_empty()).then(|| {
        view! {
            <div class="mt-3 overflow-x-auto"><table class="facts"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
            {[left_out, cut].into_iter().flatten().map(|text| view! { <p class="field-hint mt-2">{text}</p> }).collect_view()}
        }
    })
}
