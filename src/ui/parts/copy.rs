//! Texts to take along: a button that puts one onto the clipboard, a field that shows one beside it, and one that is told
//! now and never again.

use super::{badge::Tone, button, icon::Icon, icons, notice::Notice, toast::use_toasts};
use leptos::prelude::*;

/// Only with scripts; the text itself stands beside it.
#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// What is copied, for its name: "link".
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let toasts = use_toasts();
    let done = format!("Copied the {what}");
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        {
            // A refusal of the browser leaves the text where it can be selected by hand.
            let _ = window().navigator().clipboard().write_text(&text.get_untracked());
        }
        let _ = text;
        toasts.good(done.clone());
    };
    view! {
        <button type="button" class=format!("needs-scripts {}", button::TOOL) aria-label=format!("Copy the {what}") on:click=copy>
            <Icon of=icons::COPY/>
        </button>
    }
}

/// A text to read and to copy.
#[component]
pub fn CopyField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: String,
    /// What is copied, for the name of the button.
    #[prop(into)]
    what: String,
    /// The label is only read out.
    #[prop(optional)]
    hidden_label: bool,
    /// A key or a token, whose letters count one by one.
    #[prop(optional)]
    mono: bool,
    /// The text is a path of ours and becomes a whole address: the server may be behind any name, and the browser knows
    /// which one the person uses.
    #[prop(optional)]
    is_path: bool,
) -> impl IntoView {
    let text = RwSignal::new(value.clone());
    Effect::new(move |_| {
        if is_path && let Ok(origin) = window().location().origin() {
            text.set(format!("{origin}{value}"));
        }
    });
    view! {
        <div class="field">
            <label class=if hidden_label { "sr-only" } else { "field-label" } for=id.clone()>{label}</label>
            <div class="share-link">
                <input class=if mono { "input font-mono" } else { "input" } id=id type="text" readonly=true value=move || text.get()/>
                <CopyButton text what/>
            </div>
        </div>
    }
}

/// What is told now and never again.
#[component]
pub fn ShownOnce(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: String,
    /// What it is, for the name of the button that copies it.
    #[prop(into)]
    what: String,
    /// What to do with it.
    #[prop(into)]
    text: String,
    #[prop(optional)] mono: bool,
    #[prop(optional)] is_path: bool,
    /// Puts it away, when scripts run; it stays until the page is left when not given.
    #[prop(optional, into)]
    done: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Good>
            <div class="flex flex-col gap-2">
                <p>{text}</p>
                <CopyField id label value what mono is_path hidden_label=true/>
                {done.map(|done| view! {
                    <p class="needs-scripts">
                        <button type="button" class="btn btn-quiet btn-sm" on:click=move |_| done.run(())>"Done"</button>
                    </p>
                })}
            </div>
        </Notice>
    }
}
