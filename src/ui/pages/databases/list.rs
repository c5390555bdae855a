//! `/databases`: the hosted databases of one's teams.

use super::shell::bytes;
use crate::{
    actions::databases::list_databases,
    model::{
        database::{DatabaseCard, Visibility},
        desk::{DatabasesAnswer, DatabasesInput},
    },
    ui::{
        drawings::links::use_query,
        parts::{Crumb, Empty, Icon, Loaded, Page, Pill, Tone, When, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn DatabasesPage() -> impl IntoView {
    let query = use_query();
    let team = Memo::new(move |_| query.with(|query| query.get("team").map(str::to_owned)));
    let answer = Resource::new(move || team.get(), |team| list_databases(DatabasesInput { team, ..DatabasesInput::default() }));
    let actions = view! { <a class=button::PRIMARY href="/databases/new"><Icon of=icons::PLUS/>"New database"</a> }.into_any();
    view! {
        <Page crumbs=vec![Crumb::here("Databases")] actions>
            <Loaded resource=answer let:answer><Shown answer team/></Loaded>
        </Page>
    }
}

#[component]
fn Shown(answer: DatabasesAnswer, team: Memo<Option<String>>) -> impl IntoView {
    let DatabasesAnswer { databases, teams } = answer;
    if databases.is_empty() {
        return match team.get_untracked() {
            Some(team) => view! {
                <Empty icon=icons::DATABASE title="No database in this team yet" text=format!("Databases that are made for {team} appear here.")>
                    <a class=button::PLAIN href="/databases/new"><Icon of=icons::PLUS/>"New database"</a>
                    <a class=button::QUIET href="/databases">"Show all databases"</a>
                </Empty>
            }
            .into_any(),
            None => view! { <First/> }.into_any(),
        };
    }
    let rows = databases.into_iter().map(|card| view! { <Row card/> }).collect_view();
    let here = team.get_untracked();
    let choices = (teams.len() > 1).then(|| {
        let link = |href: String, text: String, current: bool| {
            view! { <a href=href aria-current=current.then_some("true") dir="auto">{text}</a> }
        };
        let all = link("/databases".to_owned(), "All teams".to_owned(), here.is_none());
        let each = teams.iter().map(|team| {
            let href = crate::model::address::Query::default().with("team", team).on("/databases");
            link(href, team.clone(), here.as_deref() == Some(team.as_str()))
        });
        let each = each.collect_view();
        view! { <nav class="segmented segmented-pages mb-4 w-fit max-w-full flex-wrap" aria-label="Teams">{all}{each}</nav> }
    });
    view! {
        {choices}
        <div class="panel overflow-x-auto">
            <table class="project-table">
                <thead>
                    <tr>
                        <th scope="col">"Database"</th>
                        <th scope="col">"Team"</th>
                        <th scope="col">"Who reads"</th>
                        <th scope="col" class="text-right!">"Size"</th>
                        <th scope="col">"Changed"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(card: DatabaseCard) -> impl IntoView {
    let href = format!("/databases/{}", card.id);
    let reads = match card.visibility {
        Visibility::Public => view! { <Pill tone=Tone::Accent icon=icons::GLOBE text="Whoever has the link"/> }.into_any(),
        Visibility::Private => view! { <span class="text-muted">"The team"</span> }.into_any(),
    };
    view! {
        <tr>
            <td>
                <a class="flex items-center gap-2 font-medium hover:underline" href=href>
                    <Icon of=icons::DATABASE/>
                    <span dir="auto" class="break-anywhere">{card.name}</span>
                    {card.environment.map(|text| view! { <Pill text/> })}
                </a>
                {(!card.description.is_empty()).then(|| view! { <p class="mt-0.5 line-clamp-1 pl-6 text-muted" dir="auto">{card.description}</p> })}
            </td>
            <td dir="auto">{card.team}</td>
            <td>{reads}</td>
            <td class="text-right tabular">{bytes(card.size)}</td>
            <td class="text-muted"><When at=card.last_modified_utc/></td>
        </tr>
    }
}

#[component]
fn First() -> impl IntoView {
    let door = |href: &'static str, icon: &'static str, title: &'static str, text: &'static str| {
        view! {
            <a class="door" href=href>
                <span class="flex items-center gap-2 font-medium"><Icon of=icon/>{title}</span>
                <span class="text-sm text-muted">{text}</span>
            </a>
        }
    };
    view! {
        <Empty icon=icons::DATABASE title="Your first database" text="A database that lives here, with a table editor, SQL and an API the minute it is made.">
            <div class="mt-2 grid w-full max-w-[760px] gap-3 text-left sm:grid-cols-3">
                {door("/databases/new", icons::UPLOAD, "Drop a file", "An SQLite file or a CSV: orders.csv becomes the table orders.")}
                {door("/databases/new?from=empty", icons::PLUS, "Start empty", "Name it, then add tables and rows by hand.")}
                {door("/databases/new?from=sql", icons::SQUARE_TERMINAL, "Start from SQL", "Paste CREATE TABLE and INSERT statements.")}
            </div>
        </Empty>
    }
}
