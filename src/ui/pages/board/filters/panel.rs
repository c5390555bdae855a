//! The panel: the list of filters, the choice of a column for a new one, and one filter in its form.

use super::{choose::Choose, editor::Editor};
use crate::{
    actions::{Answer, filters::list_filters},
    model::{
        board_filter::{BoardFilter, FilterColumn, FiltersAnswer},
        project::ProjectInput,
    },
    ui::{
        pages::board::{
            setup::draft::{COLUMN, FILTER},
            state::BoardState,
        },
        parts::{Empty, Icon, Loaded, PostForm, SubmitButton, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn FilterPanel() -> impl IntoView {
    let state = expect_context::<BoardState>();
    // What can be mapped changes with the widgets.
    let known = Memo::new(move |_| state.board.with(|board| (board.filters.clone(), board.widgets.len())));
    let answer: Resource<Answer<FiltersAnswer>> =
        Resource::new(move || known.get(), move |_| async move { list_filters(ProjectInput::of(state.project())).await });
    view! { <Loaded resource=answer let:answer><Body answer/></Loaded> }
}

#[component]
fn Body(answer: FiltersAnswer) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let asked = Memo::new(move |_| {
        state.query.with(|query| (query.get(FILTER).map(str::to_owned), query.get(COLUMN).and_then(|at| at.parse::<usize>().ok())))
    });
    let answer = StoredValue::new(answer);
    move || {
        let FiltersAnswer { filters, columns } = answer.get_value();
        let (filter, column) = asked.get();
        let known = filters.iter().find(|known| filter.as_deref() == Some(known.id.as_str())).cloned();
        match (known, filter.as_deref(), column.and_then(|at| columns.get(at).cloned())) {
            (Some(filter), ..) => {
                let column = column_of(&filter, columns);
                view! { <Editor filter=Some(filter) column all=filters/> }.into_any()
            }
            (None, Some("new"), Some(column)) => view! { <Editor filter=None column all=filters/> }.into_any(),
            (None, Some("new"), None) => view! { <Choose columns/> }.into_any(),
            _ => view! { <List filters/> }.into_any(),
        }
    }
}

/// The columns that a filter can be mapped to: its own, and those that are like them.
fn column_of(filter: &BoardFilter, columns: Vec<FilterColumn>) -> FilterColumn {
    let mut own: Vec<FilterColumn> =
        columns.into_iter().filter(|column| column.targets.iter().any(|target| filter.targets.contains(target))).collect();
    match own.is_empty() {
        true => FilterColumn {
            name: String::new(),
            kind: crate::model::value::Kind::Text,
            proposed: filter.kind,
            targets: filter.targets.clone(),
        },
        false => {
            let mut first = own.remove(0);
            first.targets.extend(own.into_iter().flat_map(|column| column.targets));
            // What is not told to whoever edits stays all the same.
            let untold: Vec<_> = filter.targets.iter().filter(|target| !first.targets.contains(target)).cloned().collect();
            first.targets.extend(untold);
            first
        }
    }
}

#[component]
fn List(filters: Vec<BoardFilter>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let ids: Vec<String> = filters.iter().map(|filter| filter.id.to_string()).collect();
    let add = move || view! { <a class=button::PRIMARY href=move || state.open(FILTER, "new") data-noscroll=""><Icon of=icons::PLUS/>"Add filter"</a> };
    if filters.is_empty() {
        return view! {
            <Empty icon=icons::FILTER title="No filters yet" text="A filter narrows several widgets at once: everything of one country, or of the last 30 days. Readers of the board choose the values.">
                {add()}
            </Empty>
        }
        .into_any();
    }
    let last = filters.len() - 1;
    let rows = filters.into_iter().enumerate().map(|(place, filter)| {
        let id = filter.id.to_string();
        let touched = state.board.with_untracked(|board| board.widgets.iter().filter(|widget| filter.touches(&widget.id)).count());
        let widgets = if touched == 1 { "1 widget".to_owned() } else { format!("{touched} widgets") };
        let step = |to: usize, text: &'static str, icon, off: bool| {
            let mut order = ids.clone();
            if !off {
                order.swap(place, to);
            }
            view! { <Order order label=format!("{text}: {}", filter.label) icon disabled=off/> }
        };
        view! {
            <li class="filter-item">
                <a class="filter-item-name" href={let id = id.clone(); move || state.open(FILTER, &id)} data-noscroll="">
                    <span dir="auto">{filter.label.clone()}</span>
                    <span class="field-hint">{format!("{}, {widgets}", filter.kind.label())}</span>
                </a>
                {step(place.saturating_sub(1), "Move earlier", icons::ARROW_UP, place == 0)}
                {step(place + 1, "Move later", icons::ARROW_DOWN, place == last)}
            </li>
        }
    });
    view! { <ul class="filter-items">{rows.collect_view()}</ul> <div>{add()}</div> }.into_any()
}

/// Puts the filters into this order.
#[component]
fn Order(order: Vec<String>, label: String, icon: &'static str, disabled: bool) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let hidden = order.into_iter().map(|id| view! { <input type="hidden" name="orderedFilterIds" value=id/> }).collect_view();
    view! {
        <PostForm action="reorderFilters" next=untrack(|| state.open(FILTER, "all")) on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="projectId" value=state.project()/>
            {hidden}
            <SubmitButton class=button::TOOL icon disabled><span class="sr-only">{label}</span></SubmitButton>
        </PostForm>
    }
}
