//! The look of the pages that a person chose.

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
