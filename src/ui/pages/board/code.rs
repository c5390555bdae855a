//! The board as a document, in the panel at the right: downloaded, taken in, copied whole to another project.

use super::{
    copy::{Projects, projects},
    panel::Panel,
    state::BoardState,
};
use crate::ui::parts::{Icon, PostForm, SubmitButton, TextArea, answered::answered, button, icons};
use leptos::prelude::*;

/// Open while the address says so.
#[component]
pub fn CodePanel() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let open = Memo::new(move |_| state.query.with(|query| query.get("code").is_some()));
    let projects = projects(open);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let answer = answered(projects).await?;
                Some(view! {
                    <Panel title=Signal::stored("Export and import".to_owned())>
                        <div class="panel-stack">
                            <Files/>
                            <hr class="panel-rule"/>
                            <h3 class="history-head">"Copy the whole board to another project"</h3>
                            <Projects answer action="copyBoard" field=("fromProjectId", state.project())/>
                        </div>
                    </Panel>
                })
            })}
        </Transition>
    }
}

#[component]
fn Files() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let project = state.project();
    let done = Callback::new(move |_| {
        state.go(&untrack(|| state.closed()));
        state.refresh(|| ());
    });
    view! {
        <p class="field-hint">"A board as JSON: widgets, tabs and grid. It holds the saved queries that widgets show, names connections by title and kind, and holds no password and no data."</p>
        <a class=button::PLAIN href=format!("/api/projects/{project}/board") rel="external" download="board.json"><Icon of=icons::DOWNLOAD/>"Download board.json"</a>
        <hr class="panel-rule"/>
        <PostForm action="importBoard" next=untrack(|| state.closed()) on_done=done class="panel-stack">
            <input type="hidden" name="projectId" value=project/>
            <TextArea name="document" label="Import a board" rows=8 hint="Paste the text of a board.json. Importing the same document again changes nothing."/>
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name="replace" value="true"/>
                <span>"Delete widgets that it does not name"</span>
            </label>
            <SubmitButton class=button::PLAIN icon=icons::UPLOAD>"Import"</SubmitButton>
        </PostForm>
    }
}
