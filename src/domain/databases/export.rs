//! Tables and whole databases as files, written while they are read.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    moment::Moment,
    schema,
    shape::{self, Known},
    work,
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
        exports::{self, Body, Format},
    },
    engines::{RowStream, sql::dump},
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_right::DatabaseRight,
        engine::ReadLimits,
        plan::{Plan, PlanColumn, PlanFilter, RowsPlan},
        schema::{Generated, Table, TableKind},
        sqlite_definition::DefinitionKind,
        statement::StatementPlan,
        time::Timestamp,
        value::{Row, Value},
    },
};
use bytes::Bytes;
use std::io;
use tokio::sync::mpsc;

/// Bytes of one piece of a dump, and pieces on their way.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 4;
/// Longest literal of a dump, in bytes.
const LITERAL: usize = 64 * 1024 * 1024;

/// A file on its way.
pub struct Exported {
    pub media_type: &'static str,
    /// Without a path.
    pub name: String,
    pub body: Body,
}

/// What was asked for of a table.
enum Wanted {
    Rows(Format),
    Sql,
}

impl Wanted {
    /// CSV when nothing is named. `guard=off` leaves texts that look like formulas as they are.
    fn parse(format: Option<&str>, guard: Option<&str>) -> Result<Self> {
        let is_plain = match guard {
            None | Some("on") => false,
            Some("off") => true,
            Some(_) => return Err(AppError::field("guard", "guard must be on or off")),
        };
        match format {
            Some("sql") => Ok(Self::Sql),
            None | Some("csv") => Ok(Self::Rows(if is_plain { Format::PlainCsv } else { Format::Csv })),
            Some(name) => Format::parse(name).map(Self::Rows).ok_or_else(|| {
                let names = Format::ALL.map(Format::name).join(", ");
                AppError::field("format", format!("The format must be one of {names}, sql"))
            }),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Rows(format) => format.name(),
            Self::Sql => "sql",
        }
    }
}

/// `GET /api/dbs/{dbId}/tables/{id}/export`: all rows of a table or a view.
///
/// # Errors
/// As [`access::find`] for the right to read, `NotFound`, and `Invalid` for an unknown format. What fails later breaks the
/// file off.
pub async fn table(app: &App, caller: Caller<'_>, key: &Key, name: &str, format: Option<&str>, guard: Option<&str>) -> Result<Exported> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Read).await?;
    let wanted = Wanted::parse(format, guard)?;
    let known = shape::known(app, &found).await?;
    let table = schema::table(&known.schema, name)?;
    let name = file_name(&table.at.name, wanted.name());
    let file = match wanted {
        Wanted::Rows(format) => {
            let body = rows(app, &found, &known, table, format).await?;
            Exported { media_type: format.media_type(), name, body }
        }
        Wanted::Sql => {
            let script = script(&known, Some(table))?;
            Exported { media_type: SQL, name, body: dumped(app, Source::Database(Box::new(found.clone())), script) }
        }
    };
    said(app, caller, &found, &format!("table {} as {}", table.at.name, file.name.rsplit('.').next().unwrap_or_default())).await?;
    Ok(file)
}

const SQL: &str = "application/sql; charset=utf-8";

/// `GET /dbs/{dbId}/export?format=sql`: everything as the statements that make it again, as `.dump` of SQLite's shell
/// writes them, of one moment.
///
/// # Errors
/// As [`table`].
pub async fn whole(app: &App, caller: Caller<'_>, key: &Key, format: Option<&str>) -> Result<Exported> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Read).await?;
    if format.is_some_and(|format| format != "sql") {
        return Err(AppError::field("format", "A whole database is exported as sql. Download it to have its file."));
    }
    let moment = Moment::of(app, caller, &found).await?;
    let script = script(&shape::known(app, &moment.found).await?, None)?;
    said(app, caller, &found, "everything as sql").await?;
    Ok(Exported { media_type: SQL, name: file_name(&found.row.name, "sql"), body: dumped(app, Source::Moment(Box::new(moment)), script) })
}

async fn said(app: &App, caller: Caller<'_>, found: &Found, what: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    audit::done(&mut tx, caller.by(), Verb::Exported, &Object::database(&found.row).saying(what)).await?;
    Ok(tx.commit().await?)
}

fn file_name(what: &str, ending: &str) -> String {
    let (year, month, day) = Timestamp::now().date();
    let what: String = what.chars().take(80).collect();
    format!("{what}-{year}-{month:02}-{day:02}.{ending}")
}

async fn rows(app: &App, found: &Found, known: &Known, table: &Table, format: Format) -> Result<Body> {
    let columns: Vec<PlanColumn> = known.columns(table).into_iter().map(PlanColumn::of).collect();
    let (filter, sort) = (PlanFilter::default(), Vec::new());
    let plan = RowsPlan { source: table.at.clone().into(), columns, filter, sort, limit: None, offset: 0, after: None };
    let stream = work::read(app, found, Plan::Rows(plan), exports::limits()).await?;
    Ok(written(stream, format))
}

