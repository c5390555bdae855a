//! Tells the style sheet that scripts run, so that what needs them appears and what replaces them goes.

use leptos::prelude::*;

/// Call once at the root of the application.
pub fn mark_live() {
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            // The document's root takes any attribute.
            let _ = html.set_attribute("data-live", "");
        }
    });
}
