//! Where the reader is in the table, and the way on.

use super::words;
use crate::{
    model::{drawing::TableDrawing, filter::TableView},
    ui::{
        drawings::links::{TableForm, TableLinks, submit_form_of},
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

const SIZES: [u32; 4] = [25, 50, 100, 200];

#[component]
pub fn Foot(data: Memo<TableDrawing>, links: Option<TableLinks>) -> impl IntoView {
    let range = move || data.with(|data| words::range(data.page, data.page_size, data.rows.len(), data.total));
    let cut = move || data.with(|data| data.cut.clone()).map(|cut| view! { <span class="grid-cut" role="note">{cut}</span> });
    let paged = Memo::new(move |_| data.with(|data| data.paged));
    view! {
        <div class="grid-foot">
            <span class="tabular" aria-live="polite">{range}</span>
            {cut}
            {move || links.filter(|_| paged.get()).map(|links| view! { <Pager data links/> })}
        </div>
    }
}

#[component]
fn Pager(data: Memo<TableDrawing>, links: TableLinks) -> impl IntoView {
    let page = Memo::new(move |_| data.with(|data| data.page));
    let has_next = Memo::new(move |_| data.with(|data| data.has_next));
    let at = move |page: u32| links.to(move |view: &mut TableView| view.page = Some(page));
    view! {
        <span class="grid-pager">
            <PageSize data links/>
            {move || step(page.get() > 1, at(page.get().saturating_sub(1)), "Previous page", icons::CHEVRON_LEFT)}
            {move || step(has_next.get(), at(page.get().saturating_add(1)), "Next page", icons::CHEVRON_RIGHT)}
        </span>
    }
}

/// How many rows a page has, to be chosen.
#[component]
pub fn PageSize(data: Memo<TableDrawing>, links: TableLinks) -> impl IntoView {
    let size = Memo::new(move |_| data.with(|data| data.page_size));
    view! {
        <TableForm links replaced=&["size"] class="grid-size">
            <label>
                <span class="sr-only">"Rows per page"</span>
                <select class="select select-sm" name=move || links.key("size") on:change=|event| submit_form_of(&event)>
                    {move || {
                        let mut sizes = SIZES.to_vec();
                        if !sizes.contains(&size.get()) {
                            sizes.push(size.get());
                            sizes.sort_unstable();
                        }
                        sizes
                            .into_iter()
                            .map(|n| view! { <option value=n selected=move || size.get() == n prop:selected=move || size.get() == n>{format!("{n} rows")}</option> })
                            .collect_view()
                    }}
                </select>
            </label>
            <button class="btn btn-sm btn-plain without-scripts">"Set"</button>
        </TableForm>
    }
}

/// A way to another page, or its glyph where there is none.
pub fn step(possible: bool, href: String, label: &'static str, icon: &'static str) -> AnyView {
    if possible {
        view! {
            <a class="btn btn-sm btn-square btn-plain" href=href data-noscroll="" title=label><Icon of=icon/><span class="sr-only">{label}</span></a>
        }
        .into_any()
    } else {
        view! { <span class="btn btn-sm btn-square btn-plain btn-off" aria-hidden="true"><Icon of=icon/></span> }.into_any()
    }
}
