//! `/projects/new`.

use super::form::{ProjectFields, ProjectStart};
use crate::ui::parts::{Crumb, Page, PostForm};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::Value as Json;

#[component]
pub fn NewProject() -> impl IntoView {
    let start = ProjectStart { fresh_rows: 1, ..ProjectStart::default() };
    let navigate = use_navigate();
    // What could not be reached is mended in the form; everything else starts with the board.
    let done = Callback::new(move |answer: Json| {
        let id = answer["projectId"].as_str().unwrap_or_default();
        let failed = answer["validationResult"]["success"].as_bool() == Some(false);
        let page = if failed { "edit" } else { "dashboard" };
        navigate(&format!("/projects/{id}/{page}"), Default::default());
    });
    view! {
        <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("New project")]>
            <PostForm
                action="createProjectWithConnections"
                next="/projects/{projectId}/dashboard"
                back="/projects/new"
                on_done=done
                class="mx-auto flex max-w-[760px] flex-col gap-6"
            >
                <ProjectFields start=start here="/projects/new" cancel="/projects" submit="Create project"/>
            </PostForm>
        </Page>
    }
}
