//! The members of a team, each with the role and what may be done about it.

use super::{attributes::Attributes, team::TeamState};
use crate::{
    model::{
        team::TeamMember,
        team_role::{TeamRight, TeamRole},
    },
    ui::parts::{QuickForm, icons},
};
use leptos::prelude::*;

#[component]
pub fn Members(members: Vec<TeamMember>) -> impl IntoView {
    let rows = members.into_iter().map(|member| view! { <Member member/> }).collect_view();
    let roles = TeamRole::ALL.map(|role| {
        view! { <li><strong class="font-medium text-text">{role.name()}</strong>{format!(": {}.", role.hint())}</li> }
    });
    view! {
        <section aria-labelledby="team-members" class="flex flex-col gap-3">
            <h2 id="team-members" class="text-base font-semibold">"Members"</h2>
            <ul class="panel divide-y divide-line">{rows}</ul>
            <ul class="flex flex-col gap-0.5 text-sm text-muted">{roles.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Member(member: TeamMember) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let TeamMember { username, name, role, is_you, is_host, attributes } = member;
    let note = match (is_you, is_host) {
        (true, _) => " (you)",
        (false, true) => " (their personal team)",
        (false, false) => "",
    };
    let changes = state.may(TeamRight::ChangeRoles) && !is_host;
    let removes = state.may(TeamRight::RemoveMembers) && !is_host && !is_you;
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
            <span class="min-w-0 flex-1 basis-40">
                <span class="block truncate font-medium" dir="auto">{name}{note}</span>
                <span class="block truncate text-xs text-muted">{username.clone()}</span>
            </span>
            {if changes {
                view! { <RoleForm username=username.clone() role/> }.into_any()
            } else {
                view! { <span class="text-sm">{role.name()}</span> }.into_any()
            }}
            {removes.then(|| {
                view! {
                    <QuickForm
                        action="removeMember"
                        fields=vec![("team", state.id.get_value()), ("username", username.clone())]
                        next=state.here.get_value()
                        on_done=state.again
                        class="btn btn-sm btn-danger-quiet"
                        icon=icons::X
                        label=format!("Remove {username}")
                    />
                }
            })}
            {(!attributes.is_empty()).then(|| view! { <Attributes username attributes/> })}
        </li>
    }
}

#[component]
fn RoleForm(username: String, role: TeamRole) -> impl IntoView {
    let state = expect_context::<TeamState>();
    view! {
        <QuickForm
            action="setMemberRole"
            fields=vec![("team", state.id.get_value()), ("username", username.clone())]
            next=state.here.get_value()
            on_done=state.again
            class="btn btn-plain btn-sm"
            icon=icons::CHECK
            label="Set role"
            form_class="flex items-center gap-2"
        >
            <RoleSelect chosen=role label=format!("Role of {username}")/>
        </QuickForm>
    }
}

/// The roles to choose from, in a form.
#[component]
pub fn RoleSelect(chosen: TeamRole, #[prop(into)] label: String) -> impl IntoView {
    let options = TeamRole::ALL.map(|role| view! { <option value=role.name() selected=role == chosen>{role.name()}</option> });
    view! { <select class="select w-auto! min-w-28" name="role" aria-label=label>{options.collect_view()}</select> }
}
