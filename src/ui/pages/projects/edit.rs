//! `/projects/:id/edit`.

use super::{
    form::{ProjectFields, ProjectStart},
    hand_over::HandOver,
    rows::RowStart,
    writing::Writing,
};
use crate::{
    actions::projects::get_project_with_connections,
    model::{
        project::{ProjectDetail, ProjectInput},
        role::Right,
    },
    ui::parts::{Crumb, FlashError, Icon, Loaded, Page, PostForm, button, icons, use_toasts},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use serde_json::Value as Json;

#[component]
pub fn EditProject() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let project = Resource::new(id, |id| get_project_with_connections(ProjectInput::of(id)));
    let reload = Callback::new(move |()| project.refetch());
    view! {
        <Loaded resource=project missing=true let:answer>
            <Edit project=answer.project reload=reload/>
        </Loaded>
    }
}

#[component]
fn Edit(project: ProjectDetail, reload: Callback<()>) -> impl IntoView {
    let id = project.id.to_string();
    let here = format!("/projects/{id}/edit");
    let board = format!("/projects/{id}/dashboard");
    let start = ProjectStart {
        id: Some(id.clone()),
        title: project.title.clone(),
        description: project.description.clone(),
        is_public: project.is_public,
        connections: project.connections.iter().map(RowStart::stored).collect(),
        role: Some(project.role),
        ..ProjectStart::default()
    };
    let removals = start.connections.iter().filter_map(|row| row.id.clone()).map(|connection| removal(connection, &here)).collect_view();
    let below = here.clone();
    let (navigate, toasts, next) = (use_navigate(), use_toasts(), board.clone());
    let done = Callback::new(move |answer: Json| {
        if answer["validationResult"]["success"].as_bool() == Some(false) {
            toasts.bad("Saved, but not every connection can be reached");
            reload.run(());
        } else {
            toasts.good("Saved");
            navigate(&next, Default::default());
        }
    });
    let actions = view! { <a class=button::PLAIN href=board.clone()><Icon of=icons::LAYOUT_DASHBOARD/>"Open board"</a> }.into_any();
    view! {
        <Page
            crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::to(project.title.clone(), board.clone()), Crumb::here("Edit")]
            actions=actions
        >
            <div class="mx-auto max-w-[760px]"><FlashError actions=&["deleteConnection", "handOverProject", "setConnectionWriting"]/></div>
            <PostForm action="updateProject" next=board.clone() back=here.clone() on_done=done class="mx-auto flex max-w-[760px] flex-col gap-6">
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=project.version.to_string()/>
                <ProjectFields start=start here=here.clone() cancel=board submit="Save"/>
            </PostForm>
            // Without scripts a stored connection is removed by a form of its own.
            {project.role.may(Right::EditConnections).then_some(removals)}
            {project.role.may(Right::EditConnections).then(|| view! {
                <Writing project=project.id.to_string() connections=project.connections.clone() back=below.clone() reload/>
            })}
            {project.role.may(Right::HandOver).then(|| view! { <HandOver project=project.id.to_string() team=project.team_id.to_string() back=below/> })}
        </Page>
    }
}

fn removal(connection: String, here: &str) -> impl IntoView + use<> {
    let (here, form_id) = (here.to_owned(), format!("remove-{connection}"));
    view! {
        <form id=form_id method="post" action="/actions/deleteConnection" hidden>
            <input type="hidden" name="_next" value=here.clone()/>
            <input type="hidden" name="_back" value=here/>
            <input type="hidden" name="connectionId" value=connection/>
        </form>
    }
}
