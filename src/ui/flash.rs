//! The one-time notice that follows a plain form: read from the request on the server, handed to the browser with
//! the page, so that both halves render the same.

use crate::model::flash::Flash;
use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::RequestUrl};

/// The notice and the page it was made for.
#[derive(Clone)]
struct Notice {
    flash: Option<Flash>,
    path: String,
}

/// Call once at the root of the application, outside the router. The server puts a [`Flash`] into the context of the
/// page that follows a form.
pub fn provide_flash() {
    let flash: SharedValue<Option<Flash>> = SharedValue::new(use_context::<Flash>);
    provide_context(Notice { flash: flash.into_inner(), path: current_path() });
}

/// The notice of this page, below the router. Nothing after moving on to another page.
pub fn use_flash() -> Option<Flash> {
    let notice = use_context::<Notice>()?;
    let here = use_location().pathname.get_untracked();
    notice.flash.filter(|_| here == notice.path)
}

fn current_path() -> String {
    if let Some(url) = use_context::<RequestUrl>() {
        return url.parse().map(|url| url.path().to_owned()).unwrap_or_default();
    }
    #[cfg(feature = "hydrate")]
    if let Ok(path) = window().location().pathname() {
        return path;
    }
    String::new()
}
