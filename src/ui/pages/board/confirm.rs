//! The decision to delete a widget. It names the widget and what goes with it.

use super::state::BoardState;
use crate::ui::parts::{PostForm, SubmitButton, button, icons};
use leptos::{html, prelude::*};

/// Open while the address names a widget to delete.
#[component]
pub fn Confirm() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let widget = Memo::new(move |_| {
        let id = state.query.with(|query| query.get("delete").map(str::to_owned))?;
        state.board.with(|board| board.widgets.iter().find(|widget| widget.id.as_str() == id).map(|widget| (id, widget.title.clone())))
    });
    move || widget.get().map(|(id, title)| view! { <Decision id title/> })
}

#[component]
fn Decision(id: String, title: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let node = NodeRef::<html::Dialog>::new();
    // In the HTML the dialog is simply open; with scripts it becomes modal.
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            make_modal(&dialog);
        }
    });
    let deleted = format!("\u{201c}{title}\u{201d} was deleted");
    let done = Callback::new(move |_| {
        state.go(&untrack(|| state.closed()));
        let deleted = deleted.clone();
        state.refresh(move || state.undoable(deleted));
    });
    let next = untrack(|| state.open("deleted", &id));
    view! {
        <dialog class="dialog dialog-plain" open=true node_ref=node aria-labelledby="delete-title" on:close=move |_| state.go(&untrack(|| state.closed()))>
            <div class="panel-head"><h2 class="panel-title" id="delete-title" dir="auto">{format!("Delete \u{201c}{title}\u{201d}?")}</h2></div>
            <div class="panel-body">
                <p>"The widget and its settings are removed from the board, and from the public page if there is one. It can be restored for thirty days. The data in your database stays as it is."</p>
            </div>
            <PostForm action="deleteWidgetAction" next on_done=done>
                <input type="hidden" name="widgetId" value=id/>
                // What keeps it comes first, and so takes the focus.
                <div class="panel-foot justify-end">
                    <a class=button::PLAIN href=move || state.closed() data-noscroll="">"Keep it"</a>
                    <SubmitButton class=button::DANGER icon=icons::TRASH_2>"Delete widget"</SubmitButton>
                </div>
            </PostForm>
        </dialog>
    }
}

#[cfg(feature = "hydrate")]
fn make_modal(dialog: &leptos::web_sys::HtmlDialogElement) {
    // An open dialog cannot be made modal; the attribute goes first, which sends no close event.
    let _ = dialog.remove_attribute("open");
    // Fails only for a dialog outside the document, which cannot be looked at anyway.
    let _ = dialog.show_modal();
}

#[cfg(not(feature = "hydrate"))]
fn make_modal<T>(_: &T) {}
