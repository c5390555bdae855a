//! The databases of a project as small glyphs with a state dot. The glyphs are our own, not anybody's trade mark.

use crate::{model::engine::EngineKind, model::project::CardConnection, ui::parts::Icon};
use leptos::prelude::*;

/// Three stacked plates.
const POSTGRES: &str =
    r#"<ellipse cx="12" cy="6" rx="8" ry="3"/><path d="M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6"/><path d="M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"/>"#;
/// A rack of three units.
const MYSQL: &str = r#"<rect x="4" y="3" width="16" height="5" rx="1.5"/><rect x="4" y="9.5" width="16" height="5" rx="1.5"/><rect x="4" y="16" width="16" height="5" rx="1.5"/><path d="M7.5 5.5h.01M7.5 12h.01M7.5 18.5h.01"/>"#;
/// A page with a plate on it.
const SQLITE: &str = r#"<path d="M6 2.5h8l5 5V20a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 20V4a1.5 1.5 0 0 1 1-1.5z"/><path d="M14 2.5V8h5"/><ellipse cx="12" cy="12.5" rx="3.5" ry="1.4"/><path d="M8.5 12.5v4c0 .8 1.6 1.4 3.5 1.4s3.5-.6 3.5-1.4v-4"/>"#;
const UNKNOWN: &str = r#"<circle cx="12" cy="12" r="9"/>"#;

/// The glyph of an engine, by the connection object's `type`.
pub fn glyph(kind: &str) -> &'static str {
    match EngineKind::parse(kind) {
        Some(EngineKind::Postgres) => POSTGRES,
        Some(EngineKind::Mysql) => MYSQL,
        Some(EngineKind::Sqlite | EngineKind::Hosted) => SQLITE,
        None => UNKNOWN,
    }
}

/// Name of an engine, by the connection object's `type`.
pub fn engine_label(kind: &str) -> &str {
    EngineKind::parse(kind).map_or(kind, |engine| engine.label())
}

/// A state in words and as the class of its dot; the shapes differ too.
pub fn state(is_valid: Option<bool>) -> (&'static str, &'static str) {
    match is_valid {
        Some(true) => ("reachable", "dot dot-good"),
        Some(false) => ("not reachable", "dot dot-bad"),
        None => ("not checked yet", "dot dot-unknown"),
    }
}

/// At most four; the rest as a number.
#[component]
pub fn EngineIcons(connections: Vec<CardConnection>) -> impl IntoView {
    const SHOWN: usize = 4;
    let more = connections.len().saturating_sub(SHOWN);
    let icons = connections
        .into_iter()
        .take(SHOWN)
        .map(|connection| {
            let (word, dot) = state(connection.is_valid);
            let label = format!("{} ({}), {word}", connection.title, engine_label(&connection.kind));
            view! {
                <span class="relative inline-flex text-muted" role="img" title=label.clone() aria-label=label>
                    <Icon of=glyph(&connection.kind) size=18/>
                    <span class=format!("{dot} absolute -right-0.5 -bottom-0.5 ring-2 ring-surface")></span>
                </span>
            }
        })
        .collect_view();
    view! {
        <span class="inline-flex items-center gap-2">
            {icons}
            {(more > 0).then(|| view! { <span class="tabular text-xs text-muted">{format!("+{more}")}</span> })}
        </span>
    }
}
