//! Whether a file that somebody sent may be hosted (security.md, check 107). Nothing of it is run before it was found to
//! be sound.

use crate::{
    engines::{
        dialect::Dialect,
        hosted::{
            bounds,
            fault::{self, End, megabytes},
            guard::{self, Fence, MODULES},
            lint, open,
        },
        sqlite::{place::Place, watch::Watch},
        words,
    },
    model::{
        schema::TableRef,
        work::{Powers, WorkLimits},
    },
};
use rusqlite::{Connection, ErrorCode, config::DbConfig};
use sqlparser::tokenizer::{Token, Whitespace};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    sync::Arc,
};

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const HEADER: usize = 100;

/// Kind, name, table and statement of what is in the schema.
type Entry = (String, String, String, Option<String>);

/// # Errors
/// What is wrong with it, in words.
pub(in crate::engines::hosted) fn run(place: &Place, watch: &Arc<Watch>, limits: &WorkLimits) -> Result<(), End> {
    header(place, limits)?;
    let connection = open::foreign(&place.path, true).map_err(unsound)?;
    open::limit(&connection, limits).map_err(unsound)?;
    let _watching = watch.over(&connection)?;
    sound(&connection)?;
    schema(&connection)?;
    bounds::structure(&connection, limits)?;
    rows(&connection, limits)
}

/// The first bytes, before SQLite sees any.
fn header(place: &Place, limits: &WorkLimits) -> Result<(), End> {
    let unreadable = |_| End::refused("The file could not be read.", "Send it again.");
    let mut file = File::open(&place.path).map_err(unreadable)?;
    let length = file.seek(SeekFrom::End(0)).and_then(|length| file.seek(SeekFrom::Start(0)).map(|_| length)).map_err(unreadable)?;
    if length == 0 {
        return Err(End::refused("The file is empty.", "Choose an SQLite file."));
    }
    if length > limits.max_database_bytes {
        let most = megabytes(limits.max_database_bytes);
        return Err(End::refused(format!("The file is larger than a database may be here ({most})."), ""));
    }
    let mut bytes = [0; HEADER];
    if file.read_exact(&mut bytes).is_err() || &bytes[..16] != MAGIC {
        let is_random = length >= 512 && length % 512 == 0 && bytes.iter().filter(|byte| !byte.is_ascii_graphic()).count() > 32;
        return Err(if is_random {
            End::refused("The file looks encrypted.", "VizBoard hosts SQLite files that are not encrypted.")
        } else {
            End::refused("The file is not an SQLite database.", "Choose an SQLite file.")
        });
    }
    let page = match u64::from(u16::from_be_bytes([bytes[16], bytes[17]])) {
        1 => 65_536,
        size => size,
    };
    let is_possible = page.is_power_of_two() && page >= 512 && matches!(bytes[18], 1 | 2) && matches!(bytes[19], 1 | 2) && length >= page;
    if !is_possible {
        return Err(damaged());
    }
    let pages = u64::from(u32::from_be_bytes([bytes[28], bytes[29], bytes[30], bytes[31]]));
    if pages * page > length && bytes[24..28] == bytes[92..96] {
        return Err(End::refused("The end of the file is missing.", "Send the whole file."));
    }
    if bytes[20] > 32 {
        return Err(End::refused("The file looks encrypted.", "VizBoard hosts SQLite files that are not encrypted."));
    }
    Ok(())
}

