//! The interface: the document, the routes, the pages and what they are made of.

pub mod drawings;
mod entrance;
pub mod filters;
pub mod flash;
mod frame;
#[cfg(feature = "hydrate")]
mod js;
mod lazy;
pub mod pages;
mod palette;
pub mod parts;
mod routes;
pub mod session;
pub mod shell;
pub mod status;
mod surroundings;
mod team_switch;

use leptos::prelude::*;
use leptos_router::components::Router;

/// The whole interface, the same on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    flash::provide_flash();
    entrance::provide_entrance();
    session::provide_session();
    parts::toast::provide_toasts();
    view! {
        <Router>
            <a class="skip btn btn-primary" href="#content">"Skip to content"</a>
            <routes::Pages/>
            <parts::toast::ToastRegion/>
        </Router>
    }
}
