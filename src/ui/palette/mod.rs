//! The command palette: everything with a name, and every page, under Ctrl+K. `/search` is the same without scripts.

mod commands;

pub use commands::{Choice, choice};

use super::{
    parts::{Icon, icons},
    surroundings::use_around,
};
use crate::{
    actions::search::find_anything,
    model::{
        outcome::Outcome,
        search::{SearchInput, Wanted},
    },
};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;

/// How long typing rests before the server is asked, in milliseconds.
#[cfg(feature = "hydrate")]
const REST: std::time::Duration = std::time::Duration::from_millis(150);

/// Listens for Ctrl+K (Cmd+K) and shows the palette while `open`.
#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let help = use_navigate();
    Effect::new(move |_| {
        let help = help.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key() {
                event.prevent_default();
                open.update(|open| *open = !*open);
            } else if event.key() == "?" && !writes(&event) {
                help("/help/keyboard", Default::default());
            }
        });
        on_cleanup(move || keys.remove());
    });
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            show(&dialog, open.get());
        }
    });
    view! {
        <dialog
            class="dialog palette"
            node_ref=node
            aria-label="Search and commands"
            on:close=move |_| open.set(false)
            on:click=move |event| if is_backdrop(&event) { open.set(false) }
        >
            <Show when=move || open.get()><Choices open/></Show>
        </dialog>
    }
}

