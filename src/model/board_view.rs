//! What a reader chose for a whole board, as keys of the page's address: `f.country=DE&f.country=FR`,
//! `f.day=2024-01-01..2024-01-31`. A key that is there without a value says "everything", against the filter's default.
//! Marks that were chosen stand beside them ([`crate::model::mark`]).
//!
//! An address comes from anywhere: what does not fit the form is left out. Whether there is such a filter, and what its
//! values are, is decided where the board is read.

use crate::model::{
    address::Query,
    board_filter::{FilterFace, MOST_FILTERS, MOST_VALUES, RANGE},
    given::{given, given_object, objects},
    mark::{self, Mark, MarkChoice},
    widget::Configs,
};
use serde::{Deserialize, Serialize};

/// Longest value that is read from an address, in bytes.
const MAX_TEXT: usize = 1_000;
const PREFIX: &str = "f.";
/// The two fields of a range in a form: `f.day.from`, `f.day.to`.
const FROM: &str = "from";
const TO: &str = "to";
/// What is looked for among the values of a list: `fs.country=ger`.
const SEARCH: &str = "fs.";

/// The choices of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct BoardView {
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<FilterChoice>,
    /// Each narrows every widget whose table has its column. Public pages know none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkChoice>,
}

/// The values that were chosen for one filter; none means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FilterChoice {
    pub name: String,
    pub values: Vec<String>,
}

/// Input of `filterValues`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FilterValuesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The filter's name in addresses.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    /// What the values hold, ignoring case.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// From 1.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Choices for the other filters, on which the values may depend.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardView>,
}

/// Some values of a filter's list, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValueList {
    pub values: Vec<String>,
    pub has_next: bool,
}

impl BoardView {
    /// The values in force for a filter: the chosen ones, else its default.
    pub fn values<'a>(&'a self, name: &str, default: &'a [String]) -> &'a [String] {
        self.filters.iter().find(|choice| choice.name == name).map_or(default, |choice| &choice.values)
    }

    /// The choices for some of the filters, and every mark.
    pub fn only(&self, passes: impl Fn(&str) -> bool) -> Self {
        Self { filters: self.filters.iter().filter(|choice| passes(&choice.name)).cloned().collect(), marks: self.marks.clone() }
    }

    /// Without the marks of a widget: it goes on showing all of them, so that another can be chosen.
    fn beside(&self, widget: &str) -> Self {
        let others = self.marks.iter().filter(|choice| choice.widget_id != widget);
        Self { filters: self.filters.clone(), marks: others.cloned().collect() }
    }

    /// What a widget is asked with: without its own marks, and nothing where no rows are read.
    pub fn reaching(&self, widget: &str, configs: &Configs) -> Self {
        if configs.labels().is_empty() { Self::default() } else { self.beside(widget) }
    }

    /// The marks that were chosen in a widget.
    pub fn marks_of(&self, widget: &str) -> Vec<Mark> {
        self.marks.iter().filter(|choice| choice.widget_id == widget).map(|choice| choice.mark.clone()).collect()
    }

    /// The same choices with these marks of a widget, in place of its others of the same columns.
    pub fn with_marks(mut self, widget: &str, marks: &[Mark]) -> Self {
        self.marks.retain(|old| old.widget_id != widget || marks.iter().all(|new| new.column != old.mark.column));
        self.marks.extend(marks.iter().map(|mark| MarkChoice { widget_id: widget.to_owned(), mark: mark.clone() }));
        self
    }

    /// The same choices without one mark.
    pub fn without_mark(mut self, gone: &MarkChoice) -> Self {
        self.marks.retain(|choice| choice != gone);
        self
    }

    /// Which of these filters narrow something now, by label.
    pub fn in_force<'a>(&self, filters: impl IntoIterator<Item = &'a FilterFace>) -> Vec<String> {
        let says = |filter: &&FilterFace| self.values(&filter.name, &filter.default).iter().any(|value| !value.is_empty());
        filters.into_iter().filter(says).map(|filter| filter.label.clone()).collect()
    }

    /// The same choices with those of `name` replaced.
    pub fn with(mut self, name: &str, values: Vec<String>) -> Self {
        self.filters.retain(|choice| choice.name != name);
        self.filters.push(FilterChoice { name: name.to_owned(), values });
        self
    }
}

/// The key of a filter.
pub fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// The keys of the two ends of a range, in a form.
pub fn range_keys(name: &str) -> (String, String) {
    (format!("{PREFIX}{name}.{FROM}"), format!("{PREFIX}{name}.{TO}"))
}

/// The key of the search among a filter's values.
pub fn search_key(name: &str) -> String {
    format!("{SEARCH}{name}")
}

/// Whether a key of an address is about filters of the board.
pub fn is_ours(key: &str) -> bool {
    key.starts_with(PREFIX) || key.starts_with(SEARCH)
}

/// What the address says.
pub fn decode(query: &Query) -> BoardView {
    let mut filters: Vec<FilterChoice> = Vec::new();
    let mut ends: Vec<(String, [String; 2])> = Vec::new();
    for (key, value) in query.pairs() {
        let Some(rest) = key.strip_prefix(PREFIX).filter(|_| value.len() <= MAX_TEXT && !value.contains('\0')) else { continue };
        let (name, part) = rest.split_once('.').map_or((rest, None), |(name, part)| (name, Some(part)));
        if name.is_empty() || name.len() > MAX_TEXT {
            continue;
        }
        match part {
            None => {
                let choice = entry(&mut filters, name);
                if let Some(choice) = choice.filter(|choice| !value.is_empty() && choice.values.len() < MOST_VALUES) {
                    choice.values.push(value.clone());
                }
            }
            Some(FROM | TO) => {
                let at = usize::from(part == Some(TO));
                match ends.iter().position(|(known, _)| known == name) {
                    Some(place) => ends[place].1[at].clone_from(value),
                    None if ends.len() < MOST_FILTERS => {
                        let mut both = [String::new(), String::new()];
                        both[at].clone_from(value);
                        ends.push((name.to_owned(), both));
                    }
                    None => {}
                }
            }
            Some(_) => {}
        }
    }
    for (name, [from, to]) in ends {
        // A period that was chosen beside the two fields wins.
        if let Some(choice) = entry(&mut filters, &name).filter(|choice| choice.values.is_empty())
            && !(from.is_empty() && to.is_empty())
        {
            choice.values.push(format!("{from}{RANGE}{to}"));
        }
    }
    BoardView { filters, marks: mark::decode(query) }
}

