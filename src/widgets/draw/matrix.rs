//! Rows with two groups as rows with one: the values of the second become measures, one column each.

use super::{
    figures::{self, Figures, Measure, OTHER},
    stands::{Stands, Told},
};
use crate::{
    model::value::{Row, Value},
    widgets::ChartData,
};
use std::collections::HashMap;

/// A row with its group first and its measures behind.
pub(super) struct Wide {
    pub cells: Row,
    pub is_rest: bool,
}

/// The rows of an answer, wide. With two groups the figures get the values of the second as measures: the `most`
/// greatest, and what is left over as one where adding up makes sense.
pub(super) fn rows(data: &ChartData, figures: &mut Figures, most: usize) -> Vec<Wide> {
    let (groups, measures) = (data.request.groups.len(), figures.measures.len());
    // Behind the measures a marker for each group of which only some have names.
    let marker = |at: usize| {
        let before = data.request.groups[..at].iter().filter(|group| group.top.is_some()).count();
        data.request.groups[at].top.map(|_| groups + measures + before)
    };
    let is_rest = |row: &Row, at: Option<usize>| at.is_some_and(|at| row.get(at).is_none_or(Value::is_null));
    match groups {
        0 => data.rows.iter().map(|row| Wide { cells: with_name(Value::Text("All rows".into()), row), is_rest: false }).collect(),
        1 => {
            let place = marker(0);
            data.rows
                .iter()
                .map(|row| Wide { is_rest: is_rest(row, place), cells: row.iter().take(1 + measures).cloned().collect() })
                .collect()
        }
        _ => {
            let (first, second) = (marker(0), marker(1));
            let mut table = Table::default();
            figures.told_by = Told::of(data, 1);
            for row in &data.rows {
                let series = match (is_rest(row, second), &figures.told_by) {
                    (true, _) => (OTHER.to_owned(), Stands::Nothing),
                    (false, Some(told)) => (series_name(data, row), told.stands(row.get(1).unwrap_or(&Value::Null))),
                    (false, None) => (series_name(data, row), Stands::Nothing),
                };
                table.add(row, is_rest(row, first), series);
            }
            table.keep(most, figures, data)
        }
    }
}

/// Periods of a second group are named as they begin, on their own.
fn series_name(data: &ChartData, row: &Row) -> String {
    let value = row.get(1).unwrap_or(&Value::Null);
    match (data.grains.get(1).copied().flatten(), value) {
        (Some(grain), Value::Text(text)) => super::periods::words(text, grain),
        _ => figures::name(value),
    }
}

fn with_name(name: Value, row: &Row) -> Row {
    std::iter::once(name).chain(row.iter().cloned()).collect()
}

/// Series in the order in which they came; lines by their first group.
#[derive(Default)]
struct Table {
    series: Vec<String>,
    /// By the places of the series.
    stands: Vec<Stands>,
    places: HashMap<String, usize>,
    lines: Vec<(Value, bool, HashMap<usize, Value>)>,
    by_name: HashMap<(String, bool), usize>,
}

impl Table {
    fn add(&mut self, row: &Row, is_rest: bool, (series, stands): (String, Stands)) {
        let first = row.first().cloned().unwrap_or(Value::Null);
        let key = (format!("{first:?}"), is_rest);
        let line = *self.by_name.entry(key).or_insert_with(|| {
            self.lines.push((first, is_rest, HashMap::new()));
            self.lines.len() - 1
        });
        let place = *self.places.entry(series).or_insert_with_key(|series| {
            self.series.push(series.clone());
            self.stands.push(stands.clone());
            self.series.len() - 1
        });
        // Two values of one name are told apart by nobody.
        if self.stands[place] != stands {
            self.stands[place] = Stands::Nothing;
        }
        let value = row.get(2).cloned().unwrap_or(Value::Null);
        self.lines[line].2.insert(place, value);
    }

    fn keep(self, most: usize, figures: &mut Figures, data: &ChartData) -> Vec<Wide> {
        let measure = figures.measures[0].clone();
        let total = |place: usize| self.lines.iter().filter_map(|line| line.2.get(&place)?.as_f64()).filter(|n| n.is_finite()).sum::<f64>();
        let mut order: Vec<(usize, f64)> = (0..self.series.len()).map(|place| (place, total(place))).collect();
        let by_time = data.grains.get(1).copied().flatten().is_some();
        if by_time {
            order.sort_by(|a, b| self.series[a.0].cmp(&self.series[b.0]));
        } else if measure.is_additive() {
            let last = |place: usize| self.series[place] == OTHER;
            order.sort_by(|a, b| last(a.0).cmp(&last(b.0)).then(b.1.total_cmp(&a.1)).then(self.series[a.0].cmp(&self.series[b.0])));
        } else {
            order.sort_by(|a, b| self.series[a.0].cmp(&self.series[b.0]));
        }
        let all = order.len();
        let left = if all > most { order.split_off(most.saturating_sub(1)) } else { Vec::new() };
        let sums_up = measure.is_additive() && !left.is_empty();
        if !left.is_empty() {
            let how = if sums_up { "put together as Other" } else { "left out" };
            figures.notes.push(format!("{} more of {} are {how}", left.len(), data.request.groups[1].column));
        }
        figures.by = Some(data.request.groups[1].column.clone());
        let series = |(place, _): &(usize, f64)| Measure {
            name: Some(self.series[*place].clone()),
            stands: self.stands[*place].clone(),
            ..measure.clone()
        };
        figures.measures = order.iter().map(series).collect();
        if sums_up {
            figures.measures.push(Measure { name: Some(OTHER.to_owned()), ..measure.clone() });
        }
        let missing = if measure.is_additive() { Value::Int(0) } else { Value::Null };
        let wide = |(first, is_rest, cells): &(Value, bool, HashMap<usize, Value>)| {
            let mut row = vec![first.clone()];
            row.extend(order.iter().map(|(place, _)| cells.get(place).cloned().unwrap_or_else(|| missing.clone())));
            if sums_up {
                let rest: f64 = left.iter().filter_map(|(place, _)| cells.get(place)?.as_f64()).filter(|n| n.is_finite()).sum();
                row.push(Value::Float(rest));
            }
            Wide { cells: row, is_rest: *is_rest }
        };
        self.lines.iter().map(wide).collect()
    }
}
