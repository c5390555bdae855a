//! Deleting a project: what goes with it is said, and its title is asked for. A dialog in the list, and a page of its
//! own (`/projects/:id/delete`) without scripts.

use crate::{
    actions::projects::get_project_with_connections,
    model::{project::ProjectInput, role::Right},
    ui::parts::{Crumb, Icon, Loaded, Notice, Page, PostForm, SubmitButton, Tone, button, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde_json::Value as Json;

/// A project that may be deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Doomed {
    pub id: String,
    pub title: String,
    pub widgets: u32,
    pub connections: u32,
}

#[component]
pub fn DeleteForm(
    doomed: Doomed,
    /// After a success, when scripts run; else the list is opened.
    #[prop(optional, into)]
    on_done: Option<Callback<Json>>,
    /// Closes the dialog this stands in; a link to the list when not given.
    #[prop(optional, into)]
    cancel: Option<Callback<()>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    // Without scripts nothing could enable the button again.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let title = doomed.title.clone();
    let locked = Signal::derive(move || live.get() && typed.with(|typed| typed.trim() != title.trim()));
    let done = on_done.map(|call| Callback::new(move |body| call.run(body)));
    let form = view! {
        <input type="hidden" name="projectId" value=doomed.id/>
        <Notice tone=Tone::Warn>
            <p>{what_goes(doomed.connections, doomed.widgets)}</p>
            <p class="mt-1">"The databases themselves are not touched. This cannot be undone."</p>
        </Notice>
        <label class="needs-scripts field">
            <span class="field-label">"Type " <strong class="font-semibold">{doomed.title.clone()}</strong> " to confirm"</span>
            <input
                class="input"
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=typed
                on:input=move |ev| typed.set(event_target_value(&ev))
            />
        </label>
        <div class="flex justify-end gap-2">
            {match cancel {
                Some(close) => {
                    view! { <button type="button" class=button::PLAIN on:click=move |_| close.run(())>"Cancel"</button> }.into_any()
                }
                None => view! { <a class=button::PLAIN href="/projects">"Cancel"</a> }.into_any(),
            }}
            <SubmitButton class=button::DANGER icon=icons::TRASH_2 disabled=locked>"Delete project"</SubmitButton>
        </div>
    };
    match done {
        Some(done) => {
            view! { <PostForm action="deleteProject" next="/projects" on_done=done class="flex flex-col gap-4">{form}</PostForm> }
                .into_any()
        }
        None => view! { <PostForm action="deleteProject" next="/projects" class="flex flex-col gap-4">{form}</PostForm> }.into_any(),
    }
}

fn what_goes(connections: u32, widgets: u32) -> String {
    let count = |number: u32, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    format!(
        "Its board with {} and {} go with it, and a public link stops working.",
        count(widgets, "widget"),
        count(connections, "connection")
    )
}

#[component]
pub fn DeleteProject() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let project = Resource::new(move || id.clone(), |id| get_project_with_connections(ProjectInput::of(id)));
    view! {
        <Loaded resource=project missing=true let:answer>
            {
                let project = answer.project;
                let board = format!("/projects/{}/dashboard", project.id);
                let doomed = Doomed {
                    id: project.id.to_string(),
                    title: project.title.clone(),
                    widgets: project.ordered_widget_ids.len() as u32,
                    connections: project.connections.len() as u32,
                };
                view! {
                    <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::to(project.title.clone(), board), Crumb::here("Delete")]>
                        <section class="panel mx-auto mt-[6vh] max-w-[520px]">
                            <div class="panel-head">
                                <span class="text-bad"><Icon of=icons::TRASH_2/></span>
                                <h2 class="panel-title">{format!("Delete {}?", project.title)}</h2>
                            </div>
                            <div class="panel-body">
                                {match project.role.may(Right::Delete) {
                                    true => view! { <DeleteForm doomed=doomed/> }.into_any(),
                                    false => view! { <Notice>"Only its owner deletes a project."</Notice> }.into_any(),
                                }}
                            </div>
                        </section>
                    </Page>
                }
            }
        </Loaded>
    }
}
