//! "Test" beside a connection: tries what stands in its fields without saving it and says which step failed.

use crate::ui::parts::{Icon, Notice, Tone, button, icons};
use leptos::{html, prelude::*};

#[derive(Clone, Debug, PartialEq)]
enum Trial {
    Untried,
    Running,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "tried from the browser only"))]
    Worked(String),
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "tried from the browser only"))]
    Failed(String),
}

#[component]
pub fn TryConnection(
    node: NodeRef<html::Fieldset>,
    password: NodeRef<html::Input>,
    kept: RwSignal<bool>,
    /// Of a stored connection.
    id: Option<String>,
    project: Option<String>,
) -> impl IntoView {
    let trial = RwSignal::new(Trial::Untried);
    let running = move || trial.get() == Trial::Running;
    let run = move |_| start(node, password, kept, id.clone(), project.clone(), trial);
    view! {
        <div class="needs-scripts flex flex-col gap-3">
            <div>
                <button
                    type="button"
                    class=button::PLAIN
                    aria-busy=move || running().then_some("true")
                    on:click=run
                >
                    {move || {
                        if running() {
                            view! { <Icon of=icons::LOADER_CIRCLE class="spin"/> }
                        } else {
                            view! { <Icon of=icons::ZAP/> }
                        }
                    }}
                    {move || if running() { "Testing" } else { "Test connection" }}
                </button>
            </div>
            <div aria-live="polite">
                {move || match trial.get() {
                    Trial::Untried | Trial::Running => None,
                    Trial::Worked(text) => Some(view! { <Notice tone=Tone::Good>{text}</Notice> }),
                    Trial::Failed(text) => Some(view! { <Notice tone=Tone::Bad>{text}</Notice> }),
                }}
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn start(
    node: NodeRef<html::Fieldset>,
    password: NodeRef<html::Input>,
    kept: RwSignal<bool>,
    id: Option<String>,
    project: Option<String>,
    trial: RwSignal<Trial>,
) {
    use super::controls::read;
    use crate::{
        actions::connections::test_connection,
        model::{
            access::{ConnectionOptions, Secret, TlsMode},
            connection::{ConnectionInput, KEEP_CURRENT_PASSWORD, TestConnectionInput},
            outcome::Outcome,
        },
    };

    let Some(row) = node.get_untracked() else { return };
    let part = |name: &str| read(&row, name);
    let given = |name: &str| part(name).filter(|text| !text.trim().is_empty());
    let typed = password.get_untracked().map(|input| input.value());
    let connection = ConnectionInput {
        id,
        // A title is not needed for trying.
        title: given("title").or_else(|| Some("Test".to_owned())),
        kind: part("type"),
        host: part("host"),
        port: given("port").and_then(|port| port.parse().ok()),
        database: part("database"),
        user: part("user"),
        password: if kept.get_untracked() { Some(KEEP_CURRENT_PASSWORD.into()) } else { typed.map(Secret::new) },
        options: Some(ConnectionOptions { tls: given("tls").and_then(|name| TlsMode::parse(&name)), ca: given("ca") }),
        ..ConnectionInput::default()
    };
    trial.set(Trial::Running);
    leptos::task::spawn_local(async move {
        let input = TestConnectionInput { project_id: project, connection: Some(connection), ..TestConnectionInput::default() };
        let outcome = match test_connection(input).await {
            Ok(Outcome::Done(answer)) => Trial::Worked(answer.message),
            Ok(Outcome::Failed(failure)) => Trial::Failed(failure.error),
            Err(error) => Trial::Failed(error.text),
        };
        // The row may be gone by now.
        let _ = trial.try_set(outcome);
    });
}

#[cfg(not(feature = "hydrate"))]
fn start(_: NodeRef<html::Fieldset>, _: NodeRef<html::Input>, _: RwSignal<bool>, _: Option<String>, _: Option<String>, _: RwSignal<Trial>) {
}
