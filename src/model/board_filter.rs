//! Filters of a whole board: one control that narrows every widget it is mapped to. What they mean for a column are the
//! ordinary conditions of [`crate::model::filter`].

use crate::model::{
    filter::{Condition, Op},
    given::{given, objects},
    id::{FilterId, QueryId, WidgetId},
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};

/// Most filters of one board.
pub const MOST_FILTERS: usize = 20;
/// Most values that one filter can hold at once.
pub const MOST_VALUES: usize = 100;
/// Between the two ends of a range: `2024-01-01..2024-01-31`. Either end may be left out.
pub const RANGE: &str = "..";

/// What a filter lets its reader say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// A text that is looked for.
    Text,
    Number,
    NumberRange,
    /// From a day to a day, or a period that moves along: `last_30_days`, `this_month`.
    DateRange,
    /// One value of a list.
    One,
    /// Any of several values of a list.
    Many,
}

impl FilterKind {
    pub const ALL: [Self; 6] = [Self::One, Self::Many, Self::Text, Self::Number, Self::NumberRange, Self::DateRange];

    /// As written in requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::NumberRange => "number_range",
            Self::DateRange => "date_range",
            Self::One => "one",
            Self::Many => "many",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "Text that is contained",
            Self::Number => "A number",
            Self::NumberRange => "From a number to a number",
            Self::DateRange => "From a day to a day",
            Self::One => "One value of a list",
            Self::Many => "Several values of a list",
        }
    }

    /// Whether a column of this kind can be filtered so.
    pub fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Text => Op::Contains.fits(kind),
            Self::Number | Self::NumberRange => kind.is_numeric(),
            Self::DateRange => kind.is_temporal(),
            Self::One => Op::Eq.fits(kind) && !matches!(kind, Kind::Json | Kind::Other),
            Self::Many => Op::In.fits(kind),
        }
    }

    /// Whether readers choose from a list of values.
    pub fn has_list(self) -> bool {
        matches!(self, Self::One | Self::Many)
    }

    /// What is proposed for a column of this kind.
    pub fn proposed(kind: Kind) -> Self {
        match kind {
            Kind::Date | Kind::Timestamp => Self::DateRange,
            Kind::Number => Self::NumberRange,
            Kind::Boolean => Self::One,
            Kind::Json | Kind::Other | Kind::Bytes => Self::Text,
            Kind::Text | Kind::Integer | Kind::Time => Self::Many,
        }
    }

    /// The conditions on `column` that the chosen values mean; none when they say nothing. Moving periods were made days
    /// before (see [`is_moving`]).
    pub fn conditions(self, column: &str, values: &[String]) -> Vec<Condition> {
        let condition = |op: Op, values: &[&str]| Condition {
            column: column.to_owned(),
            op,
            values: values.iter().map(|value| Value::Text((*value).to_owned())).collect(),
        };
        let Some(first) = values.first().map(|value| value.trim()).filter(|value| !value.is_empty()) else { return Vec::new() };
        match self {
            Self::Text => vec![condition(Op::Contains, &[first])],
            Self::Number => vec![condition(Op::Eq, &[first])],
            // As it is written: blanks are part of a value.
            Self::One => vec![condition(Op::Eq, &[&values[0]])],
            Self::Many => vec![condition(Op::In, &values.iter().map(String::as_str).collect::<Vec<_>>())],
            Self::NumberRange | Self::DateRange => {
                let (from, to) = ends(first);
                let bound = |op, end: &str| (!end.is_empty()).then(|| condition(op, &[end]));
                bound(Op::Gte, from).into_iter().chain(bound(Op::Lte, to)).collect()
            }
        }
    }
}

/// The two ends of a range; a single value is both.
pub fn ends(range: &str) -> (&str, &str) {
    let (from, to) = range.split_once(RANGE).unwrap_or((range, range));
    (from.trim(), to.trim())
}

/// The moving periods that are offered, with their words.
pub const PERIODS: [(&str, &str); 9] = [
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("last_7_days", "Last 7 days"),
    ("last_30_days", "Last 30 days"),
    ("last_90_days", "Last 90 days"),
    ("this_month", "This month"),
    ("last_month", "Last month"),
    ("this_year", "This year"),
    ("last_year", "Last year"),
];

/// Whether a value of a date range names a period that moves along; any number of days can be named.
pub fn is_moving(value: &str) -> bool {
    PERIODS.iter().any(|(name, _)| *name == value) || last_days(value).is_some()
}

/// The number in `last_30_days`, from 1 to 9999.
pub fn last_days(value: &str) -> Option<i32> {
    let days = value.strip_prefix("last_")?.strip_suffix("_days")?;
    days.parse().ok().filter(|days| (1..=9_999).contains(days))
}

