//! What groups and series stand for in the database, so that a reader can ask for their rows.

use super::periods::Period;
use crate::{
    model::{
        mark::{How, MarkLine},
        plan::PlanBins,
        value::{Kind, Value},
    },
    widgets::ChartData,
};

/// Longest value that can be asked for, in bytes: it stands in an address.
const MAX_VALUE: usize = 500;

/// The rows of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::widgets) enum Stands {
    /// None that could be asked for: what is left over, and what is cut.
    #[default]
    Nothing,
    /// Those without a value.
    Empty,
    /// Those of this value, range or period.
    For(String),
}

/// How the groups of a chart are told from each other.
#[derive(Clone, Debug)]
pub(in crate::widgets) struct Told {
    column: String,
    how: How,
    bins: Option<PlanBins>,
}

impl Told {
    /// Of the first or second group of a chart.
    pub(super) fn of(data: &ChartData, at: usize) -> Option<Self> {
        let choice = data.request.groups.get(at)?;
        let ranged = data.request.groups.iter().position(|group| group.bins.is_some());
        let bins = data.bins.filter(|_| ranged == Some(at));
        let how = match (data.grains.get(at).copied().flatten(), bins) {
            (Some(grain), _) => grain.into(),
            (None, Some(_)) => How::Range,
            (None, None) => match data.columns.get(at)?.kind {
                Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Time => How::Eq,
                Kind::Date | Kind::Timestamp | Kind::Json | Kind::Bytes | Kind::Other => return None,
            },
        };
        Some(Self { column: choice.column.clone(), how, bins })
    }

    /// What the group of a value stands for.
    pub(super) fn stands(&self, value: &Value) -> Stands {
        let text = match (self.how.grain(), self.bins, value) {
            // A number outside of the ranges has no group of its own either.
            (_, Some(_), Value::Null) | (_, _, Value::Cut { .. }) => None,
            (_, _, Value::Null) => return Stands::Empty,
            (Some(grain), _, value) => Period::read(value).map(|period| period.name(grain)),
            (None, Some(bins), value) => value.as_f64().map(|number| {
                let edge = |number: f64| bins.origin + bins.width * number;
                format!("{}..{}", edge(number), edge(number + 1.0))
            }),
            (None, None, value) => Some(value.display()),
        };
        text.filter(|text| text.len() <= MAX_VALUE && !text.contains('\0')).map_or(Stands::Nothing, Stands::For)
    }
}

/// The marks of groups or series; nothing when none of them can be chosen.
pub(super) fn line<'a>(told: Option<&Told>, all: impl Iterator<Item = &'a Stands>) -> Option<MarkLine> {
    let told = told?;
    let mut line = MarkLine { column: told.column.clone(), how: told.how, values: Vec::new(), empty: None };
    for (place, stands) in (0..).zip(all) {
        line.values.push(match stands {
            Stands::For(value) => Some(value.clone()),
            Stands::Empty => {
                line.empty = Some(place);
                None
            }
            Stands::Nothing => None,
        });
    }
    (line.empty.is_some() || line.values.iter().any(Option::is_some)).then_some(line)
}
