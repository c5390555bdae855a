//! `/teams/:name`: members with their roles, invitations, projects, and what changes the team itself.

use super::{attributes::SetAttribute, danger::Danger, invite::Invitations, list::BackToTeams, members::Members};
use crate::{
    actions::teams::get_team,
    model::{
        address::Query,
        team::{TeamDetail, TeamInput, TeamProject},
        team_role::{TeamRight, TeamStanding},
    },
    ui::{
        pages::tokens::tokens_path,
        parts::{Crumb, Empty, Field, FlashError, Icon, Loaded, Notice, Page, PostForm, SubmitButton, button, icons},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct TeamState {
    /// Its id, which stays when it is renamed.
    pub id: StoredValue<String>,
    pub standing: TeamStanding,
    /// This page.
    pub here: StoredValue<String>,
    /// Reads the team again.
    pub again: Callback<serde_json::Value>,
}

impl TeamState {
    pub fn may(self, right: TeamRight) -> bool {
        self.standing.may(right)
    }
}

#[component]
pub fn TeamPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("name").unwrap_or_default()));
    let team = Resource::new(move || name.get(), |name| get_team(TeamInput { team: Some(name), ..TeamInput::default() }));
    let again = Callback::new(move |_: serde_json::Value| team.refetch());
    view! { <Loaded resource=team missing=true let:team><Whole team again/></Loaded> }
}

#[component]
fn Whole(team: TeamDetail, again: Callback<serde_json::Value>) -> impl IntoView {
    // By its id: a plain form that renames the team comes back here too.
    let here = format!("/teams/{}", team.id);
    let state = TeamState { id: StoredValue::new(team.id.to_string()), standing: team.standing, here: StoredValue::new(here), again };
    provide_context(state);
    let new_project = state.may(TeamRight::MakeProjects).then(|| {
        let href = Query::default().with("team", &team.name).on("/projects/new");
        view! { <a class=button::PRIMARY href=href><Icon of=icons::PLUS/>"New project"</a> }
    });
    let tokens = state.may(TeamRight::Tokens).then(|| {
        let href = tokens_path(&team.name);
        view! { <a class=button::PLAIN href=href><Icon of=icons::KEY_ROUND/>"Tokens"</a> }
    });
    let actions = view! { <BackToTeams/>{tokens}{new_project} }.into_any();
    let from_outside = (team.standing == TeamStanding::Server).then(|| {
        view! {
            <Notice>
                "You see this team because you administer this server. Its projects are seen by its members alone."
            </Notice>
        }
    });
    let name = team.name.clone();
    view! {
        <Page crumbs=vec![Crumb::to("Teams", "/teams"), Crumb::here(name.clone())] actions>
            <FlashError actions=&["removeMember", "revokeInvitation", "deleteMemberAttribute"]/>
            // Who may invite has a form for this that says it.
            {(!state.may(TeamRight::Invite)).then(|| view! { <FlashError actions=&["setMemberRole"]/> })}
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                {from_outside}
                <Members members=team.members.clone()/>
                {state.may(TeamRight::Rules).then(|| view! { <SetAttribute members=team.members.clone()/> })}
                {state.may(TeamRight::Invite).then(|| view! { <Invitations sent=team.invitations sends_mail=team.sends_mail/> })}
                {state.may(TeamRight::SeeProjects).then(|| view! { <Projects name=name.clone() projects=team.projects/> })}
                {state.may(TeamRight::Rename).then(|| view! { <Rename name=name.clone()/> })}
                <Danger name members=team.members is_personal=team.is_personal/>
            </div>
        </Page>
    }
}

#[component]
fn Projects(name: String, projects: Vec<TeamProject>) -> impl IntoView {
    let all = Query::default().with("team", &name).on("/projects");
    let body = if projects.is_empty() {
        view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="No project yet" text="Projects that are made for this team appear here, and in the project list of each member."/>
        }
        .into_any()
    } else {
        let row = |project: TeamProject| {
            let board = format!("/projects/{}/dashboard", project.id);
            view! {
                <tr>
                    <td class="max-w-0 w-2/3"><a class="block truncate font-medium hover:underline" href=board dir="auto">{project.title}</a></td>
                    <td>{project.owner}</td>
                </tr>
            }
        };
        view! {
            <table class="project-table">
                <thead><tr><th scope="col">"Project"</th><th scope="col">"Owner"</th></tr></thead>
                <tbody>{projects.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="team-projects" class="flex flex-col gap-3">
            <div class="flex items-end justify-between gap-3">
                <h2 id="team-projects" class="text-base font-semibold">"Projects"</h2>
                <a class="link-quiet text-sm" href=all>"Open in the project list"</a>
            </div>
            <div class="panel">{body}</div>
        </section>
    }
}

#[component]
fn Rename(name: String) -> impl IntoView {
    let state = expect_context::<TeamState>();
    view! {
        <section class="panel">
            <div class="panel-head"><h2 class="panel-title">"Name"</h2></div>
            <div class="panel-body">
                <PostForm action="updateTeam" next=state.here.get_value() on_done=state.again class="flex flex-col gap-4">
                    <input type="hidden" name="team" value=state.id.get_value()/>
                    <Field name="name" label="Name of the team" value=name required=true maxlength=60/>
                    <div><SubmitButton class=button::PLAIN>"Rename"</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
}