/// Every page, before any other statement.
fn sound(connection: &Connection) -> Result<(), End> {
    guard::without(connection)?;
    // Checks are rules for new rows, and could be made to take long.
    connection.execute_batch("PRAGMA ignore_check_constraints = ON").map_err(unsound)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(unsound)?;
    if said != "ok" {
        return Err(damaged());
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    Ok(())
}

/// What lies in the schema to be run later.
fn schema(connection: &Connection) -> Result<(), End> {
    let mut listed = connection.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema").map_err(unsound)?;
    let entries: Vec<Entry> = listed
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .and_then(|rows| rows.collect::<rusqlite::Result<_>>())
        .map_err(unsound)?;
    drop(listed);
    for (kind, name, _, sql) in &entries {
        if matches!(kind.as_str(), "view" | "trigger") && name.to_ascii_lowercase().starts_with("sqlite_") {
            return Err(End::forbidden(format!("The file has a {kind} with the name {name}, which belongs to SQLite.")));
        }
        if let Some(module) = sql.as_deref().filter(|_| kind == "table").and_then(module)
            && !MODULES.contains(&module.to_ascii_lowercase().as_str())
        {
            return Err(End::forbidden(format!("The table {name} is virtual, of the kind {module}, which is not allowed here.")));
        }
    }
    definitions(&entries)?;
    guard::base(connection)?;
    for (table, text) in lint::defaults(connection).map_err(unsound)? {
        allowed(connection, &text, "table", &table)?;
    }
    for (kind, name, table, _) in &entries {
        let place = Dialect::Sqlite.table(&TableRef { schema: None, name: name.clone() }).map_err(End::Refused)?;
        match kind.as_str() {
            "view" => allowed(connection, &format!("SELECT * FROM {place}"), kind, name)?,
            "table" if !name.starts_with("sqlite_") => writes(connection, name, kind, name)?,
            "trigger" => writes(connection, table, kind, name)?,
            _ => {}
        }
    }
    Ok(())
}

/// Checks, generated columns and expressions of indexes are looked at by SQLite once, when they are read from the file,
/// and the fence is not asked. So tables and indexes are made once more beside it, where it is.
fn definitions(entries: &[Entry]) -> Result<(), End> {
    let beside = open::beside()?;
    let fence = Fence::new(&beside, Powers { read: true, insert: true, change: true, structure: true })?;
    for kind in ["table", "index"] {
        for (_, name, _, sql) in entries.iter().filter(|entry| entry.0 == kind && !entry.1.starts_with("sqlite_")) {
            let Some(sql) = sql.as_deref().filter(|sql| module(sql).is_none()) else { continue };
            // What cannot be made for another reason was found sound in the file.
            let _ = fence.preparing(|| beside.prepare(sql)).and_then(|mut prepared| prepared.raw_execute());
            if let Some(refusal) = fence.seen().refusal {
                return Err(End::forbidden(format!("The {kind} {name} asks for something that is not allowed here ({refusal})")));
            }
        }
    }
    Ok(())
}

/// Preparing a change prepares the triggers that come with it.
fn writes(connection: &Connection, table: &str, kind: &str, name: &str) -> Result<(), End> {
    let place = Dialect::Sqlite.table(&TableRef { schema: None, name: table.to_owned() }).map_err(End::Refused)?;
    let column: Option<String> = connection
        .prepare("SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 0 ORDER BY pk LIMIT 1")?
        .query_map([table], |row| row.get(0))?
        .next()
        .transpose()
        .unwrap_or_default();
    allowed(connection, &format!("SELECT * FROM {place}"), kind, name)?;
    allowed(connection, &format!("DELETE FROM {place}"), kind, name)?;
    let Some(column) = column else { return Ok(()) };
    let column = Dialect::Sqlite.ident(&column).map_err(End::Refused)?;
    allowed(connection, &format!("INSERT INTO {place} DEFAULT VALUES"), kind, name)?;
    allowed(connection, &format!("UPDATE {place} SET {column} = {column}"), kind, name)
}

/// Whether the fence lets a statement pass; that something is missing in it is its owner's affair.
fn allowed(connection: &Connection, text: &str, kind: &str, name: &str) -> Result<(), End> {
    let Err(error) = connection.prepare(text) else { return Ok(()) };
    let (code, message) = fault::parts(&error);
    if code == Some(ErrorCode::AuthorizationForStatementDenied) || message.contains("not authorized") || message.starts_with("unsafe use") {
        return Err(End::forbidden(format!("The {kind} {name} asks for something that is not allowed here ({message}).")));
    }
    match code {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::OperationInterrupted) => Err(unsound(error)),
        _ => Ok(()),
    }
}

/// The kind of a virtual table.
fn module(sql: &str) -> Option<String> {
    let words = words::words(Dialect::Sqlite, sql).ok()?;
    let mut plain = words.iter().filter(|word| {
        !matches!(
            word.token,
            Token::Whitespace(
                Whitespace::Space
                    | Whitespace::Newline
                    | Whitespace::Tab
                    | Whitespace::SingleLineComment { .. }
                    | Whitespace::MultiLineComment(_)
            )
        )
    });
    let mut next = || plain.next().and_then(|word| if let Token::Word(name) = &word.token { Some(name.value.clone()) } else { None });
    let is_virtual = next()?.eq_ignore_ascii_case("create") && next()?.eq_ignore_ascii_case("virtual");
    if !is_virtual {
        return None;
    }
    let mut is_next = false;
    for word in words.iter() {
        if let Token::Word(name) = &word.token {
            if is_next {
                return Some(name.value.clone());
            }
            is_next = name.quote_style.is_none() && name.value.eq_ignore_ascii_case("using");
        }
    }
    Some("unknown".to_owned())
}

fn rows(connection: &Connection, limits: &WorkLimits) -> Result<(), End> {
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut known = bounds::Bounds::default();
    for table in tables {
        known.grown(connection, &table, 1, limits)?;
    }
    Ok(())
}

fn unsound(error: rusqlite::Error) -> End {
    match fault::parts(&error).0 {
        Some(ErrorCode::OperationInterrupted) => End::Fault(error),
        Some(ErrorCode::NotADatabase) => End::refused("The file is not an SQLite database, or it is encrypted.", "Choose an SQLite file."),
        _ => damaged(),
    }
}

fn damaged() -> End {
    End::refused("The file is damaged.", "Repair it with SQLite's .recover, then send it again.")
}
