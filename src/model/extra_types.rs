//! What a column's declared type says about its values beyond SQLite's five kinds: by what a person enters them, which
//! rules they follow, and what GraphQL calls them. The names are those of SQLite-Extra-Types (02, User interface); a
//! plain type (`VARCHAR(80)`, `BOOLEAN`, `DATETIME`) has its usual meaning.

use super::double_x;
use serde::{Deserialize, Serialize};

/// By what a person enters a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InputElement {
    InputText,
    /// A text of several lines.
    Textarea,
    InputNumber,
    /// A number that is chosen between two ends.
    InputRange,
    Checkbox,
    /// One of some values.
    Select,
    InputDate,
    InputDateTime,
    InputTime,
    InputColor,
    InputUrl,
    InputEmail,
    InputTel,
    /// JSON, with room.
    InputJson,
    /// Bytes of a file.
    InputFile,
}

impl InputElement {
    /// As answered in `inputElement`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InputText => "InputText",
            Self::Textarea => "Textarea",
            Self::InputNumber => "InputNumber",
            Self::InputRange => "InputRange",
            Self::Checkbox => "Checkbox",
            Self::Select => "Select",
            Self::InputDate => "InputDate",
            Self::InputDateTime => "InputDateTime",
            Self::InputTime => "InputTime",
            Self::InputColor => "InputColor",
            Self::InputUrl => "InputUrl",
            Self::InputEmail => "InputEmail",
            Self::InputTel => "InputTel",
            Self::InputJson => "InputJson",
            Self::InputFile => "InputFile",
        }
    }
}

/// A bound of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub least: Option<f64>,
    pub most: Option<f64>,
}

/// What a declared type means.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraType {
    pub input: InputElement,
    pub bounds: Option<Bounds>,
    /// Rules in words.
    pub validations: Vec<String>,
}

use InputElement as In;

/// Beginnings of declared types, the longer before the shorter, with their input and rule.
const TEXTS: [(&str, InputElement, &str); 19] = [
    ("TEXT_DATETIME", In::InputDateTime, "A date with a time, as 2024-12-31T23:59:59"),
    ("TEXT_DATE", In::InputDate, "A date, as 2024-12-31"),
    ("TEXT_TIME", In::InputTime, "A time, as 23:59 or 23:59:59"),
    ("TEXT_DURATION", In::InputText, "A duration of ISO 8601, as P1DT2H"),
    ("TEXT_URL", In::InputUrl, "An address, as https://example.org"),
    ("TEXT_EMAIL", In::InputEmail, "An e-mail address"),
    ("TEXT_TEL", In::InputTel, "A telephone number"),
    ("TEXT_LOCATION", In::InputText, "A place: latitude and longitude"),
    ("TEXT_COUNTRY", In::InputText, "A country, as its code of ISO 3166"),
    ("TEXT_COLOR", In::InputColor, "A colour, as #336699"),
    ("TEXT_JSON", In::InputJson, "JSON"),
    ("TEXT_CODE", In::Textarea, ""),
    ("TEXT_IBAN", In::InputText, "An IBAN"),
    ("TEXT_BIC", In::InputText, "A BIC of 8 or 11 characters"),
    ("TEXT_ISBN", In::InputText, "An ISBN of 10 or 13 digits"),
    ("TEXT_EAN", In::InputText, "An EAN of 8 or 13 digits"),
    ("TEXT_MARKDOWN", In::Textarea, ""),
    ("TEXT_HTML", In::Textarea, ""),
    ("TEXT_LONG", In::Textarea, ""),
];

