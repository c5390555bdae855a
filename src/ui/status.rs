//! The HTTP status of a page. Means nothing in the browser.

/// Sets the status of the page that is being made; the last call wins. Whoever is led to another page goes there, whatever
/// else the page finds out.
#[cfg(feature = "ssr")]
pub fn set_status(code: u16) {
    use leptos::prelude::use_context;
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), code.try_into()) {
        let is_led_on = response.0.read().is_ok_and(|parts| parts.headers.contains_key("location"));
        if !is_led_on {
            response.set_status(status);
        }
    }
}

#[cfg(not(feature = "ssr"))]
pub fn set_status(_code: u16) {}
