//! The controls of the choices. They follow the address from its first change on; what somebody chose in them
//! before scripts ran is kept and counts.

use crate::ui::parts::{Icon, follow};
use leptos::{html, prelude::*};

/// One option of a [`Pick`].
#[derive(Clone, PartialEq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub enabled: bool,
    /// The heading that it stands under with its neighbours; none when empty.
    pub group: &'static str,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), enabled: true, group: "" }
    }
}

/// One of several.
#[component]
pub fn Pick(
    name: &'static str,
    label: &'static str,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// What the address says.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Stands for no choice at all.
    #[prop(optional)]
    none: Option<&'static str>,
    #[prop(optional)] required: bool,
    /// Below the control.
    #[prop(optional_no_strip)]
    hint: Option<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    follow(chosen, move |now| select(node, now.as_deref().unwrap_or_default()));
    let options = move || {
        let now = chosen.get_untracked();
        let option = |Choice { value, label, enabled, .. }: Choice| {
            let selected = now.as_ref() == Some(&value);
            view! { <option value=value disabled=!enabled selected=selected>{label}</option> }
        };
        let choices = choices.get();
        let groups = choices.chunk_by(|one, next| one.group == next.group).map(|group| {
            let options = group.iter().cloned().map(option).collect_view();
            match group[0].group {
                "" => options.into_any(),
                label => view! { <optgroup label=label>{options}</optgroup> }.into_any(),
            }
        });
        groups.collect_view()
    };
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <select class="select" name=name required=required node_ref=node>
                {none.map(|text| view! { <option value="">{text}</option> })}
                {options}
            </select>
            {hint.map(|text| view! { <span class="field-hint">{text}</span> })}
        </label>
    }
}

/// A short text or a number.
#[component]
pub fn Type(
    name: &'static str,
    label: &'static str,
    /// What the address says.
    #[prop(into)]
    value: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    /// Below the control.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    follow(value, move |now| write(node, now.as_deref().unwrap_or_default()));
    let first = value.get_untracked().unwrap_or_default();
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <input class="input" type=kind step=(kind == "number").then_some("any") name=name value=first autocomplete="off" node_ref=node/>
            {hint.map(|text| view! { <span class="field-hint">{text}</span> })}
        </label>
    }
}

/// One box of a list of many.
#[component]
pub fn Tick(
    name: &'static str,
    value: String,
    label: String,
    /// Before the label; none when empty.
    #[prop(optional)]
    icon: &'static str,
    #[prop(default = true)] enabled: bool,
    /// What the address says.
    #[prop(into)]
    checked: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    follow(checked, move |now| check(node, now));
    let first = checked.get_untracked();
    view! {
        <label class="check-row">
            <input type="checkbox" class="checkbox checkbox-sm" name=name value=value disabled=!enabled checked=first node_ref=node/>
            {(!icon.is_empty()).then(|| view! { <span class="text-muted"><Icon of=icon size=14/></span> })}
            <span class="check-text" dir="auto">{label}</span>
        </label>
    }
}

/// One of several as a tile with a picture.
#[component]
pub fn PickTile(
    name: &'static str,
    value: String,
    label: &'static str,
    title: &'static str,
    icon: &'static str,
    #[prop(into)] checked: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    follow(checked, move |now| check(node, now));
    let first = checked.get_untracked();
    view! {
        <label class="kind-tile" title=title>
            <input type="radio" class="sr-only" name=name value=value checked=first node_ref=node/>
            <Icon of=icon size=20/>
            <span>{label}</span>
        </label>
    }
}

#[cfg(feature = "hydrate")]
fn check(node: NodeRef<html::Input>, checked: bool) {
    if let Some(input) = node.get_untracked() {
        input.set_checked(checked);
    }
}

#[cfg(feature = "hydrate")]
fn write(node: NodeRef<html::Input>, value: &str) {
    if let Some(input) = node.get_untracked() {
        input.set_value(value);
    }
}

#[cfg(feature = "hydrate")]
fn select(node: NodeRef<html::Select>, value: &str) {
    if let Some(select) = node.get_untracked() {
        select.set_value(value);
    }
}

/// Sends the form when something in it was chosen before scripts ran, which would have sent it.
#[cfg(feature = "hydrate")]
pub fn adopt(form: &leptos::web_sys::HtmlFormElement) {
    use leptos::{
        wasm_bindgen::JsCast,
        web_sys::{HtmlInputElement, HtmlOptionElement, HtmlSelectElement},
    };
    let changed = |element: leptos::web_sys::Node| {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            return input.checked() != input.default_checked() || input.value() != input.default_value();
        }
        let Some(select) = element.dyn_ref::<HtmlSelectElement>() else { return false };
        let option = |at: u32| select.item(at).and_then(|option| option.dyn_into::<HtmlOptionElement>().ok());
        let first = (0..select.length()).find(|at| option(*at).is_some_and(|option| option.default_selected()));
        let usual = first.or_else(|| (0..select.length()).find(|at| option(*at).is_some_and(|option| !option.disabled())));
        usual.is_some_and(|usual| select.selected_index() != usual as i32)
    };
    let Ok(controls) = form.query_selector_all("input, select") else { return };
    if (0..controls.length()).filter_map(|at| controls.item(at)).any(changed) {
        // A form that cannot be sent stays as it is.
        form.request_submit().ok();
    }
}

#[cfg(not(feature = "hydrate"))]
fn check(_: NodeRef<html::Input>, _: bool) {}

#[cfg(not(feature = "hydrate"))]
fn write(_: NodeRef<html::Input>, _: &str) {}

#[cfg(not(feature = "hydrate"))]
fn select(_: NodeRef<html::Select>, _: &str) {}

#[cfg(not(feature = "hydrate"))]
pub fn adopt<T>(_: &T) {}