/// The rows of a read under way as a file.
pub(super) fn written(mut stream: RowStream, format: Format) -> Body {
    let columns = std::mem::take(&mut stream.columns);
    let next = async move || -> Option<Result<Vec<Row>>> {
        let batch = stream.batches.recv().await?;
        Some(batch.map(|batch| batch.rows).map_err(|error| work::failed(&error)))
    };
    exports::written(format, columns, next)
}

/// Where the rows of a dump are read: of several tables in a copy of one moment, of one table, which is one read, where they
/// are.
enum Source {
    Database(Box<Found>),
    Moment(Box<Moment>),
}

impl Source {
    fn found(&self) -> &Found {
        match self {
            Self::Database(found) => found,
            Self::Moment(moment) => &moment.found,
        }
    }
}

/// A part of a dump.
enum Part {
    Text(String),
    Rows(dump::Dump),
}

/// What a dump consists of, in order: tables with their rows, then all that hangs on them.
fn script(known: &Known, only: Option<&Table>) -> Result<Vec<Part>> {
    let mut parts = vec![Part::Text("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n".to_owned())];
    let is_wanted = |name: &str| only.is_none_or(|table| table.at.name == name);
    let statement = |sql: &Option<String>| sql.as_ref().map(|sql| Part::Text(format!("{sql};\n")));
    for own in known.definitions.iter().filter(|own| own.kind == DefinitionKind::Table && is_wanted(&own.name)) {
        // Tables of SQLite's own and of modules are made by what they belong to.
        let Some(table) = known.schema.tables.iter().find(|table| table.at.name == own.name) else { continue };
        parts.extend(statement(&own.sql));
        // What a full-text index holds is found by the numbers of its rows.
        let is_index =
            table.kind == TableKind::VirtualTable && own.sql.as_ref().is_some_and(|sql| sql.to_lowercase().contains("using fts"));
        let stored = table.columns.iter().filter(|column| is_stored(column.generated)).map(|column| column.name.as_str());
        let columns: Vec<&str> = is_index.then_some("rowid").into_iter().chain(stored).collect();
        if !columns.is_empty() {
            parts.push(Part::Rows(dump::rows(&table.at, &columns).map_err(|error| work::failed(&error))?));
        }
    }
    for own in known.definitions.iter().filter(|own| own.kind != DefinitionKind::Table && is_wanted(&own.table)) {
        parts.extend(statement(&own.sql));
    }
    parts.push(Part::Text("COMMIT;\n".to_owned()));
    Ok(parts)
}

fn is_stored(generated: Option<Generated>) -> bool {
    !matches!(generated, Some(Generated::Stored | Generated::Virtual))
}

/// Writes the parts one after another. Whoever leaves ends it.
fn dumped(app: &App, source: Source, parts: Vec<Part>) -> Body {
    let (pieces, body) = mpsc::channel(WAITING);
    let app = app.clone();
    tokio::spawn(async move {
        let mut out = Out { pieces: pieces.clone(), filled: String::new() };
        let written = async {
            for part in parts {
                match part {
                    Part::Text(text) => out.write(&text).await?,
                    Part::Rows(dump) => dump_rows(&app, source.found(), &dump, &mut out).await?,
                }
            }
            out.send().await
        };
        if let Err(error) = written.await {
            tracing::debug!("an export ended early: {error}");
            // Whoever takes the file sees that it is not whole.
            let _ = pieces.send(Err(io::Error::other(error.text))).await;
        }
    });
    body
}

async fn dump_rows(app: &App, found: &Found, dump: &dump::Dump, out: &mut Out) -> Result<()> {
    let limits = ReadLimits { max_value_bytes: LITERAL, ..exports::limits() };
    let mut stream = work::read(app, found, Plan::Statement(StatementPlan::plain(dump.select.clone())), limits).await?;
    while let Some(batch) = stream.batches.recv().await {
        for row in batch.map_err(|error| work::failed(&error))?.rows {
            let literals = row.into_iter().map(literal).collect::<Result<Vec<_>>>()?;
            out.write(&dump.statement(&literals)).await?;
        }
    }
    Ok(())
}

/// A literal as SQLite wrote it.
fn literal(value: Value) -> Result<String> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Cut { .. } => Err(AppError::database("A value is too long for a dump. Download the database instead.")),
        other => Ok(other.display()),
    }
}

struct Out {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    filled: String,
}

impl Out {
    async fn write(&mut self, text: &str) -> Result<()> {
        self.filled.push_str(text);
        if self.filled.len() >= PIECE { self.send().await } else { Ok(()) }
    }

    async fn send(&mut self) -> Result<()> {
        let piece = std::mem::take(&mut self.filled);
        self.pieces.send(Ok(piece.into())).await.map_err(|_| AppError::database("Nobody takes the file any more"))
    }
}
