//! What the background does for a project, asked every second or so while it lasts.

use super::list::ListState;
use crate::{
    actions::projects::get_project_progress,
    model::{
        outcome::Outcome,
        project::{Progress, ProjectInput},
    },
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

/// How often the server is asked.
const EVERY: std::time::Duration = std::time::Duration::from_millis(1200);

#[component]
pub fn Busy(project: String) -> impl IntoView {
    let text = RwSignal::new("Checking".to_owned());
    let reload = expect_context::<ListState>().reload;
    watch(project, text, reload);
    view! {
        <span class="pill pill-accent" role="status">
            <Icon of=icons::LOADER_CIRCLE size=12 class="spin"/>
            {move || text.get()}
        </span>
    }
}

/// Follows the jobs of a project from the browser and calls `done` when none is left.
pub fn watch(project: String, text: RwSignal<String>, done: Callback<()>) {
    Effect::new(move |_| {
        let project = project.clone();
        let timer = set_interval_with_handle(
            move || {
                let project = project.clone();
                leptos::task::spawn_local(async move {
                    if let Ok(Outcome::Done(progress)) = get_project_progress(ProjectInput::of(project)).await {
                        if progress.running == 0 {
                            done.try_run(());
                        } else {
                            // Nobody listens any more when the page was left meanwhile.
                            let _ = text.try_set(words(&progress));
                        }
                    }
                });
            },
            EVERY,
        );
        if let Ok(timer) = timer {
            on_cleanup(move || timer.clear());
        }
    });
}

fn words(progress: &Progress) -> String {
    let total = progress.connections.len();
    let at = |state: &str| progress.connections.iter().filter(|connection| connection.state == state).count();
    match (at("reading schema"), at("validating")) {
        (0, 0) => "Waiting".to_owned(),
        (0, _) if total > 1 => format!("Checking {total} connections"),
        (0, _) => "Checking".to_owned(),
        (1, _) => "Reading schema".to_owned(),
        (schemas, _) => format!("Reading {schemas} schemas"),
    }
}
