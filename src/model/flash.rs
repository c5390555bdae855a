//! What a page says once after a plain form was sent: why it was refused with what was typed, or that it worked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Travels from the answer of a form to the next page in a cookie of a minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Name of the action that refused (`createProjectWithConnections`), so that its form shows the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Why the form was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The field that broke a rule, as named in the request (`connections[0][port]`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was typed, by field name; never passwords, keys or tokens, and only what fits a cookie.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// What worked, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What was made and is shown this once, whole: the answer's field `shownOnce`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<String>,
}

impl Flash {
    pub fn message(text: impl Into<String>) -> Self {
        Self { message: Some(text.into()), ..Self::default() }
    }

    /// What was typed into `field` of the form of action `form`, when that form was refused.
    pub fn value(&self, form: &str, field: &str) -> Option<&str> {
        (self.form.as_deref() == Some(form)).then(|| self.values.get(field).map(String::as_str)).flatten()
    }

    /// What the form of action `form` made, to be shown this once.
    pub fn once(&self, form: &str) -> Option<&str> {
        (self.form.as_deref() == Some(form)).then_some(self.once.as_deref()).flatten()
    }

    /// Why the form of action `form` was refused.
    pub fn error(&self, form: &str) -> Option<&str> {
        (self.form.as_deref() == Some(form)).then_some(self.error.as_deref()).flatten()
    }
}

/// The field in which a form that comes first carries what another one was filled in with.
pub const KEPT: &str = "_kept";

/// A form that waits until another one was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    form: String,
    values: BTreeMap<String, String>,
}

impl Kept {
    /// What `flash` says of a form that was filled in, unless that is the form of action `first`.
    pub fn of(flash: &Flash, first: &str) -> Option<Self> {
        let form = flash.form.clone().filter(|form| form != first && flash.error.is_none())?;
        Some(Self { form, values: flash.values.clone() })
    }

    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Shows the form as it was filled in.
    pub fn flash(self, message: Option<String>) -> Flash {
        Flash { form: Some(self.form), values: self.values, message, ..Flash::default() }
    }
}

/// Whether the value of a form field must not travel in a cookie.
pub fn is_secret_field(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "code" || ["password", "token", "secret", "key", "invitation", "[ca]"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_name() {
        for name in ["password", "currentPassword", "newPassword", "connections[0][password]", "token", "apiKey", "clientSecret", "code"] {
            assert!(is_secret_field(name), "{name}");
        }
        for name in ["title", "connections[0][host]", "email"] {
            assert!(!is_secret_field(name), "{name}");
        }
    }

    #[test]
    fn a_flash_belongs_to_one_form() {
        let flash = Flash {
            form: Some("logIn".into()),
            error: Some("no".into()),
            values: BTreeMap::from([("username".into(), "ada".into())]),
            ..Flash::default()
        };
        assert_eq!(flash.error("logIn"), Some("no"));
        assert_eq!(flash.error("SignUp"), None);
        assert_eq!(flash.value("logIn", "username"), Some("ada"));
        assert_eq!(flash.value("SignUp", "username"), None);
    }
}
