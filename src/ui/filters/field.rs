//! One filter of the row: label and control. Controls show what the address says.

use super::{Row, list::ListField, values::Values};
use crate::{
    model::{
        board_filter::{FilterFace, FilterKind, PERIODS, ends, is_moving},
        board_view::{key, range_keys},
    },
    ui::{drawings::links::submit_form_of, parts::follow},
};
use leptos::{html, prelude::*};

#[component]
pub fn Field(filter: FilterFace, row: Row, brought: Option<Values>) -> impl IntoView {
    let FilterFace { name, label, kind, .. } = filter.clone();
    let chosen = Memo::new({
        let filter = filter.clone();
        move |_| row.values(&filter)
    });
    let first = Signal::derive(move || chosen.with(|values| values.first().cloned().unwrap_or_default()));
    match kind {
        FilterKind::One | FilterKind::Many => view! { <ListField filter row brought/> }.into_any(),
        FilterKind::Text => view! { <Single name=key(&name) label kind="search" value=first/> }.into_any(),
        FilterKind::Number => view! { <Single name=key(&name) label kind="number" value=first/> }.into_any(),
        FilterKind::NumberRange => view! { <Range name label kind="number" value=first/> }.into_any(),
        FilterKind::DateRange => view! { <Days name label value=first/> }.into_any(),
    }
}

#[component]
fn Single(name: String, label: String, kind: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <label class="filter-field">
            <span class="filter-label" dir="auto">{label}</span>
            <Input name kind value/>
        </label>
    }
}

/// An input that takes effect when it is left.
#[component]
fn Input(
    name: String,
    kind: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] label: Option<String>,
    /// What an empty one stands for; dates say it themselves.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    follow(value, move |text: String| write(node, &text));
    view! {
        <input
            class=format!("input input-sm filter-{kind}")
            type=kind
            step="any"
            name=name
            maxlength="200"
            value=value.get_untracked()
            aria-label=label
            placeholder=(kind == "number" && !hint.is_empty()).then_some(hint)
            node_ref=node
            on:change=|event| submit_form_of(&event)
        />
    }
}

#[component]
fn Range(name: String, label: String, kind: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <fieldset class="filter-field">
            <legend class="filter-label" dir="auto">{label.clone()}</legend>
            <Ends name label kind value/>
        </fieldset>
    }
}

/// The two ends of a range.
#[component]
fn Ends(name: String, label: String, kind: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    let (from_name, to_name) = range_keys(&name);
    let from = Signal::derive(move || value.with(|range| if is_moving(range) { String::new() } else { ends(range).0.to_owned() }));
    let to = Signal::derive(move || value.with(|range| if is_moving(range) { String::new() } else { ends(range).1.to_owned() }));
    view! {
        <span class="filter-ends">
            <Input name=from_name kind value=from label=format!("{label} from") hint="from"/>
            <span aria-hidden="true">"–"</span>
            <Input name=to_name kind value=to label=format!("{label} to") hint="to"/>
        </span>
    }
}

/// Days: a period that moves along, or two days.
#[component]
fn Days(name: String, label: String, #[prop(into)] value: Signal<String>) -> impl IntoView {
    let period = Signal::derive(move || value.with(|value| if is_moving(value) { value.clone() } else { String::new() }));
    let between = Signal::derive(move || value.with(|value| !value.is_empty() && !is_moving(value)));
    let options = {
        let offered = PERIODS.map(|(name, words)| (name.to_owned(), words.to_owned()));
        move || {
            let now = period.get();
            let own = (!now.is_empty() && !offered.iter().any(|(name, _)| *name == now)).then(|| (now.clone(), now.replace('_', " ")));
            let all = offered.iter().cloned().chain(own);
            all.map(|(name, words)| {
                let is = name == now;
                view! { <option value=name selected=is prop:selected=is>{words}</option> }
            })
            .collect_view()
        }
    };
    view! {
        <fieldset class="filter-field">
            <legend class="filter-label" dir="auto">{label.clone()}</legend>
            <select class="select select-sm" name=key(&name) aria-label=format!("{label}: period") on:change=|event| submit_form_of(&event)>
                <option value="">{move || if between.get() { "Between" } else { "Any time" }}</option>
                {options}
            </select>
            <Ends name label kind="date" value/>
        </fieldset>
    }
}

#[cfg(feature = "hydrate")]
fn write(node: NodeRef<html::Input>, text: &str) {
    if let Some(input) = node.get_untracked() {
        input.set_value(text);
    }
}

#[cfg(not(feature = "hydrate"))]
fn write(_: NodeRef<html::Input>, _: &str) {}
