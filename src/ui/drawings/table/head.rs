//! The heads of the columns: type glyph, name, sort, and the way to the column's filter.

use super::words;
use crate::{
    model::{
        drawing::{GridColumn, TableDrawing},
        filter::Sort,
    },
    ui::{
        drawings::links::TableLinks,
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Head(data: Memo<TableDrawing>, links: Option<TableLinks>) -> impl IntoView {
    let columns = Memo::new(move |_| data.with(|data| data.columns.clone()));
    let sort = Memo::new(move |_| data.with(|data| data.sort.clone()));
    view! {
        <thead>
            <tr>{move || columns.get().into_iter().map(|column| head(column, sort, links)).collect_view()}</tr>
        </thead>
    }
}

/// The head of one column.
pub fn head(column: GridColumn, sort: Memo<Option<Sort>>, links: Option<TableLinks>) -> impl IntoView {
    let (mark, mark_name) = words::glyph(column.kind);
    let class = if column.kind.is_numeric() { "th th-number" } else { "th" };
    let name = column.name.clone();
    let direction = Memo::new(move |_| sort.with(|sort| sort.as_ref().filter(|sort| sort.column == name).map(|sort| sort.descending)));
    let aria_sort = move || match direction.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let title = format!("{} ({})", column.header, column.short_type);
    let label = view! {
        <span class="th-glyph" title=column.short_type.clone()><Icon of=mark/><span class="sr-only">{mark_name}</span></span>
        <span class="th-name" dir="auto">{column.header.clone()}</span>
    };
    let Some(links) = links else {
        return view! { <th scope="col" class=class title=title><span class="th-sort">{label}</span></th> }.into_any();
    };
    let (name, filter_name, header) = (column.name.clone(), column.name.clone(), column.header.clone());
    // Up, down, and back to the order of the table.
    let next = move || {
        let descending = direction.get();
        links.to(|view| {
            view.sort = match descending {
                None => Some(Sort { column: name.clone(), descending: false }),
                Some(false) => Some(Sort { column: name.clone(), descending: true }),
                Some(true) => None,
            }
        })
    };
    view! {
        <th scope="col" class=class aria-sort=aria_sort>
            <span class="th-row">
                <a class="th-sort" href=next data-noscroll="" title=title>
                    {label}
                    <span class="th-arrow" aria-hidden="true">
                        {move || match direction.get() {
                            Some(false) => view! { <Icon of=icons::ARROW_UP/> }.into_any(),
                            Some(true) => view! { <Icon of=icons::ARROW_DOWN/> }.into_any(),
                            None => view! { <Icon of=icons::ARROW_UP_DOWN/> }.into_any(),
                        }}
                    </span>
                </a>
                <a class="th-filter" href=move || links.pick(&filter_name) data-noscroll="" title=format!("Filter by {header}")>
                    <Icon of=icons::FILTER/>
                    <span class="sr-only">{format!("Filter by {header}")}</span>
                </a>
            </span>
        </th>
    }
    .into_any()
}
