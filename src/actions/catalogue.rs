//! The stored schemas of a project, as lists, tables and diagrams.

use super::{Answer, fields::Fields};
use crate::model::{
    catalogue::{SchemaSources, SchemaTables, SchemaTablesInput, TableSchema, TableSchemaInput},
    diagram::{Diagram, DiagramInput},
    project::ProjectInput,
    schema_change::{SchemaChangesInput, SchemaHistory},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{answer, app, reader},
    crate::domain::{catalogue, diagram},
};

/// The connections of a project with what is known of their schemas.
#[server(prefix = "/actions", endpoint = "getSchemaSources", input = Fields)]
pub async fn get_schema_sources(input: ProjectInput) -> Answer<SchemaSources> {
    answer(async { catalogue::sources(&app()?, &reader()?, input).await }.await)
}

/// The tables of a project's connections, searched, page by page.
#[server(prefix = "/actions", endpoint = "listSchemaTables", input = Fields)]
pub async fn list_schema_tables(input: SchemaTablesInput) -> Answer<SchemaTables> {
    answer(async { catalogue::tables(&app()?, &reader()?, input).await }.await)
}

/// One table with its columns, keys and indexes, and its relations in both directions.
#[server(prefix = "/actions", endpoint = "getTableSchema", input = Fields)]
pub async fn get_table_schema(input: TableSchemaInput) -> Answer<TableSchema> {
    answer(async { catalogue::table(&app()?, &reader()?, input).await }.await)
}

/// The tables of a connection and what its diagram shows. The drawing itself is `GET /api/projects/{projectId}/diagram`.
#[server(prefix = "/actions", endpoint = "getDiagram", input = Fields)]
pub async fn get_diagram(input: DiagramInput) -> Answer<Diagram> {
    answer(async { diagram::diagram(&app()?, &reader()?, input).await }.await)
}

/// What readings of the schemas found changed, newest first, and which widgets that breaks.
#[server(prefix = "/actions", endpoint = "listSchemaChanges", input = Fields)]
pub async fn list_schema_changes(input: SchemaChangesInput) -> Answer<SchemaHistory> {
    answer(async { catalogue::history(&app()?, &reader()?, input).await }.await)
}
