//! Saved queries of the project, and what the person ran before.

use super::{load::FROM, side::address, state::Desk};
use crate::{
    model::{
        id::QueryId,
        query::{PastRun, Query},
    },
    ui::parts::{FlashError, Icon, QuickForm, When, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn Queries(queries: Vec<Query>, open: Option<QueryId>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let base = desk.base();
    let empty = queries.is_empty();
    let items = queries
        .into_iter()
        .map(|query| {
            let href = format!("{base}/{}", query.id);
            let current = (Some(&query.id) == open.as_ref()).then_some("page");
            let (base, navigate) = (base.clone(), use_navigate());
            let gone = {
                let base = base.clone();
                Callback::new(move |_| navigate(&base, Default::default()))
            };
            view! {
                <li class="sql-saved">
                    <a href=href aria-current=current>
                        <span dir="auto">{query.title.clone()}</span>
                        {(!query.description.is_empty()).then(|| view! { <span class="sql-type" dir="auto">{query.description}</span> })}
                    </a>
                    <QuickForm
                        action="deleteQuery"
                        fields=vec![("queryId", query.id.to_string())]
                        next=base
                        on_done=gone
                        class="btn btn-quiet btn-sm"
                        icon=icons::TRASH_2
                        label=format!("Delete {}", query.title)
                    />
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="sql-past" open=!empty>
            <summary>"Saved queries"</summary>
            <FlashError actions=&["deleteQuery"]/>
            {if empty {
                view! { <p class="sql-hint">"Saved queries of this project appear here. Tiles of the board can be made from them."</p> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }}
        </details>
    }
}

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