/// A filter as its board's people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardFilter {
    pub id: FilterId,
    /// Names it in addresses (`f.country=DE`); the only one of its board.
    pub name: String,
    pub label: String,
    pub kind: FilterKind,
    /// The columns that it narrows. The first one gives the values of a list.
    pub targets: Vec<FilterTarget>,
    /// The values of a list that does not change; when empty they come from the saved query or the column.
    pub values: Vec<String>,
    /// The saved query whose first column gives the values of a list. Its parameters have their default values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values_query_id: Option<QueryId>,
    /// In force when the address says nothing.
    pub default: Vec<String>,
    /// Names of filters whose choices narrow the values of this one.
    pub depends_on: Vec<String>,
}

impl BoardFilter {
    /// What readers need of it.
    pub fn face(&self) -> FilterFace {
        FilterFace {
            name: self.name.clone(),
            label: self.label.clone(),
            kind: self.kind,
            default: self.default.clone(),
            depends_on: self.depends_on.clone(),
        }
    }

    /// What it is called where only its label matters.
    pub fn title(&self) -> FilterName {
        FilterName { id: self.id.clone(), label: self.label.clone() }
    }

    pub fn touches(&self, widget: &WidgetId) -> bool {
        self.targets.iter().any(|target| target.widget_id == *widget)
    }
}

/// A column of a table of a widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FilterTarget {
    pub widget_id: WidgetId,
    /// By label.
    pub table: String,
    pub column: String,
}

/// A filter as its readers see it, also those of a public link: no table, column or widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FilterFace {
    pub name: String,
    pub label: String,
    pub kind: FilterKind,
    pub default: Vec<String>,
    pub depends_on: Vec<String>,
}

/// A filter where only its label matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FilterName {
    pub id: FilterId,
    pub label: String,
}

/// A column that widgets of a board have in common, by name and kind, for proposing filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FilterColumn {
    pub name: String,
    pub kind: Kind,
    pub proposed: FilterKind,
    pub targets: Vec<FilterTarget>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FiltersAnswer {
    /// In the order of the board.
    pub filters: Vec<BoardFilter>,
    /// What filters can be mapped to, the columns of most widgets first.
    pub columns: Vec<FilterColumn>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FilterAnswer {
    pub filter: BoardFilter,
}

/// One target of [`FilterInput`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TargetInput {
    pub widget_id: String,
    pub table: String,
    pub column: String,
    /// False leaves it out, as an empty box of a form does.
    #[serde(rename = "use", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub used: Option<bool>,
}

/// Input of `saveFilter`: without `filterId` a new filter is made, with it one is replaced whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FilterInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub filter_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub label: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub kind: Option<FilterKind>,
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub targets: Vec<TargetInput>,
    /// Each text may hold several values, one a line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// A saved query of the project, for a list without `values`; empty for none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub values_query_id: Option<String>,
    /// As `values`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

/// Input of `deleteFilter`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FilterIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub filter_id: Option<String>,
}

/// Input of `reorderFilters`: every filter of the board exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FilterOrderInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub ordered_filter_ids: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn every_kind_says_what_it_means() {
        let of = |kind: FilterKind, texts: &[&str]| {
            let conditions = kind.conditions("c", &values(texts));
            conditions
                .iter()
                .map(|c| format!("{} {}", c.op.name(), c.values.iter().map(Value::display).collect::<Vec<_>>().join("|")))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(FilterKind::Text, &["a%"]), ["contains a%"]);
        assert_eq!(of(FilterKind::Number, &[" 5 "]), ["eq 5"]);
        assert_eq!(of(FilterKind::One, &["DE", "US"]), ["eq DE"]);
        assert_eq!(of(FilterKind::Many, &["DE", "US"]), ["in DE|US"]);
        assert_eq!(of(FilterKind::NumberRange, &["1..2.5"]), ["gte 1", "lte 2.5"]);
        assert_eq!(of(FilterKind::NumberRange, &["..7"]), ["lte 7"]);
        assert_eq!(of(FilterKind::DateRange, &["2024-01-01.."]), ["gte 2024-01-01"]);
        assert_eq!(of(FilterKind::DateRange, &["2024-01-01"]), ["gte 2024-01-01", "lte 2024-01-01"]);
        for kind in FilterKind::ALL {
            assert!(of(kind, &[]).is_empty() && of(kind, &[""]).is_empty() && of(kind, &["  "]).is_empty(), "{kind:?}");
            assert_eq!(FilterKind::parse(kind.name()), Some(kind));
        }
    }

    #[test]
    fn what_is_proposed_fits() {
        for kind in
            [Kind::Text, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Date, Kind::Time, Kind::Timestamp, Kind::Json, Kind::Other]
        {
            assert!(FilterKind::proposed(kind).fits(kind), "{kind:?}");
        }
    }

    #[test]
    fn moving_periods() {
        for good in ["today", "last_30_days", "last_365_days", "this_year"] {
            assert!(is_moving(good), "{good}");
        }
        for bad in ["", "last_0_days", "last_-1_days", "last_99999_days", "tomorrow", "2024-01-01", "last_days"] {
            assert!(!is_moving(bad), "{bad}");
        }
    }
}
