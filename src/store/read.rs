//! Small readers of one column of our own rows.

use sqlx::{Row, any::AnyRow};

/// An id that we wrote ourselves; anything else in the column is a fault.
pub(super) fn id<T>(row: &AnyRow, column: &str, parse: fn(&str) -> Option<T>) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    parse(&text).ok_or_else(|| sqlx::Error::Decode(format!("{column} is not an id").into()))
}

/// A flag: INTEGER 0 or 1.
pub(super) fn flag(row: &AnyRow, column: &str) -> sqlx::Result<bool> {
    Ok(row.try_get::<i64, _>(column)? == 1)
}

/// JSON that we wrote ourselves.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &AnyRow, column: &str) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|e| sqlx::Error::Decode(e.into()))
}

/// A count, which is never negative and small.
pub(super) fn count(row: &AnyRow, column: &str) -> sqlx::Result<u32> {
    Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX))
}
