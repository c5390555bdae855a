//! Changes of rows: one or many, by key or by filter, each request in one transaction. What a caller may not read it is not
//! told either: without the right to read there is no filter, no version and no answer but a number.

use super::{
    Of, Opened, no_row, open, query,
    shown::{Cells, Shape, Shown},
};
use crate::{
    domain::{
        App,
        databases::{
            access::{self, Asking, Found, Key},
            import::texts::{self, RowFormat},
            schema,
            work::{self, Note, Worked},
        },
        plan::{
            change::{Given, Met, Upsert, is_same},
            page::Rows,
        },
    },
    engines::row_version,
    error::{AppError, Kind, Result},
    model::{
        database_right::DatabaseRight,
        engine::EngineKind,
        plan::{PlanColumn, PlanFilter},
        row_batch::{MAX_CHANGES, RowBatchInput, RowChangeInput},
        row_query::RowQuery,
        schema::Schema,
        value::{Kind as ColumnKind, Row, Value},
        work::{Clash, RowChange, Work, WorkLimits},
    },
};
use serde::Serialize;
use serde_json::Value as Json;
use std::sync::Arc;

/// Longest text in the log of a database about one request, in characters.
const NOTE: usize = 20_000;

/// What one change did.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Rows that were inserted, updated or deleted.
    pub changes: u64,
    /// The rows as they were written, or as they were before they were deleted; only when they are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Shown>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<String>>,
}

/// Somebody else was quicker: nothing happened.
#[derive(Clone, Debug, Serialize)]
pub struct Clashed {
    /// Which of the changes of a batch, from 0.
    pub at: usize,
    /// The row as it is now; nothing when it is gone.
    pub current: Option<Shown>,
    pub version: Option<String>,
}

/// How a change ended.
#[derive(Clone, Debug)]
pub enum Ended {
    Done(Vec<Written>),
    Clashed(Clashed),
}

/// Conditions of a request beside its address.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The version that the row must have.
    pub version: Option<String>,
    /// The row must not exist.
    pub only_new: bool,
    /// Whether written rows are wanted, as the request says it elsewhere than in its address.
    pub returning: Option<bool>,
}

/// New rows as they were sent.
#[derive(Clone, Debug)]
pub enum New {
    Objects(Vec<Given>),
    Text { format: RowFormat, text: String },
}

/// A change with what its answer is made of.
struct Planned {
    change: RowChange,
    shape: Arc<Shape>,
    /// Places among what is returned that make the version.
    versioned: Vec<usize>,
    returning: bool,
    has_version: bool,
}

/// Plans changes of one database for one caller.
struct Planner<'a> {
    found: &'a Found,
    schema: &'a Schema,
}

