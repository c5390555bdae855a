//! What a page is while its scripts are on the way, and when they are there.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};

/// While this lasts a click does what it does without scripts. The router listens from its first moment, when the code
/// of the page may still be on its way: an address that it changed then would no longer be the one the page was made
/// for.
pub struct Waiting {
    stop: Closure<dyn Fn(web_sys::Event)>,
}

impl Waiting {
    /// Call before anything else listens.
    pub fn begin() -> Self {
        let stop = Closure::new(|event: web_sys::Event| event.stop_propagation());
        // A document takes any listener.
        let _ = document().add_event_listener_with_callback_and_bool("click", stop.as_ref().unchecked_ref(), true);
        Self { stop }
    }

    /// Call once, when every control of the page answers. Tells the style sheet too, so that what needs scripts appears
    /// and what replaces them goes.
    pub fn end(self) {
        // Neither document nor root refuses.
        let _ = document().remove_event_listener_with_callback_and_bool("click", self.stop.as_ref().unchecked_ref(), true);
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-live", "");
        }
    }
}
