//! What a piece of writing is, as data: planned changes of rows and of structure, a person's own statement, and work on
//! a whole file. Every name in a planned change was found in the schema and every value will be bound. One piece of work
//! is one transaction: all of it happened or nothing.

use crate::model::{
    engine::{EngineError, ResultColumn},
    plan::{PlanColumn, PlanFilter},
    schema::TableRef,
    structure::StructureChange,
    value::{Row, Value},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One piece of work. `id` names it for stopping; it is unique among what is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkRequest {
    pub id: String,
    pub work: Work,
    pub limits: WorkLimits,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// One statement in a person's own words, which may also read.
    Statement(StatementWork),
    /// Several statements in a person's own words.
    Script(ScriptWork),
    /// Planned changes of rows, in order.
    Rows(Vec<RowChange>),
    /// Changes of the structure, in order. Answers the statements that ran.
    Structure(Vec<StructureChange>),
    /// The whole value of one cell.
    Cell(CellPlan),
    /// Work on the file as a whole.
    File(FileWork),
}

/// What a statement may do; what it may not, the database refuses while it prepares it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Powers {
    /// See rows, in results, conditions and RETURNING.
    pub read: bool,
    pub insert: bool,
    /// Update and delete.
    pub change: bool,
    /// Tables, columns, indexes, views, triggers.
    pub structure: bool,
}

impl Powers {
    pub fn write_something(self) -> bool {
        self.insert || self.change || self.structure
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementWork {
    /// Exactly one statement; more are refused.
    pub text: String,
    /// Bound in the order of their places.
    pub values: Vec<Input>,
    pub may: Powers,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScriptWork {
    pub text: String,
    pub may: Powers,
}

/// A value that is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Value(Value),
    /// Bytes, in base 64.
    Bytes(String),
    /// What the column's definition says.
    Default,
}

/// One change of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowChange {
    Insert(InsertPlan),
    Update(UpdatePlan),
    Delete(DeletePlan),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsertPlan {
    pub table: TableRef,
    pub columns: Vec<PlanColumn>,
    /// Each as wide as `columns`. No column at all means a row of defaults.
    pub rows: Vec<Vec<Input>>,
    /// What happens to a row that breaks a unique key; it is refused when absent.
    pub conflict: Option<Conflict>,
    /// Answered for every row that was written.
    pub returning: Vec<PlanColumn>,
    /// The columns that name a row. By these MySQL, which returns nothing, finds what it wrote; others need none.
    pub key: Vec<PlanColumn>,
}

/// What happens when a row with the same values in `columns` exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// A unique key.
    pub columns: Vec<PlanColumn>,
    /// Set to the new row's values. Without any the row is left out.
    pub update: Vec<PlanColumn>,
    /// The existing row is changed only when this holds.
    pub filter: PlanFilter,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdatePlan {
    pub table: TableRef,
    pub set: Vec<(PlanColumn, Input)>,
    pub filter: PlanFilter,
    pub expected: Option<Expected>,
    pub returning: Vec<PlanColumn>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletePlan {
    pub table: TableRef,
    pub filter: PlanFilter,
    pub expected: Option<Expected>,
    pub returning: Vec<PlanColumn>,
}

/// What must be true of the rows that a change meets, in its transaction; otherwise nothing happens and the whole work
/// answers [`Outcome::Conflict`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The columns whose values make the version, in order.
    pub columns: Vec<PlanColumn>,
    /// The version ([`crate::engines::row_version`]) of the only row; any when absent: exactly one row must be met then.
    pub version: Option<String>,
    /// The row that is met is answered as it was ([`Done::met`]).
    pub told: bool,
}

/// The cell that is wanted. The filter meets one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellPlan {
    pub table: TableRef,
    pub column: PlanColumn,
    pub filter: PlanFilter,
}

/// Work on a file as a whole. Paths lie below the folder of hosted databases; nobody else's can be named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileWork {
    /// Makes an empty database.
    Create,
    /// Whether a file that somebody sent is a sound database that may be hosted.
    Check(PathBuf),
    /// Takes over the content of such a file in one transaction.
    Replace(PathBuf),
    /// A copy of one moment, also while it is written to, as one file without a journal.
    CopyTo(PathBuf),
    Vacuum,
    /// Rows of a CSV file into a new or an existing table.
    ImportCsv(Box<CsvImport>),
    /// Closes the file: it will be moved or deleted.
    Close,
}

