//! The document around the application: head, theme, style sheet and the script that brings the page to life.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Name of the cookie that holds the chosen [`Theme`].
pub const THEME_COOKIE: &str = "vizboard_theme";

/// The look a person chose. `Auto` follows the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    Light,
    Dark,
    #[default]
    Auto,
}

impl Theme {
    /// The theme named in the cookie; anything unknown follows the system.
    pub fn parse(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// As written into the cookie.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }

    /// Value of `data-theme`; nothing lets `prefers-color-scheme` decide.
    pub fn data_theme(self) -> Option<&'static str> {
        match self {
            Self::Light => Some("vizboard-light"),
            Self::Dark => Some("vizboard-dark"),
            Self::Auto => None,
        }
    }
}

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
