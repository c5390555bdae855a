//! A widget copied to another project, in the panel at the right.

use super::{panel::Panel, state::BoardState};
use crate::{
    actions::{Answer, projects::list_project_cards},
    model::{
        outcome::Outcome,
        project::{ProjectCards, UserInput},
        role::Right,
    },
    ui::parts::{Notice, PostForm, SubmitButton, answered::answered, badge::Tone, button, icons},
};
use leptos::prelude::*;

/// The projects of the person, asked for while a panel needs them.
pub fn projects(open: Memo<bool>) -> Resource<Option<Answer<ProjectCards>>> {
    Resource::new(move || open.get(), |open| async move { if open { Some(list_project_cards(UserInput::default()).await) } else { None } })
}

/// Open while the address names a widget to copy.
#[component]
pub fn CopyPanel() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let widget = Memo::new(move |_| {
        let id = state.query.with(|query| query.get("copy").map(str::to_owned))?;
        state.board.with(|board| board.widgets.iter().find(|widget| widget.id.as_str() == id).map(|widget| (id, widget.title.clone())))
    });
    let projects = projects(Memo::new(move |_| widget.get().is_some()));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (answer, (id, title)) = (answered(projects).await?, widget.get()?);
                Some(view! {
                    <Panel title=Signal::stored(format!("Copy {title}"))>
                        <div class="panel-stack"><Projects answer action="copyWidget" field=("widgetId", id)/></div>
                    </Panel>
                })
            })}
        </Transition>
    }
}

/// The other projects, each with a button that copies something there.
#[component]
pub fn Projects(
    answer: Answer<ProjectCards>,
    action: &'static str,
    /// What is copied.
    field: (&'static str, String),
) -> impl IntoView {
    let here = expect_context::<BoardState>().project();
    let all = match answer {
        Ok(Outcome::Done(answer)) => answer.cards,
        Ok(Outcome::Failed(failure)) => return view! { <Notice tone=Tone::Bad>{failure.error}</Notice> }.into_any(),
        Err(error) => return view! { <Notice tone=Tone::Bad>{error.text}</Notice> }.into_any(),
    };
    let others: Vec<_> = all
        .into_iter()
        .filter(|card| card.role.may(Right::EditBoard) && card.summary.id.as_str() != here)
        .map(|card| (card.summary.id.to_string(), card.summary.title))
        .collect();
    if others.is_empty() {
        return view! { <p>"You have no other project to copy it to."</p> }.into_any();
    }
    let (name, value) = (field.0, StoredValue::new(field.1));
    let rows = others.into_iter().map(|(project, title)| {
        view! {
            <li class="history-row">
                <strong class="history-words" dir="auto">{title}</strong>
                <PostForm action next=format!("/projects/{project}/dashboard")>
                    <input type="hidden" name=name value=value.get_value()/>
                    <input type="hidden" name="projectId" value=project/>
                    <SubmitButton class=button::PLAIN icon=icons::COPY>"Copy there"</SubmitButton>
                </PostForm>
            </li>
        }
    });
    view! {
        <p class="field-hint">"Copies read the connection of the other project that has the same title and kind. Where there is none, edit the copy and choose one."</p>
        <ul class="history">{rows.collect_view()}</ul>
    }
    .into_any()
}
