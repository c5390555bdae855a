//! Planned changes of rows, inside of a transaction that somebody else begins and ends.

use super::{
    answer::{Answer, bound, params},
    bounds::Bounds,
    fault::End,
};
use crate::{
    engines::{
        dialect::Dialect,
        row_version,
        sql::change::{self, Change},
        sqlite::{values, watch::Watch},
    },
    model::{
        plan::{PlanColumn, PlanFilter},
        schema::TableRef,
        value::Row,
        work::{Clash, DeletePlan, Done, Expected, Input, InsertPlan, RowChange, UpdatePlan, WorkLimits},
    },
};
use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value as Bound};
use std::collections::HashMap;

/// Lengths at which values may have been cut when a version was made of them.
const CUTS: [usize; 2] = [64 * 1024, 10_000_000];

/// Does the changes in order.
pub(super) fn run(
    connection: &Connection,
    changes: &[RowChange],
    bounds: &mut Bounds,
    watch: &Watch,
    limits: &WorkLimits,
) -> Result<Done, End> {
    let mut work = Work { connection, bounds, watch, limits, answer: Answer::new(limits) };
    for (at, change) in changes.iter().enumerate() {
        let (count, table) = match change {
            RowChange::Insert(plan) => (work.insert(plan)?, &plan.table),
            RowChange::Update(plan) => (work.update(at, plan)?, &plan.table),
            RowChange::Delete(plan) => (work.delete(at, plan)?, &plan.table),
        };
        let done = &mut work.answer.done;
        done.changes += count;
        done.each.push(count);
        if !done.affected.contains(&table.name) {
            done.affected.push(table.name.clone());
        }
    }
    let mut done = work.answer.done;
    done.affected.sort();
    Ok(done)
}

struct Work<'w> {
    connection: &'w Connection,
    bounds: &'w mut Bounds,
    watch: &'w Watch,
    limits: &'w WorkLimits,
    answer: Answer<'w>,
}

impl Work<'_> {
    fn insert(&mut self, plan: &InsertPlan) -> Result<u64, End> {
        let mut forms: HashMap<Vec<bool>, Change> = HashMap::new();
        let mut count = 0;
        for row in &plan.rows {
            self.in_time()?;
            if row.len() != plan.columns.len() {
                return Err(End::refused("A row has another number of values than there are columns.", ""));
            }
            let given: Vec<bool> = row.iter().map(|input| *input != Input::Default).collect();
            let form = match forms.get(&given) {
                Some(form) => form,
                None => {
                    let form = change::insert(plan, &given, Dialect::Sqlite).map_err(End::Refused)?;
                    forms.entry(given.clone()).or_insert(form)
                }
            };
            let mut values = Vec::with_capacity(row.len() + form.params.len());
            for (input, column) in row.iter().zip(&plan.columns).filter(|(input, _)| **input != Input::Default) {
                values.push(bound(input, &column.name, self.limits)?);
            }
            count += execute(self.connection, &mut self.answer, form, values)?;
        }
        self.bounds.grown(self.connection, &plan.table.name, count, self.limits)?;
        Ok(count)
    }

    fn update(&mut self, at: usize, plan: &UpdatePlan) -> Result<u64, End> {
        self.in_time()?;
        self.expect(at, plan.expected.as_ref(), &plan.table, &plan.filter)?;
        let (mut defaults, mut values) = (Vec::with_capacity(plan.set.len()), Vec::with_capacity(plan.set.len()));
        for (column, input) in &plan.set {
            if *input == Input::Default {
                defaults.push(Some(self.default_of(&plan.table, column)?));
            } else {
                defaults.push(None);
                values.push(bound(input, &column.name, self.limits)?);
            }
        }
        let form = change::update(plan, &defaults, Dialect::Sqlite).map_err(End::Refused)?;
        execute(self.connection, &mut self.answer, &form, values)
    }

    fn delete(&mut self, at: usize, plan: &DeletePlan) -> Result<u64, End> {
        self.in_time()?;
        self.expect(at, plan.expected.as_ref(), &plan.table, &plan.filter)?;
        let form = change::delete(plan, Dialect::Sqlite).map_err(End::Refused)?;
        execute(self.connection, &mut self.answer, &form, Vec::new())
    }

    /// Fails with a clash unless the rows are as expected.
    fn expect(&mut self, at: usize, expected: Option<&Expected>, table: &TableRef, filter: &PlanFilter) -> Result<(), End> {
        let Some(expected) = expected else { return Ok(()) };
        let form = change::met(table, &expected.columns, filter, 2, Dialect::Sqlite).map_err(End::Refused)?;
        let mut statement = self.connection.prepare_cached(&form.text)?;
        let mut found = statement.query(params_from_iter(params(&form.params)?))?;
        let (mut met, mut now, mut is_same) = (0, None, false);
        while let Some(row) = found.next()? {
            met += 1;
            let read = |most: usize| -> rusqlite::Result<Row> {
                expected.columns.iter().enumerate().map(|(at, column)| Ok(values::value(row.get_ref(at)?, column.kind, most))).collect()
            };
            is_same = match &expected.version {
                None => true,
                Some(version) => {
                    let mut same = row_version::of(&read(usize::MAX)?) == *version;
                    for most in CUTS {
                        same = same || row_version::of(&read(most)?) == *version;
                    }
                    same
                }
            };
            now = Some(read(self.limits.max_value_bytes)?);
        }
        if met == 1 && is_same {
            if let Some(row) = now.filter(|_| expected.told) {
                self.answer.done.keep_met(row);
            }
            return Ok(());
        }
        Err(End::Clash(Clash { at, met, now: now.filter(|_| met == 1) }))
    }

    /// What the table says that a column holds when nothing is given.
    fn default_of(&self, table: &TableRef, column: &PlanColumn) -> Result<String, End> {
        let found: Option<Option<String>> = self
            .connection
            .query_row(
                "SELECT dflt_value FROM pragma_table_xinfo(?1, 'main') WHERE name = ?2 COLLATE NOCASE",
                [&table.name, &column.name],
                |row| row.get(0),
            )
            .optional()?;
        match found {
            Some(expression) => Ok(expression.unwrap_or_else(|| "NULL".to_owned())),
            None => Err(End::refused(format!("no such column: {}", column.name), "Load the page again.")),
        }
    }

    fn in_time(&self) -> Result<(), End> {
        match self.watch.stopped() {
            Some(reason) => Err(End::Failed(super::fault::stopped(self.watch, reason))),
            None => Ok(()),
        }
    }
}

/// Runs a change; answers how many rows it wrote, and takes what they return.
fn execute(connection: &Connection, answer: &mut Answer<'_>, form: &Change, mut values: Vec<Bound>) -> Result<u64, End> {
    values.extend(params(&form.params)?);
    let before = connection.total_changes();
    let mut statement = connection.prepare_cached(&form.text)?;
    if form.columns.is_empty() {
        statement.execute(params_from_iter(values))?;
    } else {
        let mut rows = statement.query(params_from_iter(values))?;
        answer.take(&mut rows, &form.columns, true)?;
        drop(rows);
        answer.done.columns.clone_from(&form.columns);
    }
    drop(statement);
    // Of a statement that wrote nothing, SQLite tells the number of the one before.
    Ok(if connection.total_changes() == before { 0 } else { connection.changes() })
}
