//! A project in the list: as a card and as a row.

use super::{busy::Busy, card_menu::CardMenu, engine_icons::EngineIcons, list::Teams, thumbnail::Thumbnail};
use crate::{
    model::{
        project::{CardConnection, ProjectCard},
        role::Role,
    },
    ui::parts::{Pill, Tone, When, icons},
};
use leptos::prelude::*;

#[component]
pub fn Card(card: ProjectCard) -> impl IntoView {
    let summary = card.summary.clone();
    let board = format!("/projects/{}/dashboard", summary.id);
    let description = if summary.description.is_empty() { "No description".to_owned() } else { summary.description.clone() };
    view! {
        <li class="project-card panel">
            <Thumbnail tiles=card.tiles.clone()/>
            <div class="flex items-start gap-2">
                <h2 class="min-w-0 flex-1 truncate text-lg font-semibold">
                    <a class="project-link" href=board title=summary.title.clone()>{summary.title.clone()}</a>
                </h2>
                <CardMenu card=card.clone()/>
            </div>
            <p class=if summary.description.is_empty() { "project-text italic" } else { "project-text" }>{description}</p>
            <div class="flex min-h-5 flex-wrap gap-1.5">
                <States card=card.clone()/>
            </div>
            <div class="mt-auto flex items-center gap-3 border-t border-line pt-3 text-sm text-muted">
                {(!card.connections.is_empty()).then(|| view! { <EngineIcons connections=card.connections/> })}
                <span class="tabular">{widgets(summary.widget_count)}</span>
                <span class="ml-auto"><When at=summary.updated_at/></span>
            </div>
        </li>
    }
}

#[component]
pub fn Row(card: ProjectCard) -> impl IntoView {
    let summary = card.summary.clone();
    let board = format!("/projects/{}/dashboard", summary.id);
    view! {
        <tr>
            <td class="max-w-0 w-2/5">
                <a class="block truncate font-medium hover:underline" href=board>{summary.title.clone()}</a>
                <span class="block truncate text-xs text-muted">{summary.description.clone()}</span>
            </td>
            <td><EngineIcons connections=card.connections.clone()/></td>
            <td class="text-right">{summary.widget_count}</td>
            <td><span class="inline-flex flex-wrap gap-1.5"><States card=card.clone()/></span></td>
            <td class="whitespace-nowrap text-muted"><When at=summary.updated_at/></td>
            <td class="w-0"><CardMenu card=card/></td>
        </tr>
    }
}

/// Public, draft, busy, not reachable.
#[component]
fn States(card: ProjectCard) -> impl IntoView {
    let down = failing(&card.connections);
    let many_teams = use_context::<Teams>().is_some_and(|Teams(names)| names.len() > 1);
    let id = card.summary.id.to_string();
    view! {
        {if card.summary.is_public {
            view! { <Pill tone=Tone::Accent icon=icons::GLOBE text="Public"/> }
        } else {
            view! { <Pill icon=icons::LOCK text="Private"/> }
        }}
        {many_teams.then(|| view! { <Pill icon=icons::USERS text=card.team.clone()/> })}
        {(card.role == Role::Viewer).then(|| view! { <Pill icon=icons::EYE text="View only"/> })}
        {card.is_draft.then(|| view! { <Pill icon=icons::CIRCLE_DASHED text="Draft"/> })}
        {card.busy.then(|| view! { <Busy project=id/> })}
        {(down > 0 && !card.busy).then(|| view! { <Pill tone=Tone::Bad icon=icons::UNPLUG text=down_text(down)/> })}
    }
}

fn failing(connections: &[CardConnection]) -> usize {
    connections.iter().filter(|connection| connection.is_valid == Some(false)).count()
}

fn down_text(count: usize) -> String {
    if count == 1 { "1 not reachable".to_owned() } else { format!("{count} not reachable") }
}

fn widgets(count: u32) -> String {
    if count == 1 { "1 widget".to_owned() } else { format!("{count} widgets") }
}
