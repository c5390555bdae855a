//! The rows of an answer as named groups of numbers.

use super::{
    matrix,
    periods::{self, Period},
    stands::{Stands, Told},
    words,
};
use crate::{
    model::{
        format::{DateFormat, Format},
        plan::{Aggregate, AggregateOrder, Grain, PlanBins},
        question::MeasureChoice,
        value::{Row, Value},
    },
    widgets::{ChartData, Plot},
};

/// Longest name of a group in an option, in characters; labels are cut much shorter by the drawer.
const MAX_NAME: usize = 200;
/// Most periods, those without rows included.
const MAX_PERIODS: usize = 1_000;
/// What groups are called that were put together.
pub(in crate::widgets) const OTHER: &str = "Other";

/// What a chart shows.
#[derive(Clone, Debug)]
pub(in crate::widgets) struct Figures {
    pub x: X,
    /// Name of the x column; empty when all rows are one group.
    pub x_name: String,
    /// With two groups the measures are the values of the second, whose column has this name.
    pub by: Option<String>,
    /// How the groups are told from each other, where their rows can be asked for.
    pub told: Option<Told>,
    /// The same for the series of a second group.
    pub told_by: Option<Told>,
    pub measures: Vec<Measure>,
    pub groups: Vec<Group>,
    /// The ranges that the groups are the numbers of.
    pub bins: Option<PlanBins>,
    pub format: Format,
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
    /// Of a percentile, from 0 to 1.
    pub percentile: Option<f64>,
    /// How it is called whatever it is.
    pub name: Option<String>,
    /// As a series of a second group.
    pub stands: Stands,
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
    /// What is left over beside the groups with names.
    pub is_rest: bool,
    pub stands: Stands,
}

impl Measure {
    fn of(choice: &MeasureChoice) -> Self {
        Self {
            function: choice.function.unwrap_or(Aggregate::Count),
            column: choice.column.clone(),
            percentile: choice.percentile,
            name: choice.label.clone().filter(|label| !label.trim().is_empty()),
            stands: Stands::Nothing,
        }
    }

    /// Whether the values of several groups may be added up.
    pub fn is_additive(&self) -> bool {
        matches!(self.function, Aggregate::Sum | Aggregate::Count)
    }
}

impl Figures {
    pub fn headers(&self) -> Vec<String> {
        let first = if self.x_name.is_empty() { "Rows".to_owned() } else { self.x_name.clone() };
        std::iter::once(first).chain(self.measures.iter().map(words::measure)).collect()
    }

    /// A group as a row of the table.
    pub fn row(&self, group: &Group) -> Row {
        let name = match self.x {
            X::Periods(grain) => self.date(&group.name, grain),
            X::Names | X::Numbers => group.name.clone(),
        };
        std::iter::once(Value::Text(name)).chain(group.cells.iter().cloned()).collect()
    }

    /// A period in words, as the widget wants its dates.
    pub fn date(&self, name: &str, grain: Grain) -> String {
        match self.format.date {
            Some(format) if !matches!(format, DateFormat::Iso) => periods::written(name, grain, format),
            _ => periods::words(name, grain),
        }
    }

    /// A group's name in words.
    pub fn group_name(&self, group: &Group) -> String {
        match self.x {
            X::Periods(grain) => self.date(&group.name, grain),
            X::Names | X::Numbers => group.name.clone(),
        }
    }

