//! Somebody else was quicker with a row: both versions side by side, and the choice between them.

use super::{
    bench::{Bench, Shown},
    cell::short,
};
use crate::ui::parts::{Dialog, button};
use leptos::prelude::*;

#[component]
pub fn ClashDialog(bench: Bench, shown: Shown) -> impl IntoView {
    let title = Signal::derive(move || match bench.clash.get() {
        Some(clash) if clash.now.is_none() => "Somebody deleted this row".to_owned(),
        _ => "Somebody changed this row".to_owned(),
    });
    view! {
        <Dialog open=bench.clashing title=title>
            {move || bench.clash.get().map(|clash| {
                let gone = clash.now.is_none();
                let rows = shown.columns.try_with_value(|columns| {
                    let line = |(place, column): (usize, &crate::model::desk::EditColumn)| {
                        let mine = bench.staged.with(|staged| staged.entry(&clash.key, &column.name).cloned());
                        let was = shown.value(&clash.key, place);
                        let now = clash.now.as_ref().and_then(|row| row.get(place));
                        let moved = now.is_some_and(|now| *now != was);
                        let mine_text = mine.as_ref().map(|entry| if entry.text().is_empty() { "NULL".to_owned() } else { short(&entry.text()) });
                        let now_text = now.map(|now| if now.is_null() { "NULL".to_owned() } else { short(&now.display()) }).unwrap_or_default();
                        (mine.is_some() || moved).then(|| view! {
                            <tr>
                                <th scope="row" dir="auto">{column.name.clone()}</th>
                                <td dir="auto">{mine_text.unwrap_or_else(|| "as it is".to_owned())}</td>
                                <td dir="auto">{now_text}</td>
                            </tr>
                        })
                    };
                    columns.iter().enumerate().filter_map(line).collect_view()
                });
                view! {
                    <p class="mb-3 text-sm text-muted">
                        {if gone { "Your change has nothing to change any more." } else { "Nothing was saved yet. Which version of the row is right?" }}
                    </p>
                    {(!gone).then(|| view! {
                        <div class="overflow-x-auto">
                            <table class="facts desk-versions">
                                <thead><tr><th scope="col">"Column"</th><th scope="col">"Yours"</th><th scope="col">"Theirs"</th></tr></thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                    })}
                    <div class="mt-4 flex flex-wrap justify-end gap-2">
                        <button type="button" class=button::PLAIN on:click=move |_| bench.decide(false)>
                            {if gone { "Drop my change" } else { "Take theirs" }}
                        </button>
                        {(!gone).then(|| view! { <button type="button" class=button::PRIMARY on:click=move |_| bench.decide(true)>"Save mine"</button> })}
                    </div>
                }
            })}
        </Dialog>
    }
}
