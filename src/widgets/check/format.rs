//! How figures should look, by itself.

use super::limit;
use crate::{
    error::{AppError, Result},
    model::format::{Format, MAX_MARKS},
};

/// Most digits behind the point.
const MAX_DECIMALS: u32 = 10;
/// Longest unit, in characters.
const MAX_UNIT: usize = 20;
/// Longest word at a line or a place, in characters.
const MAX_WORDS: usize = 80;

pub(super) fn check(format: &Format) -> Result<()> {
    for (field, count) in
        [("colors", format.colors.len()), ("lines", format.lines.len()), ("notes", format.notes.len()), ("rules", format.rules.len())]
    {
        if count > MAX_MARKS {
            return Err(AppError::field(format!("configs[format][{field}]"), format!("There can be at most {MAX_MARKS}")));
        }
    }
    if let Some(number) = &format.number {
        if number.decimals.is_some_and(|decimals| decimals > MAX_DECIMALS) {
            return Err(AppError::field("configs[format][number][decimals]", format!("Decimals must be between 0 and {MAX_DECIMALS}")));
        }
        let code = number.currency.as_deref().unwrap_or("EUR");
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(AppError::field("configs[format][number][currency]", "Write the currency as its three letters: EUR, USD, CHF"));
        }
        words("configs[format][number][unit]", "Unit", number.unit.as_deref().unwrap_or_default(), MAX_UNIT)?;
    }
    for (at, line) in format.lines.iter().enumerate() {
        finite(&format!("configs[format][lines][{at}][value]"), line.value)?;
        words(&format!("configs[format][lines][{at}][label]"), "Label", line.label.as_deref().unwrap_or_default(), MAX_WORDS)?;
    }
    for (at, note) in format.notes.iter().enumerate() {
        limit(&format!("configs[format][notes][{at}][at]"), "Place", &note.at)?;
        words(&format!("configs[format][notes][{at}][text]"), "Text", &note.text, MAX_WORDS)?;
    }
    for (at, rule) in format.rules.iter().enumerate() {
        finite(&format!("configs[format][rules][{at}][value]"), rule.value)?;
        limit(&format!("configs[format][rules][{at}][column]"), "Column", rule.column.as_deref().unwrap_or_default())?;
    }
    format.target.map_or(Ok(()), |target| finite("configs[format][target]", target))
}

fn finite(field: &str, number: f64) -> Result<()> {
    if number.is_finite() { Ok(()) } else { Err(AppError::field(field, "Write a number")) }
}

fn words(field: &str, label: &str, text: &str, most: usize) -> Result<()> {
    limit(field, label, text)?;
    if text.chars().count() > most {
        return Err(AppError::field(field, format!("{label} must be at most {most} characters")));
    }
    Ok(())
}
