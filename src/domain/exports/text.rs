//! CSV (RFC 4180), JSON (a list of objects) and NDJSON (an object a line).

use super::{Batches, Broken};
use crate::model::{
    engine::ResultColumn,
    sheet::{csv_cell, field_names, guarded, json_row},
    value::Value,
};
use std::io::{BufWriter, Write};

/// Formulas are made harmless when `is_guarded`.
pub(super) fn csv(columns: &[ResultColumn], batches: Batches<'_>, out: impl Write, is_guarded: bool) -> Result<(), Broken> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let broken = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Broken::Output(error),
        other => Broken::Form(format!("{other:?}")),
    };
    let name = |name: &str| if is_guarded { guarded(name) } else { name.to_owned() };
    let cell = if is_guarded { csv_cell } else { Value::display };
    writer.write_record(columns.iter().map(|column| name(&column.name))).map_err(broken)?;
    while let Some(rows) = batches() {
        for row in rows.map_err(Broken::Database)? {
            writer.write_record(row.iter().map(cell)).map_err(broken)?;
        }
    }
    Ok(writer.flush()?)
}

pub(super) fn json(columns: &[ResultColumn], batches: Batches<'_>, out: impl Write) -> Result<(), Broken> {
    let (names, mut out) = (field_names(columns), BufWriter::new(out));
    let mut before = "[\n";
    while let Some(rows) = batches() {
        for row in rows.map_err(Broken::Database)? {
            write!(out, "{before}{}", json_row(&names, &row))?;
            before = ",\n";
        }
    }
    out.write_all(if before == "[\n" { b"[]\n" } else { b"\n]\n" })?;
    Ok(out.flush()?)
}

pub(super) fn ndjson(columns: &[ResultColumn], batches: Batches<'_>, out: impl Write) -> Result<(), Broken> {
    let (names, mut out) = (field_names(columns), BufWriter::new(out));
    while let Some(rows) = batches() {
        for row in rows.map_err(Broken::Database)? {
            writeln!(out, "{}", json_row(&names, &row))?;
        }
    }
    Ok(out.flush()?)
}
