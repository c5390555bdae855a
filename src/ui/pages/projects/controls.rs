//! Reading and filling the controls of one connection's row in the browser, found by the end of their names.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement},
};

fn control(row: &Element, part: &str) -> Option<Element> {
    row.query_selector(&format!("[name$='[{part}]']:not([type='hidden'])")).ok().flatten()
}

/// What the control of `part` (`host`, `tls`, ...) holds.
pub fn read(row: &Element, part: &str) -> Option<String> {
    let control = control(row, part)?;
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        return Some(select.value());
    }
    control.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)
}

/// Puts `value` into the control of `part`, as if it had been typed.
pub fn write(row: &Element, part: &str, value: &str) {
    let Some(control) = control(row, part) else { return };
    let event = if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
        "input"
    } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
        "change"
    } else {
        return;
    };
    if let Ok(event) = Event::new(event) {
        // Only listeners of our own hear it, and none of them cancels it.
        let _ = control.dispatch_event(&event);
    }
}
