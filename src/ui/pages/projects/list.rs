//! `/projects`.

use super::{
    card::{Card, Row},
    delete::{DeleteForm, Doomed},
    listing::Listing,
    toolbar::Toolbar,
};
use crate::{
    actions::projects::list_project_cards,
    model::{
        address::Query,
        project::{ProjectCard, UserInput},
    },
    ui::parts::{Crumb, Dialog, Empty, FlashError, Icon, Loaded, Page, button, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::collections::BTreeSet;

/// What the cards of the list share.
#[derive(Clone, Copy)]
pub struct ListState {
    /// How the list is shown, from the address.
    pub listing: Memo<Listing>,
    /// Reads the projects again.
    pub reload: Callback<()>,
    /// The project whose deletion was asked for last.
    pub doomed: RwSignal<Option<Doomed>>,
    /// Whether that is being decided.
    pub deciding: RwSignal<bool>,
}

impl ListState {
    /// The page that makes a project, in the team whose projects are shown.
    fn new_project(&self) -> String {
        let team = self.listing.with(|listing| listing.team.clone());
        if team.is_empty() { "/projects/new".to_owned() } else { Query::default().with("team", team).on("/projects/new") }
    }
}

/// The names of the teams whose projects are listed.
#[derive(Clone)]
pub struct Teams(pub BTreeSet<String>);

#[component]
pub fn Projects() -> impl IntoView {
    let cards = Resource::new(|| (), |()| list_project_cards(UserInput::default()));
    let search = use_location().search;
    let state = ListState {
        listing: Memo::new(move |_| Listing::parse(&search.get())),
        reload: Callback::new(move |()| cards.refetch()),
        doomed: RwSignal::new(None),
        deciding: RwSignal::new(false),
    };
    provide_context(state);
    let new = view! { <a class=button::PRIMARY href=move || state.new_project()><Icon of=icons::PLUS/>"New Project"</a> }.into_any();
    view! {
        <Page crumbs=vec![Crumb::here("Projects")] actions=new>
            <FlashError actions=&["validateProjectConnections", "regenerateProjectSchemas", "setProjectVisibility"]/>
            <Loaded resource=cards fallback=|| view! { <Skeletons/> } let:answer>
                <Shown cards=answer.cards/>
            </Loaded>
            <DeleteDialog/>
        </Page>
    }
}

#[component]
fn Shown(cards: Vec<ProjectCard>) -> impl IntoView {
    let state = expect_context::<ListState>();
    if cards.is_empty() {
        return view! { <FirstProject/> }.into_any();
    }
    let teams = Teams(cards.iter().map(|card| card.team.clone()).collect());
    provide_context(teams);
    let total = cards.len();
    let cards = StoredValue::new(cards);
    let found = Memo::new(move |_| cards.with_value(|cards| state.listing.get().apply(cards).len()));
    view! {
        <Toolbar total=total found=found/>
        {move || {
            let listing = state.listing.get();
            let shown = cards.with_value(|cards| listing.apply(cards));
            if shown.is_empty() && listing.is_whole_team() {
                let text = format!("Projects that are made for {} appear here.", listing.team);
                view! {
                    <Empty icon=icons::USERS title="No project in this team yet" text=text>
                        <a class=button::PLAIN href=state.new_project()><Icon of=icons::PLUS/>"New project"</a>
                        <a class=button::QUIET href="/projects">"Show all projects"</a>
                    </Empty>
                }
                    .into_any()
            } else if shown.is_empty() {
                view! {
                    <Empty icon=icons::SEARCH title="No project matches" text="None of your projects has these words, this status and this team.">
                        <a class=button::PLAIN href="/projects">"Show all projects"</a>
                    </Empty>
                }
                    .into_any()
            } else if listing.as_list {
                view! { <AsList cards=shown/> }.into_any()
            } else {
                let cards = shown.into_iter().map(|card| view! { <Card card=card/> }).collect_view();
                view! { <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">{cards}</ul> }.into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn AsList(cards: Vec<ProjectCard>) -> impl IntoView {
    let rows = cards.into_iter().map(|card| view! { <Row card=card/> }).collect_view();
    view! {
        <div class="panel">
            <table class="project-table">
                <thead>
                    <tr>
                        <th scope="col">"Project"</th>
                        <th scope="col">"Databases"</th>
                        <th scope="col" class="text-right!">"Widgets"</th>
                        <th scope="col">"Sharing"</th>
                        <th scope="col">"Changed"</th>
                        <th scope="col"><span class="sr-only">"Menu"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn FirstProject() -> impl IntoView {
    view! {
        <Empty
            icon=icons::LAYOUT_DASHBOARD
            title="Your first project"
            text="A project is one or more databases and the board you make from them. For example: the shop's PostgreSQL, with revenue by month and the latest orders, shared with the team by one link."
        >
            <a class=button::PRIMARY href="/projects/new"><Icon of=icons::PLUS/>"Create New Project"</a>
            <a class=button::PLAIN href="/help/api">"Do it over the API"</a>
        </Empty>
    }
}

#[component]
fn Skeletons() -> impl IntoView {
    let card = || {
        view! {
            <div class="panel panel-body flex h-40 flex-col gap-3">
                <div class="skeleton-line w-1/2"></div>
                <div class="skeleton-line w-5/6"></div>
                <div class="skeleton-line mt-auto w-2/3"></div>
            </div>
        }
    };
    view! {
        <div class="mt-12 grid gap-4 sm:grid-cols-2 xl:grid-cols-3" role="status" aria-busy="true" aria-label="Loading projects">
            {(0..6).map(|_| card()).collect_view()}
        </div>
    }
}

#[component]
fn DeleteDialog() -> impl IntoView {
    let ListState { doomed, deciding: open, reload, .. } = expect_context::<ListState>();
    let title = Signal::derive(move || doomed.get().map(|doomed| format!("Delete {}?", doomed.title)).unwrap_or_default());
    let done = Callback::new(move |_| {
        open.set(false);
        reload.run(());
    });
    view! {
        <Dialog open=open title=title>
            {move || doomed.get().map(|doomed| view! { <DeleteForm doomed=doomed on_done=done cancel=Callback::new(move |()| open.set(false))/> })}
        </Dialog>
    }
}
