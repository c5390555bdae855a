//! Search, status, order and grid or table above the list: a plain GET form; with scripts it answers while one types.

use super::{
    list::{ListState, Teams},
    listing::{Listing, Sort, Status},
};
use crate::ui::parts::{Icon, button, follow, icons};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeSet;

#[component]
pub fn Toolbar(
    /// How many projects there are at all.
    total: usize,
    /// How many of them are shown.
    found: Memo<usize>,
) -> impl IntoView {
    let listing = expect_context::<ListState>().listing;
    let start = listing.get_untracked();
    let navigate = use_navigate();
    let go = Callback::new(move |next: Listing| {
        navigate(&next.address(), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let with = move |change: fn(&mut Listing, &str), value: String| {
        let mut next = listing.get_untracked();
        change(&mut next, &value);
        go.run(next);
    };
    let view_link = move |as_list: bool, label: &'static str, icon: &'static str| {
        let href = move || Listing { as_list, ..listing.get() }.address();
        let current = move || (listing.get().as_list == as_list).then_some("true");
        view! {
            <a href=href aria-current=current aria-label=label title=label><Icon of=icon size=14/></a>
        }
    };
    // The fields follow the address, which other links change too; the search not while somebody types in it.
    let search = NodeRef::<html::Input>::new();
    follow(Signal::derive(move || listing.with(|listing| listing.search.clone())), move |text| {
        if let Some(input) = search.get_untracked() {
            write(&input, &text);
        }
    });
    let statuses = Status::ALL
        .map(|(status, name, label)| {
            let chosen = move || listing.with(|listing| listing.status == status);
            view! { <option value=name selected=status == start.status prop:selected=chosen>{label}</option> }
        })
        .collect_view();
    let Teams(mut teams) = use_context::<Teams>().unwrap_or_else(|| Teams(BTreeSet::new()));
    // A team without projects can be asked for too.
    if !start.team.is_empty() && !teams.iter().any(|name| name.to_lowercase() == start.team.to_lowercase()) {
        teams.insert(start.team.clone());
    }
    let team_choices = teams
        .iter()
        .map(|name| {
            let key = name.to_lowercase();
            let is_start = key == start.team.to_lowercase();
            let chosen = move || listing.with(|listing| listing.team.to_lowercase() == key);
            view! { <option value=name.clone() selected=is_start prop:selected=chosen>{name.clone()}</option> }
        })
        .collect_view();
    let sorts = Sort::ALL
        .map(|(sort, name, label)| {
            let chosen = move || listing.with(|listing| listing.sort == sort);
            view! { <option value=name selected=sort == start.sort prop:selected=chosen>{label}</option> }
        })
        .collect_view();
    view! {
        <form method="get" action="/projects" role="search" class="mb-4 flex flex-wrap items-center gap-2">
            {start.as_list.then(|| view! { <input type="hidden" name="view" value="list"/> })}
            <label class="input min-w-40 flex-1 sm:max-w-72">
                <span class="text-muted"><Icon of=icons::SEARCH/></span>
                <span class="sr-only">"Search projects"</span>
                <input
                    type="search"
                    name="q"
                    placeholder="Search projects"
                    value=start.search.clone()
                    node_ref=search
                    on:input=move |ev| with(|next, text| next.search = text.to_owned(), event_target_value(&ev))
                />
            </label>
            {(teams.len() > 1 || !start.team.is_empty()).then(|| {
                view! {
                    <select
                        name="team"
                        class="select w-auto! min-w-32 max-w-48"
                        aria-label="Team"
                        on:change=move |ev| with(|next, name| next.team = name.to_owned(), event_target_value(&ev))
                    >
                        <option value="" selected=start.team.is_empty() prop:selected=move || listing.with(|listing| listing.team.is_empty())>"All teams"</option>
                        {team_choices}
                    </select>
                }
            })}
            <select
                name="status"
                class="select w-auto! min-w-36"
                aria-label="Status"
                on:change=move |ev| with(|next, name| next.status = Listing::parse(&format!("status={name}")).status, event_target_value(&ev))
            >
                {statuses}
            </select>
            <select
                name="sort"
                class="select w-auto! min-w-32"
                aria-label="Order"
                on:change=move |ev| with(|next, name| next.sort = Listing::parse(&format!("sort={name}")).sort, event_target_value(&ev))
            >
                {sorts}
            </select>
            <button type="submit" class=format!("without-scripts {}", button::PLAIN)>"Apply"</button>
            <span class="ml-auto hidden text-sm text-muted sm:inline">
                {move || count(total, found.get())}
            </span>
            <div class="segmented max-sm:ml-auto" role="group" aria-label="View">
                {view_link(false, "Cards", icons::LAYOUT_GRID)} {view_link(true, "Table", icons::LIST)}
            </div>
        </form>
    }
}

fn count(total: usize, found: usize) -> String {
    let projects = if total == 1 { "project" } else { "projects" };
    if found == total { format!("{total} {projects}") } else { format!("{found} of {total} {projects}") }
}

#[cfg(feature = "hydrate")]
fn write(input: &leptos::web_sys::HtmlInputElement, text: &str) {
    let typing = document().active_element().is_some_and(|focused| focused.is_same_node(Some(input)));
    if !typing && input.value() != text {
        input.set_value(text);
    }
}

#[cfg(not(feature = "hydrate"))]
fn write<T>(_: &T, _: &str) {}
