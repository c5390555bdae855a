//! A filter with a list: the values behind a button, with a search, as boxes for several and as dots for one.

use super::{
    Row,
    values::{self, Values},
};
use crate::{
    model::{
        board_filter::{FilterFace, FilterKind},
        board_view::{BoardView, key, search_key},
    },
    ui::{
        drawings::links::submit_form_of,
        parts::{Icon, Menu, icons},
    },
};
use leptos::prelude::*;

/// Most chosen values that the button names.
const NAMED: usize = 2;
/// How long typing rests before the list follows, in milliseconds.
const REST_MS: u32 = 250;

#[component]
pub fn ListField(filter: FilterFace, row: Row, brought: Option<Values>) -> impl IntoView {
    let FilterFace { name, label, kind, .. } = filter.clone();
    let chosen = Memo::new({
        let filter = filter.clone();
        move |_| row.values(&filter)
    });
    let search = RwSignal::new(row.query.with_untracked(|query| query.get(&search_key(&name)).unwrap_or_default().to_owned()));
    let list = use_list(filter, row, search, brought);
    let words = move || {
        chosen.with(|values| match values.len() {
            0 => "Any".to_owned(),
            1..=NAMED => values.join(", "),
            n => format!("{n} chosen"),
        })
    };
    let button = {
        let label = label.clone();
        move || {
            view! {
                <span class="filter-label" dir="auto">{label}</span>
                <span class="filter-chosen" dir="auto">{words}</span>
                <Icon of=icons::CHEVRON_DOWN size=14/>
            }
        }
    };
    let field = key(&name);
    view! {
        <Menu label=format!("Filter {label}") class="btn btn-sm btn-plain filter-button" left=true stays=true button>
            <div class="filter-list">
                // Sent without a value too, so that no ticked box says "everything".
                <input type="hidden" name=field.clone() value=""/>
                <div class="filter-search">
                    <input
                        class="input input-sm"
                        type="search"
                        name=search_key(&name)
                        value=search.get_untracked()
                        placeholder="Search"
                        maxlength="200"
                        aria-label=format!("Search among the values of {label}")
                        on:input:target=move |event| search.set(event.target().value())
                    />
                    <button class="btn btn-sm btn-plain without-scripts">"Search"</button>
                </div>
                <Options list chosen name=field kind/>
                <button class="btn btn-sm btn-primary without-scripts">"Apply"</button>
            </div>
        </Menu>
    }
}

/// The chosen values first, then the others.
#[component]
fn Options(list: RwSignal<Option<Values>>, chosen: Memo<Vec<String>>, name: String, kind: FilterKind) -> impl IntoView {
    let input = if kind == FilterKind::Many { "checkbox" } else { "radio" };
    // Chosen values stay where they are while the list is open.
    let first = StoredValue::new(chosen.get_untracked());
    let option = move |value: String, name: String| {
        let (text, own) = (value.clone(), value.clone());
        let is = move || chosen.with(|chosen| chosen.contains(&own));
        let class = if input == "radio" { "radio radio-sm" } else { "checkbox checkbox-sm" };
        view! {
            <label class="check-row">
                <input type=input class=class name=name value=value checked=is.clone() prop:checked=is on:change=|event| submit_form_of(&event)/>
                <span dir="auto">{text}</span>
            </label>
        }
    };
    let any = (input == "radio").then(|| {
        let is = move || chosen.with(Vec::is_empty);
        view! {
            <label class="check-row">
                <input type="radio" class="radio radio-sm" name=name.clone() value="" checked=is prop:checked=is on:change=|event| submit_form_of(&event)/>
                <span>"Any"</span>
            </label>
        }
    });
    view! {
        <div class="filter-options">
            {any}
            {move || {
                let kept = first.get_value();
                let kept_views = kept.iter().map(|value| option(value.clone(), name.clone())).collect_view();
                let rest = match list.get() {
                    None => view! { <p class="filter-note" role="status">"Loading"</p> }.into_any(),
                    Some(Err(text)) => view! { <p class="filter-note" role="alert">{text}</p> }.into_any(),
                    Some(Ok(list)) => {
                        let none = (list.values.is_empty() && kept.is_empty()).then(|| view! { <p class="filter-note">"No value fits."</p> });
                        let more = list.has_next.then(|| view! { <p class="filter-note">"There are more values: search for them."</p> });
                        let rest = list.values.into_iter().filter(|value| !kept.contains(value)).map(|value| option(value, name.clone()));
                        view! { {rest.collect_view()} {none} {more} }.into_any()
                    }
                };
                view! { {kept_views} {rest} }
            }}
        </div>
    }
}

/// The values over time: those that came with the page, then what is asked for when the search or what they depend on
/// changes.
fn use_list(filter: FilterFace, row: Row, search: RwSignal<String>, brought: Option<Values>) -> RwSignal<Option<Values>> {
    let came = brought.is_some();
    let list = RwSignal::new(brought);
    let asked = StoredValue::new(0_u32);
    let depends = Memo::new({
        let filter = filter.clone();
        move |_| row.view.with(|view| values::dependencies(&filter, view))
    });
    let name = filter.name;
    Effect::new(move |before: Option<(String, BoardView)>| {
        let now = (search.get(), depends.get());
        let is_new = before.as_ref().map_or(!came, |before| *before != now);
        if is_new {
            let wait = before.is_some_and(|before| before.0 != now.0);
            asked.update_value(|n| *n += 1);
            let (mine, name, (search, board)) = (asked.get_value(), name.clone(), now.clone());
            leptos::task::spawn_local(async move {
                if wait {
                    crate::ui::drawings::tile_data::pause(REST_MS).await;
                }
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let Some(whose) = row.whose.try_get_value() else { return };
                let answer = values::values(whose, name, search, board).await;
                // An answer to an old question is dropped, and so is one for a page that is gone.
                if asked.try_get_value() == Some(mine) {
                    list.set(Some(answer));
                }
            });
        }
        now
    });
    list
}
