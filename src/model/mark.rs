//! Marks of drawings: a bar, slice, point, cell or row of figures, and which rows it stands for. Those that a reader chose
//! narrow the board beside its filters, and stand in the address: `m.<widget>=country.eq.Germany`,
//! `m.<widget>=ordered_at.month.2024-03-01`.

use crate::model::{
    address::Query,
    given::object,
    plan::Grain,
    view_query::{escape, unescape},
};
use serde::{Deserialize, Serialize};

/// Most marks that can be chosen at once.
pub const MOST_MARKS: usize = 20;
/// Longest mark that is read from an address, in bytes.
const MAX_TEXT: usize = 1_000;
const PREFIX: &str = "m.";

/// How the rows of a mark are told from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By a value.
    #[default]
    Eq,
    /// By having none.
    IsNull,
    /// From a number to below another: `10..20`.
    Range,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    /// By a period, in the time zone of the widget; the value is its beginning.
    Year,
    /// On public pages: by a filter of the board, which is named in place of the column.
    Filter,
}

impl How {
    const ALL: [Self; 11] = [
        Self::Eq,
        Self::IsNull,
        Self::Range,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Filter,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::IsNull => "is_null",
            Self::Range => "range",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Filter => "filter",
        }
    }

    /// The length of its periods.
    pub fn grain(self) -> Option<Grain> {
        match self {
            Self::Minute => Some(Grain::Minute),
            Self::Hour => Some(Grain::Hour),
            Self::Day => Some(Grain::Day),
            Self::Week => Some(Grain::Week),
            Self::Month => Some(Grain::Month),
            Self::Quarter => Some(Grain::Quarter),
            Self::Year => Some(Grain::Year),
            Self::Eq | Self::IsNull | Self::Range | Self::Filter => None,
        }
    }
}

impl From<Grain> for How {
    fn from(grain: Grain) -> Self {
        match grain {
            Grain::Minute => Self::Minute,
            Grain::Hour => Self::Hour,
            Grain::Day => Self::Day,
            Grain::Week => Self::Week,
            Grain::Month => Self::Month,
            Grain::Quarter => Self::Quarter,
            Grain::Year => Self::Year,
        }
    }
}

/// Which rows a mark stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Mark {
    /// One of those that its widget groups by.
    pub column: String,
    pub how: How,
    /// Empty for rows without a value.
    pub value: String,
}

impl Mark {
    /// As written in addresses.
    pub fn text(&self) -> String {
        let mut text = format!("{}.{}", escape(&self.column, '.'), self.how.name());
        if self.how != How::IsNull {
            text.push('.');
            text.push_str(&self.value);
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT || text.contains('\0') {
            return None;
        }
        let mut parts = unescape(text, '.', 2).into_iter();
        let (column, rest) = (parts.next()?, parts.next()?);
        let (name, value) = rest.split_once('.').unwrap_or((&rest, ""));
        let how = How::ALL.into_iter().find(|how| how.name() == name && *how != How::Filter)?;
        (!column.is_empty()).then(|| Self { column, how, value: if how == How::IsNull { String::new() } else { value.to_owned() } })
    }
}

/// A mark that a reader chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MarkChoice {
    /// The widget that has the mark.
    pub widget_id: String,
    #[serde(deserialize_with = "object")]
    pub mark: Mark,
}

/// The marks of a drawing along one of its groups, by place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MarkLine {
    pub column: String,
    pub how: How,
    /// Null where there is nothing to choose: what is left over beside the groups with names.
    pub values: Vec<Option<String>>,
    /// The place that stands for rows without a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty: Option<u32>,
}

impl MarkLine {
    pub fn at(&self, place: u32) -> Option<Mark> {
        if self.empty == Some(place) {
            return Some(Mark { column: self.column.clone(), how: How::IsNull, value: String::new() });
        }
        let value = self.values.get(place as usize)?.clone()?;
        Some(Mark { column: self.column.clone(), how: self.how, value })
    }

    /// Where a mark stands.
    fn place(&self, mark: &Mark) -> Option<u32> {
        if mark.column != self.column {
            return None;
        }
        match mark.how {
            How::IsNull => self.empty,
            how if how == self.how => {
                self.values.iter().position(|value| value.as_ref() == Some(&mark.value)).and_then(|at| at.try_into().ok())
            }
            _ => None,
        }
    }
}

/// What can be chosen in a drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Marks {
    /// By the first group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<MarkLine>,
    /// By the second group, which makes the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<MarkLine>,
}

