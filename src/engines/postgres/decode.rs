//! Values as the server sends them (binary form) to values as we show them. Statements select only the types below
//! and texts; everything else was cast to text by the dialect. JSON and XML, whose binary form is their text, come from
//! EXPLAIN alone.

use crate::{
    engines::driver::{
        LONGEST_MESSAGE, too_long,
        values::{float, single, text},
    },
    model::{
        engine::EngineError,
        value::{Row, Value},
    },
};
use sqlx::{
    Row as _, ValueRef as _,
    postgres::{PgRow, PgValueRef},
};

use super::explain;

/// Object ids of built-in types; they never change (`pg_type.dat`).
mod oid {
    pub const BOOL: u32 = 16;
    pub const NAME: u32 = 19;
    pub const INT8: u32 = 20;
    pub const INT2: u32 = 21;
    pub const INT4: u32 = 23;
    pub const TEXT: u32 = 25;
    pub const JSON: u32 = 114;
    pub const XML: u32 = 142;
    pub const FLOAT4: u32 = 700;
    pub const FLOAT8: u32 = 701;
    pub const UNKNOWN: u32 = 705;
    pub const BPCHAR: u32 = 1042;
    pub const VARCHAR: u32 = 1043;
}

/// One row, cut to `width` values (a statement without columns still selects a NULL), and its size in bytes. A row that
/// is longer than the watch lets through is refused here where nobody could watch.
pub fn row(row: &PgRow, width: usize, longest: usize) -> Result<(Row, usize), EngineError> {
    if row.len() < width {
        return Err(explain::broken());
    }
    let (mut bytes, mut sent) = (0, 0);
    let mut values = Vec::with_capacity(width);
    for index in 0..width {
        let raw = row.try_get_raw(index).map_err(|_| explain::broken())?;
        sent += raw.as_bytes().map_or(0, <[u8]>::len);
        if sent > LONGEST_MESSAGE {
            return Err(too_long());
        }
        let value = if raw.is_null() { Value::Null } else { value(&raw, longest)? };
        bytes += value.held_bytes();
        values.push(value);
    }
    Ok((values, bytes))
}

fn value(raw: &PgValueRef<'_>, longest: usize) -> Result<Value, EngineError> {
    let bytes = raw.as_bytes().map_err(|_| explain::broken())?;
    let kind = raw.type_info().oid().map_or(0, |oid| oid.0);
    Ok(match kind {
        oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::UNKNOWN | oid::JSON | oid::XML => text(bytes, longest),
        oid::BOOL => Value::Bool(fixed::<1>(bytes)?[0] != 0),
        oid::INT2 => Value::Int(i16::from_be_bytes(fixed(bytes)?).into()),
        oid::INT4 => Value::Int(i32::from_be_bytes(fixed(bytes)?).into()),
        oid::INT8 => Value::Int(i64::from_be_bytes(fixed(bytes)?)),
        oid::FLOAT4 => single(f32::from_be_bytes(fixed(bytes)?)),
        oid::FLOAT8 => float(f64::from_be_bytes(fixed(bytes)?)),
        _ => return Err(explain::broken()),
    })
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], EngineError> {
    bytes.try_into().map_err(|_| explain::broken())
}