#[component]
fn Choices(open: RwSignal<bool>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Choice>::new());
    let active = RwSignal::new(0_usize);
    let around = use_around();
    let choices = Memo::new(move |_| {
        let mut all = text.with(|text| commands::commands(&Wanted::new(text), around.standing()));
        // Whoever types looks for something of their own.
        let at = if text.with(|text| text.trim().is_empty()) { all.len() } else { 0 };
        all.splice(at..at, found.get());
        all
    });
    let asking = RwSignal::new(false);
    ask(text, found, asking);
    let navigate = use_navigate();
    let go = Callback::new(move |index: usize| {
        let Some(choice) = choices.with_untracked(|all| all.get(index).cloned()) else { return };
        open.set(false);
        navigate(&choice.href, Default::default());
    });
    // Whether the line is one that the person chose among those shown.
    let chose = StoredValue::new(false);
    let wants_first = StoredValue::new(false);
    Effect::new(move |_| {
        if !asking.get() && wants_first.try_update_value(std::mem::take) == Some(true) {
            go.run(0);
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        let last = choices.with_untracked(Vec::len).saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => active.get_untracked().saturating_add(1).min(last),
            "ArrowUp" => active.get_untracked().saturating_sub(1),
            "Home" if event.ctrl_key() => 0,
            "End" if event.ctrl_key() => last,
            "Enter" => {
                event.prevent_default();
                // The list still answers an older text: the first of the new one is meant.
                match asking.get_untracked() && !chose.get_value() {
                    true => wants_first.set_value(true),
                    false => go.run(active.get_untracked()),
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        chose.set_value(true);
        active.set(next);
        reveal(next);
    };
    view! {
        <div class="palette-head">
            <Icon of=icons::SEARCH/>
            <input
                type="text"
                class="palette-input"
                role="combobox"
                aria-label="Search projects, databases, tables and commands"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || choices.with(|all| (!all.is_empty()).then(|| option_id(active.get())))
                placeholder="Search projects, databases, tables, commands"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                autofocus
                on:input=move |event| {
                    wants_first.set_value(false);
                    chose.set_value(false);
                    text.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=key
            />
        </div>
        <ul class="palette-list" id="palette-list" role="listbox" aria-label="Found">
            {move || {
                choices
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, choice)| view! { <Line choice index active go/> })
                    .collect_view()
            }}
        </ul>
        <p class="palette-none" role="status">
            {move || choices.with(Vec::is_empty).then_some("Nothing has this name.")}
        </p>
    }
}

fn option_id(index: usize) -> String {
    format!("palette-{index}")
}

#[component]
fn Line(choice: Choice, index: usize, active: RwSignal<usize>, go: Callback<usize>) -> impl IntoView {
    view! {
        <li
            class="palette-line"
            id=option_id(index)
            role="option"
            aria-selected=move || (active.get() == index).to_string()
            on:click=move |_| go.run(index)
            on:mousemove=move |_| if active.get_untracked() != index { active.set(index) }
        >
            <Icon of=choice.icon/>
            <span class="palette-title" dir="auto">{choice.title}</span>
            <span class="palette-hint">{choice.hint}</span>
        </li>
    }
}

/// Asks the server after a rest; a late answer to an older text is dropped. `asking` until the newest text is answered.
fn ask(text: RwSignal<String>, found: RwSignal<Vec<Choice>>, asking: RwSignal<bool>) {
    let asked = StoredValue::new(0_u32);
    let go = move |wanted: String| {
        leptos::task::spawn_local(async move {
            let mine = asked.try_get_value();
            let input = SearchInput { text: Some(wanted), ..SearchInput::default() };
            let answer = find_anything(input).await;
            if asked.try_get_value() != mine {
                return;
            }
            // The commands stay when the server does not answer.
            let now = match answer {
                Ok(Outcome::Done(answer)) => answer.found.into_iter().map(choice).collect(),
                _ => Vec::new(),
            };
            let _ = found.try_set(now);
            let _ = asking.try_set(false);
        });
    };
    Effect::new(move |before: Option<()>| {
        let wanted = text.get();
        asked.update_value(|n| *n += 1);
        let mine = asked.get_value();
        asking.set(true);
        match before {
            None => go(wanted),
            Some(()) => rest(move || {
                if asked.try_get_value() == Some(mine) {
                    go(wanted.clone());
                }
            }),
        }
    });
}

#[cfg(feature = "hydrate")]
fn rest(then: impl Fn() + 'static) {
    set_timeout(then, REST);
}

#[cfg(not(feature = "hydrate"))]
fn rest(_: impl Fn() + 'static) {}

#[cfg(feature = "hydrate")]
mod dom {
    use leptos::{ev, prelude::document, wasm_bindgen::JsCast, web_sys};

    pub fn show(dialog: &web_sys::HtmlDialogElement, open: bool) {
        if open && !dialog.open() {
            // Fails only for a dialog outside the document.
            let _ = dialog.show_modal();
            if let Some(input) =
                dialog.query_selector("input").ok().flatten().and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = input.focus();
            }
        } else if !open && dialog.open() {
            dialog.close();
        }
    }

    /// Whether the click was beside the palette: the backdrop belongs to the dialog itself.
    pub fn is_backdrop(event: &ev::MouseEvent) -> bool {
        event.target().is_some_and(|target| target.has_type::<web_sys::HtmlDialogElement>())
    }

    /// Whether somebody is typing, so that a character is a character.
    pub fn writes(event: &ev::KeyboardEvent) -> bool {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return false };
        event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || target.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some()
    }

    pub fn reveal(index: usize) {
        if let Some(line) = document().get_element_by_id(&super::option_id(index)) {
            let options = web_sys::js_sys::Object::new();
            // Setting a property of a new object does not fail.
            let _ = web_sys::js_sys::Reflect::set(&options, &"block".into(), &"nearest".into());
            let scroll = web_sys::js_sys::Reflect::get(&line, &"scrollIntoView".into())
                .ok()
                .and_then(|f| f.dyn_into::<web_sys::js_sys::Function>().ok());
            if let Some(scroll) = scroll {
                let _ = scroll.call1(&line, &options);
            }
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod dom {
    use leptos::ev;

    pub fn show<T>(_: &T, _: bool) {}

    pub fn is_backdrop(_: &ev::MouseEvent) -> bool {
        false
    }

    pub fn writes(_: &ev::KeyboardEvent) -> bool {
        true
    }

    pub fn reveal(_: usize) {}
}

use dom::{is_backdrop, reveal, show, writes};