impl Planner<'_> {
    fn may(&self, right: DatabaseRight) -> bool {
        self.found.role.may(right)
    }

    fn must(&self, right: DatabaseRight, text: &str) -> Result<()> {
        if self.may(right) { Ok(()) } else { Err(AppError::forbidden(text)) }
    }

    fn returning(&self, wanted: Option<bool>) -> Result<bool> {
        if wanted == Some(true) {
            self.must(DatabaseRight::Read, "This token may not read, so written rows are not answered. Ask for return=none.")?;
        }
        Ok(wanted.unwrap_or_else(|| self.may(DatabaseRight::Read)))
    }

    fn planned(&self, rows: &Rows<'_>, change: RowChange, returning: bool, has_version: bool) -> Planned {
        let columns: Vec<PlanColumn> = rows.all().into_iter().map(PlanColumn::of).collect();
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        let versioned = rows.versioned().iter().filter_map(|column| place(&column.name)).collect();
        let key = match rows.key().as_slice() {
            [one] => place(&one.name).map(|at| (one.name.clone(), at)),
            _ => None,
        };
        let cells = Cells::of(self.found, &rows.table.at.name, key);
        let shown = (0..columns.len()).collect();
        Planned { change, shape: Shape::new(columns, shown, cells), versioned, returning, has_version }
    }

    fn insert(&self, rows: &Rows<'_>, objects: &[Given], upsert: &Upsert, returning: Option<bool>) -> Result<Planned> {
        self.must(DatabaseRight::Insert, "You cannot insert rows into this database")?;
        if !upsert.key.is_empty() {
            self.must(DatabaseRight::Change, "An upsert may change rows that exist, and you cannot change rows of this database")?;
        }
        let returning = self.returning(returning)?;
        Ok(self.planned(rows, rows.insert(objects, upsert, returning)?, returning, false))
    }

    fn update(&self, rows: &Rows<'_>, set: &Given, met: Met, returning: Option<bool>) -> Result<Planned> {
        let has_version = self.allowed(&met)?;
        let returning = self.returning(returning)?;
        Ok(self.planned(rows, rows.update(set, met, returning)?, returning, has_version))
    }

    fn delete(&self, rows: &Rows<'_>, met: Met, returning: Option<bool>) -> Result<Planned> {
        let has_version = self.allowed(&met)?;
        // Deleted rows are answered only to who asks for them.
        let returning = self.returning(Some(returning.unwrap_or(false)))?;
        Ok(self.planned(rows, rows.delete(met, returning), returning, has_version))
    }

    /// Whether the caller may change these rows; and whether they have to be of a version.
    fn allowed(&self, met: &Met) -> Result<bool> {
        self.must(DatabaseRight::Change, "You cannot change or delete rows of this database")?;
        match met {
            Met::One { version: None, .. } => Ok(false),
            Met::One { version: Some(_), .. } => {
                self.must(DatabaseRight::Read, "This token may not read, so it cannot compare versions of rows")?;
                Ok(true)
            }
            Met::Every(_) => {
                self.must(DatabaseRight::Read, "This token may not read, so it can name rows only by their key")?;
                Ok(false)
            }
        }
    }

    fn of_batch(&self, input: &RowChangeInput, returning: Option<bool>) -> Result<Planned> {
        let name = input.table.as_deref().ok_or_else(|| AppError::invalid("table is required"))?;
        let table = schema::table(self.schema, name)?;
        let rows = Rows::new(table, EngineKind::Hosted);
        let met = || match (&input.key, input.filter.as_slice()) {
            (Some(key), []) => Ok(Met::One { named: rows.named_by(key)?, version: input.version.clone() }),
            (None, []) => Err(AppError::invalid("Name the row by key, or rows by filter. Changing all rows of a table is refused.")),
            (None, _) if input.version.is_some() => Err(AppError::invalid("A version belongs to one row: name it by key.")),
            (None, filter) => Ok(Met::Every(rows.filter(&RowQuery { conditions: filter.to_vec(), ..RowQuery::default() })?)),
            (Some(_), _) => Err(AppError::invalid("Name rows by key or by filter, not by both.")),
        };
        match input.op.as_deref() {
            Some("insert") => {
                let upsert = Upsert { key: input.upsert.clone(), update: input.update.clone() };
                self.insert(&rows, &input.rows, &upsert, returning)
            }
            Some("update") => self.update(&rows, &input.set, met()?, returning),
            Some("delete") => self.delete(&rows, met()?, returning),
            _ => Err(AppError::invalid("op must be insert, update or delete")),
        }
    }
}

/// Does what was planned, in one transaction.
async fn carried_out(app: &App, asking: Asking<'_>, found: &Found, planned: Vec<Planned>, note: impl FnOnce() -> String) -> Result<Ended> {
    let changes = planned.iter().map(|planned| planned.change.clone()).collect();
    let text = if found.row.auditing { note().chars().take(NOTE).collect() } else { String::new() };
    let note = Note::new("rows", text);
    // As long as they are read, so that both make the same version.
    let limits = WorkLimits { max_value_bytes: work::read_limits().max_value_bytes, ..work::limits(app) };
    match work::attempt(app, asking.actor, found, Work::Rows(changes), limits, note).await.map_err(taken)? {
        Worked::Done(done) => {
            let mut rows = done.rows.into_iter();
            let each = planned.iter().zip(done.each.iter().copied().chain(std::iter::repeat(0)));
            Ok(Ended::Done(each.map(|(planned, changes)| planned.written(changes, &mut rows)).collect()))
        }
        Worked::Clash(clash) => {
            let at = planned.into_iter().nth(clash.at).ok_or_else(|| AppError::internal("a clash of no change"))?;
            at.clashed(clash).map(Ended::Clashed)
        }
    }
}

/// A key that exists already is a conflict.
fn taken(error: AppError) -> AppError {
    let is_taken = error.kind == Kind::Database && error.text.contains("UNIQUE constraint failed");
    if is_taken { AppError::conflict(error.text) } else { error }
}

