//! The handles of a tile, while a board is arranged: dragged with a pointer, or carried with the arrow keys. Saved once,
//! when dropped.

use super::carry::Carry;
use crate::ui::parts::{Icon, button, icons};
use leptos::{ev, html, prelude::*};

/// Moves the tile; with the keyboard it resizes it too.
#[component]
pub fn Handle(carry: Carry) -> impl IntoView {
    let node = NodeRef::<html::Button>::new();
    view! {
        <button
            type="button"
            class=format!("needs-scripts tile-handle {}", button::TOOL)
            node_ref=node
            aria-label=move || format!("Move {}", carry.title.get())
            aria-describedby="move-help"
            aria-pressed=move || carry.is_held().to_string()
            on:keydown=move |event| key(carry, node, &event)
            on:blur=move |_| leave(carry, node)
            on:pointerdown=move |event| {
                if grab(node, &event) {
                    carry.begin(event.client_x(), event.client_y(), false);
                }
            }
            on:pointermove=move |event| over(carry, &event)
            on:pointerup=move |_| carry.drop_here()
            on:pointercancel=move |_| carry.put_back()
        >
            <Icon of=icons::GRIP_VERTICAL/>
        </button>
    }
}

/// Resizes the tile by pointer.
#[component]
pub fn Corner(carry: Carry) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    view! {
        <span
            class="needs-scripts tile-corner"
            aria-hidden="true"
            node_ref=node
            on:pointerdown=move |event| {
                if grab(node, &event) {
                    carry.begin(event.client_x(), event.client_y(), true);
                }
            }
            on:pointermove=move |event| over(carry, &event)
            on:pointerup=move |_| carry.drop_here()
            on:pointercancel=move |_| carry.put_back()
        ></span>
    }
}

fn key(carry: Carry, node: NodeRef<html::Button>, event: &ev::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        "Enter" | " " => {
            event.prevent_default();
            if carry.is_carried() {
                carry.drop_then(move || refocus(node));
            } else {
                carry.pick_up();
            }
            return;
        }
        "Escape" if carry.is_carried() => {
            event.prevent_default();
            event.stop_propagation();
            carry.put_back();
            return;
        }
        _ => return,
    };
    event.prevent_default();
    carry.step(step, event.shift_key());
}

fn over(carry: Carry, event: &ev::PointerEvent) {
    if event.buttons() != 0 && carry.is_carried() {
        scroll_at_edges(event.client_y());
        carry.drag(event.client_x(), event.client_y());
    }
}

/// Whether a drag begins with this. Without capture it would end at the edge of the handle, and nothing would be moved.
#[cfg(feature = "hydrate")]
fn grab<E>(node: NodeRef<E>, event: &ev::PointerEvent) -> bool
where
    E: html::ElementType,
    E::Output: wasm_bindgen::JsCast + Clone + 'static,
{
    use leptos::{wasm_bindgen::JsCast, web_sys::HtmlElement};
    if event.button() != 0 {
        return false;
    }
    event.prevent_default();
    if let Some(handle) = node.get_untracked().and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // Neither fails on an element that is being pressed.
        let _ = handle.set_pointer_capture(event.pointer_id());
        let _ = handle.focus();
    }
    true
}

#[cfg(not(feature = "hydrate"))]
fn grab<E: html::ElementType>(_: NodeRef<E>, event: &ev::PointerEvent) -> bool {
    event.button() == 0
}

/// Whoever goes elsewhere has left the tile where it is. Moving a tile takes the focus from it for a moment, which is no
/// leaving.
fn leave(carry: Carry, node: NodeRef<html::Button>) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || {
        let mine = node.try_get_untracked().flatten();
        let focused = document().active_element();
        let still = mine.as_ref().is_some_and(|node| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(node))));
        if !still && carry.is_by_key() {
            carry.drop_here();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (carry.is_by_key(), node);
}

/// The tiles stand in a new order, which took the focus from the one that was moved.
fn refocus(node: NodeRef<html::Button>) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || {
        if let Some(Some(button)) = node.try_get_untracked()
            && document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
        {
            // A button of ours takes the focus, and the browser scrolls to it.
            let _ = button.focus();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = node;
}

/// A board is longer than a window.
#[cfg(feature = "hydrate")]
fn scroll_at_edges(y: i32) {
    const EDGE: i32 = 72;
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default() as i32;
    let by = if y < EDGE {
        -16.0
    } else if y > height - EDGE {
        16.0
    } else {
        return;
    };
    window().scroll_by_with_x_and_y(0.0, by);
}

#[cfg(not(feature = "hydrate"))]
fn scroll_at_edges(_: i32) {}
