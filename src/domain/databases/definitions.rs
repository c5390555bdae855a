//! The CREATE statements of a database, as SQLite keeps them.

use super::{access::Found, work};
use crate::{
    domain::App,
    error::Result,
    model::{
        plan::{Plan, PlanColumn, PlanFilter, PlanSort, RowsPlan},
        schema::TableRef,
        sqlite_definition::{Definition, DefinitionKind},
        value::{Kind, Row, Value},
    },
};

/// Longest definition, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Every part of the structure, SQLite's own too, in the order in which they were made.
pub(super) async fn read(app: &App, found: &Found) -> Result<Vec<Definition>> {
    let text = |name: &str| PlanColumn {
        name: name.to_owned(),
        kind: Kind::Text,
        short_type: "text".to_owned(),
        full_type: "TEXT".to_owned(),
        nullable: true,
    };
    let plan = RowsPlan {
        source: TableRef { schema: None, name: "sqlite_schema".to_owned() }.into(),
        columns: ["type", "name", "tbl_name", "sql"].map(text).to_vec(),
        filter: PlanFilter::default(),
        sort: vec![PlanSort { column: rowid("rowid"), descending: false }],
        limit: None,
        offset: 0,
        after: None,
    };
    let mut limits = work::read_limits();
    limits.max_value_bytes = LONGEST;
    let rows = work::rows(app, found, Plan::Rows(plan), limits).await?.rows;
    Ok(rows.into_iter().filter_map(definition).collect())
}

/// The column of row ids under the name by which a table has it.
pub(super) fn rowid(name: &str) -> PlanColumn {
    PlanColumn {
        name: name.to_owned(),
        kind: Kind::Integer,
        short_type: "bigint".to_owned(),
        full_type: "INTEGER".to_owned(),
        nullable: false,
    }
}

fn definition(row: Row) -> Option<Definition> {
    let mut texts = row.into_iter().map(|value| match value {
        Value::Text(text) | Value::Cut { cut: text, .. } => Some(text),
        _ => None,
    });
    let kind = DefinitionKind::parse(&texts.next()??)?;
    let (name, table) = (texts.next()??, texts.next()??);
    let sql = texts.next().flatten();
    Some(Definition { kind, name, table, sql })
}
