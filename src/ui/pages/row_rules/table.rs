//! Choosing a table: its columns are known on the next page.

use super::{Here, at};
use crate::{
    model::row_rule::{RowRule, RuleSource},
    ui::parts::button,
};
use leptos::prelude::*;

#[component]
pub fn Choose(here: Here, rule: Option<RowRule>, sources: Vec<RuleSource>) -> impl IntoView {
    let kept = match &rule {
        Some(rule) => view! { <input type="hidden" name="rule" value=rule.id.to_string()/> },
        None => view! { <input type="hidden" name="new" value=String::from("1")/> },
    };
    view! {
        <section class="panel" aria-labelledby="rule-table">
            <div class="panel-head"><h2 class="panel-title" id="rule-table">"Which table is the rule about?"</h2></div>
            <div class="panel-body">
                <form method="get" action=here.path() class="flex flex-col gap-4">
                    {kept}
                    <Tables id="rule-at" name="at" sources chosen=None/>
                    <p class="field-hint">"A view over a table is a table of its own: a rule on one does not hold for the other."</p>
                    <div class="flex flex-wrap gap-2">
                        <button type="submit" class=button::PRIMARY>"Continue"</button>
                        <a class=button::PLAIN href=here.path() data-noscroll="">"Cancel"</a>
                    </div>
                </form>
            </div>
        </section>
    }
}

/// The tables of all connections, those of each together.
#[component]
pub fn Tables(id: &'static str, name: &'static str, sources: Vec<RuleSource>, chosen: Option<String>) -> impl IntoView {
    let groups = sources.into_iter().map(|source| {
        let option = |table: String| {
            let value = at(source.connection_id.as_str(), &table);
            let selected = chosen.as_ref() == Some(&value);
            view! { <option value=value selected=selected>{table}</option> }
        };
        let options = source.tables.into_iter().map(option).collect_view();
        view! { <optgroup label=source.title>{options}</optgroup> }
    });
    view! {
        <div class="field min-w-0 flex-1 basis-40">
            <label class="field-label" for=id>"Table"</label>
            <select class="select" id=id name=name>{groups.collect_view()}</select>
        </div>
    }
}