fn entry<'a>(filters: &'a mut Vec<FilterChoice>, name: &str) -> Option<&'a mut FilterChoice> {
    let place = filters.iter().position(|choice| choice.name == name);
    if place.is_none() && filters.len() < MOST_FILTERS {
        filters.push(FilterChoice { name: name.to_owned(), values: Vec::new() });
        return filters.last_mut();
    }
    filters.get_mut(place?)
}

/// `query` with these choices in their shortest form, in the order of the filters; everything else stays, but for pages
/// of tables, which start anew.
pub fn replace(query: &Query, filters: &[FilterFace], view: &BoardView) -> Query {
    let mut next = query.clone().keep(|key| !is_ours(key) && !mark::is_ours(key) && !is_page(key));
    for filter in filters {
        let values = view.values(&filter.name, &filter.default);
        if values == filter.default {
            continue;
        }
        if values.is_empty() {
            next.push(key(&filter.name), "");
        }
        for value in values {
            next.push(key(&filter.name), value);
        }
    }
    for (key, value) in view.marks.iter().map(mark::pair) {
        next.push(key, value);
    }
    next
}

/// `w3.page`.
fn is_page(key: &str) -> bool {
    key.starts_with('w') && key.ends_with(".page")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::board_filter::FilterKind;

    fn face(name: &str, default: &[&str]) -> FilterFace {
        let default = default.iter().map(|text| (*text).to_owned()).collect();
        FilterFace { name: name.into(), label: name.into(), kind: FilterKind::Many, default, depends_on: vec![] }
    }

    #[test]
    fn choices_survive_the_address() {
        let filters = [face("country", &["DE"]), face("day", &[]), face("city", &["Bonn"])];
        let view = BoardView::default()
            .with("country", vec!["FR".into(), "a&b=c".into()])
            .with("day", vec!["2024-01-01..".into()])
            .with("city", vec![]);
        let query = replace(&Query::parse("edit=1&w2.page=3&w2.q=x&f.country=US&fs.city=b"), &filters, &view);
        assert_eq!(query.to_string(), "edit=1&w2.q=x&f.country=FR&f.country=a%26b%3Dc&f.day=2024-01-01..&f.city=");
        assert_eq!(decode(&query).values("country", &[]), ["FR", "a&b=c"]);
        assert_eq!(decode(&query).values("city", &filters[2].default), [""; 0], "cleared against the default");
        assert_eq!(decode(&Query::default()).values("country", &filters[0].default), ["DE"]);
        assert_eq!(replace(&Query::default(), &filters, &BoardView::default()), Query::default(), "defaults are not written");
    }

    #[test]
    fn a_mark_takes_the_place_of_another_of_its_column() {
        let mark = |column: &str, value: &str| Mark { column: column.into(), value: value.into(), ..Mark::default() };
        let first = BoardView::default().with_marks("a", &[mark("country", "DE")]).with_marks("b", &[mark("country", "US")]);
        let view = first.with_marks("a", &[mark("country", "FR"), mark("channel", "web")]);
        assert_eq!(view.marks_of("a"), [mark("country", "FR"), mark("channel", "web")]);
        assert_eq!(view.beside("a").marks, [MarkChoice { widget_id: "b".into(), mark: mark("country", "US") }]);
        let query = replace(&Query::parse("tab=2&w1.page=4&m.c=x.eq.1"), &[], &view);
        assert_eq!(query.to_string(), "tab=2&m.b=country.eq.US&m.a=country.eq.FR&m.a=channel.eq.web");
        assert_eq!(decode(&query), view);
        assert_eq!(view.clone().without_mark(&view.marks[0]).marks.len(), 2);
    }

    #[test]
    fn a_form_sends_two_ends() {
        let view =
            decode(&Query::parse("f.day=&f.day.from=2024-01-01&f.day.to=&f.n.to=5&f.p=last_30_days&f.p.from=2024-01-01&f.e.from=&f.e.to="));
        assert_eq!(view.values("day", &[]), ["2024-01-01.."]);
        assert_eq!(view.values("n", &[]), ["..5"]);
        assert_eq!(view.values("p", &[]), ["last_30_days"]);
        assert_eq!(view.values("e", &["x".to_owned()]), [""; 0]);
    }

    #[test]
    fn hostile_addresses_stay_small() {
        let many: String = (0..500).map(|n| format!("f.n{n}=1&f.n{n}.from=2&")).collect();
        assert_eq!(decode(&Query::parse(&many)).filters.len(), MOST_FILTERS);
        assert_eq!(decode(&Query::parse(&"f.a=1&".repeat(400))).filters[0].values.len(), MOST_VALUES);
        for text in ["f.=1", "f=1", "f.a.b=1", &format!("f.a={}", "x".repeat(MAX_TEXT + 1)), "f.a=%00"] {
            assert!(decode(&Query::parse(text)).filters.iter().all(|choice| choice.values.is_empty()), "{text}");
        }
    }
}
