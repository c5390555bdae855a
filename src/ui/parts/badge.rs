//! Short states. Never by colour alone: a pill carries an icon and a word.

use super::{icon::Icon, icons};
use leptos::prelude::*;

/// What a state means for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Quiet,
    Accent,
    Good,
    Warn,
    Bad,
}

impl Tone {
    fn pill(self) -> &'static str {
        match self {
            Self::Quiet => "pill",
            Self::Accent => "pill pill-accent",
            Self::Good => "pill pill-good",
            Self::Warn => "pill pill-warn",
            Self::Bad => "pill pill-bad",
        }
    }

    pub(super) fn notice(self) -> &'static str {
        match self {
            Self::Quiet | Self::Accent => "notice",
            Self::Good => "notice notice-good",
            Self::Warn => "notice notice-warn",
            Self::Bad => "notice notice-bad",
        }
    }

    pub(super) fn icon(self) -> &'static str {
        match self {
            Self::Quiet | Self::Accent => icons::INFO,
            Self::Good => icons::CIRCLE_CHECK,
            Self::Warn => icons::TRIANGLE_ALERT,
            Self::Bad => icons::CIRCLE_ALERT,
        }
    }
}

#[component]
pub fn Pill(
    #[prop(optional)] tone: Tone,
    /// One of [`super::icons`]; none when empty.
    #[prop(optional)]
    icon: &'static str,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <span class=tone.pill()>
            {(!icon.is_empty()).then(|| view! { <Icon of=icon size=12/> })}
            {text}
        </span>
    }
}
