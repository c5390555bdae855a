//! Tables and columns of a hosted database as seed 002 shows them.

use super::{access::Found, schema};
use crate::{
    domain::App,
    error::Result,
    model::{
        database::{DatabaseColumn, DatabaseTable},
        schema::{Column, Table, TableKind},
    },
};

/// All tables and views.
pub async fn tables(app: &App, found: &Found) -> Result<Vec<DatabaseTable>> {
    let schema = schema::of(app, found).await?;
    Ok(schema.tables.iter().map(table).collect())
}

fn table(table: &Table) -> DatabaseTable {
    let is_view = table.kind == TableKind::View;
    DatabaseTable {
        columns: table.columns.iter().map(|one| column(table, one)).collect(),
        description: None,
        max_cell_limit_reached: false,
        name: table.at.name.clone(),
        number_of_rows: 0,
        rowid_column_name: (!is_view).then(|| "rowid".to_owned()),
        table_type: if is_view { "View" } else { "Table" }.to_owned(),
        rows: None,
    }
}

fn column(table: &Table, column: &Column) -> DatabaseColumn {
    DatabaseColumn {
        gql_data_type: None,
        input_element: "InputText".to_owned(),
        is_generated: column.generated.is_some(),
        is_non_null: !column.nullable,
        is_omittable: column.nullable || column.default.is_some(),
        is_primary_key: table.primary_key.contains(&column.name),
        is_unique: table.unique_keys.iter().any(|key| key.len() == 1 && key[0] == column.name),
        items: None,
        name: column.name.clone(),
        sqlite_data_type: column.full_type.clone(),
        validations: None,
    }
}