impl Planned {
    fn written(&self, changes: u64, rows: &mut impl Iterator<Item = Row>) -> Written {
        if !self.returning {
            return Written { changes, rows: None, versions: None };
        }
        let own: Vec<Row> = rows.take(usize::try_from(changes).unwrap_or(usize::MAX)).collect();
        let version = |row: &Row| row_version::of(&self.versioned.iter().filter_map(|at| row.get(*at).cloned()).collect());
        let versions = own.iter().map(version).collect();
        let rows = own.into_iter().map(|row| Shown::new(&self.shape, row)).collect();
        Written { changes, rows: Some(rows), versions: Some(versions) }
    }

    /// A row that nobody said anything about may simply not be there.
    fn clashed(&self, clash: Clash) -> Result<Clashed> {
        if !self.has_version {
            return Err(if clash.met == 0 {
                no_row()
            } else {
                AppError::conflict("Several rows have this key, so none was changed. Name them by a filter.")
            });
        }
        let version = clash.now.as_ref().map(row_version::of);
        let shown = |row: Row| {
            // It comes with the columns of its version alone.
            let mut all = vec![Value::Null; self.versioned.iter().max().map_or(0, |most| most + 1)];
            self.versioned.iter().zip(row).for_each(|(at, value)| all[*at] = value);
            Shown::new(&self.shape, all)
        };
        Ok(Clashed { at: clash.at, current: clash.now.map(shown), version })
    }
}

async fn opened(app: &App, of: &Of<'_>, right: DatabaseRight) -> Result<Opened> {
    open(app, of, right).await
}

