//! Where the reader is among the rows, and the ways to the pages beside, to the first and to the last. Each is a link that
//! says from which row its page is read, so that a page far down costs what the first one costs.

use crate::{
    model::{desk::PageTurns, drawing::TableDrawing, filter::TableView},
    ui::{
        drawings::{
            links::TableLinks,
            table::{
                foot::{PageSize, step},
                words,
            },
        },
        parts::icons,
    },
};
use leptos::prelude::*;

#[component]
pub fn Foot(data: Memo<TableDrawing>, turns: PageTurns, links: TableLinks) -> impl IntoView {
    let PageTurns { has_previous, has_last, is_counted, before, after } = turns;
    let (page, has_next) = data.with_untracked(|data| (data.page, data.has_next));
    let range = data.with_untracked(|data| match is_counted {
        true => words::range(data.page, data.page_size, data.rows.len(), data.total),
        false => words::uncounted(data.rows.len(), data.total),
    });
    // By the number alone where no row says it.
    let back = has_previous && (is_counted || before.is_some());
    let on = has_next && (is_counted || after.is_some());
    let first = move || links.to(|_| {});
    let previous = move || match is_counted && page <= 2 {
        true => first(),
        false => {
            let before = before.clone();
            links.to(move |view: &mut TableView| (view.page, view.before) = (is_counted.then(|| page - 1), before))
        }
    };
    let next = move || {
        let after = after.clone();
        links.to(move |view: &mut TableView| (view.page, view.after) = (is_counted.then(|| page.saturating_add(1)), after))
    };
    let last = move || links.to(|view| view.last = true);
    view! {
        <div class="grid-foot">
            <span class="tabular" aria-live="polite">{range}</span>
            <span class="grid-pager">
                <PageSize data links/>
                {move || step(has_previous, first(), "First page", icons::CHEVRONS_LEFT)}
                {move || step(back, previous(), "Previous page", icons::CHEVRON_LEFT)}
                {move || step(on, next(), "Next page", icons::CHEVRON_RIGHT)}
                {has_last.then_some(move || step(has_next, last(), "Last page", icons::CHEVRONS_RIGHT))}
            </span>
        </div>
    }
}
