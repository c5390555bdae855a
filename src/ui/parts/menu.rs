//! A menu behind a button, on `<details>`: it opens without scripts; with scripts it closes on a choice, on a click
//! elsewhere and on Escape, and what it holds is made when somebody comes near it.

use super::later::Later;
use leptos::{ev, html, prelude::*};

#[component]
pub fn Menu(
    /// Accessible name of the button.
    #[prop(into)]
    label: String,
    /// Classes of the button.
    #[prop(default = super::button::TOOL)]
    class: &'static str,
    /// Opens towards the right instead of the left.
    #[prop(optional)]
    left: bool,
    /// A click inside leaves it open: it holds fields.
    #[prop(optional)]
    stays: bool,
    /// What the button shows.
    #[prop(into)]
    button: ViewFnOnce,
    /// `menu-item` links, forms and buttons.
    children: Children,
) -> impl IntoView {
    let later = Later::closed();
    let Later { node, open, .. } = later;
    let up = RwSignal::new(false);
    let close = move |focus: bool| close(node, focus);
    // Listens only while open.
    Effect::new(move |_| {
        if !open.get() {
            up.set(false);
            return;
        }
        // When the list is as long as it will be.
        request_animation_frame(move || {
            let _ = up.try_set(node.get_untracked().is_some_and(|node| is_cut_off(&node)));
        });
        let outside = window_event_listener(ev::click, move |ev| {
            if !is_inside(node, &ev) {
                close(false);
            }
        });
        let escape = window_event_listener(ev::keydown, move |ev| {
            if ev.key() == "Escape" {
                close(true);
            }
        });
        on_cleanup(move || {
            outside.remove();
            escape.remove();
        });
    });
    let list = if stays { children() } else { later.content(children) };
    view! {
        <details
            class="menu-host"
            node_ref=node
            on:toggle=move |_| later.look()
            on:pointerenter=move |_| later.come_near()
            on:focusin=move |_| later.come_near()
        >
            <summary class=class aria-label=label.clone() title=label>
                {button.run()}
            </summary>
            <div class=if left { "menu-list menu-list-left" } else { "menu-list" } class:menu-list-up=move || up.get() on:click=move |_| if !stays { close(false) }>
                {list}
            </div>
        </details>
    }
}

#[cfg(feature = "hydrate")]
fn close(node: NodeRef<html::Details>, focus: bool) {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    let Some(details) = node.get_untracked() else { return };
    // Neither can fail on an element of ours.
    let _ = details.remove_attribute("open");
    if focus && let Ok(Some(summary)) = details.query_selector("summary") {
        let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Whether the list goes on below the window and would not above it.
#[cfg(feature = "hydrate")]
fn is_cut_off(details: &leptos::web_sys::HtmlDetailsElement) -> bool {
    let Ok(Some(list)) = details.query_selector(":scope > .menu-list") else { return false };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let list = list.get_bounding_client_rect();
    list.bottom() > height && details.get_bounding_client_rect().top() > list.height()
}

#[cfg(feature = "hydrate")]
fn is_inside(node: NodeRef<html::Details>, ev: &ev::MouseEvent) -> bool {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    let target = ev.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    node.get_untracked().is_some_and(|details| details.contains(target.as_ref()))
}

#[cfg(not(feature = "hydrate"))]
fn close(_: NodeRef<html::Details>, _: bool) {}

#[cfg(not(feature = "hydrate"))]
fn is_cut_off<T>(_: &T) -> bool {
    false
}

#[cfg(not(feature = "hydrate"))]
fn is_inside(_: NodeRef<html::Details>, _: &ev::MouseEvent) -> bool {
    true
}
