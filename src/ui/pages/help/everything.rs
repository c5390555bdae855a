//! Where the reference comes from: its outline for the page, all of it once somebody opens an operation.

use super::reference::{self, Details, Reference};
use leptos::prelude::*;

/// What the page lists: without fields and answers. From the context on the server, over HTTP in the browser.
pub async fn outline() -> Option<Reference> {
    #[cfg(feature = "ssr")]
    {
        // The document is the same as long as the server runs, and long to read.
        static OUTLINE: std::sync::OnceLock<Option<Reference>> = std::sync::OnceLock::new();
        let document = use_context::<super::ApiDocument>()?;
        OUTLINE.get_or_init(|| condensed(&document.0).map(Reference::outline)).clone()
    }
    #[cfg(not(feature = "ssr"))]
    fetched().await.map(Reference::outline)
}

fn condensed(text: &str) -> Option<Reference> {
    Some(reference::condense(&serde_json::from_str(text).ok()?))
}

/// All of the reference in the browser, fetched when it is first wanted.
#[derive(Clone, Copy)]
pub struct Everything(RwSignal<Fetched>);

#[derive(Default)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "fetched by the browser"))]
enum Fetched {
    #[default]
    NotWanted,
    OnItsWay,
    Here(Reference),
    Failed,
}

impl Everything {
    pub fn new() -> Self {
        Self(RwSignal::new(Fetched::NotWanted))
    }

    /// Asks for it unless it is here or on its way.
    pub fn fetch(self) {
        if self.0.with_untracked(|fetched| matches!(fetched, Fetched::OnItsWay | Fetched::Here(_))) {
            return;
        }
        self.0.set(Fetched::OnItsWay);
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let answer = fetched().await.map_or(Fetched::Failed, Fetched::Here);
            // The page may have been left meanwhile.
            self.0.try_set(answer);
        });
    }

    /// What is said of an operation; while it is not here, a text that says so.
    pub fn details(self, anchor: &str) -> Result<Option<Details>, &'static str> {
        self.0.with(|fetched| match fetched {
            Fetched::Here(reference) => Ok(reference.details(anchor).cloned()),
            Fetched::Failed => Err("The server did not answer with its OpenAPI document. Close this and open it again in a moment."),
            Fetched::NotWanted | Fetched::OnItsWay => Err("Reading…"),
        })
    }
}

#[cfg(feature = "hydrate")]
async fn fetched() -> Option<Reference> {
    use leptos::{wasm_bindgen::JsCast, web_sys};
    use wasm_bindgen_futures::JsFuture;
    let fetching = async {
        let response = JsFuture::from(window().fetch_with_str("/api/openapi.json")).await.ok()?;
        let response: web_sys::Response = response.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.text().ok()?).await.ok()?.as_string()
    };
    // A resource wants to be sent between threads; a browser has one.
    condensed(&send_wrapper::SendWrapper::new(fetching).await?)
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
async fn fetched() -> Option<Reference> {
    None
}