fn wanted(query: &RowQuery, terms: &Terms) -> Option<bool> {
    query.returning.or(terms.returning)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// `POST .../tables/{table}/rows`.
///
/// # Errors
/// `NotFound` for what is hidden, `Forbidden`, `Invalid` for values that do not fit, `Conflict` for a key that is taken,
/// and what the database refuses.
pub async fn insert(app: &App, of: Of<'_>, new: New, text: &str, terms: &Terms) -> Result<Ended> {
    let opened = opened(app, &of, DatabaseRight::Insert).await?;
    let query = query(text)?;
    let planner = Planner { found: &opened.found, schema: &opened.schema };
    let upsert = Upsert { key: query.upsert.clone(), update: query.update.clone() };
    let objects = match new {
        New::Objects(objects) => objects,
        New::Text { format, text } => texts::rows_of_text(format, &text, opened.table()?)?,
    };
    let planned = planner.insert(&Rows::new(opened.table()?, EngineKind::Hosted), &objects, &upsert, wanted(&query, terms))?;
    let note = || format!("insert into {}: {}", opened.name, json(&objects));
    carried_out(app, of.asking, &opened.found, vec![planned], note).await
}

/// `PUT .../tables/{table}/rows/{key}`: the row as given, whether it exists or not.
///
/// # Errors
/// As [`insert`].
pub async fn put(app: &App, of: Of<'_>, key: &[String], mut object: Given, text: &str, terms: &Terms) -> Result<Ended> {
    if terms.version.is_some() {
        return update(app, of, Some(key), object, text, terms).await;
    }
    let opened = opened(app, &of, DatabaseRight::Insert).await?;
    let (query, rows) = (query(text)?, Rows::new(opened.table()?, EngineKind::Hosted));
    let named = rows.named(key)?;
    for (column, condition) in rows.key().into_iter().zip(&named.conditions) {
        let Some(value) = condition.values.first() else { continue };
        match object.get(&column.name) {
            Some(given) if !is_same(column, given, value) => {
                return Err(AppError::invalid(format!("Column \"{}\" has another value than the address.", column.name)));
            }
            Some(_) => {}
            None => {
                object.insert(column.name.clone(), as_json(value, column.kind));
            }
        }
    }
    let planner = Planner { found: &opened.found, schema: &opened.schema };
    let key = if terms.only_new { Vec::new() } else { rows.key().into_iter().map(|column| column.name.clone()).collect() };
    let upsert = Upsert { key, update: None };
    let planned = planner.insert(&rows, std::slice::from_ref(&object), &upsert, wanted(&query, terms))?;
    let note = || format!("put into {}: {}", opened.name, json(&object));
    carried_out(app, of.asking, &opened.found, vec![planned], note).await
}

/// A checked value of a key as it stands in JSON.
fn as_json(value: &Value, kind: ColumnKind) -> Json {
    match value {
        Value::Text(text) if kind == ColumnKind::Number => text.parse().map_or_else(|_| Json::from(text.as_str()), Json::Number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Bool(is) => Json::from(*is),
        Value::Null | Value::Cut { .. } => Json::Null,
    }
}

/// The rows of a request that changes some: by key, else by the filter of its address.
fn met(rows: &Rows<'_>, key: Option<&[String]>, query: &RowQuery, terms: &Terms) -> Result<Met> {
    if !query.sort.is_empty() || query.limit.is_some() || query.offset > 0 || query.after.is_some() {
        return Err(AppError::invalid("A change meets every row of its filter: sort, limit, offset and after have no meaning here."));
    }
    match key {
        Some(_) if !query.is_whole() => Err(AppError::invalid("Name rows by key or by filter, not by both.")),
        Some(key) => Ok(Met::One { named: rows.named(key)?, version: terms.version.clone() }),
        None if query.is_whole() => Err(AppError::invalid("Name the rows by a filter. Changing all rows of a table is refused.")),
        None if terms.version.is_some() => Err(AppError::invalid("A version belongs to one row: name it by its key.")),
        None => {
            let filter: PlanFilter = rows.filter(query)?;
            Ok(Met::Every(filter))
        }
    }
}

/// `PATCH .../tables/{table}/rows` and `.../rows/{key}`.
///
/// # Errors
/// As [`insert`], and `NotFound` for a key that no row has.
pub async fn update(app: &App, of: Of<'_>, key: Option<&[String]>, set: Given, text: &str, terms: &Terms) -> Result<Ended> {
    let opened = opened(app, &of, DatabaseRight::Change).await?;
    let (query, rows) = (query(text)?, Rows::new(opened.table()?, EngineKind::Hosted));
    let planner = Planner { found: &opened.found, schema: &opened.schema };
    let planned = planner.update(&rows, &set, met(&rows, key, &query, terms)?, wanted(&query, terms))?;
    let note = || format!("update {} ({}): {}", opened.name, key.map_or_else(|| text.to_owned(), |key| key.join(",")), json(&set));
    carried_out(app, of.asking, &opened.found, vec![planned], note).await
}

/// `DELETE .../tables/{table}/rows` and `.../rows/{key}`.
///
/// # Errors
/// As [`update`].
pub async fn delete(app: &App, of: Of<'_>, key: Option<&[String]>, text: &str, terms: &Terms) -> Result<Ended> {
    let opened = opened(app, &of, DatabaseRight::Change).await?;
    let (query, rows) = (query(text)?, Rows::new(opened.table()?, EngineKind::Hosted));
    let planner = Planner { found: &opened.found, schema: &opened.schema };
    let planned = planner.delete(&rows, met(&rows, key, &query, terms)?, wanted(&query, terms))?;
    let note = || format!("delete from {} ({})", opened.name, key.map_or_else(|| text.to_owned(), |key| key.join(",")));
    carried_out(app, of.asking, &opened.found, vec![planned], note).await
}

/// `POST /api/dbs/{dbId}/batch`.
///
/// # Errors
/// As [`update`]; the text says which change.
pub async fn batch(app: &App, asking: Asking<'_>, key: &Key, input: &RowBatchInput) -> Result<Ended> {
    let found = access::open(app, asking, key, DatabaseRight::Insert).await?;
    if input.changes.is_empty() || input.changes.len() > MAX_CHANGES {
        return Err(AppError::invalid(format!("Give 1 to {MAX_CHANGES} changes.")));
    }
    let returning = match input.returning.as_deref() {
        None => None,
        Some("rows") => Some(true),
        Some("none") => Some(false),
        Some(_) => return Err(AppError::invalid("return must be rows or none.")),
    };
    let schema = schema::of(app, &found).await?;
    let planner = Planner { found: &found, schema: &schema };
    let numbered = |(at, change)| {
        planner.of_batch(change, returning).map_err(|error| AppError { text: format!("Change {at}: {}", error.text), ..error })
    };
    let planned = input.changes.iter().enumerate().map(numbered).collect::<Result<Vec<_>>>()?;
    carried_out(app, asking, &found, planned, || format!("batch: {}", json(&input.changes))).await
}
