//! The whole value of one cell.

use super::{answer::params, fault::End};
use crate::{
    engines::{dialect::Dialect, sql::change, sqlite::values},
    model::{
        value::{Kind, Value},
        work::{Cell, CellPlan, Done},
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use rusqlite::{Connection, params_from_iter, types::ValueRef};

pub(super) fn run(connection: &Connection, plan: &CellPlan) -> Result<Done, End> {
    let form = change::met(&plan.table, std::slice::from_ref(&plan.column), &plan.filter, 2, Dialect::Sqlite).map_err(End::Refused)?;
    let mut statement = connection.prepare(&form.text)?;
    let mut rows = statement.query(params_from_iter(params(&form.params)?))?;
    let cell = match rows.next()? {
        None => Cell::NoRow,
        Some(row) => match row.get_ref(0)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Blob(bytes) => Cell::Bytes(BASE64_STANDARD.encode(bytes)),
            other => Cell::Text(match values::value(other, Kind::Other, usize::MAX) {
                Value::Text(text) => text,
                value => value.display(),
            }),
        },
    };
    let is_many = !matches!(cell, Cell::NoRow) && rows.next()?.is_some();
    Ok(Done { cell: Some(if is_many { Cell::Many } else { cell }), affected: vec![plan.table.name.clone()], ..Done::default() })
}
