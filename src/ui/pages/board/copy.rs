//! A widget copied to another project, in the panel at the right.

use super::{panel::Panel, state::BoardState};
use crate::{
    actions::projects::get_user_projects,
    model::{outcome::Outcome, project::UserInput},
    ui::parts::{Notice, PostForm, SubmitButton, badge::Tone, button, icons},
};
use leptos::prelude::*;

/// Open while the address names a widget to copy.
#[component]
pub fn CopyPanel() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let widget = Memo::new(move |_| {
        let id = state.query.with(|query| query.get("copy").map(str::to_owned))?;
        state.board.with(|board| board.widgets.iter().find(|widget| widget.id.as_str() == id).map(|widget| (id, widget.title.clone())))
    });
    let projects = Resource::new(
        move || widget.get().is_some(),
        |open| async move { if open { Some(get_user_projects(UserInput::default()).await) } else { None } },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (answer, (id, title)) = (projects.await?, widget.get()?);
                let body = match answer {
                    Ok(Outcome::Done(answer)) => {
                        let here = state.project();
                        let others: Vec<_> =
                            answer.projects.into_iter().filter(|project| project.id.as_str() != here).map(|p| (p.id.to_string(), p.title)).collect();
                        view! { <Choice id others/> }.into_any()
                    }
                    Ok(Outcome::Failed(failure)) => view! { <Notice tone=Tone::Bad>{failure.error}</Notice> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.text}</Notice> }.into_any(),
                };
                Some(view! { <Panel title=Signal::stored(format!("Copy {title}"))><div class="panel-stack">{body}</div></Panel> })
            })}
        </Transition>
    }
}

#[component]
fn Choice(id: String, others: Vec<(String, String)>) -> impl IntoView {
    if others.is_empty() {
        return view! { <p>"You have no other project to copy it to."</p> }.into_any();
    }
    let id = StoredValue::new(id);
    let rows = others.into_iter().map(|(project, title)| {
        view! {
            <li class="history-row">
                <strong class="history-words" dir="auto">{title.clone()}</strong>
                <PostForm action="copyWidget" next=format!("/projects/{project}/dashboard")>
                    <input type="hidden" name="widgetId" value=id.get_value()/>
                    <input type="hidden" name="projectId" value=project/>
                    <SubmitButton class=button::PLAIN icon=icons::COPY>"Copy there"</SubmitButton>
                </PostForm>
            </li>
        }
    });
    view! {
        <p class="field-hint">"In the other project it reads the connection that has the same title and kind. If there is none, edit the copy and choose one."</p>
        <ul class="history">{rows.collect_view()}</ul>
    }
    .into_any()
}
