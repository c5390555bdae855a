//! `/search`: everything of one's own with these words in its name.

use crate::{
    actions::search::find_anything,
    model::{address::Query, search::SearchInput},
    ui::{
        palette::{Choice, choice},
        parts::{Crumb, Empty, Icon, Loaded, Page, button, icons},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn SearchPage() -> impl IntoView {
    let search = use_location().search;
    let text = Memo::new(move |_| search.with(|query| Query::parse(query.trim_start_matches('?')).get("q").unwrap_or_default().to_owned()));
    let found = Resource::new(move || text.get(), |text| find_anything(SearchInput { text: Some(text), ..SearchInput::default() }));
    view! {
        <Page crumbs=vec![Crumb::here("Search")]>
            <form method="get" action="/search" role="search" class="search-form">
                <label class="input search-input">
                    <Icon of=icons::SEARCH/>
                    <span class="sr-only">"Words"</span>
                    <input type="search" name="q" value=move || text.get() maxlength="200" placeholder="Projects, widgets, databases, tables"/>
                </label>
                <button type="submit" class=button::PRIMARY>"Search"</button>
            </form>
            <Loaded resource=found let:answer>
                <Lines choices=answer.found.into_iter().map(choice).collect() text=text.get_untracked()/>
            </Loaded>
        </Page>
    }
}

#[component]
fn Lines(choices: Vec<Choice>, text: String) -> impl IntoView {
    if choices.is_empty() && text.trim().is_empty() {
        return view! {
            <Empty icon=icons::SEARCH title="Nothing to find yet" text="Projects, their widgets and connections, databases and tables are found here by name.">
                <a class=button::PRIMARY href="/projects/new">"New Project"</a>
            </Empty>
        }
        .into_any();
    }
    if choices.is_empty() {
        return view! {
            <Empty icon=icons::SEARCH title="Nothing has this name" text="No project, widget, connection, database or table of yours has all of these words."/>
        }
        .into_any();
    }
    let line = |choice: Choice| {
        view! {
            <li>
                <a class="search-line" href=choice.href>
                    <Icon of=choice.icon/>
                    <span class="palette-title" dir="auto">{choice.title}</span>
                    <span class="palette-hint">{choice.hint}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="search-list panel">{choices.into_iter().map(line).collect_view()}</ul> }.into_any()
}
