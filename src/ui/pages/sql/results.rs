//! Results, one tab each: figures, the rows as a table, ways to take them along; or why there are none.

use super::{
    plan::PlanTree,
    side::is_narrow,
    state::{Desk, Shown, ShownState},
};
use crate::{
    model::{engine::ResultColumn, query::RunAnswer, sheet, value::Value},
    ui::{
        drawings::cell_of,
        parts::{FILE_FORMATS, Icon, Notice, badge::Tone, button, icons},
    },
};
use leptos::{html, prelude::*};

/// Cells that are put on the page at most: a result of a thousand columns shows fewer rows.
const CELLS: usize = 60_000;

#[component]
pub fn Results() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let tabs = move || {
        let all = desk.shown.get();
        (all.len() > 1).then(|| {
            let tab = |shown: Shown| {
                let number = shown.number;
                let chosen = move || desk.front.get() == number;
                view! {
                    <button type="button" role="tab" class="sql-tab" aria-selected=move || chosen().to_string() on:click=move |_| desk.front.set(number)>
                        {format!("Result {number}")}
                        {matches!(shown.state, ShownState::Failed(_)).then(|| view! { <Icon of=icons::CIRCLE_ALERT size=14/> })}
                    </button>
                }
            };
            view! { <div class="sql-tabs" role="tablist" aria-label="Results">{all.into_iter().map(tab).collect_view()}</div> }
        })
    };
    let body = move || {
        let front = desk.front.get();
        let found = desk.shown.with(|all| all.iter().find(|shown| shown.number == front).or_else(|| all.last()).cloned());
        match found.map(|shown| shown.state) {
            None => view! { <p class="sql-hint">"The result appears here."</p> }.into_any(),
            Some(ShownState::Running { since, .. }) => view! { <Running since/> }.into_any(),
            Some(ShownState::Failed(text)) => view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> }.into_any(),
            Some(ShownState::Plan(steps)) => view! { <PlanTree steps/> }.into_any(),
            Some(ShownState::Done(answer)) => view! { <Answer answer=*answer/> }.into_any(),
        }
    };
    let node = NodeRef::<html::Section>::new();
    // On a phone the statement fills the window: what it found would come below, unseen.
    Effect::new(move |was_running: Option<bool>| {
        let front = desk.front.get();
        let running = |shown: &Shown| shown.number == front && matches!(shown.state, ShownState::Running { .. });
        let is_running = desk.shown.with(|all| all.iter().any(running));
        if was_running == Some(true)
            && !is_running
            && is_narrow()
            && let Some(section) = node.get_untracked()
        {
            section.scroll_into_view();
        }
        is_running
    });
    view! { <section class="sql-results" aria-label="Result" aria-live="polite" node_ref=node>{tabs}{body}</section> }
}

