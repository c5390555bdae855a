//! Short messages at the bottom right that say what was done. Errors stay at the field or tile that failed.

use super::{icon::Icon, icons};
use crate::ui::flash::use_flash;
use leptos::prelude::*;

/// How long a message stays.
#[cfg(feature = "hydrate")]
const STAY: std::time::Duration = std::time::Duration::from_secs(6);

/// How long one stays that offers a way back.
#[cfg(feature = "hydrate")]
const STAY_TO_UNDO: std::time::Duration = std::time::Duration::from_secs(12);

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    text: String,
    bad: bool,
    undo: Option<Callback<()>>,
}

/// The messages on show. Copied freely.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// Something worked.
    pub fn good(self, text: impl Into<String>) {
        self.add(text.into(), false, None);
    }

    /// Something was done that can be undone: with a button for that.
    pub fn undoable(self, text: impl Into<String>, undo: Callback<()>) {
        self.add(text.into(), false, Some(undo));
    }

    /// Something failed that has no place of its own on the page.
    pub fn bad(self, text: impl Into<String>) {
        self.add(text.into(), true, None);
    }

    fn add(self, text: String, bad: bool, undo: Option<Callback<()>>) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        #[cfg(feature = "hydrate")]
        set_timeout(move || self.remove(id), if undo.is_some() { STAY_TO_UNDO } else { STAY });
        self.list.update(|list| list.push(Toast { id, text, bad, undo }));
    }

    fn remove(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Call once at the root of the application.
pub fn provide_toasts() {
    provide_context(Toasts { list: RwSignal::new(Vec::new()), last: StoredValue::new(0) });
}

pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where the messages appear, and what a page says after a plain form worked. Stands below the router.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let flashed = use_flash().and_then(|flash| flash.message);
    let flashed = RwSignal::new(flashed);
    // With scripts it goes like every other one.
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| set_timeout(move || flashed.set(None), STAY));
    let card = |text: String, bad: bool, undo: Option<Callback<()>>, close: Callback<()>| {
        let icon = if bad { icons::CIRCLE_ALERT } else { icons::CIRCLE_CHECK };
        view! {
            <div class="toast-card">
                <span class=if bad { "text-bad" } else { "text-good" }><Icon of=icon/></span>
                <span class="flex-1">{text}</span>
                {undo.map(|undo| {
                    let go = move |_| {
                        close.run(());
                        // Whose page is gone has nothing to undo.
                        undo.try_run(());
                    };
                    view! { <button type="button" class="toast-undo" on:click=go>"Undo"</button> }
                })}
                <button
                    type="button"
                    class="needs-scripts text-muted hover:text-text cursor-pointer"
                    aria-label="Dismiss"
                    on:click=move |_| close.run(())
                >
                    <Icon of=icons::X size=14/>
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || flashed.get().map(|text| card(text, false, None, Callback::new(move |()| flashed.set(None))))}
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                {card(toast.text, toast.bad, toast.undo, Callback::new(move |()| toasts.remove(toast.id)))}
            </For>
        </div>
    }
}
