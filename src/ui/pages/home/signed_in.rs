//! The short home of a signed-in person: the projects last worked on, and the doors.

use crate::{
    actions::projects::list_project_cards,
    model::{
        account::User,
        project::{ProjectCard, UserInput},
    },
    ui::{
        pages::projects::engine_icons::EngineIcons,
        parts::{Crumb, Icon, Loaded, Page, When, icons},
    },
};
use leptos::prelude::*;

/// How many projects are shown.
const RECENT: usize = 6;

#[component]
pub fn SignedIn(user: User) -> impl IntoView {
    let cards = Resource::new(|| (), |()| list_project_cards(UserInput::default()));
    let greeting = match user.first_name.filter(|name| !name.trim().is_empty()) {
        Some(name) => format!("Hello, {name}"),
        None => format!("Hello, {}", user.username),
    };
    view! {
        <Page crumbs=vec![Crumb::here("Home")]>
            <p class="mb-5 text-xl font-semibold">{greeting}</p>
            <Loaded resource=cards let:answer>
                <Recent cards=answer.cards/>
            </Loaded>
        </Page>
    }
}

#[component]
fn Recent(cards: Vec<ProjectCard>) -> impl IntoView {
    let first = cards.is_empty();
    let shown = cards.iter().take(RECENT).cloned().map(|card| view! { <RecentProject card=card/> }).collect_view();
    view! {
        <div class=if first { "grid gap-3 sm:grid-cols-2" } else { "grid gap-3 sm:grid-cols-3" }>
            <Door
                href="/projects/new"
                icon=icons::PLUG
                title="Connect a database"
                text="PostgreSQL, MySQL or a SQLite file of this server. Paste a URL, test, done."
            />
            {(!first)
                .then(|| {
                    view! {
                        <Door
                            href="/projects"
                            icon=icons::LAYOUT_DASHBOARD
                            title="All projects"
                            text="Search, sort, share, or look after their connections."
                        />
                    }
                })}
            <Door href="/help/api" icon=icons::CODE_XML title="Use the API" text="Everything these pages do, over HTTP."/>
        </div>
        <section class="mt-8">
            <h2 class="mb-3 text-base font-semibold">{if first { "Nothing here yet" } else { "Recent projects" }}</h2>
            {if first {
                view! {
                    <p class="max-w-[60ch] text-muted">
                        "A project is one or more databases and a board made from them. Connect a database and the first board is a minute away."
                    </p>
                }
                    .into_any()
            } else {
                view! { <ul class="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">{shown}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Door(href: &'static str, icon: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <a class="door" href=href>
            <span class="mb-1 text-brand"><Icon of=icon size=20/></span>
            <span class="font-semibold">{title}</span>
            <span class="text-sm text-muted">{text}</span>
        </a>
    }
}

#[component]
fn RecentProject(card: ProjectCard) -> impl IntoView {
    let summary = card.summary;
    let widgets = if summary.widget_count == 1 { "1 widget".to_owned() } else { format!("{} widgets", summary.widget_count) };
    view! {
        <li>
            <a class="door h-full" href=format!("/projects/{}/dashboard", summary.id)>
                <span class="flex items-center gap-2">
                    <span class="min-w-0 flex-1 truncate font-semibold">{summary.title}</span>
                    <EngineIcons connections=card.connections/>
                </span>
                <span class="text-sm text-muted">{widgets}" · changed "<When at=summary.updated_at/></span>
            </a>
        </li>
    }
}
