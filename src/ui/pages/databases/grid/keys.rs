//! Keys, clicks and pasting on the grid, heard for all its cells at once; and what else only a browser does.

use super::{
    Grid,
    bench::{At, Bench},
};
use leptos::{html, prelude::*};

/// Listens as long as the grid is there.
#[cfg(feature = "hydrate")]
pub fn listen(bench: Bench, grid: Grid, wrap: NodeRef<html::Div>) {
    use leptos::{
        leptos_dom::helpers::WindowListenerHandle,
        wasm_bindgen::{JsCast, JsValue, prelude::Closure},
        web_sys,
    };

    /// Names of events with what hears them.
    type Heard = Vec<(&'static str, Closure<dyn Fn(web_sys::Event)>)>;
    let heard = StoredValue::new_local(None::<(web_sys::HtmlElement, Heard)>);
    let grid = StoredValue::new(grid);
    Effect::new(move |_| {
        let Some(element) = wrap.get() else { return };
        let click: Closure<dyn Fn(web_sys::Event)> = Closure::new(move |event: web_sys::Event| {
            if let Some((at, place)) = place_of(&event)
                && grid.try_with_value(|grid| may_edit(grid, &at, place)) == Some(true)
            {
                event.prevent_default();
                bench.editing.set(Some((at, place)));
            }
        });
        let keys: Closure<dyn Fn(web_sys::Event)> = Closure::new(move |event: web_sys::Event| {
            if let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() {
                grid.try_with_value(|grid| key(bench, grid, event));
            }
        });
        let paste: Closure<dyn Fn(web_sys::Event)> = Closure::new(move |event: web_sys::Event| {
            let inside_field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if inside_field.is_some_and(|target| target.closest("input, textarea, select").ok().flatten().is_some()) {
                return;
            }
            let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
            let text = get(&event, "clipboardData").and_then(|data| {
                let read = get(&data, "getData")?.dyn_into::<js_sys::Function>().ok()?;
                read.call1(&data, &"text".into()).ok()?.as_string()
            });
            if let Some(text) = text.filter(|text| crate::model::pasted::is_table(text))
                && grid.try_with_value(|grid| grid.ground.may_insert()) == Some(true)
            {
                event.prevent_default();
                bench.pasted.set(text);
                bench.pasting.set(true);
            }
        });
        let all: Heard = vec![("dblclick", click), ("keydown", keys), ("paste", paste)];
        for (name, call) in &all {
            // An element takes any listener.
            let _ = element.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        }
        heard.set_value(Some((element.into(), all)));
    });
    // The element stays when the rows are read again, and is listened to anew.
    on_cleanup(move || {
        if let Some(Some((element, all))) = heard.try_update_value(Option::take) {
            for (name, call) in &all {
                // Nothing is wrong with a listener that is gone already.
                let _ = element.remove_event_listener_with_callback(name, call.as_ref().unchecked_ref());
            }
        }
    });
    // Leaving with changes asks first.
    let leaving: WindowListenerHandle = window_event_listener(leptos::ev::beforeunload, move |event| {
        if bench.staged.try_with_untracked(|staged| !staged.is_empty()) == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
}

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: Bench, grid: Grid, _: NodeRef<html::Div>) {
    let _ = (may_edit as fn(&Grid, &At, usize) -> bool, grid);
}

/// Whether a cell can be entered: not what the database computes, nor a value of which only the beginning is here.
fn may_edit(grid: &Grid, at: &At, place: usize) -> bool {
    let free = grid.shown.columns.with_value(|columns| columns.get(place).is_some_and(|column| !column.generated));
    match at {
        At::New(_) => free,
        At::Row(key) => free && grid.editable && !matches!(grid.shown.value(key, place), crate::model::value::Value::Cut { .. }),
    }
}

#[cfg(feature = "hydrate")]
fn place_of(event: &leptos::web_sys::Event) -> Option<(At, usize)> {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    if target.closest("a, button, input, textarea, select").ok()?.is_some() {
        return None;
    }
    let cell = target.closest("td[data-col]").ok()??;
    let row = cell.closest("tr[data-row]").ok()??;
    Some((At::parse(&row.get_attribute("data-row")?)?, cell.get_attribute("data-col")?.parse().ok()?))
}

#[cfg(feature = "hydrate")]
fn key(bench: Bench, grid: &Grid, event: &leptos::web_sys::KeyboardEvent) {
    use crate::model::staged::Entry;
    use leptos::{wasm_bindgen::JsCast, web_sys};
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let name = event.key();
    if target.matches(".grid-scroll").unwrap_or(false) {
        // From the frame of the table into its first cell.
        if matches!(name.as_str(), "ArrowDown" | "ArrowRight" | "Enter")
            && let Ok(Some(first)) = target.query_selector("td[data-col][tabindex]")
        {
            event.prevent_default();
            focus_element(&first);
        }
        return;
    }
    let Some((at, place)) = place_of(event) else { return };
    let step = match name.as_str() {
        "ArrowRight" => Some((0, 1)),
        "ArrowLeft" => Some((0, -1)),
        "ArrowDown" => Some((1, 0)),
        "ArrowUp" => Some((-1, 0)),
        _ => None,
    };
    if let Some((down, right)) = step {
        event.prevent_default();
        move_focus(&target, down, right);
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() || !may_edit(grid, &at, place) {
        return;
    }
    match name.as_str() {
        "Enter" | "F2" => {
            event.prevent_default();
            bench.editing.set(Some((at, place)));
        }
        "Delete" | "Backspace" => {
            event.prevent_default();
            let entry = matches!(at, At::Row(_)).then_some(Entry::Null);
            bench.set(grid.shown, &at, place, entry);
            focus(&at, place, 0);
        }
        // The first letter goes into the field that takes its place.
        text if text.chars().count() == 1 => bench.editing.set(Some((at, place))),
        _ => {}
    }
}

#[cfg(feature = "hydrate")]
fn move_focus(cell: &leptos::web_sys::Element, down: i32, right: i32) {
    let beside = |element: &leptos::web_sys::Element, step: i32| match step {
        1 => element.next_element_sibling(),
        -1 => element.previous_element_sibling(),
        _ => Some(element.clone()),
    };
    let (Some(row), Some(column)) = (cell.closest("tr").ok().flatten(), cell.get_attribute("data-col")) else { return };
    let next = if right != 0 {
        beside(cell, right)
    } else {
        beside(&row, down).and_then(|row| row.query_selector(&format!("td[data-col='{column}']")).ok().flatten())
    };
    if let Some(next) = next.filter(|next| next.has_attribute("data-col")) {
        focus_element(&next);
    }
}

#[cfg(feature = "hydrate")]
fn focus_element(element: &leptos::web_sys::Element) {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // An element that is gone by now takes no focus.
        let _ = element.focus();
    }
}

/// Takes the focus from the field that has it.
#[cfg(feature = "hydrate")]
pub fn leave() {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    let field = document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field.filter(|field| field.matches(".desk-field").unwrap_or(false)) {
        // An element that cannot lose the focus has none.
        let _ = field.blur();
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn leave() {}

/// Gives the focus to a cell once it is shown again, or to one beside it; `step` is to the right.
#[cfg(feature = "hydrate")]
pub fn focus(at: &At, place: usize, step: i32) {
    let mark = at.mark().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\a ");
    request_animation_frame(move || {
        let found = document().query_selector(&format!("tr[data-row=\"{mark}\"] td[data-col='{place}']"));
        if let Ok(Some(cell)) = found {
            focus_element(&cell);
            if step != 0 {
                move_focus(&cell, 0, step);
            }
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub fn focus(_: &At, _: usize, _: i32) {}

/// Reads the file that was chosen: its bytes in base 64 and its name; nothing when it cannot be read.
#[cfg(feature = "hydrate")]
pub fn read_file(node: NodeRef<html::Input>, done: impl Fn(Option<(String, String)>) + 'static) {
    use leptos::wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let Some(input) = node.get_untracked() else { return done(None) };
    let file = get(&get(&input, "files"), "0");
    let make = get(&js_sys::global(), "FileReader").dyn_into::<js_sys::Function>();
    let (Ok(make), true) = (make, file.is_object()) else { return done(None) };
    let Ok(reader) = js_sys::Reflect::construct(&make, &js_sys::Array::new()) else { return done(None) };
    let name = get(&file, "name").as_string().unwrap_or_default();
    let source = reader.clone();
    let ended = Closure::once_into_js(move || {
        // `data:image/png;base64,...`
        let text = js_sys::Reflect::get(&source, &"result".into()).ok().and_then(|result| result.as_string());
        done(text.and_then(|text| Some((text.split_once(',')?.1.to_owned(), name))));
    });
    let _ = js_sys::Reflect::set(&reader, &"onloadend".into(), &ended);
    if let Ok(read) = get(&reader, "readAsDataURL").dyn_into::<js_sys::Function>() {
        let _ = read.call1(&reader, &file);
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn read_file(_: NodeRef<html::Input>, _: impl Fn(Option<(String, String)>) + 'static) {}
