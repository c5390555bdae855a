//! The connections of a project in its form, before they are controls.

use crate::{
    model::{connection::ConnectionDetail, engine::EngineKind},
    ui::parts::FormState,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeMap;

/// What a row starts with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowStart {
    /// Of a stored connection.
    pub id: Option<String>,
    pub title: String,
    pub kind: String,
    pub host: String,
    pub port: String,
    pub database: String,
    pub user: String,
    /// Name of a TLS mode; empty for the default of the address.
    pub tls: String,
    pub ca: String,
    pub is_valid: Option<bool>,
    pub error: Option<String>,
}

/// A row of the form. `key` stays while rows before it come and go.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub key: usize,
    pub start: RowStart,
}

impl RowStart {
    pub fn empty() -> Self {
        let kind = EngineKind::Postgres;
        let port = kind.default_port().map(|port| port.to_string()).unwrap_or_default();
        Self { kind: kind.name().to_owned(), port, ..Self::default() }
    }

    pub fn stored(connection: &ConnectionDetail) -> Self {
        Self {
            id: Some(connection.id.to_string()),
            title: connection.title.clone(),
            kind: connection.kind.clone(),
            host: connection.host.clone(),
            port: connection.port.to_string(),
            database: connection.database.clone(),
            user: connection.user.clone(),
            tls: connection.options.tls.map(|mode| mode.name().to_owned()).unwrap_or_default(),
            ca: connection.options.ca.clone().unwrap_or_default(),
            is_valid: connection.is_valid,
            error: connection.validation_error.clone(),
        }
    }
}

/// The rows a form starts with: those that came back with a plain form, else the stored ones, or `fresh` empty ones for
/// a new project; then empty ones until there are `wanted`.
pub fn first_rows(state: Option<FormState>, stored: &[RowStart], fresh: usize, wanted: usize) -> Vec<Row> {
    let typed = state.and_then(FormState::all_typed).filter(|typed| !typed.is_empty());
    let mut starts = match typed.map(|typed| typed_rows(&typed, stored)) {
        Some(rows) if !rows.is_empty() || stored.is_empty() => rows,
        Some(_) => stored.to_vec(),
        None => stored.iter().cloned().chain(std::iter::repeat_n(RowStart::empty(), fresh)).collect(),
    };
    starts.resize_with(wanted.clamp(starts.len(), starts.len().max(MAX_ROWS)), RowStart::empty);
    starts.into_iter().enumerate().map(|(key, start)| Row { key, start }).collect()
}

/// How many rows the address of the page asks for (`?rows=`).
pub fn wanted_rows() -> usize {
    number("rows").unwrap_or(0)
}

/// The row that somebody without scripts took out of the form (`?drop=`).
pub fn dropped_row() -> Option<usize> {
    number("drop")
}

fn number(name: &str) -> Option<usize> {
    use_query_map().with_untracked(|query| query.get(name))?.parse().ok()
}

/// The rows among typed fields; the fields themselves fill in what was typed.
fn typed_rows(typed: &BTreeMap<String, String>, stored: &[RowStart]) -> Vec<RowStart> {
    let index = |name: &str| name.strip_prefix("connections[")?.split(']').next()?.parse::<usize>().ok();
    let count = typed.keys().filter_map(|name| index(name)).max().map_or(0, |last| last + 1);
    (0..count.min(MAX_ROWS))
        .map(|i| {
            let id = typed.get(&format!("connections[{i}][id]"));
            let known = stored.iter().find(|row| row.id.is_some() && row.id.as_ref() == id);
            known.cloned().unwrap_or_else(RowStart::empty)
        })
        .collect()
}

/// More rows than anybody types; a forged cookie must not make the page long.
const MAX_ROWS: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_its_rows() {
        let stored = RowStart { id: Some("a".into()), title: "Old".into(), is_valid: Some(false), ..RowStart::empty() };
        let typed: BTreeMap<String, String> =
            [("title", "T"), ("connections[0][id]", "a"), ("connections[0][title]", "New"), ("connections[1][host]", "h")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into();
        assert_eq!(typed_rows(&typed, std::slice::from_ref(&stored)), [stored, RowStart::empty()]);
        assert_eq!(typed_rows(&BTreeMap::from([("connections[99999999][id]".into(), String::new())]), &[]).len(), MAX_ROWS);
    }

    #[test]
    fn a_fresh_form_has_what_is_stored_and_as_many_rows_as_asked_for() {
        let keys = |fresh, wanted| {
            let rows = first_rows(None, &[RowStart::empty()], fresh, wanted);
            rows.into_iter().map(|row| row.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(0, 0), [0]);
        assert_eq!(keys(1, 0), [0, 1]);
        assert_eq!(keys(0, 3), [0, 1, 2]);
        assert_eq!(keys(0, usize::MAX).len(), MAX_ROWS);
    }
}
