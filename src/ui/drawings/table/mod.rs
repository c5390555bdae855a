//! A table of rows: a real `<table>`, paged, sorted and filtered by the server. What the reader chose stands
//! in the address.

pub mod cell;
mod filter;
pub mod foot;
pub mod head;
pub mod toolbar;
pub mod words;

use super::links::TableLinks;
use crate::{
    model::drawing::TableDrawing,
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

/// `links` is absent where the reader has nothing to choose (previews).
#[component]
pub fn TableView(data: Memo<TableDrawing>, links: Option<TableLinks>, #[prop(into)] title: String) -> impl IntoView {
    let rows = Memo::new(move |_| data.with(|data| (data.columns.clone(), data.rows.clone())));
    let label = format!("Rows of {title}");
    view! {
        <div class="grid-tile">
            {links.map(|links| view! { <toolbar::Toolbar data links title=title.clone()/> })}
            <FailedSources data/>
            <div class="grid-scroll" tabindex="0" role="region" aria-label=label>
                <table class="grid-table">
                    <head::Head data links/>
                    <tbody>
                        {move || {
                            rows.with(|(columns, rows)| {
                                rows.iter()
                                    .map(|row| view! { <tr>{columns.iter().zip(row).map(|(column, value)| cell::cell(column, value)).collect_view()}</tr> })
                                    .collect_view()
                            })
                        }}
                    </tbody>
                </table>
                <NoRows data links/>
            </div>
            <foot::Foot data links/>
        </div>
    }
}

/// An empty table says why.
#[component]
fn NoRows(data: Memo<TableDrawing>, links: Option<TableLinks>) -> impl IntoView {
    let empty = Memo::new(move |_| {
        data.with(|data| data.rows.is_empty().then_some((data.page, !data.filter.is_empty() || !data.search.is_empty())))
    });
    move || {
        empty.get().map(|(page, narrowed)| {
            let reason = match (narrowed, page) {
                (_, 2..) => "There are no rows on this page.",
                (true, _) => "No row fits the search and filters.",
                (false, _) => "The table has no rows.",
            };
            let back = links.filter(|_| narrowed || page > 1).map(|links| {
                let href = move || links.to(|view| (view.filter, view.search) = (Vec::new(), None));
                view! { <a class="link-quiet" href=href data-noscroll="">"Show all rows"</a> }
            });
            view! { <p class="grid-empty">{reason}" "{back}</p> }
        })
    }
}

/// The sources of an integrated table that could not be read, by name; the others are shown.
#[component]
fn FailedSources(data: Memo<TableDrawing>) -> impl IntoView {
    let failed = Memo::new(move |_| data.with(|data| data.failed_sources.clone()));
    move || {
        let items = failed.get().into_iter().map(|source| {
            view! { <li><strong dir="auto">{source.title}</strong>" could not be read. "{source.message}</li> }
        });
        let items = items.collect_view();
        (!items.is_empty())
            .then(|| view! { <div class="notice notice-warn" role="status"><Icon of=icons::TRIANGLE_ALERT/><ul>{items}</ul></div> })
    }
}
