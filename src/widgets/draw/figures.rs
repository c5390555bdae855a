//! The rows of an answer as named groups of numbers.

use super::{
    periods::{self, Period},
    words,
};
use crate::{
    model::{
        plan::{Aggregate, AggregateOrder, Grain},
        value::{Row, Value},
    },
    widgets::ChartData,
};

/// Longest name of a group in an option, in characters; labels are cut much shorter by the drawer.
const MAX_NAME: usize = 200;
/// Most periods, those without rows included.
const MAX_PERIODS: usize = 1_000;

/// What a chart shows.
#[derive(Clone, Debug)]
pub(in crate::widgets) struct Figures {
    pub x: X,
    /// Name of the x column.
    pub x_name: String,
    pub measures: Vec<Measure>,
    pub groups: Vec<Group>,
    /// The database had more groups than were fetched.
    pub truncated: bool,
    /// What a reader should know beside the phrase, in the order of importance.
    pub notes: Vec<String>,
}

/// What the groups are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::widgets) enum X {
    Names,
    Numbers,
    /// In order of time; those without rows are there as well.
    Periods(Grain),
}

#[derive(Clone, Debug)]
pub(in crate::widgets) struct Measure {
    pub function: Aggregate,
    /// Absent when rows are counted.
    pub column: Option<String>,
}

#[derive(Clone, Debug)]
pub(in crate::widgets) struct Group {
    /// As shown; for periods their beginning, `2026-01-31` or `2026-01-31T12:00`.
    pub name: String,
    /// Place on an axis of numbers.
    pub at: Option<f64>,
    /// One per measure; never NaN or infinite.
    pub values: Vec<Option<f64>>,
    /// The same values as they came, for the table.
    pub cells: Row,
}

impl Measure {
    /// Whether the values of several groups may be added up.
    pub fn is_additive(&self) -> bool {
        matches!(self.function, Aggregate::Sum | Aggregate::Count)
    }
}

impl Figures {
    pub fn headers(&self) -> Vec<String> {
        std::iter::once(self.x_name.clone()).chain(self.measures.iter().map(words::measure)).collect()
    }

    /// A group as a row of the table.
    pub fn row(&self, group: &Group) -> Row {
        let name = match self.x {
            X::Periods(grain) => periods::words(&group.name, grain),
            X::Names | X::Numbers => group.name.clone(),
        };
        std::iter::once(Value::Text(name)).chain(group.cells.iter().cloned()).collect()
    }

    /// `Sum of total per month`.
    pub fn phrase(&self) -> String {
        words::phrase(&self.measures, &self.x_name, self.x)
    }

    /// How the series of a measure is called beside the others.
    pub fn series_name(&self, measure: usize) -> String {
        words::series(&self.measures, measure)
    }

    /// The values of one measure, in the order of the groups.
    pub fn values(&self, measure: usize) -> impl Iterator<Item = Option<f64>> {
        self.groups.iter().map(move |group| group.values[measure])
    }

    /// Every number there is.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        self.groups.iter().flat_map(|group| group.values.iter().copied().flatten())
    }

    /// Keeps the first `most` groups; `how` says which those are (`Top`, `First`).
    pub fn keep(&mut self, most: usize, how: &str) {
        let all = self.groups.len();
        if all > most {
            self.groups.truncate(most);
            let of = if self.truncated { format!("more than {}", words::count(all)) } else { words::count(all) };
            self.notes.insert(0, format!("{how} {} of {of}", words::count(most)));
        } else if self.truncated {
            self.notes.insert(0, format!("{how} {} groups, there are more", words::count(all)));
        }
    }
}

