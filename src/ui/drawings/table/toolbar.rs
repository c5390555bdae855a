//! Above the table: which table, search, the conditions in force.

use super::{filter::FilterForm, words};
use crate::{
    model::drawing::{GridColumn, TableDrawing},
    ui::{
        drawings::links::{TableForm, TableLinks, submit_form_of},
        parts::{Icon, Menu, follow, icons},
    },
};
use leptos::{html, prelude::*};

#[component]
pub fn Toolbar(data: Memo<TableDrawing>, links: TableLinks, title: String) -> impl IntoView {
    let columns = Memo::new(move |_| data.with(|data| data.columns.clone()));
    let search = Memo::new(move |_| data.with(|data| data.search.clone()));
    let field = NodeRef::<html::Input>::new();
    follow(search.into(), move |text: String| write(field, &text));
    view! {
        <div class="grid-bar">
            <TableSwitch data links/>
            <TableForm links replaced=&["q"] class="grid-search">
                <label class="input input-sm">
                    <Icon of=icons::SEARCH/>
                    <span class="sr-only">{format!("Search in {title}")}</span>
                    <input type="search" name=move || links.key("q") value=search.get_untracked() node_ref=field placeholder="Search" maxlength="200"/>
                </label>
                <button class="btn btn-sm btn-plain without-scripts">"Search"</button>
            </TableForm>
            <FilterMenu columns links/>
            <Chips data columns links/>
        </div>
        <FilterForm columns links/>
    }
}

/// The tables the widget was set up with, when there is a choice.
#[component]
fn TableSwitch(data: Memo<TableDrawing>, links: TableLinks) -> impl IntoView {
    let tables = Memo::new(move |_| data.with(|data| data.tables.clone()));
    let shown = Memo::new(move |_| data.with(|data| data.table.clone()));
    // Another table has other columns: sort and conditions do not move along.
    const REPLACED: &[&str] = &["table", "sort", "f", "q"];
    move || {
        (tables.with(Vec::len) > 1).then(|| {
            view! {
                <TableForm links replaced=REPLACED class="grid-switch">
                    <label>
                        <span class="sr-only">"Table"</span>
                        <select class="select select-sm" name=move || links.key("table") on:change=|event| submit_form_of(&event)>
                            {move || {
                                let shown = shown.get();
                                tables
                                    .get()
                                    .into_iter()
                                    .map(|table| view! { <option value=table.clone() selected=table == shown>{table.clone()}</option> })
                                    .collect_view()
                            }}
                        </select>
                    </label>
                    <button class="btn btn-sm btn-plain without-scripts">"Show"</button>
                </TableForm>
            }
        })
    }
}

/// Every column as a way to its filter.
#[component]
fn FilterMenu(columns: Memo<Vec<GridColumn>>, links: TableLinks) -> impl IntoView {
    view! {
        <Menu label="Filter by a column" class="btn btn-sm btn-plain" left=true button=|| view! { <Icon of=icons::FILTER/>"Filter" }>
            <ul class="menu-scroll">
                {move || {
                    columns
                        .get()
                        .into_iter()
                        .map(|column| {
                            let (mark, _) = words::glyph(column.kind);
                            let name = column.name;
                            view! {
                                <li>
                                    <a class="menu-item" href=move || links.pick(&name) data-noscroll=""><Icon of=mark/><span dir="auto">{column.header}</span></a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Menu>
    }
}

/// The conditions in force, each with the way to drop it.
#[component]
fn Chips(data: Memo<TableDrawing>, columns: Memo<Vec<GridColumn>>, links: TableLinks) -> impl IntoView {
    let filter = Memo::new(move |_| data.with(|data| data.filter.clone()));
    move || {
        let all = filter.get();
        let many = (all.len() > 1).then(|| {
            let href = move || links.to(|view| view.filter.clear());
            view! { <a class="btn btn-sm btn-quiet" href=href data-noscroll="">"Clear all"</a> }
        });
        let chips = all.into_iter().enumerate().map(|(i, condition)| {
            let text = columns.with(|columns| words::condition(&condition, columns));
            let href = move || {
                links.to(|view| {
                    if i < view.filter.len() {
                        view.filter.remove(i);
                    }
                })
            };
            view! {
                <li class="chip">
                    <span class="chip-text" dir="auto" title=text.clone()>{text.clone()}</span>
                    <a class="chip-drop" href=href data-noscroll=""><Icon of=icons::X/><span class="sr-only">{format!("Remove filter {text}")}</span></a>
                </li>
            }
        });
        let chips = chips.collect_view();
        (!chips.is_empty()).then(|| view! { <ul class="chips" aria-label="Filters">{chips}</ul> {many} })
    }
}

#[cfg(feature = "hydrate")]
fn write(field: NodeRef<html::Input>, text: &str) {
    if let Some(input) = field.get_untracked() {
        input.set_value(text);
    }
}

#[cfg(not(feature = "hydrate"))]
fn write(_: NodeRef<html::Input>, _: &str) {}
