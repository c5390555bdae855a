//! Above the rows: adding, pasting, deleting what was picked. Below them: what waits to be saved.

use super::bench::{Bench, Shown};
use crate::ui::parts::{Dialog, Icon, Notice, Tone, button, icons};
use leptos::prelude::*;

#[component]
pub fn RowTools(bench: Bench, shown: Shown, new_row: Option<String>, editable: bool) -> impl IntoView {
    let picked = move || bench.picked.with(|picked| picked.len());
    view! {
        <div class="grid-bar desk-tools">
            {new_row.map(|href| view! { <a class="btn btn-sm btn-plain without-scripts" href=href><Icon of=icons::PLUS/>"Add row"</a> })}
            <button type="button" class="btn btn-sm btn-plain needs-scripts" on:click=move |_| bench.add(shown)><Icon of=icons::PLUS/>"Add row"</button>
            <button type="button" class="btn btn-sm btn-quiet needs-scripts" on:click=move |_| {
                bench.pasted.set(String::new());
                bench.pasting.set(true);
            }>
                <Icon of=icons::CLIPBOARD_PASTE/>
                "Paste rows"
            </button>
            {move || (picked() > 0).then(|| view! {
                <button type="button" class="btn btn-sm btn-danger-quiet" on:click=move |_| bench.delete_picked(shown)>
                    <Icon of=icons::TRASH_2/>
                    {move || match picked() { 1 => "Delete 1 row".to_owned(), n => format!("Delete {n} rows") }}
                </button>
            })}
            {editable.then(|| view! { <span class="desk-hint needs-scripts">"Double-click or press Enter to edit a cell"</span> })}
        </div>
    }
}

#[component]
pub fn ChangeBar(bench: Bench) -> impl IntoView {
    let some = move || bench.staged.with(|staged| !staged.is_empty());
    let words = move || bench.staged.with(|staged| staged.words());
    let title = Signal::derive(|| "What will run".to_owned());
    view! {
        <Show when=some>
            <div class="desk-changes" role="region" aria-label="Changes that are not saved">
                {move || bench.error.get().map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })}
                <div class="desk-changes-bar">
                    <strong aria-live="polite">{words}</strong>
                    <button type="button" class="btn btn-sm btn-quiet" on:click=move |_| bench.ask_review()>"Review SQL"</button>
                    <button type="button" class="btn btn-sm btn-plain" on:click=move |_| bench.discard()>"Discard"</button>
                    <button type="button" class="btn btn-sm btn-primary" disabled=move || bench.busy.get() on:click=move |_| bench.save()>
                        {move || bench.busy.get().then(|| view! { <Icon of=icons::LOADER_CIRCLE class="spin"/> })}
                        "Save"
                    </button>
                </div>
            </div>
        </Show>
        <Dialog open=bench.reviewing title=title>
            <p class="mb-2 text-sm text-muted">"These statements run together: all of them, or none."</p>
            <pre class="desk-sql" tabindex="0">{move || bench.review.get().unwrap_or_default().join("\n")}</pre>
            <div class="mt-4 flex justify-end gap-2">
                <button type="button" class=button::PLAIN on:click=move |_| bench.reviewing.set(false)>"Back"</button>
                <button type="button" class=button::PRIMARY on:click=move |_| bench.save()>"Save"</button>
            </div>
        </Dialog>
    }
}
