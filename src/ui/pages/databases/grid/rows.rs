//! The rows on the page and the new ones below them.

use super::{
    Grid, OpenRow,
    bench::{At, Bench},
    cell, editor,
};
use crate::{
    model::{
        desk::EditColumn,
        staged::{Cells, Entry},
        value::Value,
    },
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

#[component]
pub fn Body(bench: Bench) -> impl IntoView {
    let grid = expect_context::<Grid>();
    let rows = grid.shown.rows.with_value(|rows| {
        let row = |(key, _, values): &(String, String, Vec<Value>)| {
            view! { <Row bench grid=grid.clone() key=key.clone() values=values.clone()/> }
        };
        rows.iter().map(row).collect_view()
    });
    let grid = StoredValue::new(grid);
    let made = move || bench.staged.with(|staged| staged.made().iter().map(|row| row.number).collect::<Vec<_>>());
    view! {
        <tbody>
            {rows}
            <For each=made key=|number| *number let:number>
                {grid.try_get_value().map(|grid| view! { <NewRow bench grid number/> })}
            </For>
        </tbody>
    }
}

/// What a row looks like now.
#[derive(Clone, PartialEq, Default)]
struct Look {
    changed: Cells,
    deleted: bool,
    editing: Option<usize>,
}

#[component]
fn Row(bench: Bench, grid: Grid, key: String, values: Vec<Value>) -> impl IntoView {
    let at = At::Row(key.clone());
    let columns = grid.shown.columns;
    let look = {
        let (key, at) = (key.clone(), at.clone());
        Memo::new(move |_| {
            let editing = bench.editing.with(|editing| editing.as_ref().filter(|(row, _)| *row == at).map(|(_, column)| *column));
            bench.staged.with(|staged| Look {
                changed: columns.with_value(|columns| {
                    let entry = |column: &EditColumn| Some((column.name.clone(), staged.entry(&key, &column.name)?.clone()));
                    columns.iter().filter_map(entry).collect()
                }),
                deleted: staged.is_deleted(&key),
                editing,
            })
        })
    };
    let state = move || look.with(|look| if look.deleted { "deleted" } else { "" });
    let mark = at.mark();
    let head = {
        let (grid, key) = (grid.clone(), key.clone());
        view! { <RowHead bench grid key look_deleted=Memo::new(move |_| look.with(|look| look.deleted))/> }
    };
    let cells = move || {
        let look = look.get();
        columns.with_value(|columns| {
            let one = |(place, column): (usize, &EditColumn)| {
                let was = values.get(place).cloned().unwrap_or(Value::Null);
                let entry = look.changed.get(&column.name).cloned();
                if look.editing == Some(place) {
                    let start = entry.clone().unwrap_or_else(|| Entry::of(&was));
                    return editor::editor(bench, &grid, at.clone(), place, column, start);
                }
                cell::cell(&grid, &key, place, column, &was, entry.as_ref())
            };
            columns.iter().enumerate().map(one).collect_view()
        })
    };
    view! { <tr data-row=mark data-state=state>{head}{cells}</tr> }
}

/// The box by which rows are picked, and the way to the row's own page.
#[component]
fn RowHead(bench: Bench, grid: Grid, key: String, look_deleted: Memo<bool>) -> impl IntoView {
    if key.is_empty() {
        return view! { <td class="cell desk-cell-head"></td> }.into_any();
    }
    let href = grid.ground.row(&grid.table, &key);
    let named = format!("Open row {key}");
    let pick = grid.editable.then(|| {
        let (own, label, shown, back) = (key.clone(), format!("Pick row {key}"), grid.shown, key.clone());
        let is = move || bench.picked.with(|picked| picked.contains(&own));
        let set = move |ev: leptos::ev::Event| {
            let on = event_target_checked(&ev);
            bench.picked.update(|picked| {
                if on { picked.insert(key.clone()) } else { picked.remove(&key) };
            });
        };
        view! {
            {move || if look_deleted.get() {
                let key = back.clone();
                view! {
                    <button type="button" class="desk-open" title="Keep this row" aria-label="Keep this row" on:click=move |_| bench.delete(shown, &key, false)>
                        <Icon of=icons::UNDO_2 size=14/>
                    </button>
                }.into_any()
            } else {
                let (is, set) = (is.clone(), set.clone());
                view! { <input type="checkbox" class="checkbox checkbox-xs needs-scripts" aria-label=label.clone() prop:checked=is on:change=set/> }.into_any()
            }}
        }
    });
    view! { <td class="cell desk-cell-head"><span class="desk-row-head">{pick}{href.map(|href| view! { <OpenRow href name=named/> })}</span></td> }.into_any()
}

#[component]
fn NewRow(bench: Bench, grid: Grid, number: u32) -> impl IntoView {
    let at = At::New(number);
    let columns = grid.shown.columns;
    let look = {
        let at = at.clone();
        Memo::new(move |_| {
            let editing = bench.editing.with(|editing| editing.as_ref().filter(|(row, _)| *row == at).map(|(_, column)| *column));
            let changed = bench.staged.with(|staged| staged.made().iter().find(|row| row.number == number).map(|row| row.cells.clone()));
            Look { changed: changed.unwrap_or_default(), deleted: false, editing }
        })
    };
    let mark = at.mark();
    let cells = move || {
        let look = look.get();
        columns.with_value(|columns| {
            let one = |(place, column): (usize, &EditColumn)| {
                let entry = look.changed.get(&column.name).cloned();
                if look.editing == Some(place) {
                    let start = entry.unwrap_or_else(|| Entry::Text(String::new()));
                    return editor::editor(bench, &grid, at.clone(), place, column, start);
                }
                cell::new_cell(place, column, entry.as_ref())
            };
            columns.iter().enumerate().map(one).collect_view()
        })
    };
    view! {
        <tr data-row=mark data-state="new">
            <td class="cell desk-cell-head">
                <button type="button" class="desk-open" aria-label="Drop this new row" title="Drop this new row" on:click=move |_| bench.staged.update(|staged| staged.drop_made(number))>
                    <Icon of=icons::X size=14/>
                </button>
            </td>
            {cells}
        </tr>
    }
}
