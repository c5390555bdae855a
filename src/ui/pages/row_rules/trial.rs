//! What somebody would see of a table: a plain form whose answer is an address.

use super::{Here, table::Tables, table_at};
use crate::{
    actions::row_rules::preview_row_rules,
    model::row_rule::{PreviewInput, RulesAnswer, RulesPreview},
    ui::parts::{Loaded, Notice, Tone, button},
};
use leptos::prelude::*;

/// Counting ends behind this number.
const COUNTED: u64 = 100_000;

#[component]
pub fn Trial(here: Here, answer: RulesAnswer) -> impl IntoView {
    let asked = Memo::new(move |_| Some((here.asked("who")?, table_at(&here.asked("of")?)?)));
    let preview = Resource::new(
        move || (here.project.get_value(), asked.get()),
        |(project, asked)| {
            let (subject, table) = asked.unzip();
            let (connection_id, table) = table.unzip();
            preview_row_rules(PreviewInput { project_id: Some(project), connection_id, table, subject, user_id: None })
        },
    );
    let who = here.query.with_untracked(|query| query.get("who").map(str::to_owned)).unwrap_or_default();
    let of = here.query.with_untracked(|query| query.get("of").map(str::to_owned));
    let people = answer.subjects.into_iter().map(|subject| {
        let selected = subject.id == who;
        view! { <option value=subject.id selected=selected>{subject.name}</option> }
    });
    view! {
        <section class="panel" aria-labelledby="trial-title">
            <div class="panel-head"><h2 class="panel-title" id="trial-title">"Who sees how much?"</h2></div>
            <div class="panel-body flex flex-col gap-4">
                <form method="get" action=here.path() class="flex flex-wrap items-end gap-3">
                    <div class="field min-w-0 flex-1 basis-40">
                        <label class="field-label" for="trial-who">"Who"</label>
                        <select class="select" id="trial-who" name="who">{people.collect_view()}</select>
                    </div>
                    <Tables id="trial-of" name="of" sources=answer.sources chosen=of/>
                    <button type="submit" class=button::PLAIN>"Count rows"</button>
                </form>
                {move || asked.get().map(|_| view! { <Loaded resource=preview let:preview><Seen preview/></Loaded> })}
            </div>
        </section>
    }
}

#[component]
fn Seen(preview: RulesPreview) -> impl IntoView {
    let RulesPreview { name, table, visible, all, rules, refused } = preview;
    let number = |rows: u64| if rows > COUNTED { format!("more than {COUNTED}") } else { rows.to_string() };
    let sentence = match refused {
        Some(reason) => format!("{name} sees nothing of {table}. {reason}"),
        None => format!("{name} sees {} of {} rows of {table}.", number(visible), number(all)),
    };
    let is_limited = !rules.is_empty();
    let rules = rules.into_iter().map(|rule| view! { <li dir="auto">{rule}</li> }).collect_view();
    view! {
        <Notice tone=if is_limited { Tone::Accent } else { Tone::Quiet }>
            <p dir="auto"><strong>{sentence}</strong></p>
            {match is_limited {
                true => view! { <ul class="mt-2 flex flex-col gap-1 text-sm">{rules}</ul> }.into_any(),
                false => view! { <p class="mt-1 text-sm">"No rule on this table applies."</p> }.into_any(),
            }}
        </Notice>
    }
}
