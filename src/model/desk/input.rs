//! By what a cell is entered, from the type its column was declared with: the names of SQLite-Extra-Types and the usual ones.

use crate::model::value::Kind;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CellInput {
    #[default]
    Text,
    LongText,
    Integer,
    Number,
    Checkbox,
    Select,
    Date,
    DateTime,
    Time,
    Color,
    Url,
    Email,
    File,
}

impl CellInput {
    /// `declared` in whatever case; `items` are the only values that it takes, if there are such.
    pub fn of(declared: &str, kind: Kind, items: &[String]) -> Self {
        if !items.is_empty() {
            return Self::Select;
        }
        let declared = declared.to_ascii_uppercase();
        let begins = |names: &[&str]| names.iter().any(|name| declared.starts_with(name));
        match kind {
            _ if begins(&["TEXT_COLOR"]) => Self::Color,
            _ if begins(&["TEXT_URL"]) => Self::Url,
            _ if begins(&["TEXT_EMAIL"]) => Self::Email,
            _ if begins(&["TEXT_DATETIME"]) => Self::DateTime,
            _ if begins(&["TEXT_DATE"]) => Self::Date,
            _ if begins(&["TEXT_TIME"]) => Self::Time,
            _ if begins(&["TEXT_CODE", "TEXT_JSON"]) => Self::LongText,
            Kind::Boolean => Self::Checkbox,
            Kind::Integer => Self::Integer,
            Kind::Number => Self::Number,
            Kind::Date => Self::Date,
            Kind::Timestamp => Self::DateTime,
            Kind::Time => Self::Time,
            Kind::Json => Self::LongText,
            Kind::Bytes => Self::File,
            Kind::Text | Kind::Other => Self::Text,
        }
    }

    /// The `type` of an `<input>`; what a browser would refuse to show stays text, and so does what it would change: a
    /// moment may have seconds, parts of them and a zone.
    pub fn html(self, value: &str) -> &'static str {
        let shaped = |form: &str| {
            value.is_empty()
                || (value.len() == form.len()
                    && value.bytes().zip(form.bytes()).all(|(b, f)| if f == b'0' { b.is_ascii_digit() } else { b == f }))
        };
        match self {
            Self::Date if shaped("0000-00-00") => "date",
            Self::Time if shaped("00:00") => "time",
            Self::Color if value.starts_with('#') && value.len() == 7 && value[1..].bytes().all(|b| b.is_ascii_hexdigit()) => "color",
            Self::Url => "url",
            Self::Email => "email",
            _ => "text",
        }
    }

    /// Which keys a phone shows.
    pub fn mode(self) -> Option<&'static str> {
        match self {
            Self::Integer => Some("numeric"),
            Self::Number => Some("decimal"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_type_decides() {
        for (declared, kind, input) in [
            ("TEXT", Kind::Text, CellInput::Text),
            ("text_date", Kind::Text, CellInput::Date),
            ("TEXT_DATETIME", Kind::Text, CellInput::DateTime),
            ("TEXT_COLOR_HEX", Kind::Text, CellInput::Color),
            ("INTEGER", Kind::Integer, CellInput::Integer),
            ("BOOLEAN", Kind::Boolean, CellInput::Checkbox),
            ("BLOB", Kind::Bytes, CellInput::File),
        ] {
            assert_eq!(CellInput::of(declared, kind, &[]), input, "{declared}");
        }
        assert_eq!(CellInput::of("TEXT", Kind::Text, &["a".into()]), CellInput::Select);
    }

    #[test]
    fn a_browser_never_hides_a_value_it_cannot_show() {
        assert_eq!(CellInput::Date.html("2026-01-31"), "date");
        assert_eq!(CellInput::Date.html("31.1.2026"), "text");
        assert_eq!(CellInput::Time.html("12:30:01"), "text");
        assert_eq!(CellInput::Color.html("red"), "text");
        assert_eq!(CellInput::Color.html("#ffäa00"), "text");
        assert_eq!(CellInput::DateTime.html(""), "text");
    }
}
