//! Fields for what a statement names with a colon: type, whether it is a list, and the value.

use super::state::Desk;
use crate::model::parameter::{Parameter, ParameterKind};
use leptos::prelude::*;

#[component]
pub fn Parameters() -> impl IntoView {
    let desk = expect_context::<Desk>();
    // Rebuilt only when other names are there: a field must not lose what is typed into it.
    let names =
        Memo::new(move |_| desk.parameters.with(|all| all.iter().map(|one| (one.name.clone(), one.kind, one.list)).collect::<Vec<_>>()));
    move || {
        let all = names.get();
        (!all.is_empty()).then(|| {
            let rows =
                desk.parameters.get_untracked().into_iter().enumerate().map(|(place, one)| view! { <Row place one/> }).collect_view();
            view! { <fieldset class="sql-parameters"><legend class="field-label">"Parameters"</legend>{rows}</fieldset> }
        })
    }
}

#[component]
fn Row(place: usize, one: Parameter) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (name, given) = (one.name.clone(), desk.given(&one.name));
    let field = move |part: &str| format!("parameters[{place}][{part}]");
    let label = format!("Value of {name}");
    let set = {
        let name = name.clone();
        move |ev| desk.give(&name, event_target_value(&ev))
    };
    let hint = one.default.clone().unwrap_or_default();
    let value = if one.list {
        let lines = format!("{label}, one per line");
        view! { <ListField name=format!("values[{name}]") label=lines value=given on_input=Callback::new({ let name = name.clone(); move |text| desk.give(&name, text) })/> }.into_any()
    } else {
        let kind = match one.kind {
            ParameterKind::Date => "date",
            _ => "text",
        };
        view! { <input class="input" type=kind name=format!("values[{name}]") aria-label=label value=given placeholder=hint autocomplete="off" on:input=set/> }.into_any()
    };
    view! {
        <div class="sql-parameter">
            <code>{format!(":{name}")}</code>
            <input type="hidden" name=field("name") value=name.clone()/>
            <input type="hidden" name=field("required") value=one.required.to_string()/>
            {one.default.clone().map(|text| view! { <input type="hidden" name=field("default") value=text/> })}
            <KindField name=field("type") parameter=one.clone()/>
            <ListBox name=field("list") parameter=one/>
            {value}
        </div>
    }
}

#[component]
pub fn KindField(name: String, parameter: Parameter) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (of, chosen) = (parameter.name, parameter.kind);
    let label = format!("Type of {of}");
    let choose = move |ev| {
        let wanted = event_target_value(&ev);
        if let Some(kind) = ParameterKind::ALL.into_iter().find(|kind| kind.name() == wanted) {
            desk.change(&of, |parameter| parameter.kind = kind);
        }
    };
    let options =
        ParameterKind::ALL.map(|kind| view! { <option value=kind.name() selected=kind == chosen>{kind.label()}</option> }).collect_view();
    view! { <select class="select" name=name aria-label=label on:change=choose>{options}</select> }
}

#[component]
pub fn ListBox(name: String, parameter: Parameter) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let of = parameter.name;
    let choose = move |ev| desk.change(&of, |parameter| parameter.list = event_target_checked(&ev));
    view! {
        <label class="sql-check">
            <input type="checkbox" class="checkbox checkbox-sm" name=name value="true" checked=parameter.list on:change=choose/>
            "List"
        </label>
    }
}

/// Several values, one per line.
#[component]
fn ListField(name: String, label: String, value: String, on_input: Callback<String>) -> impl IntoView {
    view! {
        <div class="sql-list" on:input=move |ev| on_input.run(event_target_value(&ev))>
            <crate::ui::parts::TextArea name label value rows=2 mono=true/>
        </div>
    }
}
