//! The filters of the log: a plain form whose fields are the address.

use crate::{
    model::{
        address::Query,
        audit::{AuditInput, Kind, Outcome, Verb},
    },
    ui::parts::button,
};
use leptos::prelude::*;

/// The keys of the address, and of `GET /api/audit`.
const KEYS: [&str; 6] = ["who", "what", "kind", "result", "from", "to"];
/// Where a page goes on.
pub(super) const AFTER: &str = "after";

/// What was chosen, without the place of the page.
pub(super) fn kept(query: &Query) -> Query {
    KEYS.iter().filter_map(|key| Some(((*key).to_owned(), query.get(key).filter(|value| !value.is_empty())?.to_owned()))).collect()
}

/// What the address asks for.
pub(super) fn input_of(project_id: Option<String>, query: &Query) -> AuditInput {
    let of = |key: &str| query.get(key).filter(|value| !value.is_empty()).map(str::to_owned);
    AuditInput {
        project_id,
        who: of("who"),
        what: of("what"),
        kind: of("kind"),
        result: of("result"),
        from: of("from"),
        to: of("to"),
        after: of(AFTER),
        user_id: None,
    }
}

#[component]
pub fn Filters(here: String, asked: Query) -> impl IntoView {
    let action = here.clone();
    let text = |key: &str| asked.get(key).unwrap_or_default().to_owned();
    let is_narrowed = !kept(&asked).pairs().is_empty();
    let verbs = Verb::ALL.iter().map(|verb| (verb.name(), verb.label())).collect();
    let kinds = Kind::ALL.iter().map(|kind| (kind.name(), kind.label())).collect();
    let results = Outcome::ALL.iter().map(|result| (result.name(), result.label())).collect();
    view! {
        <form method="get" action=action role="search" aria-label="Filters" class="mb-4 flex flex-wrap items-end gap-2">
            <label class="flex flex-col gap-1 text-sm">
                <span class="field-label">"Who"</span>
                <input class="input w-40!" name="who" value=text("who") placeholder="User name" autocomplete="off" autocapitalize="none" maxlength="39"/>
            </label>
            <Choice name="what" label="What" all="Everything" choices=verbs chosen=text("what")/>
            <Choice name="kind" label="On what" all="Anything" choices=kinds chosen=text("kind")/>
            <Choice name="result" label="Result" all="Any" choices=results chosen=text("result")/>
            <label class="flex flex-col gap-1 text-sm">
                <span class="field-label">"From"</span>
                <input class="input w-40!" type="date" name="from" value=text("from")/>
            </label>
            <label class="flex flex-col gap-1 text-sm">
                <span class="field-label">"To"</span>
                <input class="input w-40!" type="date" name="to" value=text("to")/>
            </label>
            <button type="submit" class=button::PLAIN>"Apply"</button>
            {is_narrowed.then(|| view! { <a class=button::QUIET href=here>"Clear"</a> })}
        </form>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    /// What it says when nothing is chosen.
    all: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    chosen: String,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <label class="flex flex-col gap-1 text-sm">
            <span class="field-label">{label}</span>
            <select class="select w-auto! min-w-32" name=name>
                <option value="">{all}</option>
                {options}
            </select>
        </label>
    }
}