/// Reads an answer; an error is the reason why there is nothing to draw.
pub(super) fn read(data: &ChartData) -> Result<Figures, String> {
    if data.rows.is_empty() {
        return Err("No rows to draw: the table is empty.".to_owned());
    }
    let measures: Vec<_> =
        data.request.measures.iter().map(|(function, column)| Measure { function: *function, column: column.clone() }).collect();
    if data.rows.iter().all(|row| row.iter().skip(1).all(Value::is_null)) {
        return Err(format!("Nothing to draw: {} is empty (NULL) in every row.", words::columns(&measures)));
    }
    let x = match (data.grain, data.columns.first()) {
        (Some(grain), _) => X::Periods(grain),
        (None, Some(column)) if column.kind.is_numeric() => X::Numbers,
        _ => X::Names,
    };
    let mut figures =
        Figures { x, x_name: data.request.x.clone(), measures, groups: Vec::new(), truncated: data.truncated, notes: Vec::new() };
    match x {
        X::Periods(grain) => periods_of(&mut figures, data, grain),
        X::Numbers | X::Names => figures.groups = data.rows.iter().map(|row| group(row, figures.measures.len())).collect(),
    }
    if figures.groups.is_empty() {
        return Err(format!("Nothing to draw: no value of {} is a date.", figures.x_name));
    }
    if figures.numbers().next().is_none() {
        return Err(format!("Nothing to draw: {} holds no numbers.", words::columns(&figures.measures)));
    }
    if data.request.order == AggregateOrder::FirstMeasure {
        // Databases put NULL first or last; here it is least.
        let key = |group: &Group| group.values[0].unwrap_or(f64::NEG_INFINITY);
        figures.groups.sort_by(|a, b| key(b).total_cmp(&key(a)));
    }
    Ok(figures)
}

fn group(row: &Row, measures: usize) -> Group {
    let x = row.first().unwrap_or(&Value::Null);
    let cells: Row = (1..=measures).map(|i| row.get(i).cloned().unwrap_or(Value::Null)).collect();
    let values = cells.iter().map(|cell| cell.as_f64().filter(|n| n.is_finite())).collect();
    Group { name: name(x), at: x.as_f64(), values, cells }
}

/// A name on one line, of bearable length.
fn name(value: &Value) -> String {
    match value {
        Value::Null => "(no value)".to_owned(),
        Value::Text(text) if text.trim().is_empty() => "(empty text)".to_owned(),
        other => {
            let text = other.display();
            let mut name: String = text.chars().take(MAX_NAME).map(|c| if c.is_control() { ' ' } else { c }).collect();
            if name.len() < text.len() {
                name.push('…');
            }
            name
        }
    }
}

/// Groups in order of time, with those in between that have no rows.
fn periods_of(figures: &mut Figures, data: &ChartData, grain: Grain) {
    let measures = figures.measures.len();
    let mut known: Vec<(Period, Group)> = Vec::with_capacity(data.rows.len());
    let mut left_out = 0;
    for row in &data.rows {
        match row.first().and_then(Period::read) {
            Some(period) => known.push((period, Group { name: period.name(grain), ..group(row, measures) })),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        figures.notes.push(format!("Rows without a date in {} are left out", figures.x_name));
    }
    known.sort_by_key(|(period, _)| *period);
    let ranked = data.request.order == AggregateOrder::FirstMeasure;
    let missing = || figures.measures.iter().map(|m| if m.is_additive() { Some(0.0) } else { None }).collect::<Vec<_>>();
    let steps = match (known.first(), known.last()) {
        (Some((first, _)), Some((last, _))) if !ranked => periods::between(*first, *last, grain, MAX_PERIODS),
        _ => None,
    };
    let Some(steps) = steps else {
        figures.groups = known.into_iter().map(|(_, group)| group).collect();
        return;
    };
    let mut known = known.into_iter().peekable();
    for period in steps {
        while let Some((_, group)) = known.next_if(|(at, _)| *at < period) {
            // Not on the calendar of the grain: a week that begins on another day, say. Shown where it is.
            figures.groups.push(group);
        }
        if let Some((_, group)) = known.next_if(|(at, _)| *at == period) {
            figures.groups.push(group);
        } else {
            let values = missing();
            let cells = values.iter().map(|value| if value.is_some() { Value::Int(0) } else { Value::Null }).collect();
            figures.groups.push(Group { name: period.name(grain), at: None, values, cells });
        }
    }
    figures.groups.extend(known.map(|(_, group)| group));
}
