//! Which widgets suit a table's columns, best first: the panel proposes the first and shows the others as thumbnails.

use super::{KINDS, Kind, Shape, Subtype, normalise};
use crate::model::value::Kind as ValueKind;

/// What is grouped and what is measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Kinds of the grouped columns, with their names in lower case.
    pub groups: Vec<(String, ValueKind)>,
    /// How many figures there are per group; counting rows is one.
    pub measures: usize,
    /// Names of the measured columns in lower case.
    pub measured: Vec<String>,
}

/// The names of subtypes in the order in which they are offered. What the outline cannot feed is not among them.
pub fn proposals(outline: &Outline) -> Vec<&'static str> {
    let time = |at: usize| outline.groups.get(at).is_some_and(|(_, kind)| kind.is_temporal());
    let number = |at: usize| outline.groups.get(at).is_some_and(|(_, kind)| kind.is_numeric());
    let several = outline.measures > 1;
    let ranked: &[&'static str] = match outline.groups.len() {
        0 => &["big_number", "gauge", "funnel"],
        1 if is_place(outline) => &["point_map", "scatter", "basic_bar"],
        1 if is_country(outline) && !several => {
            &["country_map", "horizontal_bar", "treemap", "donut_pie", "basic_bar", "funnel", "pivot_table"]
        }
        1 if time(0) && !several => {
            &["basic_line", "basic_area", "basic_bar", "big_number", "calendar", "linear_line", "step_line", "pivot_table"]
        }
        1 if time(0) => &["basic_line", "combined_chart", "stacked_area", "stacked_bar", "basic_bar", "percent_area", "pivot_table"],
        1 if number(0) && !several => &["histogram", "basic_line", "basic_bar", "pivot_table"],
        1 if several => &["basic_bar", "scatter", "stacked_bar", "percent_bar", "combined_chart", "horizontal_bar", "pivot_table"],
        1 => &["horizontal_bar", "basic_bar", "donut_pie", "treemap", "funnel", "box_plot", "basic_pie", "pivot_table"],
        _ if time(0) => &["stacked_area", "stacked_bar", "basic_line", "percent_area", "percent_bar", "heat_map", "pivot_table", "treemap"],
        _ => &["stacked_bar", "heat_map", "sankey", "percent_bar", "treemap", "pivot_table", "basic_bar"],
    };
    ranked.iter().copied().filter(|name| fits(name, outline)).collect()
}

/// A subtype with its kind.
pub fn find(subtype: &str) -> Option<(&'static Kind, &'static Subtype)> {
    KINDS.iter().find_map(|kind| kind.subtypes.iter().find(|one| one.name == subtype).map(|one| (*kind, one)))
}

/// Whether a subtype can show what is grouped and measured.
fn fits(subtype: &str, outline: &Outline) -> bool {
    let Ok((_, subtype)) = normalise("chart", Some(subtype)) else { return false };
    let Shape::Chart(plot) = subtype.shape else { return false };
    let within = |count: usize, (least, most): (usize, usize)| (least..=most).contains(&count);
    within(outline.groups.len(), plot.groups) && within(outline.measures, (plot.measures.0, plot.measures.1.max(1)))
}

fn is_country(outline: &Outline) -> bool {
    outline.groups.first().is_some_and(|(name, kind)| *kind == ValueKind::Text && (name.contains("country") || name == "nation"))
}

/// Latitude and longitude, in this order, are among the figures.
fn is_place(outline: &Outline) -> bool {
    let named = |at: usize, parts: [&str; 2]| outline.measured.get(at).is_some_and(|name| parts.iter().any(|part| name.starts_with(part)));
    outline.measures >= 2 && named(0, ["lat", "geo_lat"]) && named(1, ["lon", "lng"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(groups: &[(&str, ValueKind)], measures: usize, measured: &[&str]) -> Outline {
        Outline {
            groups: groups.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect(),
            measures,
            measured: measured.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn the_shape_of_the_answer_decides() {
        use ValueKind::{Number, Text, Timestamp};
        for (is, best) in [
            (outline(&[], 1, &["amount"]), "big_number"),
            (outline(&[("ordered_at", Timestamp)], 1, &["amount"]), "basic_line"),
            (outline(&[("ordered_at", Timestamp)], 2, &["amount", "profit"]), "basic_line"),
            (outline(&[("category", Text)], 1, &["amount"]), "horizontal_bar"),
            (outline(&[("country", Text)], 1, &["amount"]), "country_map"),
            (outline(&[("product", Text)], 2, &["amount", "profit"]), "basic_bar"),
            (outline(&[("total", Number)], 1, &[]), "histogram"),
            (outline(&[("city", Text)], 3, &["latitude", "longitude", "amount"]), "point_map"),
            (outline(&[("ordered_at", Timestamp), ("category", Text)], 1, &["amount"]), "stacked_area"),
            (outline(&[("source", Text), ("device", Text)], 1, &[]), "stacked_bar"),
        ] {
            let offered = proposals(&is);
            assert_eq!(offered.first().copied(), Some(best), "{is:?}");
            assert!(offered.len() >= 3 || is.groups.is_empty(), "{is:?} has alternatives: {offered:?}");
            assert!(offered.iter().all(|name| find(name).is_some()), "{offered:?}");
        }
    }

    #[test]
    fn nothing_is_offered_that_cannot_show_it() {
        let pairs = proposals(&outline(&[("a", ValueKind::Text), ("b", ValueKind::Text)], 1, &[]));
        assert!(pairs.contains(&"sankey") && !pairs.contains(&"donut_pie"), "{pairs:?}");
        let several = proposals(&outline(&[("a", ValueKind::Text)], 4, &["x", "y", "z", "w"]));
        assert!(!several.contains(&"scatter") && several.contains(&"basic_bar"), "{several:?}");
    }
}
