//! `/projects/new`.

use super::form::{ProjectFields, ProjectStart};
use crate::{
    actions::teams::list_teams,
    model::{project::UserInput, team::TeamsAnswer, team_role::TeamRole},
    ui::parts::{Crumb, Loaded, Page, PostForm},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde_json::Value as Json;

#[component]
pub fn NewProject() -> impl IntoView {
    let teams = Resource::new(|| (), |()| list_teams(UserInput::default()));
    view! {
        <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("New project")]>
            <Loaded resource=teams let:answer><Form answer/></Loaded>
        </Page>
    }
}

#[component]
fn Form(answer: TeamsAnswer) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("team")).unwrap_or_default().to_lowercase();
    let able = answer.teams.into_iter().filter(|team| team.role != TeamRole::Viewer);
    let teams: Vec<(String, String)> = able.map(|team| (team.id.to_string(), team.name)).collect();
    // The personal team comes first.
    let chosen = teams.iter().find(|(id, name)| *id == asked || name.to_lowercase() == asked).or(teams.first());
    let team = chosen.map(|(id, _)| id.clone()).unwrap_or_default();
    let start = ProjectStart { fresh_rows: 1, teams, team, ..ProjectStart::default() };
    let navigate = use_navigate();
    // What could not be reached is mended in the form; everything else starts with the board.
    let done = Callback::new(move |answer: Json| {
        let id = answer["projectId"].as_str().unwrap_or_default();
        let failed = answer["validationResult"]["success"].as_bool() == Some(false);
        let page = if failed { "edit" } else { "dashboard" };
        navigate(&format!("/projects/{id}/{page}"), Default::default());
    });
    view! {
        <PostForm
            action="createProjectWithConnections"
            next="/projects/{projectId}/dashboard"
            back="/projects/new"
            on_done=done
            class="mx-auto flex max-w-[760px] flex-col gap-6"
        >
            <ProjectFields start=start here="/projects/new" cancel="/projects" submit="Create project"/>
        </PostForm>
    }
}