/// Declared types of numbers: name, input, least, most.
const NUMBERS: [(&str, InputElement, f64, f64); 16] = [
    ("INT_16", In::InputNumber, -32_768.0, 32_767.0),
    ("INT_32", In::InputNumber, -2_147_483_648.0, 2_147_483_647.0),
    ("INT_64", In::InputNumber, f64::NEG_INFINITY, f64::INFINITY),
    ("UNSIGNED_INT_16", In::InputNumber, 0.0, 65_535.0),
    ("UNSIGNED_INT_32", In::InputNumber, 0.0, 4_294_967_295.0),
    ("UNSIGNED_INT_64", In::InputNumber, 0.0, f64::INFINITY),
    ("UNSIGNED_INT", In::InputNumber, 0.0, f64::INFINITY),
    ("INT_PERCENT", In::InputRange, 0.0, 100.0),
    ("INT_STARS_100", In::InputRange, 1.0, 100.0),
    ("INT_STARS_10", In::InputRange, 1.0, 10.0),
    ("INT_STARS", In::InputRange, 1.0, 5.0),
    ("INT_BOOL", In::Checkbox, 0.0, 1.0),
    ("REAL_PERCENT", In::InputRange, 0.0, 100.0),
    ("REAL_UNIT_INTERVAL_CLOSED", In::InputRange, 0.0, 1.0),
    ("REAL_UNIT_INTERVAL_OPEN", In::InputRange, 0.0, 1.0),
    ("REAL_16", In::InputNumber, -65_504.0, 65_504.0),
];

/// What a declared type means; `has_items` when only some values are allowed.
pub fn of_declared(declared: &str, has_items: bool) -> ExtraType {
    let name = declared.trim().to_ascii_uppercase();
    let mut found = known(&name);
    if has_items {
        found.input = In::Select;
    }
    found
}

fn known(name: &str) -> ExtraType {
    let plain = |input| ExtraType { input, bounds: None, validations: Vec::new() };
    let begins = |with: &str| name.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', ' ', '(']));
    if let Some((_, input, rule)) = TEXTS.iter().find(|(own, ..)| begins(own)) {
        let validations = if rule.is_empty() { Vec::new() } else { vec![(*rule).to_owned()] };
        return ExtraType { validations, ..plain(*input) };
    }
    if let Some((own, input, least, most)) = NUMBERS.iter().find(|(own, ..)| name == *own) {
        let (least, most) = (Some(*least).filter(|n| n.is_finite()), Some(*most).filter(|n| n.is_finite()));
        let bounds = (least.is_some() || most.is_some()).then_some(Bounds { least, most });
        let rule = match (least, most) {
            (Some(least), Some(most)) if *own == "REAL_UNIT_INTERVAL_OPEN" => {
                Some(format!("Between {least} and {most}, without both ends"))
            }
            (Some(least), Some(most)) => Some(format!("From {least} to {most}")),
            (Some(least), None) => Some(format!("At least {least}")),
            _ => None,
        };
        return ExtraType { input: *input, bounds, validations: rule.into_iter().collect() };
    }
    if let Some(currency) = name.strip_prefix("REAL_MONEY") {
        let currency = currency.trim_start_matches('_');
        let rule = (!currency.is_empty()).then(|| format!("An amount in {currency}"));
        return ExtraType { validations: rule.into_iter().collect(), ..plain(In::InputNumber) };
    }
    if let Some(bits) = name.strip_prefix("BLOB_BIT_").and_then(|bits| bits.parse::<u32>().ok()) {
        return ExtraType { validations: vec![format!("{bits} bits")], ..plain(In::InputFile) };
    }
    if begins("BLOB_IMAGE") {
        return ExtraType { validations: vec!["A picture".to_owned()], ..plain(In::InputFile) };
    }
    usual(name, plain)
}

/// The types that every database has, and SQLite's rules for all others.
fn usual(name: &str, plain: impl Fn(InputElement) -> ExtraType) -> ExtraType {
    let has = |part: &str| name.contains(part);
    let length = || {
        let (_, rest) = name.split_once('(')?;
        rest.split([')', ',']).next()?.trim().parse::<u32>().ok()
    };
    if has("BOOL") {
        return plain(In::Checkbox);
    }
    if has("CHAR") {
        let rule = length().map(|most| format!("At most {most} characters"));
        return ExtraType { validations: rule.into_iter().collect(), ..plain(In::InputText) };
    }
    plain(if has("DATETIME") || has("TIMESTAMP") {
        In::InputDateTime
    } else if has("DATE") {
        In::InputDate
    } else if name == "TIME" {
        In::InputTime
    } else if has("JSON") {
        In::InputJson
    } else if has("BLOB") || has("BINARY") {
        In::InputFile
    } else if has("INT") || has("REAL") || has("FLOA") || has("DOUB") || has("NUMERIC") || has("DECIMAL") || has("MONEY") {
        In::InputNumber
    } else {
        In::InputText
    })
}

/// The name of GraphQL's type (03, Types, and 00-conventions): `Int`, `Float`, `String`, `Boolean`.
pub fn graphql_root(declared: &str) -> &'static str {
    let name = declared.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if name.trim().is_empty() {
        "String"
    } else if has(&["INT"]) {
        "Int"
    } else if has(&["CHAR", "CLOB", "TEXT", "BLOB"]) {
        "String"
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        "Float"
    } else if has(&["BOOL"]) {
        "Boolean"
    } else if has(&["DATE", "TIME"]) {
        "String"
    } else if has(&["NUMERIC", "DECIMAL"]) {
        "Float"
    } else {
        "Int"
    }
}

