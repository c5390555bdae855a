//! Leaving a team, and deleting it.

use super::team::TeamState;
use crate::{
    model::{team::TeamMember, team_role::TeamRight},
    ui::parts::{Field, Notice, PostForm, QuickForm, SubmitButton, Tone, button, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn Danger(name: String, members: Vec<TeamMember>, is_personal: bool) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let leaver = members.into_iter().find(|member| member.is_you && !member.is_host).map(|member| member.username);
    let deletes = state.may(TeamRight::Delete) && !is_personal;
    view! {
        {leaver.map(|username| view! { <Leave name=name.clone() username/> })}
        {deletes.then(|| view! { <Delete name/> })}
    }
}

#[component]
fn Leave(name: String, username: String) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let navigate = use_navigate();
    let gone = Callback::new(move |_: serde_json::Value| navigate("/teams", Default::default()));
    view! {
        <section class="panel">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title">"Leave"</h2>
                <p class="text-sm text-muted">"You see nothing of the team any more. Your projects in it stay, with one of its administrators."</p>
            </div>
            <div class="panel-body">
                <QuickForm
                    action="removeMember"
                    fields=vec![("team", state.id.get_value()), ("username", username)]
                    next="/teams"
                    back=state.here.get_value()
                    on_done=gone
                    class=button::DANGER_QUIET
                    icon=icons::LOG_OUT
                    label=format!("Leave {name}")
                />
            </div>
        </section>
    }
}

#[component]
fn Delete(name: String) -> impl IntoView {
    let state = expect_context::<TeamState>();
    view! {
        <section class="panel">
            <div class="panel-head"><h2 class="panel-title">"Delete"</h2></div>
            <div class="panel-body">
                <PostForm action="deleteTeam" next="/teams" class="flex flex-col gap-4">
                    <input type="hidden" name="team" value=state.id.get_value()/>
                    <Notice tone=Tone::Warn>
                        <p>"All its projects go with it, with their boards, connections and links."</p>
                        <p class="mt-1">"The databases themselves are not touched. This cannot be undone."</p>
                    </Notice>
                    <Field name="confirmName" label=format!("Type {name} to confirm") required=true maxlength=60/>
                    <div><SubmitButton class=button::DANGER icon=icons::TRASH_2>"Delete team"</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
}
