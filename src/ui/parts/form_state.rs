//! What the fields of a form know about it: whether it is under way, what was refused and what was typed before.

use crate::{model::flash::Flash, ui::flash::use_flash};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// In the context of everything inside a [`super::PostForm`].
#[derive(Clone, Copy)]
pub struct FormState {
    /// Name of the action; also begins the ids of the fields.
    action: StoredValue<String>,
    pub busy: RwSignal<bool>,
    error: RwSignal<Option<FormError>>,
    /// What came back with a refused plain form.
    typed: StoredValue<Option<BTreeMap<String, String>>>,
    /// Names of the fields that show their own error.
    fields: StoredValue<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct FormError {
    pub text: String,
    pub field: Option<String>,
}

impl FormState {
    pub(super) fn new(action: &str) -> Self {
        let flash = use_flash().filter(|flash| flash.form.as_deref() == Some(action));
        let (error, typed) = match flash {
            Some(Flash { error, field, values, .. }) => (error.map(|text| FormError { text, field }), Some(values)),
            None => (None, None),
        };
        Self {
            action: StoredValue::new(action.to_owned()),
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

    /// The error of the field `name`, which from now on shows it itself.
    pub(super) fn error_of(self, name: &str) -> Signal<Option<String>> {
        let name = plain_name(name);
        self.fields.update_value(|fields| fields.push(name.clone()));
        Signal::derive(move || {
            self.error.with(|error| {
                let error = error.as_ref()?;
                (plain_name(error.field.as_deref()?) == name).then(|| error.text.clone())
            })
        })
    }

    /// The error that no field shows.
    pub(super) fn error_at_large(self) -> Option<String> {
        self.error.with(|error| {
            let error = error.as_ref()?;
            let shown = error.field.as_deref().map(plain_name).is_some_and(|name| self.fields.with_value(|all| all.contains(&name)));
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

    pub(super) fn id_of(self, name: &str) -> String {
        let tail: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        self.action.with_value(|action| format!("{action}-{tail}"))
    }
}

/// `connections[0].port` and `connections[0][port]` are one field.
fn plain_name(name: &str) -> String {
    name.replace(['[', ']', '.'], " ").split_whitespace().collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn both_spellings_of_a_nested_field() {
        assert_eq!(plain_name("connections[0].port"), plain_name("connections[0][port]"));
        assert_ne!(plain_name("connections[0].port"), plain_name("connections[1].port"));
        assert_eq!(plain_name("title"), "title");
    }
}
