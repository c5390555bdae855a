//! `/admin/teams`: every team of the server, with the size of what it has and what billing says about it.

use super::sections::{Sections, crumbs};
use crate::{
    actions::teams::list_all_teams,
    model::{
        address::Query,
        server_teams::{AllTeamsAnswer, AllTeamsInput, ServerTeam},
        team::Billing,
    },
    ui::{
        drawings::links::use_query,
        pages::teams::address,
        parts::{Empty, Icon, Loaded, Page, Pages, When, button, icons},
    },
};
use leptos::prelude::*;

const HERE: &str = "/admin/teams";

fn asked(query: &Query) -> (String, u32) {
    let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    (query.get("q").unwrap_or_default().to_owned(), page)
}

#[component]
pub fn AllTeamsPage() -> impl IntoView {
    let query = use_query();
    let teams = Resource::new(
        move || query.with(asked),
        |(search, page)| list_all_teams(AllTeamsInput { search: Some(search), page: Some(page), ..AllTeamsInput::default() }),
    );
    view! {
        <Page crumbs=crumbs(HERE)>
            <Sections here=HERE/>
            <Loaded resource=teams missing=true let:answer>
                <Everything answer search=query.with_untracked(asked).0/>
            </Loaded>
        </Page>
    }
}

#[component]
fn Everything(answer: AllTeamsAnswer, search: String) -> impl IntoView {
    let AllTeamsAnswer { teams, total, page, page_size } = answer;
    let count = if total == 1 { "1 team".to_owned() } else { format!("{total} teams") };
    let words = search.clone();
    let at = move |page: u32| {
        let query = if words.is_empty() { Query::default() } else { Query::default().with("q", words.clone()) };
        if page > 1 { query.with("page", page.to_string()).on(HERE) } else { query.on(HERE) }
    };
    let list = if teams.is_empty() {
        view! {
            <Empty icon=icons::USERS title="No team has this name" text="No team of this server has this in its name.">
                <a class=button::PLAIN href=HERE>"Show all teams"</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <h2 class="panel-section mb-2">{count}</h2>
            <div class="panel overflow-x-auto">
                <table class="project-table">
                    <thead>
                        <tr>
                            <th scope="col">"Team"</th>
                            <th scope="col" class="text-right!">"Members"</th>
                            <th scope="col" class="text-right!">"Projects"</th>
                            <th scope="col">"Billing"</th>
                            <th scope="col">"Made"</th>
                        </tr>
                    </thead>
                    <tbody>{teams.into_iter().map(|team| view! { <Row team/> }).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <form method="get" action=HERE role="search" class="search-form flex-wrap">
            <label class="input search-input">
                <Icon of=icons::SEARCH/>
                <span class="sr-only">"Name of a team"</span>
                <input type="search" name="q" value=search maxlength="200" placeholder="Name of a team"/>
            </label>
            <button type="submit" class=button::PLAIN>"Search"</button>
        </form>
        {list}
        <Pages page page_size total at/>
    }
}

#[component]
fn Row(team: ServerTeam) -> impl IntoView {
    view! {
        <tr>
            <td>
                <a class="font-medium hover:underline" href=address(&team.name) dir="auto">{team.name.clone()}</a>
                {team.personal_of.map(|name| view! { <span class="block text-xs text-muted">{format!("Personal team of {name}")}</span> })}
            </td>
            <td class="text-right tabular">{team.members}</td>
            <td class="text-right tabular">{team.projects}</td>
            <td dir="auto">{billed(team.billing)}</td>
            <td class="whitespace-nowrap text-muted"><When at=team.created_at/></td>
        </tr>
    }
}

/// What billing says, in a few words.
fn billed(billing: Option<Billing>) -> String {
    let Billing { email_address, plan, subscription_id } = billing.unwrap_or_default();
    let said: Vec<String> = [plan, email_address, subscription_id].into_iter().flatten().collect();
    if said.is_empty() { "–".to_owned() } else { said.join(", ") }
}
