//! The versions of a board and what was deleted from it lately, in the panel at the right.

use super::{panel::Panel, state::BoardState};
use crate::{
    actions::boards::get_board_history,
    model::{
        outcome::Outcome,
        project::ProjectInput,
        versions::{Deleted, HistoryAnswer, Version},
    },
    ui::parts::{Icon, Notice, PostForm, SubmitButton, When, answered::answered, badge::Tone, button, icons},
};
use leptos::prelude::*;

/// Open while the address says so.
#[component]
pub fn HistoryPanel() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let open = Memo::new(move |_| state.query.with(|query| query.get("history").is_some()));
    let current = Memo::new(move |_| state.board.with(|board| board.version.clone()));
    let history = Resource::new(
        move || open.get().then(|| current.get()),
        move |open| async move {
            match open {
                Some(_) => Some(get_board_history(ProjectInput::of(state.project())).await),
                None => None,
            }
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let body = match answered(history).await? {
                    Ok(Outcome::Done(history)) => view! { <Lists history/> }.into_any(),
                    Ok(Outcome::Failed(failure)) => view! { <Notice tone=Tone::Bad>{failure.error}</Notice> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.text}</Notice> }.into_any(),
                };
                Some(view! { <Panel title=Signal::stored("Versions".to_owned())><div class="panel-stack">{body}</div></Panel> })
            })}
        </Transition>
    }
}

#[component]
fn Lists(history: HistoryAnswer) -> impl IntoView {
    let HistoryAnswer { versions, deleted } = history;
    let (no_versions, has_deleted) = (versions.is_empty(), !deleted.is_empty());
    view! {
        {(!deleted.is_empty()).then(|| {
            view! {
                <h3 class="history-head">"Deleted lately"</h3>
                <ul class="history">{deleted.into_iter().map(|deleted| view! { <DeletedRow deleted/> }).collect_view()}</ul>
            }
        })}
        {has_deleted.then(|| view! { <h3 class="history-head">"Versions"</h3> })}
        {no_versions.then(|| view! { <p class="field-hint">"The first change of this board makes its first version."</p> })}
        <ul class="history">{versions.into_iter().map(|version| view! { <VersionRow version/> }).collect_view()}</ul>
    }
}

#[component]
fn DeletedRow(deleted: Deleted) -> impl IntoView {
    let state = expect_context::<BoardState>();
    view! {
        <li class="history-row">
            <div class="history-words">
                <strong dir="auto">{deleted.title}</strong>
                <span class="field-hint">"Deleted "<When at=deleted.deleted_at/></span>
            </div>
            <PostForm action="restoreWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
                <input type="hidden" name="widgetId" value=deleted.id.to_string()/>
                <SubmitButton class=button::PLAIN icon=icons::UNDO_2>"Restore"</SubmitButton>
            </PostForm>
        </li>
    }
}

#[component]
fn VersionRow(version: Version) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let Version { number, reason, by, made_at, .. } = version;
    let words = words(&reason);
    view! {
        <li class="history-row">
            <div class="history-words">
                <strong>{format!("Version {number}")}</strong>
                <span class="field-hint">{words}{by.map(|by| format!(" by {by}"))}", "<When at=made_at/></span>
            </div>
            <a class=button::QUIET href=move || state.open("version", &number.to_string())><Icon of=icons::EYE/>"View"</a>
        </li>
    }
}

/// Why a version was made, for people.
pub fn words(reason: &str) -> &'static str {
    match reason {
        "published" => "Published",
        "restored" => "Restored",
        "imported" => "Imported",
        _ => "Edited",
    }
}

/// After a widget was deleted without scripts: the way back.
#[component]
pub fn DeletedNotice() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let deleted = Memo::new(move |_| {
        let id = state.query.with(|query| query.get("deleted").map(str::to_owned))?;
        // Once it is back there is nothing to restore.
        (!state.board.with(|board| board.widgets.iter().any(|widget| widget.id.as_str() == id))).then_some(id)
    });
    move || {
        deleted.get().map(|id| {
            view! {
                <Notice tone=Tone::Good>
                    <div class="notice-way">
                        <span class="flex-1">"The widget was deleted."</span>
                        <PostForm action="restoreWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
                            <input type="hidden" name="widgetId" value=id/>
                            <SubmitButton class=button::PLAIN icon=icons::UNDO_2>"Undo"</SubmitButton>
                        </PostForm>
                    </div>
                </Notice>
            }
        })
    }
}
