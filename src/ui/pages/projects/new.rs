//! `/projects/new`.

use super::{
    form::{ProjectFields, ProjectStart},
    rows::MAX_ROWS,
};
use crate::ui::parts::{Crumb, Page, PostForm};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde_json::Value as Json;

#[component]
pub fn NewProject() -> impl IntoView {
    let rows = use_query_map().with_untracked(|query| query.get("rows")).and_then(|rows| rows.parse().ok()).unwrap_or(1).min(MAX_ROWS);
    let start = ProjectStart { extra_rows: rows, ..ProjectStart::default() };
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
                on_done=done
                class="mx-auto flex max-w-[760px] flex-col gap-6"
            >
                <ProjectFields start=start more_rows=format!("/projects/new?rows={}", rows + 1) cancel="/projects" submit="Create project"/>
            </PostForm>
        </Page>
    }
}
