//! The field in the place of a cell that is being edited. Enter and leaving it set the value, Escape leaves it as it was.

use super::{
    Grid,
    bench::{At, Bench},
    described,
    ground::Place,
};
use crate::model::{
    desk::{CellInput, EditColumn, Leads},
    filter::TableView,
    outcome::Outcome,
    staged::Entry,
    value::Value,
};
use leptos::{ev, html, prelude::*};

/// Most rows that the picker of a foreign key offers.
const OFFERED: u32 = 20;

/// What ends an edit.
#[derive(Clone, Copy)]
struct Ending {
    bench: Bench,
    grid: StoredValue<Grid>,
    at: StoredValue<At>,
    place: usize,
    over: StoredValue<bool>,
}

impl Ending {
    /// A field that goes away is left by that once more, when nothing of its edit is there any longer.
    fn is_over(self) -> bool {
        self.over.try_get_value() != Some(false)
    }

    /// Sets the value and gives the focus back to the cell, or to the next one.
    fn set(self, entry: Option<Entry>, step: i32) {
        if self.is_over() {
            return;
        }
        self.over.set_value(true);
        let (bench, at) = (self.bench, self.at.get_value());
        if let Some(shown) = self.grid.try_with_value(|grid| grid.shown) {
            bench.set(shown, &at, self.place, entry);
        }
        self.close(step);
    }

    fn cancel(self) {
        if !self.is_over() {
            self.over.set_value(true);
            self.close(0);
        }
    }

    fn close(self, step: i32) {
        // A field that is taken away is left by it, when nothing that could hear of it is there any longer.
        super::keys::leave();
        let here = Some((self.at.get_value(), self.place));
        if self.bench.editing.get_untracked() == here {
            self.bench.editing.set(None);
        }
        super::keys::focus(&self.at.get_value(), self.place, step);
    }
}

pub fn editor(bench: Bench, grid: &Grid, at: At, place: usize, column: &EditColumn, start: Entry) -> AnyView {
    let ending = Ending { bench, grid: StoredValue::new(grid.clone()), at: StoredValue::new(at), place, over: StoredValue::new(false) };
    let field = match column.input {
        CellInput::Select => choices(ending, column, start),
        CellInput::Checkbox => yes_no(ending, column, start),
        CellInput::File => file(ending, column),
        CellInput::LongText => long(ending, column, start),
        _ => line(ending, column, start),
    };
    view! { <td class="cell desk-edit" data-col=place>{field}</td> }.into_any()
}

/// What an empty field says: NULL in columns that hold no texts, and where there was NULL; the default in a new row.
fn read(column: &EditColumn, start: &Entry, is_new: bool, text: String) -> Option<Entry> {
    if !text.is_empty() {
        return Some(Entry::Text(text));
    }
    let takes_text = matches!(column.input, CellInput::Text | CellInput::LongText | CellInput::Url | CellInput::Email);
    match (is_new, takes_text, start) {
        (true, _, _) => None,
        (_, true, Entry::Text(_)) => Some(Entry::Text(String::new())),
        _ => Some(Entry::Null),
    }
}

fn is_new(ending: Ending) -> bool {
    ending.at.with_value(|at| matches!(at, At::New(_)))
}

fn on_keys(ending: Ending, take: impl Fn() -> Option<Entry> + 'static, lines: bool) -> impl Fn(ev::KeyboardEvent) + 'static {
    move |event| match event.key().as_str() {
        _ if ending.is_over() => {}
        "Enter" if !lines || event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            ending.set(take(), 0);
        }
        "Tab" => {
            event.prevent_default();
            ending.set(take(), if event.shift_key() { -1 } else { 1 });
        }
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            ending.cancel();
        }
        // Arrows move inside the field.
        _ => event.stop_propagation(),
    }
}

fn line(ending: Ending, column: &EditColumn, start: Entry) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let text = start.text();
    let kind = column.input.html(&text);
    let take = {
        let (column, new) = (column.clone(), is_new(ending));
        move || read(&column, &start, new, node.get_untracked().map(|input| input.value()).unwrap_or_default())
    };
    let leave = take.clone();
    focus_input(node);
    let offered = column.leads.clone().map(|leads| Offered::new(ending, leads));
    let list = offered.map(|_| format!("desk-offered-{}", ending.place));
    let ask = move |_| {
        if ending.is_over() {
            return;
        }
        if let (Some(offered), Some(input)) = (offered, node.get_untracked()) {
            offered.search(input.value());
        }
    };
    view! {
        <input
            class="input input-sm desk-field"
            node_ref=node
            type=kind
            value=text
            inputmode=column.input.mode()
            aria-label=described(column)
            list=list.clone()
            autocomplete="off"
            on:input=ask
            on:keydown=on_keys(ending, take, false)
            on:blur=move |_| {
                if !ending.is_over() {
                    ending.set(leave(), 0);
                }
            }
        />
        {offered.map(|offered| view! {
            <datalist id=list>
                {move || offered.found.get().into_iter().map(|(value, words)| view! { <option value=value>{words}</option> }).collect_view()}
            </datalist>
        })}
    }
    .into_any()
}

