//! Rows of a CSV file into a table: all of them or none.

mod records;

use crate::{
    engines::{
        dialect::Dialect,
        hosted::{
            fault::{self, End},
            session::Session,
            structure,
        },
        sqlite::{place::Place, watch::Watch},
    },
    model::work::{CsvImport, Done, ImportColumn, WorkLimits},
};
use encoding_rs::Encoding;
use records::{Form, Record, Records};
use rusqlite::{Connection, Statement, types::Null};
use std::{fs::File, sync::Arc};

/// Rows between two looks at the watch, and at the number of rows in the table.
const LOOK: u64 = 256;
const COUNT: u64 = 65_536;

pub(in crate::engines::hosted) fn run(
    session: &mut Session,
    import: &CsvImport,
    watch: &Arc<Watch>,
    limits: &WorkLimits,
) -> Result<Done, End> {
    let encoding = Encoding::for_label(import.encoding.as_bytes())
        .ok_or_else(|| End::refused(format!("The encoding \"{}\" is not known.", import.encoding), "Choose another one."))?;
    if !import.delimiter.is_ascii() || !import.quote.is_none_or(|quote| quote.is_ascii() && quote != import.delimiter) {
        return Err(End::refused("Delimiter and quote must be two different characters of ASCII.", "Choose other ones."));
    }
    let gone = |_| End::refused("The file is not there any more.", "Send it again.");
    let file = File::open(&Place::plain(import.path.clone()).map_err(gone)?.path).map_err(gone)?;
    let records = Records::new(file, encoding, Form { delimiter: import.delimiter, quote: import.quote }, limits);
    session.transaction(watch, |session| all(session, import, records, watch, limits))
}

fn all(session: &mut Session, import: &CsvImport, mut records: Records<File>, watch: &Watch, limits: &WorkLimits) -> Result<Done, End> {
    let mut done = Done { affected: vec![import.table.name.clone()], ..Done::default() };
    if let Some(create) = &import.create {
        done.statements = structure::one(&session.connection, create, limits)?;
        done.restructured = true;
    }
    let mut record = Record::default();
    if import.has_header && !records.next(&mut record)? {
        return Ok(done);
    }
    let places: Vec<(usize, &ImportColumn)> =
        import.columns.iter().enumerate().filter_map(|(at, column)| Some((at, column.as_ref()?))).collect();
    let mut uncounted = 0;
    {
        let mut statement = prepare(&session.connection, import, &places)?;
        while records.next(&mut record)? {
            if done.changes.is_multiple_of(LOOK)
                && let Some(reason) = watch.stopped()
            {
                return Err(End::Failed(fault::stopped(watch, reason)));
            }
            if record.len() != import.columns.len() {
                let text = format!("Line {} has {} fields, and there are {} columns.", record.line, record.len(), import.columns.len());
                return Err(End::refused(text, "Mend the line, or choose another delimiter."));
            }
            for (nth, (at, column)) in places.iter().enumerate() {
                bind(&mut statement, nth + 1, &record, *at, column, import.empty_is_null)?;
            }
            statement.raw_execute().map_err(|error| of_line(error, record.line))?;
            done.changes += 1;
            uncounted += 1;
            if uncounted == COUNT {
                session.bounds.grown(&session.connection, &import.table.name, uncounted, limits)?;
                uncounted = 0;
            }
        }
    }
    session.bounds.grown(&session.connection, &import.table.name, uncounted, limits)?;
    done.each = vec![done.changes];
    Ok(done)
}

fn prepare<'c>(connection: &'c Connection, import: &CsvImport, places: &[(usize, &ImportColumn)]) -> Result<Statement<'c>, End> {
    if places.is_empty() {
        return Err(End::refused("No column of the file goes anywhere.", "Choose at least one."));
    }
    let table = Dialect::Sqlite.table(&import.table).map_err(End::Refused)?;
    let names =
        places.iter().map(|(_, column)| Dialect::Sqlite.ident(&column.name)).collect::<Result<Vec<_>, _>>().map_err(End::Refused)?;
    let values: Vec<String> = (1..=names.len()).map(|n| Dialect::Sqlite.placeholder(n)).collect();
    Ok(connection.prepare(&format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", ")))?)
}

/// Texts that are numbers are stored as such where the column's type says so, by SQLite itself.
fn bind(
    statement: &mut Statement<'_>,
    place: usize,
    record: &Record,
    at: usize,
    column: &ImportColumn,
    empty_is_null: bool,
) -> Result<(), End> {
    let (text, quoted) = record.field(at)?;
    if text.is_empty() && !quoted && empty_is_null {
        return Ok(statement.raw_bind_parameter(place, Null)?);
    }
    let is_boolean = column.declared.len() >= 4 && column.declared.as_bytes()[..4].eq_ignore_ascii_case(b"bool");
    match text {
        _ if is_boolean && text.eq_ignore_ascii_case("true") => statement.raw_bind_parameter(place, 1)?,
        _ if is_boolean && text.eq_ignore_ascii_case("false") => statement.raw_bind_parameter(place, 0)?,
        text => statement.raw_bind_parameter(place, text)?,
    }
    Ok(())
}

/// What is wrong with a row, with its line.
fn of_line(error: rusqlite::Error, line: u64) -> End {
    match fault::parts(&error) {
        (Some(rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::TypeMismatch), message) => {
            End::refused(format!("Line {line}: {message}"), "Mend the line, or the rules of the table.")
        }
        _ => End::Fault(error),
    }
}
