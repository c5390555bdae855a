//! Ends that people choose: the last day on which something works, or a moment.

use crate::{
    error::{AppError, Result},
    model::time::Timestamp,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// The end of the named day, in UTC; nothing for an empty text.
///
/// # Errors
/// `Invalid` at `field` for what is no day, and for a day that is over.
pub(super) fn end_of(field: &str, day: Option<&str>) -> Result<Option<Timestamp>> {
    let Some(text) = day.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let refused = |rule: &str| AppError::field(field, rule);
    let day: Date = text.parse().map_err(|_| refused("Give a day, written as 2026-12-31"))?;
    let end = day.checked_add(1.day()).and_then(|next| next.to_zoned(TimeZone::UTC)).map_err(|_| refused("This day is too far away"))?;
    let end = Timestamp(end.timestamp().as_millisecond());
    if end <= Timestamp::now() { Err(refused("Choose a day that is not over yet")) } else { Ok(Some(end)) }
}

/// A moment that lies ahead, written as RFC 3339 with or without milliseconds.
///
/// # Errors
/// `Invalid` at `field` for what is no moment, and for one that has passed.
pub(super) fn moment(field: &str, text: &str) -> Result<Timestamp> {
    let refused = |rule: &str| AppError::field(field, format!("{field} {rule}"));
    let at: jiff::Timestamp = text.trim().parse().map_err(|_| refused("must be a time like 2026-12-31T12:00:00Z, or null"))?;
    let at = Timestamp(at.as_millisecond());
    if at <= Timestamp::now() { Err(refused("must lie ahead: a token that has ended reaches nothing")) } else { Ok(at) }
}
