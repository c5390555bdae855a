//! `/teams`: the teams of the signed-in person, invitations to others, and making one.

use super::address;
use crate::{
    actions::teams::list_teams,
    model::{
        project::UserInput,
        team::{Received, TeamItem, TeamsAnswer},
    },
    ui::parts::{Crumb, Field, FlashError, Icon, Loaded, Page, Pill, PostForm, QuickForm, SubmitButton, Tone, When, button, icons},
};
use leptos::prelude::*;

const HERE: &str = "/teams";

#[component]
pub fn TeamsPage() -> impl IntoView {
    let teams = Resource::new(|| (), |()| list_teams(UserInput::default()));
    let again = Callback::new(move |_: serde_json::Value| teams.refetch());
    view! {
        <Page crumbs=vec![Crumb::here("Teams")]>
            <FlashError actions=&["acceptInvitation", "declineInvitation"]/>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                <Loaded resource=teams let:answer><Lists answer again/></Loaded>
                <section class="panel" id="new-team">
                    <div class="panel-head flex-col items-start! gap-0.5!">
                        <h2 class="panel-title">"New team"</h2>
                        <p class="text-sm text-muted">"People you work with, and the projects you share with them. You can invite them next."</p>
                    </div>
                    <div class="panel-body">
                        <PostForm action="createTeam" next="/teams/{teamId}" class="flex flex-col gap-4">
                            <Field name="name" label="Name" placeholder="Sales" required=true maxlength=60/>
                            <div><SubmitButton icon=icons::PLUS>"Make team"</SubmitButton></div>
                        </PostForm>
                    </div>
                </section>
            </div>
        </Page>
    }
}

#[component]
fn Lists(answer: TeamsAnswer, again: Callback<serde_json::Value>) -> impl IntoView {
    let TeamsAnswer { teams, invitations } = answer;
    let asked = (!invitations.is_empty()).then(|| {
        let items = invitations.into_iter().map(|received| view! { <Asked received again/> }).collect_view();
        view! {
            <section aria-labelledby="asked" class="flex flex-col gap-3">
                <h2 id="asked" class="text-base font-semibold">"Invitations"</h2>
                <ul class="share-all">{items}</ul>
            </section>
        }
    });
    let rows = teams.into_iter().map(|team| view! { <Row team/> }).collect_view();
    view! {
        {asked}
        <div class="panel">
            <table class="project-table">
                <thead>
                    <tr>
                        <th scope="col">"Team"</th>
                        <th scope="col">"Your role"</th>
                        <th scope="col" class="text-right!">"Members"</th>
                        <th scope="col" class="text-right!">"Projects"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(team: TeamItem) -> impl IntoView {
    view! {
        <tr>
            <td class="max-w-0 w-1/2">
                <a class="block truncate font-medium hover:underline" href=address(&team.name) dir="auto">{team.name.clone()}</a>
                {team.is_personal.then(|| view! { <span class="block text-xs text-muted">"Your personal team"</span> })}
            </td>
            <td>{team.role.name()}</td>
            <td class="text-right tabular">{team.members}</td>
            <td class="text-right tabular">{team.projects}</td>
        </tr>
    }
}

/// A team that asked the person in by name.
#[component]
fn Asked(received: Received, again: Callback<serde_json::Value>) -> impl IntoView {
    let fields = vec![("invitationId", received.id.to_string())];
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="min-w-0">
                    <strong dir="auto">{received.team.clone()}</strong>
                    {format!(" · invited by {}", received.by)}
                </span>
                <Pill tone=Tone::Accent icon=icons::USER text=received.role.name()/>
            </div>
            <div class="flex flex-wrap items-center gap-2">
                <QuickForm
                    action="acceptInvitation"
                    fields=fields.clone()
                    next=HERE
                    on_done=again
                    class="btn btn-sm btn-primary"
                    icon=icons::CHECK
                    label=format!("Join {}", received.team)
                />
                <QuickForm
                    action="declineInvitation"
                    fields
                    next=HERE
                    on_done=again
                    class="btn btn-sm btn-quiet"
                    icon=icons::X
                    label="Decline"
                />
                <span class="ml-auto text-xs text-muted"><Icon of=icons::CLOCK size=12/>" ends "<When at=received.expires_at/></span>
            </div>
        </li>
    }
}

/// The button that leads to the list.
#[component]
pub fn BackToTeams() -> impl IntoView {
    view! { <a class=button::PLAIN href=HERE><Icon of=icons::USERS/>"All teams"</a> }
}
