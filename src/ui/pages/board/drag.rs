//! The handle of a tile: dragged with a pointer, or carried with the arrow keys. Saved once, when dropped.

use super::{grid::Moving, state::BoardState};
use crate::{
    model::id::WidgetId,
    ui::parts::{Icon, button, icons},
};
use leptos::{ev, html, prelude::*};

#[component]
pub fn Handle(id: WidgetId, title: Memo<String>, place: Memo<u32>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let moving = expect_context::<Moving>();
    let node = NodeRef::<html::Button>::new();
    let carry = Carry { id: StoredValue::new(id), title, place, state, moving, before: StoredValue::new(None), node };
    let held = move || moving.is(&carry.id.get_value());
    view! {
        <button
            type="button"
            class=format!("needs-scripts tile-handle {}", button::TOOL)
            node_ref=node
            aria-label=move || format!("Move {}", title.get())
            aria-describedby="move-help"
            aria-pressed=move || held().to_string()
            on:keydown=move |event| carry.key(&event)
            on:blur=move |_| carry.leave()
            on:pointerdown=move |event| carry.grab(&event)
            on:pointermove=move |event| carry.over(&event)
            on:pointerup=move |_| carry.drop_here()
            on:pointercancel=move |_| carry.let_go()
        >
            <Icon of=icons::GRIP_VERTICAL/>
        </button>
    }
}

#[derive(Clone, Copy)]
struct Carry {
    id: StoredValue<WidgetId>,
    title: Memo<String>,
    place: Memo<u32>,
    state: BoardState,
    moving: Moving,
    /// The order before the arrow keys changed it.
    before: StoredValue<Option<Vec<WidgetId>>>,
    node: NodeRef<html::Button>,
}

impl Carry {
    fn key(self, event: &ev::KeyboardEvent) {
        let last = self.state.ids().len().saturating_sub(1);
        let at = self.place.get_untracked() as usize;
        let carried = self.before.with_value(Option::is_some);
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
            "ArrowRight" | "ArrowDown" => (at + 1).min(last),
            "Home" if carried => 0,
            "End" if carried => last,
            "Enter" | " " => {
                event.prevent_default();
                if carried {
                    self.put_down()
                } else {
                    self.pick_up()
                }
                return;
            }
            "Escape" if carried => {
                event.prevent_default();
                event.stop_propagation();
                self.put_back();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if !carried {
            self.pick_up();
        }
        let mut order = self.state.ids();
        let tile = order.remove(at);
        order.insert(to, tile);
        self.state.arrange(&order);
        self.say(&format!("place {} of {}", to + 1, last + 1));
        self.refocus();
    }

    fn pick_up(self) {
        self.before.set_value(Some(self.state.ids()));
        self.moving.what.set(Some(self.id.get_value()));
        self.say("picked up. Use the arrow keys");
    }

    fn put_down(self) {
        self.moving.what.set(None);
        let before = self.before.try_update_value(Option::take).flatten();
        if let Some(before) = before {
            self.say(&format!("dropped at place {}", self.place.get_untracked() + 1));
            self.state.save_order(before);
        }
    }

    fn put_back(self) {
        self.moving.what.set(None);
        if let Some(before) = self.before.try_update_value(Option::take).flatten() {
            self.state.arrange(&before);
            self.say("back in its place");
            self.refocus();
        }
    }

    /// Whoever goes elsewhere has left the tile where it is. Moving a tile takes the focus from it for a moment,
    /// which is no leaving.
    fn leave(self) {
        #[cfg(feature = "hydrate")]
        request_animation_frame(move || {
            let mine = self.node.try_get_untracked().flatten();
            let focused = document().active_element();
            let still = mine.as_ref().is_some_and(|node| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(node))));
            if !still && self.before.try_with_value(Option::is_some) == Some(true) {
                self.put_down();
            }
        });
    }

    fn refocus(self) {
        #[cfg(feature = "hydrate")]
        if let Some(button) = self.node.get_untracked() {
            // The list is rearranged in a microtask; the focus is set again after it, and before `leave` looks.
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                // A button of ours takes the focus, and the browser scrolls to it.
                let _ = button.focus();
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self.node;
    }

    fn say(self, what: &str) {
        self.state.said.set(format!("{}: {what}", self.title.get_untracked()));
    }

    fn grab(self, event: &ev::PointerEvent) {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        #[cfg(feature = "hydrate")]
        if let Some(button) = self.node.get_untracked() {
            // Without capture the drag ends at the edge of the handle, and nothing is moved.
            let _ = button.set_pointer_capture(event.pointer_id());
            let _ = button.focus();
        }
        self.moving.what.set(Some(self.id.get_value()));
        self.moving.target.set(None);
    }

    fn over(self, event: &ev::PointerEvent) {
        let dragged = self.moving.what.with_untracked(Option::is_some) && self.before.with_value(Option::is_none);
        if !dragged || event.buttons() == 0 {
            return;
        }
        let (x, y) = (event.client_x(), event.client_y());
        scroll_at_edges(y);
        let target = tile_at(x, y).and_then(|(id, after)| Some((WidgetId::parse(&id)?, after)));
        let target = target.filter(|(id, _)| *id != self.id.get_value());
        if self.moving.target.get_untracked() != target {
            self.moving.target.set(target);
        }
    }

    fn drop_here(self) {
        if self.before.with_value(Option::is_some) {
            return;
        }
        let target = self.moving.target.get_untracked();
        self.let_go();
        let Some((target, after)) = target else { return };
        let before = self.state.ids();
        let mut order = before.clone();
        order.retain(|id| *id != self.id.get_value());
        let Some(at) = order.iter().position(|id| *id == target) else { return };
        order.insert(at + usize::from(after), self.id.get_value());
        self.state.arrange(&order);
        self.say(&format!("dropped at place {} of {}", self.place.get_untracked() + 1, order.len()));
        self.state.save_order(before);
    }

    fn let_go(self) {
        if self.before.with_value(Option::is_none) {
            self.moving.what.set(None);
            self.moving.target.set(None);
        }
    }
}

/// The tile under a point of the window, and whether the point is in its second half: the lower one of a tile
/// that takes the whole width, the right one of a tile beside others.
#[cfg(feature = "hydrate")]
fn tile_at(x: i32, y: i32) -> Option<(String, bool)> {
    let tile = document().element_from_point(x as f32, y as f32)?.closest("[data-tile]").ok().flatten()?;
    let (rect, row) = (tile.get_bounding_client_rect(), tile.parent_element()?.get_bounding_client_rect());
    let alone = rect.width() > row.width() * 0.7;
    let after = if alone { f64::from(y) > rect.top() + rect.height() / 2.0 } else { f64::from(x) > rect.left() + rect.width() / 2.0 };
    Some((tile.get_attribute("data-tile")?, after))
}

#[cfg(not(feature = "hydrate"))]
fn tile_at(_: i32, _: i32) -> Option<(String, bool)> {
    None
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
