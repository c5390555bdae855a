//! A dialog, for decisions only. It needs scripts: whatever it asks has a page of its own as well.

use super::{button, icon::Icon, icons};
use leptos::{html, prelude::*};

#[component]
pub fn Dialog(
    /// Whether it is shown; set to false when the person closes it.
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            show(&dialog, open.get());
        }
    });
    view! {
        <dialog class="dialog" node_ref=node aria-label=move || title.get() on:close=move |_| open.set(false)>
            // Built anew each time it opens, so that no old text or error stays in its fields.
            <Show when=move || open.get()>
                <div class="panel-head">
                    <h2 class="panel-title flex-1">{move || title.get()}</h2>
                    <button type="button" class=button::TOOL aria-label="Close" on:click=move |_| open.set(false)>
                        <Icon of=icons::X/>
                    </button>
                </div>
                <div class="panel-body">{children()}</div>
            </Show>
        </dialog>
    }
}

#[cfg(feature = "hydrate")]
fn show(dialog: &leptos::web_sys::HtmlDialogElement, open: bool) {
    if open && !dialog.open() {
        // Fails only for a dialog outside the document, which cannot be looked at anyway.
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

#[cfg(not(feature = "hydrate"))]
fn show<T>(_: &T, _: bool) {}
