//! Workbooks. Rows go to a temporary file as they come; a sheet that is full is followed by another.

use super::{Batches, Broken};
use crate::model::{
    engine::ResultColumn,
    value::{Row, Value},
};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::io::Write;

/// Most rows of a sheet, and most characters of a cell (Excel specifications and limits).
const ROWS: u32 = 1_048_576;
const LETTERS: usize = 32_767;
/// The greatest whole number up to which a floating-point number holds each.
const WHOLE: i64 = 1 << 53;

pub(super) fn write(columns: &[ResultColumn], batches: Batches<'_>, out: impl Write + Send) -> Result<(), Broken> {
    let mut book = Workbook::new();
    let mut waiting: Vec<Row> = Vec::new();
    let mut has_more = true;
    while has_more {
        let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
        head(sheet, columns)?;
        has_more = fill(sheet, columns, batches, &mut waiting)?;
    }
    book.save_to_writer(out).map_err(broken)
}

fn head(sheet: &mut Worksheet, columns: &[ResultColumn]) -> Result<(), Broken> {
    for (place, column) in columns.iter().enumerate() {
        sheet.write_string(0, place_of(place)?, letters(&column.name)).map_err(broken)?;
    }
    Ok(())
}

/// Fills a sheet; whether there are more rows than it holds. Those stay in `waiting`.
fn fill(sheet: &mut Worksheet, columns: &[ResultColumn], batches: Batches<'_>, waiting: &mut Vec<Row>) -> Result<bool, Broken> {
    let mut line = 1;
    loop {
        let rows = match std::mem::take(waiting) {
            rows if !rows.is_empty() => rows,
            _ => match batches() {
                Some(rows) => rows.map_err(Broken::Database)?,
                None => return Ok(false),
            },
        };
        let mut rows = rows.into_iter();
        for row in rows.by_ref() {
            for (place, (value, column)) in row.iter().zip(columns).enumerate() {
                cell(sheet, line, place_of(place)?, value, column)?;
            }
            line += 1;
            if line == ROWS {
                break;
            }
        }
        waiting.extend(rows);
        if line == ROWS {
            return Ok(true);
        }
    }
}

/// Numbers that a workbook can hold exactly are numbers, the others texts.
fn cell(sheet: &mut Worksheet, line: u32, place: u16, value: &Value, column: &ResultColumn) -> Result<(), Broken> {
    let written = match value {
        Value::Null => return Ok(()),
        Value::Bool(is) => sheet.write_boolean(line, place, *is),
        Value::Int(number) if (-WHOLE..=WHOLE).contains(number) => sheet.write_number(line, place, *number as f64),
        Value::Float(number) => sheet.write_number(line, place, *number),
        Value::Text(text) if column.kind.is_numeric() && is_short(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => sheet.write_number(line, place, number),
            _ => sheet.write_string(line, place, text),
        },
        other => sheet.write_string(line, place, letters(&other.display())),
    };
    written.map(drop).map_err(broken)
}

/// Digits that survive as a floating-point number.
fn is_short(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() <= 15
}

fn letters(text: &str) -> String {
    // Counted in halves of 32 bits, as Excel does.
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= LETTERS
        })
        .collect()
}

fn place_of(place: usize) -> Result<u16, Broken> {
    let most = 16_384;
    u16::try_from(place).ok().filter(|place| *place < most).ok_or_else(|| Broken::Form(format!("A workbook holds at most {most} columns.")))
}

fn broken(error: XlsxError) -> Broken {
    match error {
        XlsxError::IoError(error) => Broken::Output(error),
        other => Broken::Form(other.to_string()),
    }
}