/// How a CSV file is read into a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CsvImport {
    pub path: PathBuf,
    /// Field separator, one byte.
    pub delimiter: u8,
    /// Quote character, one byte; none when absent.
    pub quote: Option<u8>,
    /// A label of the WHATWG encoding standard: `utf-8`, `windows-1252`.
    pub encoding: String,
    /// The first record holds names.
    pub has_header: bool,
    pub table: TableRef,
    /// Made in the same transaction before the first row, when the table is new.
    pub create: Option<StructureChange>,
    /// For each column of the file in order: where its values go; nothing when they are left out.
    pub columns: Vec<Option<ImportColumn>>,
    /// Empty fields without quotes become NULL; else empty texts.
    pub empty_is_null: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportColumn {
    pub name: String,
    /// The type as it is declared: decides whether numbers are stored as such.
    pub declared: String,
}

/// What the database may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkLimits {
    /// Longest time, in milliseconds.
    pub timeout_ms: u64,
    /// Most rows in the answer; it says when there were more.
    pub max_rows: u64,
    /// Longest text of one value in the answer, in bytes.
    pub max_value_bytes: usize,
    /// Most bytes of all of them.
    pub max_bytes: u64,
    /// Most bytes of the file.
    pub max_database_bytes: u64,
    /// Most tables and views, most columns of a table, most rows of a table.
    pub max_tables: u64,
    pub max_columns: u64,
    pub max_table_rows: u64,
    /// Longest cell, in bytes.
    pub max_cell_bytes: u64,
}

impl Default for WorkLimits {
    /// 20 s, 50,000 rows, 32 MiB (00-conventions, Decided readings); 100 MB, 100 tables, 500 columns, a million rows and
    /// cells of 10 MB (03, Limits).
    fn default() -> Self {
        Self {
            timeout_ms: 20_000,
            max_rows: 50_000,
            max_value_bytes: 1024 * 1024,
            max_bytes: 32 * 1024 * 1024,
            max_database_bytes: 100_000_000,
            max_tables: 100,
            max_columns: 500,
            max_table_rows: 1_000_000,
            max_cell_bytes: 10_000_000,
        }
    }
}

/// How a piece of work ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is saved: it survives the power's failing.
    Done(Done),
    /// Nothing happened: a row is not what [`Expected`] says any more.
    Conflict(Clash),
    /// Nothing happened: the data or the statement breaks a rule of the database or a limit.
    Refused(EngineError),
}

/// What a piece of work did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub columns: Vec<ResultColumn>,
    /// The rows of a statement; of changes what each returned, one after another.
    pub rows: Vec<Row>,
    /// Of changes that asked for it ([`Expected::told`]): the rows that they met as they were, one after another.
    pub met: Vec<Row>,
    pub truncated: bool,
    /// Rows that were inserted, updated or deleted, without those of triggers.
    pub changes: u64,
    /// The same for each change of [`Work::Rows`].
    pub each: Vec<u64>,
    /// Tables that were read or written, in order of name.
    pub affected: Vec<String>,
    /// Whether the structure is another than before.
    pub restructured: bool,
    /// The statements that changed the structure, as they ran.
    pub statements: Vec<String>,
    /// A cell's bytes in base 64, or its text, of [`Work::Cell`]; nothing for NULL.
    pub cell: Option<Cell>,
    /// How long the database took, in microseconds.
    pub elapsed_us: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// In base 64.
    Bytes(String),
    Text(String),
    Null,
    /// No row, or more than one.
    NoRow,
    Many,
}

/// Most bytes of rows that an answer carries for taking changes back. The changes are saved by then, so an answer that is
/// too long for the pipe of a worker would say of saved changes that nobody knows.
const MOST_KEPT: usize = 8 * 1024 * 1024;

impl Done {
    /// A row that a change met. It is left out when it would be too much: whoever needs all of them counts.
    pub fn keep_met(&mut self, row: Row) {
        if self.has_room_for(&row) {
            self.met.push(row);
        }
    }

    /// A row that a change left, likewise.
    pub fn keep_left(&mut self, row: Row) {
        if self.has_room_for(&row) {
            self.rows.push(row);
        }
    }

    fn has_room_for(&self, row: &Row) -> bool {
        let of = |value: &Value| match value {
            Value::Text(text) | Value::Cut { cut: text, .. } => text.len(),
            _ => size_of::<Value>(),
        };
        let all = self.met.iter().chain(&self.rows).chain([row]);
        all.flatten().map(of).sum::<usize>() <= MOST_KEPT
    }
}

/// A change that met another row than it expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clash {
    /// Which of the changes, from 0.
    pub at: usize,
    /// How many rows it met.
    pub met: u64,
    /// The row as it is now, in the order of [`Expected::columns`], when it met exactly one.
    pub now: Option<Row>,
}
