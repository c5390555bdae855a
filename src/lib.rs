//! VizBoard: connect databases, build boards, share them. This file says which module exists in which build;
//! `README.md` beside it describes the house.

#![recursion_limit = "256"]

pub mod actions;
pub mod error;
pub mod model;
pub mod ui;
pub mod widgets;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod domain;
#[cfg(feature = "ssr")]
pub mod engines;
#[cfg(feature = "ssr")]
pub mod mailer;
#[cfg(feature = "ssr")]
pub mod providers;
#[cfg(feature = "ssr")]
pub mod script;
#[cfg(feature = "ssr")]
pub mod secrets;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;

/// Starts the interface in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let waiting = ui::parts::live::Waiting::begin();
    wasm_bindgen_futures::spawn_local(async move {
        leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), ui::App).await.forget();
        ui::parts::in_turn::afterwards(|| waiting.end());
    });
}
