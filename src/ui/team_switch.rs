//! The way from one team to another: a menu of forms that set the cookie of the chosen team and lead to its projects.

use super::{
    parts::{Icon, Menu, PostForm, icons},
    surroundings::use_around,
};
use crate::model::surroundings::Surroundings;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

const ALL: &str = "All teams";

/// For the rail: the team in which the page is, and behind it the others.
#[component]
pub fn TeamSwitch() -> impl IntoView {
    let around = use_around();
    move || around.known().map(|known| view! { <Switch known/> })
}

#[component]
fn Switch(known: Surroundings) -> impl IntoView {
    let present = present(known.clone());
    let known = StoredValue::new(known);
    view! {
        <div class="rail-team">
            {move || {
                // Read here, where it is followed: what is in the menu is made outside.
                let here = StoredValue::new(present.get());
                let name = here.get_value().unwrap_or_else(|| ALL.to_owned());
                view! {
                    <Menu
                        label=format!("Team: {name}")
                        class="rail-link"
                        button=move || {
                            view! {
                                <Icon of=icons::USERS/>
                                <span class="rail-text flex-1" dir="auto">{name}</span>
                                <span class="rail-text"><Icon of=icons::CHEVRON_DOWN size=14/></span>
                            }
                        }
                    >
                        <Choices known=known.get_value() present=here.get_value()/>
                    </Menu>
                }
            }}
        </div>
    }
}

/// For a menu that has other things too.
#[component]
pub fn TeamChoices() -> impl IntoView {
    let around = use_around();
    move || {
        around.known().map(|known| {
            let present = present(known.clone());
            let known = StoredValue::new(known);
            move || view! { <Choices known=known.get_value() present=present.get()/> }
        })
    }
}

/// The name of the team in which the page is.
fn present(known: Surroundings) -> Memo<Option<String>> {
    let location = use_location();
    Memo::new(move |_| {
        // Of a page whose reader left while it was made there is no address any more.
        let (path, search) = (location.pathname.try_get()?, location.search.try_get()?);
        known.present(&path, &search).map(|team| team.name.clone())
    })
}

#[component]
fn Choices(known: Surroundings, present: Option<String>) -> impl IntoView {
    let is_all = present.is_none();
    let teams = known
        .teams
        .into_iter()
        .map(|team| {
            let is_present = present.as_ref() == Some(&team.name);
            view! { <Choice team=team.id.to_string() next=team.projects() name=team.name.clone() is_present/> }
        })
        .collect_view();
    view! {
        <Choice team=String::new() next="/projects".to_owned() name=ALL.to_owned() is_present=is_all/>
        {teams}
        <div class="menu-line"></div>
        <a class="menu-item" href="/teams"><Icon of=icons::SETTINGS/>"Your teams"</a>
        <a class="menu-item" href="/teams#new-team"><Icon of=icons::PLUS/>"New team"</a>
    }
}

#[component]
fn Choice(
    /// Empty for all of them.
    team: String,
    next: String,
    name: String,
    is_present: bool,
) -> impl IntoView {
    view! {
        <PostForm action="chooseTeam" next=next reload=true>
            <input type="hidden" name="team" value=team/>
            <button type="submit" class="menu-item" aria-current=is_present.then_some("true")>
                <Icon of=if is_present { icons::CHECK } else { icons::USERS }/>
                <span class="min-w-0 truncate" dir="auto">{name}</span>
            </button>
        </PostForm>
    }
}
