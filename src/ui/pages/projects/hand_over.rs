//! Giving a project to another member of its team, below its form.

use crate::{
    actions::teams::get_team,
    model::{
        team::{TeamDetail, TeamInput},
        team_role::TeamRole,
    },
    ui::parts::{Loaded, PostForm, SelectField, SubmitButton, button},
};
use leptos::prelude::*;

#[component]
pub fn HandOver(
    project: String,
    /// Id of its team.
    team: String,
    /// The page that holds this.
    back: String,
) -> impl IntoView {
    let members = Resource::new(move || team.clone(), |team| get_team(TeamInput { team: Some(team), ..TeamInput::default() }));
    view! { <Loaded resource=members let:team><Choice project=project.clone() team back=back.clone()/></Loaded> }
}

/// Nothing while nobody else could own it.
#[component]
fn Choice(project: String, team: TeamDetail, back: String) -> impl IntoView {
    let able = team.members.into_iter().filter(|member| member.role != TeamRole::Viewer);
    let choices: Vec<(String, String)> = able.map(|member| (member.username, member.name)).collect();
    (choices.len() > 1).then(|| {
        view! {
            <section class="panel mx-auto mt-6 max-w-[760px]">
                <div class="panel-head flex-col items-start! gap-0.5!">
                    <h2 class="panel-title">"Owner"</h2>
                    <p class="text-sm text-muted">"The owner shares and deletes the project. Editors and administrators of its team can own it."</p>
                </div>
                <div class="panel-body">
                    <PostForm action="handOverProject" next=back class="flex flex-col gap-4">
                        <input type="hidden" name="projectId" value=project/>
                        <SelectField name="username" label="Hand over to" choices/>
                        <div><SubmitButton class=button::PLAIN>"Hand over"</SubmitButton></div>
                    </PostForm>
                </div>
            </section>
        }
    })
}
