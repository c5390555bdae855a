//! The document around the application: head, theme, style sheet and the script that brings the page to life.

pub use crate::model::theme::{THEME_COOKIE, Theme};
use leptos::prelude::*;

/// Where the embedded files are served: `/assets/<hash of everything>`. In the context of every page.
#[derive(Clone, Debug)]
pub struct AssetRoot(pub std::sync::Arc<str>);

/// Address of an embedded file, `asset("pkg/vizboard.css")`, with the hash of this build in it.
pub fn asset(path: &str) -> String {
    let root = match use_context::<AssetRoot>() {
        Some(AssetRoot(root)) => root.to_string(),
        None => root_of_document(),
    };
    format!("{root}/{path}")
}

#[cfg(feature = "hydrate")]
fn root_of_document() -> String {
    document().document_element().and_then(|html| html.get_attribute("data-assets")).unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
fn root_of_document() -> String {
    String::new()
}

/// The whole document. The server puts [`AssetRoot`], [`Theme`] and the nonce of the response into the context.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use super::App;
    use leptos::nonce::use_nonce;
    use leptos_meta::MetaTags;

    let theme = use_context::<Theme>().unwrap_or_default();
    let nonce = use_nonce();
    let script = asset("pkg/vizboard.js");
    let wasm = asset("pkg/vizboard.wasm");
    let start = format!("import({script:?}).then(page => page.default({{ module_or_path: {wasm:?} }}).then(() => page.hydrate()));");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.data_theme() data-assets=asset("").trim_end_matches('/').to_owned()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href=asset("favicon.svg")/>
                <link rel="stylesheet" href=asset("pkg/vizboard.css")/>
                <link rel="modulepreload" href=script/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin=""/>
                <script type="module" nonce=nonce>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
