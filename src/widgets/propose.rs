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

/// What a result is about by its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    pub group: Option<String>,
    pub series: Option<String>,
    pub figures: Vec<String>,
}

/// Most columns of a result that is a chart rather than a list.
const MOST_COLUMNS: usize = 8;

/// What to group and to measure in a result with these columns; nothing for a list of things. Time comes before names, and
/// ids are no figures.
pub fn guess(columns: &[(&str, ValueKind)]) -> Option<Guess> {
    let is_id = |name: &str| {
        let name = name.to_lowercase();
        name == "id" || name.ends_with("_id")
    };
    let named = |fits: fn(ValueKind) -> bool| columns.iter().filter(move |(_, kind)| fits(*kind)).map(|(name, _)| (*name).to_owned());
    let mut figures: Vec<String> = named(ValueKind::is_numeric).filter(|name| !is_id(name)).collect();
    let times: Vec<String> = named(ValueKind::is_temporal).collect();
    let names: Vec<String> = named(|kind| matches!(kind, ValueKind::Text | ValueKind::Boolean)).collect();
    if columns.len() > MOST_COLUMNS || times.len() > 1 || times.len() + names.len() > 2 {
        return None;
    }
    // A year, or numbers against each other.
    let years = figures.iter().position(|name| ["year", "month", "week", "day", "hour"].contains(&name.to_lowercase().as_str()));
    let year = years.filter(|_| times.is_empty() && figures.len() > 1).map(|place| figures.remove(place));
    if figures.is_empty() {
        return None;
    }
    let mut groups = times.into_iter().chain(year).chain(names);
    let (group, series) = (groups.next(), groups.next().filter(|_| figures.len() == 1));
    (group.is_some() || figures.len() == 1).then_some(Guess { group, series, figures })
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
    fn columns_say_what_is_grouped() {
        use ValueKind::{Date, Integer, Json, Number, Text};
        let said = |columns: &[(&str, ValueKind)]| {
            guess(columns).map(|is| [is.group.unwrap_or_default(), is.series.unwrap_or_default(), is.figures.join(" ")].join("/"))
        };
        for (columns, is) in [
            (&[("month", Date), ("total", Number)][..], Some("month//total")),
            (&[("region", Text), ("month", Date), ("total", Number)], Some("month/region/total")),
            (&[("region", Text), ("total", Number), ("orders", Integer)], Some("region//total orders")),
            (&[("year", Integer), ("total", Number)], Some("year//total")),
            (&[("total", Number)], Some("//total")),
            (&[("total", Number), ("orders", Integer)], None),
            (&[("customer_id", Integer), ("name", Text)], None),
            (&[("name", Text), ("city", Text), ("country", Text), ("total", Number)], None),
            (&[("extra", Json)], None),
            (&[], None),
        ] {
            assert_eq!(said(columns).as_deref(), is, "{columns:?}");
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
