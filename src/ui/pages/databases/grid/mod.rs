//! Rows of a table, edited in place. Without scripts it is a table to read, with a page for each row.
//!
//! Arrow keys move between cells, Enter or F2 edits one, typing begins anew, Delete makes it NULL. Listeners stand on the
//! whole table: a page has thousands of cells.

mod bar;
pub mod bench;
mod cell;
mod clash;
mod editor;
mod foot;
pub mod ground;
mod keys;
mod paste;
mod rows;

use crate::{
    model::{
        desk::{EditColumn, RowsPage, TableFace},
        drawing::TableDrawing,
    },
    ui::{
        drawings::{
            links::TableLinks,
            table::{head::head, toolbar::Toolbar},
        },
        parts::{Icon, icons},
    },
};
use bench::{Bench, Shown};
pub use cell::is_bytes;
use ground::Ground;
use leptos::prelude::*;

/// What the parts of one grid know.
#[derive(Clone)]
struct Grid {
    shown: Shown,
    ground: Ground,
    table: String,
    /// Cells can be changed here.
    editable: bool,
}

#[component]
pub fn DataGrid(#[prop(into)] ground: Ground, table: TableFace, page: RowsPage, links: TableLinks) -> impl IntoView {
    let bench = expect_context::<Bench>();
    bench.turn_to(&table.name);
    let RowsPage { drawing, columns, keys, versions, turns } = page;
    let rows: Vec<_> = keys.into_iter().zip(versions).zip(drawing.rows.clone()).map(|((key, version), row)| (key, version, row)).collect();
    let editable = ground.may_change() && rows.iter().all(|(key, _, _)| !key.is_empty()) && !table.is_view();
    let can_add = ground.may_insert() && !table.is_view();
    let shown = Shown { columns: StoredValue::new(columns.clone()), rows: StoredValue::new(rows) };
    let grid = Grid { shown, ground, table: table.name.clone(), editable };
    provide_context(grid.clone());
    let data = Memo::new(move |_| drawing.clone());
    let sort = Memo::new(move |_| data.with(|data: &TableDrawing| data.sort.clone()));
    let heads = data.with_untracked(|data| data.columns.clone());
    let heads = heads.into_iter().map(|column| head(column, sort, Some(links))).collect_view();
    let title = table.name.clone();
    let wrap = NodeRef::<leptos::html::Div>::new();
    keys::listen(bench, grid.clone(), wrap);
    view! {
        <div class="grid-tile desk-grid">
            <Toolbar data links title=title.clone()/>
            {can_add.then(|| view! { <bar::RowTools bench shown new_row=grid.ground.new_row(&grid.table) editable/> })}
            <div class="grid-scroll" tabindex="0" role="region" aria-label=format!("Rows of {title}") node_ref=wrap>
                <table class="grid-table">
                    <thead>
                        <tr>
                            <th scope="col" class="th desk-th"><span class="sr-only">"Row"</span></th>
                            {heads}
                        </tr>
                    </thead>
                    <rows::Body bench/>
                </table>
                <NoRows data links/>
            </div>
            <foot::Foot data turns links/>
            {can_add.then(|| view! {
                <bar::ChangeBar bench/>
                <clash::ClashDialog bench shown/>
                <paste::PasteDialog bench columns/>
            })}
        </div>
    }
}

/// An empty table says why.
#[component]
fn NoRows(data: Memo<TableDrawing>, links: TableLinks) -> impl IntoView {
    let bench = expect_context::<Bench>();
    move || {
        let (empty, narrowed, page) =
            data.with(|data| (data.rows.is_empty(), !data.filter.is_empty() || !data.search.is_empty(), data.page));
        let new = bench.staged.with(|staged| !staged.made().is_empty());
        (empty && !new).then(|| {
            let reason = match (narrowed, page) {
                (_, 2..) => "There are no rows on this page.",
                (true, _) => "No row fits the search and filters.",
                (false, _) => "The table has no rows yet.",
            };
            let back = (narrowed || page > 1).then(|| {
                let href = move || links.to(|view| (view.filter, view.search) = (Vec::new(), None));
                view! { <a class="link-quiet" href=href data-noscroll="">"Show all rows"</a> }
            });
            view! { <p class="grid-empty">{reason}" "{back}</p> }
        })
    }
}

/// What a column is, for the label of a field.
fn described(column: &EditColumn) -> String {
    let declared = if column.declared.is_empty() { "any" } else { &column.declared };
    format!("{} ({declared})", column.name)
}

/// A file cell, as the API serves it; nothing without a key of one column.
fn file_address(grid: &Grid, column: &str, key: &str) -> Option<String> {
    let columns = grid.shown.columns.with_value(|columns| {
        let own: Vec<String> = columns.iter().filter(|column| column.is_key).map(|column| column.name.clone()).collect();
        own
    });
    let by = match columns.as_slice() {
        [] => "rowid".to_owned(),
        [one] => one.clone(),
        _ => return None,
    };
    grid.ground.file(&grid.table, column, &by, key)
}

#[component]
fn OpenRow(href: String, name: String) -> impl IntoView {
    view! { <a class="desk-open" href=href title="Open the row" aria-label=name><Icon of=icons::MAXIMIZE_2 size=14/></a> }
}