    /// `Sum of total per month`.
    pub fn phrase(&self) -> String {
        words::phrase(&self.measures, &self.x_name, self.x, self.by.as_deref())
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
pub(super) fn read(data: &ChartData, plot: &Plot) -> Result<Figures, String> {
    if data.rows.is_empty() {
        let why = if data.request.filters.is_empty() { "the table is empty" } else { "the filters leave none" };
        return Err(format!("No rows to draw: {why}."));
    }
    let measures: Vec<_> = data.request.measures.iter().map(Measure::of).collect();
    let depth = data.request.groups.len();
    if data.rows.iter().all(|row| row.iter().skip(depth).take(measures.len()).all(Value::is_null)) {
        return Err(format!("Nothing to draw: {} is empty (NULL) in every row.", words::columns(&measures)));
    }
    let x = match (data.grains.first().copied().flatten(), data.columns.first()) {
        (Some(grain), _) => X::Periods(grain),
        (None, Some(column)) if depth > 0 && column.kind.is_numeric() => X::Numbers,
        _ => X::Names,
    };
    let mut figures = Figures {
        x,
        x_name: data.request.groups.first().map(|group| group.column.clone()).unwrap_or_default(),
        by: None,
        told: Told::of(data, 0),
        told_by: None,
        measures,
        groups: Vec::new(),
        bins: data.bins,
        format: data.format.clone(),
        truncated: data.truncated,
        notes: Vec::new(),
    };
    let rows = matrix::rows(data, &mut figures, plot.series);
    let (rest, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_rest);
    let order = data.request.order;
    match x {
        X::Periods(grain) => periods_of(&mut figures, rows, grain, order),
        X::Numbers | X::Names => figures.groups = rows.iter().map(|row| group(&row.cells, &figures)).collect(),
    }
    if figures.groups.is_empty() && rest.is_empty() {
        return Err(format!("Nothing to draw: no value of {} is a date.", figures.x_name));
    }
    if order.is_by_measure() {
        // Databases put NULL first or last; here it is least.
        let sign = if order == AggregateOrder::FirstMeasure { 1.0 } else { -1.0 };
        let total = |group: &Group| match figures.by {
            Some(_) => group.values.iter().flatten().sum(),
            None => group.values[0].unwrap_or(f64::NEG_INFINITY * sign),
        };
        figures.groups.sort_by(|a, b| (total(b) * sign).total_cmp(&(total(a) * sign)));
    }
    let rest = rest.iter().map(|row| {
        let whole = group(&row.cells, &figures);
        Group { name: OTHER.to_owned(), at: None, is_rest: true, stands: Stands::Nothing, ..whole }
    });
    let rest: Vec<Group> = rest.collect();
    figures.groups.extend(rest);
    if figures.numbers().next().is_none() {
        return Err(format!("Nothing to draw: {} holds no numbers.", words::columns(&figures.measures)));
    }
    Ok(figures)
}

fn group(row: &Row, figures: &Figures) -> Group {
    let x = row.first().unwrap_or(&Value::Null);
    let cells: Row = (1..=figures.measures.len()).map(|i| row.get(i).cloned().unwrap_or(Value::Null)).collect();
    let values = cells.iter().map(|cell| cell.as_f64().filter(|n| n.is_finite())).collect();
    let stands = figures.told.as_ref().map(|told| told.stands(x)).unwrap_or_default();
    Group { name: name(x), at: x.as_f64(), values, cells, is_rest: false, stands }
}

/// A name on one line, of bearable length.
pub(super) fn name(value: &Value) -> String {
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
fn periods_of(figures: &mut Figures, rows: Vec<matrix::Wide>, grain: Grain, order: AggregateOrder) {
    let mut known: Vec<(Period, Group)> = Vec::with_capacity(rows.len());
    let mut left_out = 0;
    for row in &rows {
        match row.cells.first().and_then(Period::read) {
            Some(period) => known.push((period, Group { name: period.name(grain), ..group(&row.cells, figures) })),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        figures.notes.push(format!("Rows without a date in {} are left out", figures.x_name));
    }
    known.sort_by_key(|(period, _)| *period);
    let missing = || figures.measures.iter().map(|m| if m.is_additive() { Some(0.0) } else { None }).collect::<Vec<_>>();
    let steps = match (known.first(), known.last()) {
        (Some((first, _)), Some((last, _))) if !order.is_by_measure() => periods::between(*first, *last, grain, MAX_PERIODS),
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
            let name = period.name(grain);
            figures.groups.push(Group { stands: Stands::For(name.clone()), name, at: None, values, cells, is_rest: false });
        }
    }
    figures.groups.extend(known.map(|(_, group)| group));
    if order == AggregateOrder::GroupDescending {
        figures.groups.reverse();
    }
}
