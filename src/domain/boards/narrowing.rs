//! What a board's filters mean for one widget: conditions on columns of its tables, which each of its reads carries.

use super::reading::{Outcome, Trouble};
use crate::{
    domain::plan,
    error::{AppError, Kind, Result},
    model::{
        board_filter::{BoardFilter, FilterKind, FilterTarget, RANGE, last_days},
        board_view::BoardView,
        filter::Condition,
        id::{FilterId, WidgetId},
        plan::PlanCondition,
        schema::Table,
    },
};
use jiff::{ToSpan, civil::Date};

/// A filter of the board with what is in force.
#[derive(Clone, Debug)]
pub(crate) struct Active {
    filter: BoardFilter,
    says: Says,
    /// Set by whoever gave the link, not by its reader.
    is_fixed: bool,
}

#[derive(Clone, Debug)]
enum Says {
    /// Read by the kind of the filter.
    Values(Vec<String>),
    /// The conditions of a mark, whatever column they are put on.
    Mark(Vec<Condition>),
}

impl Active {
    /// With the values that a reader chose.
    pub(crate) fn chosen(filter: BoardFilter, values: Vec<String>) -> Self {
        Self { filter, says: Says::Values(values), is_fixed: false }
    }

    /// With values that hold whatever a reader chooses.
    pub(crate) fn fixed(filter: BoardFilter, values: Vec<String>) -> Self {
        Self { is_fixed: true, ..Self::chosen(filter, values) }
    }

    /// A filter that stands for a mark as long as that is chosen.
    pub(super) fn mark(label: String, targets: Vec<FilterTarget>, conditions: Vec<Condition>) -> Self {
        let (name, values, values_query_id, default, depends_on) = Default::default();
        let kind = FilterKind::One;
        let filter = BoardFilter { id: FilterId::new(), name, label, kind, targets, values, values_query_id, default, depends_on };
        Self { filter, says: Says::Mark(conditions), is_fixed: false }
    }

    fn conditions(&self, column: &str) -> Vec<Condition> {
        match &self.says {
            Says::Values(values) => self.filter.kind.conditions(column, values),
            Says::Mark(conditions) => conditions.iter().map(|one| Condition { column: column.to_owned(), ..one.clone() }).collect(),
        }
    }
}

/// The filters of a board that narrow something now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filters {
    active: Vec<Active>,
}

impl Filters {
    /// What a reader chose, of filters that may all be used.
    pub(crate) fn chosen(filters: Vec<BoardFilter>, view: &BoardView) -> Result<Self> {
        let choose = |filter: BoardFilter| {
            let values = view.values(&filter.name, &filter.default).to_vec();
            Active::chosen(filter, values)
        };
        Self::of(filters.into_iter().map(choose).collect())
    }

    /// # Errors
    /// `Invalid`, in words that name the filter and no column, when a value does not fit the kind of its filter.
    pub(crate) fn of(mut active: Vec<Active>) -> Result<Self> {
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        for one in &mut active {
            if let (FilterKind::DateRange, Says::Values(values)) = (one.filter.kind, &mut one.says) {
                values.iter_mut().for_each(|value| make_days(value, today));
            }
        }
        active.retain(|one| one.is_fixed || !one.conditions("").is_empty());
        Ok(Self { active })
    }

    /// The same, and the marks that a reader chose.
    pub(super) fn and(mut self, marks: Vec<Active>) -> Self {
        self.active.extend(marks);
        self
    }

    /// What narrows a widget.
    pub(crate) fn on_widget(&self, widget: &WidgetId) -> Narrow {
        let parts = self.active.iter().filter(|one| one.filter.touches(widget)).cloned().collect();
        Narrow { parts, widget: Some(widget.clone()), own: Vec::new() }
    }

    /// Whether every fixed filter touches the widget.
    pub(crate) fn fixed_touch(&self, widget: &WidgetId) -> bool {
        self.active.iter().filter(|one| one.is_fixed).all(|one| one.filter.touches(widget))
    }

    /// What narrows the values of a list that come from `table`: fixed filters and those that the list depends on,
    /// each by the column that it is mapped to there. Nothing when a fixed one is not: then no value may be told.
    pub(super) fn on_values(&self, filter: &BoardFilter, table: &Table) -> Outcome<Option<Vec<PlanCondition>>> {
        let mut planned = Vec::new();
        for one in &self.active {
            let is_cascade = filter.depends_on.contains(&one.filter.name);
            if !(one.is_fixed || is_cascade) {
                continue;
            }
            match one.filter.targets.iter().find(|target| target.table == table.name) {
                Some(target) => planned.extend(plan(table, one, &target.column)?),
                None if one.is_fixed => return Ok(None),
                None => {}
            }
        }
        Ok(Some(planned))
    }
}

