//! What the page of a table needs, in one answer. On the server the first rows come along.

use crate::{
    actions::{Answer, catalogue::get_table_schema},
    model::{
        address::Query,
        catalogue::{TableSchema, TableSchemaInput},
        drawing::Drawing,
        filter::TableView,
        outcome::Outcome,
        widget::{Configs, WidgetDataInput, WidgetInput},
    },
    ui::pages::board::load,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub schema: TableSchema,
    /// Absent when the browser asks for itself.
    pub rows: Option<Drawing>,
}

/// Which table is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub project: String,
    pub connection: String,
    pub table: String,
}

pub async fn load(asked: Asked, query: Query) -> Answer<Bundle> {
    let Asked { project, connection, table } = asked.clone();
    let input =
        TableSchemaInput { project_id: Some(project), connection_id: Some(connection), table: Some(table), ..TableSchemaInput::default() };
    match get_table_schema(input).await? {
        Outcome::Done(schema) => Ok(Outcome::Done(Bundle { schema, rows: first_rows(asked, &query).await })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[cfg(feature = "ssr")]
async fn first_rows(asked: Asked, query: &Query) -> Option<Drawing> {
    Some(rows(asked, crate::model::view_query::decode(query, 0)).await)
}

#[cfg(not(feature = "ssr"))]
async fn first_rows(_: Asked, _: &Query) -> Option<Drawing> {
    None
}

/// The rows of the table, as a data table on a board would show them.
pub async fn rows(asked: Asked, view: TableView) -> Drawing {
    let Asked { project, connection, table } = asked;
    let draft = WidgetInput {
        project_id: Some(project),
        kind: Some("datatables".into()),
        subtype: Some("simple_dataTable".into()),
        configs: Some(Configs { connection_id: Some(connection), tables: vec![table], ..Configs::default() }),
        ..WidgetInput::default()
    };
    load::data(WidgetDataInput::draft(draft, view)).await
}