fn long(ending: Ending, column: &EditColumn, start: Entry) -> AnyView {
    let node = NodeRef::<html::Textarea>::new();
    let text = start.text();
    let take = {
        let (column, new) = (column.clone(), is_new(ending));
        move || read(&column, &start, new, node.get_untracked().map(|area| area.value()).unwrap_or_default())
    };
    let leave = take.clone();
    focus_area(node);
    view! {
        <textarea
            class="textarea desk-field font-mono"
            rows="6"
            node_ref=node
            prop:value=text
            aria-label=format!("{}, Ctrl and Enter to finish", described(column))
            on:keydown=on_keys(ending, take, true)
            on:blur=move |_| {
                if !ending.is_over() {
                    ending.set(leave(), 0);
                }
            }
        ></textarea>
    }
    .into_any()
}

fn choices(ending: Ending, column: &EditColumn, start: Entry) -> AnyView {
    let items = column.items.iter().map(|item| (item.clone(), item.clone())).collect();
    select(ending, column, start, items)
}

fn yes_no(ending: Ending, column: &EditColumn, start: Entry) -> AnyView {
    let items = ["true", "false"].map(|word| (word.to_owned(), word.to_owned())).to_vec();
    select(ending, column, start, items)
}

fn select(ending: Ending, column: &EditColumn, start: Entry, items: Vec<(String, String)>) -> AnyView {
    let node = NodeRef::<html::Select>::new();
    let now = start.text();
    // What stands there without being a choice stays one.
    let stranger = (!now.is_empty() && !items.iter().any(|(value, _)| *value == now)).then(|| (now.clone(), now.clone()));
    let options = items.into_iter().chain(stranger).map(|(value, label)| {
        let selected = value == now;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    let take = {
        let (column, new) = (column.clone(), is_new(ending));
        move || {
            let text = node.get_untracked().map(|select| select.value()).unwrap_or_default();
            read(&column, &Entry::Null, new, text)
        }
    };
    let (leave, change) = (take.clone(), take.clone());
    focus_select(node);
    let none = if is_new(ending) { "default" } else { "NULL" };
    view! {
        <select
            class="select select-sm desk-field"
            node_ref=node
            aria-label=described(column)
            on:change=move |_| {
                if !ending.is_over() {
                    ending.set(change(), 0);
                }
            }
            on:keydown=on_keys(ending, take, false)
            on:blur=move |_| {
                if !ending.is_over() {
                    ending.set(leave(), 0);
                }
            }
        >
            <option value="" selected=start == Entry::Null>{none}</option>
            {options}
        </select>
    }
    .into_any()
}

fn file(ending: Ending, column: &EditColumn) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    focus_input(node);
    let chosen = move |_| {
        super::keys::read_file(node, move |read| match read {
            Some((bytes, name)) => ending.set(Some(Entry::Bytes(bytes, name)), 0),
            None => ending.cancel(),
        });
    };
    view! {
        <input
            class="file-input file-input-sm desk-field"
            type="file"
            node_ref=node
            aria-label=described(column)
            on:change=chosen
            on:keydown=move |event: ev::KeyboardEvent| {
                event.stop_propagation();
                if event.key() == "Escape" {
                    ending.cancel();
                }
            }
        />
        <button type="button" class="btn btn-quiet btn-sm" on:click=move |_| ending.cancel()>"Cancel"</button>
    }
    .into_any()
}

fn focus_input(node: NodeRef<html::Input>) {
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
            input.select();
        }
    });
}

fn focus_area(node: NodeRef<html::Textarea>) {
    Effect::new(move |_| {
        if let Some(area) = node.get() {
            let _ = area.focus();
        }
    });
}

fn focus_select(node: NodeRef<html::Select>) {
    Effect::new(move |_| {
        if let Some(select) = node.get() {
            let _ = select.focus();
        }
    });
}

/// Rows of the table to which a foreign key leads, found by what is typed.
#[derive(Clone, Copy)]
struct Offered {
    found: RwSignal<Vec<(String, String)>>,
    leads: StoredValue<Leads>,
    here: StoredValue<Place>,
    last: StoredValue<u32>,
}

impl Offered {
    fn new(ending: Ending, leads: Leads) -> Self {
        let offered =
            Self { found: RwSignal::new(Vec::new()), leads: StoredValue::new(leads), here: ending.bench.place, last: StoredValue::new(0) };
        offered.search(String::new());
        offered
    }

    fn search(self, text: String) {
        let number = self.last.get_value() + 1;
        self.last.set_value(number);
        let leads = self.leads.get_value();
        // What stands in the field is often the key itself, which is in no text.
        let search = Some(text).filter(|text| !text.is_empty() && text.parse::<i64>().is_err());
        let (here, view) = (self.here.get_value(), TableView { search, page_size: Some(OFFERED), ..TableView::default() });
        leptos::task::spawn_local(async move {
            let Ok(Outcome::Done(page)) = here.rows(leads.table, view).await else { return };
            // An answer to what was typed before comes too late.
            if self.last.try_get_value() != Some(number) {
                return;
            }
            let Some(key) = page.columns.iter().position(|column| column.name == leads.column) else { return };
            let others = |row: &Vec<Value>| {
                let others = row.iter().enumerate().filter(|(place, value)| *place != key && !value.is_null());
                others.take(3).map(|(_, value)| super::cell::short(&value.display())).collect::<Vec<_>>().join(" · ")
            };
            let found = page.drawing.rows.iter().filter_map(|row| Some((row.get(key)?.display(), others(row)))).collect();
            let _ = self.found.try_set(found);
        });
    }
}