/// A place in a drawing: which of its first group and which of its second. Without one of them all along the other.
pub type Place = (Option<u32>, Option<u32>);

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.rows.is_none() && self.series.is_none()
    }

    /// What is chosen at a place; nothing where one of its groups has no mark there.
    pub fn at(&self, (row, series): Place) -> Vec<Mark> {
        let of = |line: &Option<MarkLine>, place: Option<u32>| line.as_ref().zip(place).map(|(line, place)| line.at(place));
        let both: Option<Vec<Mark>> = [of(&self.rows, row), of(&self.series, series)].into_iter().flatten().collect();
        both.unwrap_or_default()
    }

    /// The place that these marks stand for.
    pub fn place(&self, marks: &[Mark]) -> Place {
        let of = |line: &Option<MarkLine>| line.as_ref().and_then(|line| marks.iter().find_map(|mark| line.place(mark)));
        (of(&self.rows), of(&self.series))
    }
}

/// Whether a key of an address is about marks.
pub fn is_ours(key: &str) -> bool {
    key.starts_with(PREFIX)
}

/// What an address says, each column of a widget once.
pub fn decode(query: &Query) -> Vec<MarkChoice> {
    let mut all: Vec<MarkChoice> = Vec::new();
    for (key, value) in query.pairs() {
        let Some((widget, mark)) = key.strip_prefix(PREFIX).zip(Mark::parse(value)) else { continue };
        let is_known = all.iter().any(|known| known.widget_id == widget && known.mark.column == mark.column);
        if !is_known && all.len() < MOST_MARKS {
            all.push(MarkChoice { widget_id: widget.to_owned(), mark });
        }
    }
    all
}

/// Key and value of a chosen mark.
pub fn pair(choice: &MarkChoice) -> (String, String) {
    (format!("{PREFIX}{}", choice.widget_id), choice.mark.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(column: &str, how: How, value: &str) -> Mark {
        Mark { column: column.into(), how, value: value.into() }
    }

    #[test]
    fn marks_survive_the_address() {
        for (one, text) in [
            (mark("country", How::Eq, "Côte d'Ivoire, & more"), "country.eq.Côte d'Ivoire, & more"),
            (mark("a.b\\c", How::Eq, "x.eq.y"), r"a\.b\\c.eq.x.eq.y"),
            (mark("country", How::Eq, ""), "country.eq."),
            (mark("country", How::IsNull, ""), "country.is_null"),
            (mark("at", How::Hour, "2024-03-31T02:00"), "at.hour.2024-03-31T02:00"),
            (mark("total", How::Range, "-5..0.5"), "total.range.-5..0.5"),
        ] {
            assert_eq!(one.text(), text);
            assert_eq!(Mark::parse(text), Some(one));
        }
        let long = format!("c.eq.{}", "x".repeat(MAX_TEXT));
        for bad in ["", "country", "country.", ".eq.x", "country.drop.x", "country.filter.x", "c.eq.\0", &long] {
            assert_eq!(Mark::parse(bad), None, "{bad}");
        }
        let many: String = (0..500).map(|n| format!("m.w{n}=a.eq.1&m.w{n}=a.eq.2&")).collect();
        let read = decode(&Query::parse(&many));
        assert!(read.len() == MOST_MARKS && read.iter().all(|choice| choice.mark.value == "1"));
        let query: Query = read.iter().map(pair).collect();
        assert_eq!(decode(&Query::parse(&query.to_string())), read);
    }

    #[test]
    fn a_place_has_a_mark_of_each_group() {
        let line = |column: &str, values: &[Option<&str>], empty| MarkLine {
            column: column.into(),
            how: How::Eq,
            values: values.iter().map(|value| value.map(str::to_owned)).collect(),
            empty,
        };
        let marks = Marks {
            rows: Some(line("country", &[Some("DE"), None, None], Some(2))),
            series: Some(line("channel", &[Some("web"), None], None)),
        };
        let (de, web) = (mark("country", How::Eq, "DE"), mark("channel", How::Eq, "web"));
        assert_eq!(marks.at((Some(0), Some(0))), [de.clone(), web.clone()]);
        assert_eq!(marks.at((Some(0), None)), std::slice::from_ref(&de));
        assert_eq!(marks.at((None, Some(0))), std::slice::from_ref(&web));
        assert_eq!(marks.at((Some(2), None)), [mark("country", How::IsNull, "")]);
        for nothing in [(Some(1), None), (Some(1), Some(0)), (Some(0), Some(1)), (Some(9), None), (None, None)] {
            assert_eq!(marks.at(nothing), [], "{nothing:?}");
        }
        assert_eq!(marks.place(&[web, de]), (Some(0), Some(0)));
        assert_eq!(marks.place(&[mark("country", How::IsNull, ""), mark("other", How::Eq, "DE")]), (Some(2), None));
    }
}
