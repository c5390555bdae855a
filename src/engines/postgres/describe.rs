//! The columns of a person's statement. A query whose values have no basic form is selected from, with each such column
//! cast to text: by the place of a column, so that empty names and names that are alike do not matter.

use super::types::CatalogType;
use crate::{
    engines::{
        dialect::Dialect,
        sql::{Origin, Personal, Statement},
        words::Class,
    },
    model::{engine::ResultColumn, plan::PlanColumn, value::Kind},
};
use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Column, Executor, PgConnection, Row, SqlSafeStr, Statement as _};
use std::collections::HashMap;

pub async fn describe(connection: &mut PgConnection, statement: &Statement) -> sqlx::Result<Statement> {
    let prepared = connection.prepare(AssertSqlSafe(statement.text.clone()).into_sql_str()).await?;
    let oids = prepared.columns().iter().map(|column| column.type_info().oid().map_or(0, |oid| oid.0)).collect::<Vec<_>>();
    // A pooler may hand the session on: nothing prepared may stay there.
    sqlx::raw_sql("DEALLOCATE ALL").execute(&mut *connection).await?;
    let types = types(connection, &oids).await?;
    let (mut columns, mut shown, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut must_convert = false;
    for (number, (column, oid)) in prepared.columns().iter().zip(&oids).enumerate() {
        let of_type = types.get(oid).cloned().unwrap_or_else(unknown);
        columns.push(ResultColumn { name: column.name().to_owned(), short_type: of_type.short_type.clone(), kind: of_type.kind });
        let place = format!("c{number}");
        let value = format!("q.{place}");
        let selected = Dialect::Postgres.selected(&value, &of_type);
        must_convert |= selected != value;
        shown.push(selected);
        places.push(place);
    }
    let mut ready = Statement { columns, ..statement.clone() };
    if let Origin::Personal(personal @ Personal { class: Class::Query, .. }) = &mut ready.origin
        && must_convert
    {
        let before = format!("SELECT {} FROM (\n", shown.join(", "));
        personal.lead = before.chars().count();
        ready.text = format!("{before}{}\n) AS q({})", statement.text, places.join(", "));
    }
    Ok(ready)
}

/// The types with these numbers, each as a column of that type.
async fn types(connection: &mut PgConnection, oids: &[u32]) -> sqlx::Result<HashMap<u32, PlanColumn>> {
    let mut found = HashMap::new();
    if oids.is_empty() {
        return Ok(found);
    }
    let wanted = format!("{{{}}}", oids.iter().map(u32::to_string).collect::<Vec<_>>().join(","));
    let mut rows = sqlx::query(include_str!("describe.sql")).persistent(false).bind(wanted).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let (name, schema): (String, Option<String>) = (row.try_get("type_name")?, row.try_get("type_schema")?);
        let of_type =
            CatalogType { name: &name, schema: schema.as_deref(), is_array: row.try_get("is_array")?, is_enum: row.try_get("is_enum")? };
        let column = PlanColumn {
            name: String::new(),
            kind: of_type.kind(),
            short_type: of_type.short(),
            full_type: row.try_get("full_type")?,
            nullable: true,
        };
        let oid: i64 = row.try_get("id")?;
        found.insert(u32::try_from(oid).unwrap_or_default(), column);
    }
    Ok(found)
}

/// Of a type that went away meanwhile.
fn unknown() -> PlanColumn {
    PlanColumn { name: String::new(), kind: Kind::Other, short_type: "unknown".into(), full_type: "unknown".into(), nullable: true }
}