/// The type of a column; one with choices has a scalar of its own: `checks_color_String`.
pub fn graphql_type(table: &str, column: &str, declared: &str, has_items: bool) -> String {
    let root = graphql_root(declared);
    if has_items { format!("{}_{}_{root}", double_x::encoded(table), double_x::encoded(column)) } else { root.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_declared_type_has_its_input() {
        for (declared, input, rules) in [
            ("TEXT", In::InputText, ""),
            ("", In::InputText, ""),
            ("text_date", In::InputDate, "A date, as 2024-12-31"),
            ("TEXT_DATETIME", In::InputDateTime, "A date with a time, as 2024-12-31T23:59:59"),
            ("TEXT_COUNTRY_CODE", In::InputText, "A country, as its code of ISO 3166"),
            ("TEXT_COLOR_HEX", In::InputColor, "A colour, as #336699"),
            ("TEXT_DATED", In::InputDate, ""),
            ("INT_STARS", In::InputRange, "From 1 to 5"),
            ("INT_STARS_10", In::InputRange, "From 1 to 10"),
            ("UNSIGNED_INT_64", In::InputNumber, "At least 0"),
            ("REAL_UNIT_INTERVAL_OPEN", In::InputRange, "Between 0 and 1, without both ends"),
            ("REAL_MONEY_EUR", In::InputNumber, "An amount in EUR"),
            ("BLOB_IMAGE_PNG", In::InputFile, "A picture"),
            ("BLOB_BIT_8", In::InputFile, "8 bits"),
            ("BLOB", In::InputFile, ""),
            ("VARCHAR(80)", In::InputText, "At most 80 characters"),
            ("BOOLEAN", In::Checkbox, ""),
            ("DATETIME", In::InputDateTime, ""),
            ("DECIMAL(10,2)", In::InputNumber, ""),
            ("INTEGER", In::InputNumber, ""),
        ] {
            let found = of_declared(declared, false);
            assert_eq!((found.input, found.validations.join("; ").as_str()), (input, rules), "{declared}");
        }
        assert_eq!(of_declared("TEXT", true).input, In::Select);
    }

    #[test]
    fn graphql_types_follow_the_declared_one() {
        for (declared, root) in [
            ("", "String"),
            ("bigint", "Int"),
            ("VARCHAR(3)", "String"),
            ("BLOB", "String"),
            ("DOUBLE", "Float"),
            ("BOOLEAN", "Boolean"),
            ("DATETIME", "String"),
            ("NUMERIC(3)", "Float"),
            ("WHATEVER", "Int"),
        ] {
            assert_eq!(graphql_root(declared), root, "{declared}");
        }
        assert_eq!(graphql_type("checks", "color", "TEXT", true), "checks_color_String");
    }
}
