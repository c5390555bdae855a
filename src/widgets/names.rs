//! Names of kinds and subtypes as people write them.

use super::{KINDS, Kind, Subtype};
use crate::error::{AppError, Result};

/// Kinds that have another spelling on input (00-conventions, Decided readings).
const OTHER_NAMES: [(&str, &str); 2] = [("datatable", "datatables"), ("text", "text_titles")];

/// What the general kind `chart` takes as subtype, beside the full names.
const CHARTS: [(&str, &str); 4] = [("area", "area_charts"), ("bar", "bar_charts"), ("line", "line_charts"), ("pie", "pie_charts")];

/// The kind and subtype that `kind` and `subtype` name, with the other spellings that are accepted on input:
/// `chart` + `bar`, `datatable`, `DataTable`, `text`; case does not matter. Without a subtype: the kind's first.
///
/// # Errors
/// `type` or `subtype`, with a text that lists what exists.
pub fn normalise(kind: &str, subtype: Option<&str>) -> Result<(&'static Kind, &'static Subtype)> {
    let wanted = kind.trim();
    let subtype = subtype.map(str::trim).filter(|name| !name.is_empty());
    if same(wanted, "chart") {
        return chart(subtype);
    }
    let name = OTHER_NAMES.iter().find(|(other, _)| same(wanted, other)).map_or(wanted, |(_, name)| name);
    let kind = KINDS.iter().find(|kind| same(name, kind.name)).ok_or_else(|| {
        let known: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        AppError::field("type", format!("Unknown widget type. Choose one of {}", known.join(", ")))
    })?;
    let Some(wanted) = subtype else {
        // `text` alone asks for words, not for a heading.
        let default = if same(wanted, "text") { kind.subtypes.iter().find(|subtype| subtype.name == "text_block") } else { None };
        return Ok((kind, default.unwrap_or(&kind.subtypes[0])));
    };
    find(kind, wanted).map(|subtype| (*kind, subtype)).ok_or_else(|| unknown_subtype(kind.subtypes.iter()))
}

fn chart(subtype: Option<&str>) -> Result<(&'static Kind, &'static Subtype)> {
    let kinds = || KINDS.iter().filter(|kind| kind.subtypes.iter().any(Subtype::is_chart));
    let unknown = || unknown_subtype(kinds().flat_map(|kind| kind.subtypes));
    let wanted = subtype.ok_or_else(unknown)?;
    let found = kinds().find_map(|kind| {
        let short = CHARTS.iter().any(|(short, name)| same(wanted, short) && *name == kind.name);
        let subtype = if short { kind.subtypes.first() } else { kind.subtypes.iter().find(|subtype| same(wanted, subtype.name)) };
        subtype.map(|subtype| (*kind, subtype))
    });
    found.ok_or_else(unknown)
}

/// By full name, by its first word (`stacked`), or by the short name of the chart (`bar` in `bar_charts`).
fn find(kind: &'static Kind, wanted: &str) -> Option<&'static Subtype> {
    let short = CHARTS.iter().any(|(short, name)| same(wanted, short) && *name == kind.name);
    if short {
        return kind.subtypes.first();
    }
    let first_word = |subtype: &Subtype| subtype.name.split_once('_').is_some_and(|(word, _)| same(wanted, word));
    kind.subtypes.iter().find(|subtype| same(wanted, subtype.name) || first_word(subtype))
}

fn unknown_subtype(known: impl Iterator<Item = &'static Subtype>) -> AppError {
    let known: Vec<_> = known.map(|subtype| subtype.name).collect();
    AppError::field("subtype", format!("Unknown widget subtype. Choose one of {}", known.join(", ")))
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: &str, subtype: Option<&str>) -> (&'static str, &'static str) {
        let (kind, subtype) = normalise(kind, subtype).expect("known");
        (kind.name, subtype.name)
    }

    #[test]
    fn every_name_stands_for_itself_and_the_first_subtype_is_the_default() {
        for kind in KINDS {
            assert_eq!(names(kind.name, None), (kind.name, kind.subtypes[0].name));
            for subtype in kind.subtypes {
                assert_eq!(names(kind.name, Some(subtype.name)), (kind.name, subtype.name));
            }
        }
        let all: std::collections::HashSet<_> = KINDS.iter().flat_map(|kind| kind.subtypes).map(|subtype| subtype.name).collect();
        assert_eq!(all.len(), 37, "names of subtypes are unique, `chart` relies on it");
    }

    #[test]
    fn other_spellings() {
        for (kind, subtype, expected) in [
            ("chart", Some("bar"), ("bar_charts", "basic_bar")),
            ("Chart", Some("PIE"), ("pie_charts", "basic_pie")),
            ("chart", Some("step_line"), ("line_charts", "step_line")),
            ("chart", Some("area"), ("area_charts", "basic_area")),
            ("datatable", None, ("datatables", "simple_dataTable")),
            ("DataTable", Some(""), ("datatables", "simple_dataTable")),
            ("datatables", Some("integrated"), ("datatables", "integrated_dataTable")),
            ("text", None, ("text_titles", "text_block")),
            ("text", Some("section_title"), ("text_titles", "section_title")),
            ("text_titles", Some("text"), ("text_titles", "text_block")),
            (" bar_charts ", Some("stacked"), ("bar_charts", "stacked_bar")),
            ("bar_charts", Some("bar"), ("bar_charts", "basic_bar")),
        ] {
            assert_eq!(names(kind, subtype), expected, "{kind} {subtype:?}");
        }
    }

    #[test]
    fn unknown_names_say_what_exists() {
        for (kind, subtype, field, known) in [
            ("", None, "type", "bar_charts"),
            ("gauge", None, "type", "datatables"),
            ("bar_charts", Some("donut_pie"), "subtype", "stacked_bar"),
            ("chart", None, "subtype", "donut_pie"),
            ("chart", Some("text_block"), "subtype", "basic_bar"),
            ("chart", Some("simple_dataTable"), "subtype", "basic_bar"),
            ("text", Some("basic_bar"), "subtype", "text_block"),
        ] {
            let error = normalise(kind, subtype).expect_err(kind);
            assert_eq!(error.field.as_deref(), Some(field), "{kind} {subtype:?}");
            assert!(error.text.contains(known), "{}", error.text);
        }
    }
}