/// What narrows one widget; by default nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow {
    parts: Vec<Active>,
    widget: Option<WidgetId>,
    /// Conditions of the widget itself.
    own: Vec<Condition>,
}

impl Narrow {
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.own.is_empty()
    }

    /// The same, and conditions of the widget itself.
    pub(super) fn and(self, own: Vec<Condition>) -> Self {
        Self { own, ..self }
    }

    /// The conditions for one table of the widget. A filter that a reader chose says nothing about tables that it is not
    /// mapped to; one that is fixed shuts them, and so it does when its column is gone.
    pub(super) fn on(&self, table: &Table) -> Outcome<Vec<PlanCondition>> {
        let mut planned = plan::conditions(table, &self.own)?;
        for one in &self.parts {
            let mut found = false;
            let here = |target: &&FilterTarget| Some(&target.widget_id) == self.widget.as_ref() && target.table == table.name;
            for target in one.filter.targets.iter().filter(here) {
                found = true;
                planned.extend(plan(table, one, &target.column)?);
            }
            let says_nothing = !found || one.conditions("").is_empty();
            if one.is_fixed && says_nothing {
                return Err(Trouble::tile(
                    format!("The filter \"{}\" does not reach {}.", one.filter.label, table.spoken()),
                    "Edit the filter and choose a column of this table.",
                ));
            }
        }
        Ok(planned)
    }
}

fn plan(table: &Table, one: &Active, column: &str) -> Outcome<Vec<PlanCondition>> {
    let label = &one.filter.label;
    if table.column(column).is_none() {
        return Err(Trouble::tile(
            format!("The column that the filter \"{label}\" narrows is no longer in {}.", table.spoken()),
            "Edit the filter and choose another column, or regenerate the schemas.",
        ));
    }
    plan::conditions(table, &one.conditions(column)).map_err(|error| match error.kind {
        // In words of the filter: readers of a public link do not learn which columns there are.
        Kind::Invalid => Trouble::Request(AppError::field(
            format!("f.{}", one.filter.name),
            format!("What was chosen for \"{label}\" does not fit this filter. Choose something else."),
        )),
        _ => Trouble::Request(error),
    })
}

/// Writes a moving period as days; everything else stays.
fn make_days(value: &mut String, today: Date) {
    if let Some((from, to)) = period(value, today) {
        *value = format!("{from}{RANGE}{to}");
    }
}

/// First and last day of a moving period.
fn period(name: &str, today: Date) -> Option<(Date, Date)> {
    let month = |date: Date| (date.first_of_month(), date.last_of_month());
    let year = |date: Date| (date.first_of_year(), date.last_of_year());
    if let Some(days) = last_days(name) {
        return Some((today.checked_sub((days - 1).days()).ok()?, today));
    }
    Some(match name {
        "today" => (today, today),
        "yesterday" => {
            let day = today.yesterday().ok()?;
            (day, day)
        }
        "this_month" => month(today),
        "last_month" => month(today.first_of_month().yesterday().ok()?),
        "this_year" => year(today),
        "last_year" => year(today.first_of_year().yesterday().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::board_filter::{PERIODS, is_moving};

    #[test]
    fn periods_move_along() {
        let today: Date = "2024-03-31".parse().expect("a day");
        let days = |name: &str| period(name, today).map(|(from, to)| format!("{from}..{to}"));
        for (name, expected) in [
            ("today", "2024-03-31..2024-03-31"),
            ("yesterday", "2024-03-30..2024-03-30"),
            ("last_7_days", "2024-03-25..2024-03-31"),
            ("last_1_days", "2024-03-31..2024-03-31"),
            ("this_month", "2024-03-01..2024-03-31"),
            ("last_month", "2024-02-01..2024-02-29"),
            ("this_year", "2024-01-01..2024-12-31"),
            ("last_year", "2023-01-01..2023-12-31"),
        ] {
            assert_eq!(days(name).as_deref(), Some(expected), "{name}");
        }
        assert!(PERIODS.iter().all(|(name, _)| days(name).is_some() && is_moving(name)), "each that is offered has days");
        for other in ["2024-01-01..2024-02-01", "2024-01-01", "", "tomorrow"] {
            assert_eq!(days(other), None, "{other}");
            let mut value = other.to_owned();
            make_days(&mut value, today);
            assert_eq!(value, other);
        }
    }
}