/// How long it takes already.
#[component]
fn Running(since: f64) -> impl IntoView {
    let elapsed = RwSignal::new(0.0);
    #[cfg(feature = "hydrate")]
    {
        let tick = move || {
            let _ = elapsed.try_set(js_sys::Date::now() - since);
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_millis(100)) {
            on_cleanup(move || handle.clear());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = since;
    view! {
        <p class="sql-status" role="status">
            <Icon of=icons::LOADER_CIRCLE class="spin"/>
            {move || format!("Running, {:.1} s", elapsed.get() / 1000.0)}
        </p>
    }
}

#[component]
fn Answer(answer: RunAnswer) -> impl IntoView {
    let desk = expect_context::<Desk>();
    if let Some(fault) = answer.fault {
        let place = fault.at.map(|at| {
            let before: String = answer.text.chars().take(at).collect();
            let (line, column) = (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count() + 1);
            let words = if before.is_empty() { "at the beginning".to_owned() } else { format!("line {line}, column {column}") };
            view! {
                <button type="button" class=format!("needs-scripts {} btn-sm", button::QUIET) on:click=move |_| desk.place.set(Some(at))>
                    "Show where"
                </button>
                <span class="without-scripts">{words}</span>
            }
        });
        return view! {
            <Notice tone=Tone::Bad alert=true>
                <p dir="auto">{fault.text}</p>
                {(!fault.hint.is_empty()).then(|| view! { <p class="text-muted" dir="auto">{fault.hint}</p> })}
                {place}
            </Notice>
        }
        .into_any();
    }
    let count = answer.rows.len();
    let rows_word = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let shown = count.min((CELLS / answer.columns.len().max(1)).max(20));
    let notes = [
        answer.truncated.then(|| format!("The statement gives more: only the first {count} rows were fetched. Download it to have all.")),
        (shown < count).then(|| format!("{shown} of them are shown, since there are many columns.")),
    ];
    let notes =
        notes.into_iter().flatten().map(|note| view! { <p class="sql-cut"><Icon of=icons::INFO size=14/>{note}</p> }).collect_view();
    let status = format!("{rows_word}, {} ms", answer.elapsed_ms);
    let head = answer.columns.iter().map(column_head).collect_view();
    let body = answer.rows.iter().take(shown).map(|row| {
        let cells = answer.columns.iter().zip(row).map(|(column, value)| cell_of(column.kind, value)).collect_view();
        view! { <tr>{cells}</tr> }
    });
    let body = body.collect_view();
    view! {
        <div class="sql-status" role="status">
            <span>{status}</span>
            {answer.truncated.then(|| view! { <span class="pill pill-warn">"cut"</span> })}
            <Take answer=answer.clone()/>
        </div>
        {notes}
        <div class="sql-table" tabindex="0" role="group" aria-label="Rows">
            <table class="grid-table">
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        {answer.rows.is_empty().then(|| view! { <p class="sql-hint">"No rows."</p> })}
    }
    .into_any()
}

fn column_head(column: &ResultColumn) -> impl IntoView + use<> {
    let class = if column.kind.is_numeric() { "sql-number" } else { "" };
    let (name, of) = (column.name.clone(), column.short_type.clone());
    let unnamed = name.is_empty();
    view! {
        <th scope="col" class=class>
            {if unnamed { view! { <span class="cell-null">"no name"</span> }.into_any() } else { view! { <span dir="auto">{name}</span> }.into_any() }}
            <span class="sql-type">{of}</span>
        </th>
    }
}

/// Copies of what is shown, and downloads of everything.
#[component]
fn Take(answer: RunAnswer) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let action = format!("/api/projects/{}/export", desk.project.get_value());
    let fields = hidden_fields(&answer);
    let downloads = FILE_FORMATS
        .map(|(format, label)| view! { <button type="submit" class=format!("{} btn-sm", button::QUIET) name="format" value=format>{label}</button> })
        .collect_view();
    let (columns, rows) = (answer.columns, answer.rows);
    let copies =
        [("CSV", sheet::csv as fn(&[ResultColumn], &[Vec<Value>]) -> String), ("JSON", sheet::json), ("Markdown", sheet::markdown)];
    let result = StoredValue::new((columns, rows));
    let copies = copies
        .map(|(label, make)| {
            let copy = move |_| {
                #[cfg(feature = "hydrate")]
                {
                    let text = result.with_value(|(columns, rows)| make(columns, rows));
                    // A refusal of the browser leaves the rows where they can be selected by hand.
                    let _ = window().navigator().clipboard().write_text(&text);
                }
                #[cfg(not(feature = "hydrate"))]
                let _ = (make, result);
                desk.toasts.good(format!("Copied as {label}"));
            };
            view! { <button type="button" class=format!("{} btn-sm", button::QUIET) on:click=copy>{label}</button> }
        })
        .collect_view();
    view! {
        <span class="sql-take needs-scripts"><Icon of=icons::COPY size=14/><span>"Copy as"</span>{copies}</span>
        <form class="sql-take" method="post" action=action>
            {fields}
            <span>"Download"</span>
            {downloads}
        </form>
    }
}

/// The run as a form sends it once more.
fn hidden_fields(answer: &RunAnswer) -> impl IntoView + use<> {
    let mut fields = vec![("text".to_owned(), answer.text.clone()), ("connectionId".to_owned(), answer.connection_id.to_string())];
    for (place, one) in answer.parameters.iter().enumerate() {
        let mut field = |part: &str, value: String| fields.push((format!("parameters[{place}][{part}]"), value));
        field("name", one.name.clone());
        field("type", one.kind.name().to_owned());
        field("list", one.list.to_string());
        field("required", one.required.to_string());
        if let Some(text) = &one.default {
            field("default", text.clone());
        }
    }
    fields.extend(answer.values.iter().map(|(name, value)| (format!("values[{name}]"), value.shown())));
    fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}
