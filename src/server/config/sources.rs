//! Where a value comes from, and what is wrong with it.

use super::{
    ConfigError, FILE_NAME, InForce,
    settings::{DATABASE_URL, PREFIX, SETTINGS, Setting, Show},
};
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

/// Where a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Environment,
    File,
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::File => FILE_NAME,
            Self::Default => "default",
        })
    }
}

struct Given {
    text: String,
    source: Source,
}

/// The value of each setting as text, and the complaints so far.
pub(super) struct Values {
    given: BTreeMap<&'static str, Given>,
    complaints: Vec<String>,
}

impl Values {
    /// Looks into `variables`, then into the file. An empty variable counts as unset, as compose files write them.
    pub(super) fn collect(variables: &BTreeMap<String, String>) -> Self {
        let mut values = Self { given: BTreeMap::new(), complaints: Vec::new() };
        for name in variables.keys().filter(|name| name.starts_with(PREFIX)) {
            if !SETTINGS.iter().any(|setting| setting.variable == name) {
                values.complain(unknown("variable", name, SETTINGS.iter().map(|setting| setting.variable.to_owned())));
            }
        }
        let from_environment = |setting: &Setting| variables.get(setting.variable).filter(|text| !text.trim().is_empty());
        let data_dir =
            variables.get("VIZBOARD_DATA_DIR").filter(|text| !text.is_empty()).map_or_else(|| PathBuf::from("data"), PathBuf::from);
        let file = values.read_file(&data_dir.join(FILE_NAME));
        for setting in SETTINGS {
            let given = if let Some(text) = from_environment(setting) {
                Some(Given { text: text.clone(), source: Source::Environment })
            } else if let Some(text) = file.get(setting.variable) {
                Some(Given { text: text.clone(), source: Source::File })
            } else {
                (!setting.default.is_empty()).then(|| Given { text: setting.default.to_owned(), source: Source::Default })
            };
            if let Some(given) = given {
                values.given.insert(setting.variable, given);
            }
        }
        values
    }

    fn read_file(&mut self, path: &Path) -> BTreeMap<&'static str, String> {
        let mut found = BTreeMap::new();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return found,
            Err(error) => {
                self.complain(format!("{} cannot be read: {error}", path.display()));
                return found;
            }
        };
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                // The message alone: the rendered error would quote the line, which may hold a secret.
                self.complain(format!("{} is not valid TOML: {}", path.display(), toml::de::Error::message(&error)));
                return found;
            }
        };
        for (key, value) in table {
            let known = SETTINGS.iter().filter(|setting| !setting.only_in_environment());
            match (known.clone().find(|setting| setting.key() == key), plain(&value)) {
                (Some(setting), Some(text)) => drop(found.insert(setting.variable, text)),
                (Some(_), None) => {
                    self.complain(format!("{key} in {FILE_NAME} must be a text, a whole number or a list of texts"));
                }
                (None, _) => self.complain(unknown(&format!("key of {FILE_NAME}"), &key, known.map(Setting::key))),
            }
        }
        found
    }

    pub(super) fn complain(&mut self, text: String) {
        self.complaints.push(text);
    }

    /// The text of a setting, when it has one.
    pub(super) fn text(&self, variable: &'static str) -> Option<String> {
        self.given.get(variable).map(|given| given.text.clone())
    }

    pub(super) fn parse_optional<T>(&mut self, variable: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let given = self.given.get(variable)?;
        match read(given.text.trim()) {
            Ok(value) => Some(value),
            Err(rule) => {
                let text = format!("{variable} (from: {}) {rule}", given.source);
                self.complain(text);
                None
            }
        }
    }

    /// Reads a setting that has a default. A value that breaks its rule is noted and stands in by the default, so
    /// that all complaints come at once; [`Self::finish`] fails then.
    pub(super) fn parse<T>(&mut self, variable: &'static str, read: impl Fn(&str) -> Result<T, String>) -> T {
        self.parse_optional(variable, &read).unwrap_or_else(|| {
            let setting = SETTINGS.iter().find(|setting| setting.variable == variable).expect("settings are read by a name of the table");
            read(setting.default).expect("a default keeps the rule of its setting")
        })
    }

    /// `own_file` is the store that is used when none is named.
    pub(super) fn in_force(&self, own_file: &str) -> Vec<InForce> {
        let line = |setting: &Setting| {
            let (shown, source) = match self.given.get(setting.variable) {
                Some(given) => (show(setting.show, &given.text), given.source),
                None if setting.variable == DATABASE_URL => (own_file.to_owned(), Source::Default),
                None => (String::new(), Source::Default),
            };
            InForce { variable: setting.variable, shown, source }
        };
        SETTINGS.iter().map(line).collect()
    }

    pub(super) fn finish(self) -> Result<(), ConfigError> {
        if self.complaints.is_empty() { Ok(()) } else { Err(ConfigError(self.complaints)) }
    }
}

/// A value of the file as the text that the variable would hold.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            items.iter().map(toml::Value::as_str).collect::<Option<Vec<_>>>().filter(|items| !items.is_empty()).map(|items| items.join(","))
        }
        _ => None,
    }
}

fn show(how: Show, text: &str) -> String {
    const MASK: &str = "••••";
    match how {
        Show::Open => text.to_owned(),
        Show::Masked => MASK.to_owned(),
        Show::WithoutPassword => match url::Url::parse(text) {
            Ok(mut url) if url.password().is_some() || url.query().is_some() => {
                // A store address without host has no password to set; one with a query may hold one there.
                let hidden = url.password().is_none() || url.set_password(Some("MASK")).is_ok();
                url.set_query(None);
                if hidden { url.as_str().replace("MASK", MASK) } else { MASK.to_owned() }
            }
            Ok(_) => text.to_owned(),
            Err(_) => MASK.to_owned(),
        },
    }
}

/// Names the known setting that is closest to what was written.
fn unknown(what: &str, name: &str, known: impl Iterator<Item = String>) -> String {
    match known.min_by_key(|known| strsim::damerau_levenshtein(known, name)) {
        Some(nearest) => format!("{name} is not a known {what}. Did you mean {nearest}?"),
        None => format!("{name} is not a known {what}."),
    }
}
