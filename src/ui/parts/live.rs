//! Tells the style sheet that scripts run, so that what needs them appears and what replaces them goes.

use leptos::prelude::*;

/// Call once, when every control of the page answers.
pub fn mark_live() {
    if let Some(html) = document().document_element() {
        // The document's root takes any attribute.
        let _ = html.set_attribute("data-live", "");
    }
}
