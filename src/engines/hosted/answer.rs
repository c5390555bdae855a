//! Rows of an answer, within its limits, and values that are bound.

use super::fault::{End, megabytes};
use crate::{
    engines::sqlite::{unseen, values},
    model::{
        engine::{EngineError, ResultColumn, Step},
        value::{Row, Value},
        work::{Done, Input, WorkLimits},
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use rusqlite::{Rows, Statement, types::Value as Bound};

/// Collects the rows of an answer.
pub(super) struct Answer<'l> {
    limits: &'l WorkLimits,
    bytes: u64,
    pub done: Done,
}

impl<'l> Answer<'l> {
    pub(super) fn new(limits: &'l WorkLimits) -> Self {
        Self { limits, bytes: 0, done: Done::default() }
    }

    /// Takes the rows of a statement; `columns` say what they are. What writes is run to its end even when no more rows
    /// are taken.
    pub(super) fn take(&mut self, rows: &mut Rows<'_>, columns: &[ResultColumn], writes: bool) -> rusqlite::Result<()> {
        while let Some(row) = rows.next()? {
            if self.done.truncated {
                continue;
            }
            let mut values = Row::with_capacity(columns.len());
            for (at, column) in columns.iter().enumerate() {
                values.push(values::value(row.get_ref(at)?, column.kind, self.limits.max_value_bytes));
            }
            let size = values.iter().map(Value::held_bytes).sum::<usize>() as u64;
            let sent = self.done.rows.len() as u64;
            if sent >= self.limits.max_rows || (sent > 0 && self.bytes + size > self.limits.max_bytes) {
                self.done.truncated = true;
                if !writes {
                    return Ok(());
                }
                continue;
            }
            self.bytes += size;
            self.done.rows.push(values);
        }
        Ok(())
    }

    /// Takes the rows of a person's statement, whose columns are known by their first values.
    pub(super) fn take_personal(&mut self, statement: &mut Statement<'_>, writes: bool) -> rusqlite::Result<()> {
        let mut columns: Vec<ResultColumn> = statement.columns().iter().map(unseen::declared).collect();
        self.take(&mut statement.raw_query(), &columns, writes)?;
        unseen::learn(&mut columns, &self.done.rows);
        self.done.columns = columns;
        Ok(())
    }
}

/// A value as it is stored. `column` names it in what is said when it is too long.
///
/// # Errors
/// When it is longer than a cell may be, not base 64, or was cut on its way here.
pub(super) fn bound(input: &Input, column: &str, limits: &WorkLimits) -> Result<Bound, End> {
    let value = match input {
        Input::Value(value) => of_value(value, column)?,
        Input::Bytes(text) => {
            Bound::Blob(BASE64_STANDARD.decode(text).map_err(|_| End::refused(format!("The bytes for \"{column}\" are not base 64."), ""))?)
        }
        Input::Default => Bound::Null,
    };
    let length = match &value {
        Bound::Text(text) => text.len(),
        Bound::Blob(bytes) => bytes.len(),
        _ => 0,
    };
    if length as u64 > limits.max_cell_bytes {
        return Err(too_long(column, limits));
    }
    Ok(value)
}

pub(super) fn too_long(column: &str, limits: &WorkLimits) -> End {
    let most = megabytes(limits.max_cell_bytes);
    End::refused(format!("The value for \"{column}\" is longer than a cell may be ({most})."), "Store it in parts.")
}

fn of_value(value: &Value, column: &str) -> Result<Bound, End> {
    Ok(match value {
        Value::Null => Bound::Null,
        Value::Bool(b) => Bound::Integer(i64::from(*b)),
        Value::Int(n) => Bound::Integer(*n),
        Value::Float(n) => Bound::Real(*n),
        Value::Text(text) => Bound::Text(text.clone()),
        Value::Cut { .. } => {
            let text = format!("The value for \"{column}\" is only the beginning of a longer one.");
            return Err(End::refused(text, "Load the whole value before you change it."));
        }
    })
}

/// Values of filters, as our own statements bind them.
pub(super) fn params(values: &[Value]) -> Result<Vec<Bound>, End> {
    values.iter().map(|value| of_value(value, "a condition")).collect()
}

pub(super) fn gone(what: &str) -> EngineError {
    EngineError { missing_object: true, ..EngineError::new(Step::Query, format!("There is no {what}."), "Load the page again.") }
}
