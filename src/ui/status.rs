//! The HTTP status of a page. Means nothing in the browser.

/// Sets the status of the page that is being made; the last call wins.
#[cfg(feature = "ssr")]
pub fn set_status(code: u16) {
    use leptos::prelude::use_context;
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), code.try_into()) {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
pub fn set_status(_code: u16) {}
