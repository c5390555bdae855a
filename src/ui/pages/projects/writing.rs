//! The switch of each connection, below the form of a project: whether editors may change rows of its database. A form of
//! its own, so that nothing else is saved with it.

use crate::{
    model::{connection::ConnectionDetail, engine::EngineKind},
    ui::parts::{Pill, PostForm, SubmitButton, Tone, button, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

/// Nothing for a project whose connections all lead to hosted databases, which have pages of their own.
#[component]
pub fn Writing(
    project: String,
    connections: Vec<ConnectionDetail>,
    /// The page that holds this.
    back: String,
    /// Shows the project as it is now.
    reload: Callback<()>,
) -> impl IntoView {
    let outside: Vec<ConnectionDetail> = connections.into_iter().filter(|one| one.kind != EngineKind::Hosted.name()).collect();
    (!outside.is_empty()).then(|| {
        let lines = outside.into_iter().map(|one| view! { <Line project=project.clone() connection=one back=back.clone() reload/> });
        let lines = lines.collect_view();
        view! {
            <section class="panel mx-auto mt-6 max-w-[760px]" id="writing">
                <div class="panel-head flex-col items-start! gap-0.5!">
                    <h2 class="panel-title">"Writing"</h2>
                    <p class="text-sm text-muted">
                        "VizBoard only reads a database until you switch writing on for its connection. Owner, administrators and editors can then add, change and delete rows of its tables, with the rights of the connection's user. It goes off when you change where the connection leads or how it logs in."
                    </p>
                </div>
                <ul class="panel-body flex flex-col gap-3">{lines}</ul>
            </section>
        }
    })
}

#[component]
fn Line(project: String, connection: ConnectionDetail, back: String, reload: Callback<()>) -> impl IntoView {
    let ConnectionDetail { id, title, writing, .. } = connection;
    let done = Callback::new(move |_: Json| reload.run(()));
    let (label, wanted) = if writing { ("Switch writing off", "false") } else { ("Switch writing on", "true") };
    let state = if writing {
        view! { <Pill tone=Tone::Warn icon=icons::PENCIL text="On"/> }.into_any()
    } else {
        view! { <Pill icon=icons::EYE text="Off"/> }.into_any()
    };
    view! {
        <li>
            <PostForm action="setConnectionWriting" next=back on_done=done class="flex flex-wrap items-center gap-3">
                <input type="hidden" name="projectId" value=project/>
                <input type="hidden" name="connectionId" value=id.to_string()/>
                <input type="hidden" name="writing" value=wanted/>
                <span class="min-w-0 flex-1 break-anywhere font-medium" dir="auto">{title}</span>
                {state}
                <SubmitButton class=button::PLAIN>{label}</SubmitButton>
            </PostForm>
        </li>
    }
}
