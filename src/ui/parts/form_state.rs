//! What the fields of a form know about it: whether it is under way, what was refused and what was typed before.

use crate::{model::flash::Flash, ui::flash::use_flash};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// In the context of everything inside a [`super::PostForm`].
#[derive(Clone, Copy)]
pub struct FormState {
    /// Begins the ids of the fields.
    prefix: StoredValue<String>,
    pub busy: RwSignal<bool>,
    error: RwSignal<Option<FormError>>,
    /// What came back with a refused plain form.
    typed: StoredValue<Option<BTreeMap<String, String>>>,
    /// Names of the fields that show their own error.
    fields: StoredValue<Vec<Signal<String>>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct FormError {
    pub text: String,
    pub field: Option<String>,
    /// The name of a refusal that is acted on.
    pub code: Option<String>,
}

impl FormState {
    /// `what` tells several forms of one action on one page apart, by their field of this name; it is empty where there is one.
    pub(super) fn new(action: &str, what: &str) -> Self {
        let own = |flash: &Flash| what.is_empty() || flash.values.get("what").is_some_and(|sent| sent == what);
        let flash = use_flash().filter(|flash| flash.form.as_deref() == Some(action) && own(flash));
        let (error, typed) = match flash {
            Some(Flash { error, field, values, .. }) => (error.map(|text| FormError { text, field, code: None }), Some(values)),
            None => (None, None),
        };
        Self {
            prefix: StoredValue::new(if what.is_empty() { action.to_owned() } else { format!("{action}-{what}") }),
            busy: RwSignal::new(false),
            error: RwSignal::new(error),
            typed: StoredValue::new(typed),
            fields: StoredValue::new(Vec::new()),
        }
    }

    #[cfg(feature = "hydrate")]
    pub(super) fn fail(self, error: Option<FormError>) {
        self.error.set(error);
    }

    pub(super) fn failed(self) -> bool {
        self.error.with(Option::is_some)
    }

    /// The error of the field `name`, which from now on shows it itself. The name may change: rows move up when one
    /// before them goes.
    pub(super) fn error_of(self, name: Signal<String>) -> Signal<Option<String>> {
        self.fields.update_value(|fields| fields.push(name));
        Signal::derive(move || {
            self.error.with(|error| {
                let error = error.as_ref()?;
                (plain_name(error.field.as_deref()?) == plain_name(&name.read())).then(|| error.text.clone())
            })
        })
    }

    /// The error that no field shows.
    pub(super) fn error_at_large(self) -> Option<String> {
        self.error.with(|error| {
            let error = error.as_ref()?;
            let field = error.field.as_deref().map(plain_name);
            // Fields that are gone have no name any more.
            let is_it = |name: &Signal<String>| name.try_get().is_some_and(|name| Some(plain_name(&name)) == field);
            let shown = self.fields.with_value(|fields| fields.iter().any(is_it));
            (!shown).then(|| error.text.clone())
        })
    }

    /// What was typed into `name` before the form was refused.
    pub fn typed(self, name: &str) -> Option<String> {
        self.typed.with_value(|typed| typed.as_ref()?.get(name).cloned())
    }

    /// Everything that was typed before the form was refused; nothing on a fresh page.
    pub fn all_typed(self) -> Option<BTreeMap<String, String>> {
        self.typed.get_value()
    }

    /// Takes one item out of a list of what was typed (`connections[1][host]`); the ones after it move up.
    pub fn drop_typed(self, list: &str, gone: usize) {
        self.typed.update_value(|typed| *typed = typed.take().map(|typed| without_item(typed, list, gone)));
    }

    pub(super) fn id_of(self, name: &str) -> String {
        self.prefix.with_value(|prefix| id_from(prefix, name))
    }
}

/// Stands before the ids of the fields of a row, whose names may change while its ids must not.
#[derive(Clone)]
pub struct IdPrefix(pub String);

/// An element id out of a prefix and a field's name.
pub(super) fn id_from(prefix: &str, name: &str) -> String {
    let prefix = use_context::<IdPrefix>().map_or_else(|| prefix.to_owned(), |row| format!("{prefix}-{}", row.0));
    let tail: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{prefix}-{tail}")
}

/// `connections[0].port` and `connections[0][port]` are one field.
fn plain_name(name: &str) -> String {
    name.replace(['[', ']', '.'], " ").split_whitespace().collect::<Vec<_>>().join(".")
}

fn without_item(typed: BTreeMap<String, String>, list: &str, gone: usize) -> BTreeMap<String, String> {
    let moved = |(name, value): (String, String)| {
        let item = name.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.split_once(']'));
        match item.and_then(|(place, rest)| Some((place.parse::<usize>().ok()?, rest))) {
            Some((place, _)) if place == gone => None,
            Some((place, rest)) if place > gone => Some((format!("{list}[{}]{rest}", place - 1), value)),
            _ => Some((name, value)),
        }
    };
    typed.into_iter().filter_map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::{plain_name, without_item};

    #[test]
    fn an_item_goes_and_the_next_ones_move_up() {
        let names = ["title", "connections[0][host]", "connections[1][host]", "connections[2][options][tls]", "connections2[1]"];
        let typed = names.map(|name| (name.to_owned(), name.to_owned())).into();
        let left: Vec<_> = without_item(typed, "connections", 1).into_iter().collect();
        let expected = [
            ("connections2[1]", "connections2[1]"),
            ("connections[0][host]", "connections[0][host]"),
            ("connections[1][options][tls]", "connections[2][options][tls]"),
            ("title", "title"),
        ];
        assert_eq!(left, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn both_spellings_of_a_nested_field() {
        assert_eq!(plain_name("connections[0].port"), plain_name("connections[0][port]"));
        assert_ne!(plain_name("connections[0].port"), plain_name("connections[1].port"));
        assert_eq!(plain_name("title"), "title");
    }
}
