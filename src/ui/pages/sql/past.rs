//! What the person ran before.

use super::{load::FROM, side::address, state::Desk};
use crate::{
    model::query::PastRun,
    ui::parts::{Icon, When, icons},
};
use leptos::prelude::*;

#[component]
pub fn History() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let list = move || {
        let runs = desk.runs.get();
        if runs.is_empty() {
            return view! { <p class="sql-hint">"What you run here is remembered: the last 200 statements, for you alone."</p> }.into_any();
        }
        view! { <ul>{runs.into_iter().map(|run| view! { <Past run/> }).collect_view()}</ul> }.into_any()
    };
    view! {
        <details class="sql-past">
            <summary>"History"</summary>
            {list}
        </details>
    }
}

#[component]
fn Past(run: PastRun) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line: String = run.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
    let outcome = match (&run.error, run.row_count) {
        (Some(_), _) => "failed".to_owned(),
        (None, Some(1)) => format!("1 row, {} ms", run.elapsed_ms),
        (None, rows) => format!("{} rows, {} ms", rows.unwrap_or_default(), run.elapsed_ms),
    };
    let failed = run.error.is_some();
    view! {
        <li class="sql-run">
            <a href=address(&desk.base(), FROM, run.run_id.as_str()) title=run.error.unwrap_or_default()>
                {failed.then(|| view! { <Icon of=icons::CIRCLE_ALERT size=14/> })}
                <code dir="auto">{line}</code>
            </a>
            <span class="sql-type">{outcome}" · "<When at=run.started_at/></span>
        </li>
    }
}
