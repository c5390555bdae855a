//! The structure of a database for Azimutt.

use super::{
    access::{self, Asking, Key},
    facts,
    shape::{self, Known},
};
use crate::{
    domain::App,
    error::Result,
    model::{
        azimutt::{AzimuttCheck, AzimuttColumn, AzimuttEnd, AzimuttIndex, AzimuttKey, AzimuttRelation, AzimuttSchema, AzimuttTable},
        database_right::DatabaseRight,
        schema::{ForeignKey, Table, TableKind},
        sqlite_definition::DefinitionKind,
    },
};

/// SQLite has no schemas; Azimutt wants one.
const SCHEMA: &str = "public";

/// `GET /api/dbs/{dbId}/azimutt-schema`
///
/// # Errors
/// As [`access::find`] for the right to read.
pub async fn schema(app: &App, asking: Asking<'_>, key: &Key) -> Result<AzimuttSchema> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    Ok(document(&shape::known(app, &found).await?))
}

fn document(known: &Known) -> AzimuttSchema {
    let tables = known.ordered();
    AzimuttSchema {
        tables: tables.iter().map(|one| table(known, one)).collect(),
        relations: tables.iter().flat_map(|one| one.foreign_keys.iter().flat_map(|key| relations(one, key))).collect(),
    }
}

fn table(known: &Known, table: &Table) -> AzimuttTable {
    let is_view = table.kind == TableKind::View;
    let written = known.written(table);
    let view = known.definitions.iter().find(|one| one.kind == DefinitionKind::View && one.name == table.at.name);
    let column = |column| {
        let facts = known.column(table, column);
        AzimuttColumn {
            declared: facts::declared(column, &written).to_owned(),
            nullable: !facts.is_non_null,
            default: column.default.clone(),
            comment: None,
            values: facts.items,
            name: facts.name,
            columns: Vec::new(),
        }
    };
    let index = |name: Option<String>, columns: &[String]| AzimuttIndex {
        name,
        columns: columns.to_vec(),
        definition: Some(format!("({})", columns.join(", "))),
    };
    let is_key = |columns: &Vec<String>| table.unique_keys.contains(columns) || table.primary_key == *columns;
    AzimuttTable {
        schema: SCHEMA.to_owned(),
        table: table.at.name.clone(),
        view: is_view,
        definition: view.and_then(|view| view.sql.clone()),
        comment: known.row(table).and_then(|row| row.description.clone()),
        columns: known.columns(table).into_iter().map(column).collect(),
        primary_key: (!table.primary_key.is_empty()).then(|| AzimuttKey { name: None, columns: table.primary_key.clone() }),
        uniques: table.unique_keys.iter().map(|columns| index(None, columns)).collect(),
        indexes: table.indexes.iter().filter(|own| !is_key(&own.columns)).map(|own| index(Some(own.name.clone()), &own.columns)).collect(),
        checks: written
            .checks
            .into_iter()
            .map(|check| AzimuttCheck { name: check.name, columns: check.columns, predicate: Some(check.predicate) })
            .collect(),
    }
}

/// One for each pair of columns.
fn relations<'k>(table: &'k Table, key: &'k ForeignKey) -> impl Iterator<Item = AzimuttRelation> + 'k {
    let place = |table: &str, column: &str| AzimuttEnd { table: format!("{SCHEMA}.{table}"), column: column.to_owned() };
    key.columns.iter().zip(&key.referenced_columns).map(move |(own, theirs)| AzimuttRelation {
        name: format!("fk_{}_{own}_{}_{theirs}", table.at.name, key.references.name),
        src: place(&table.at.name, own),
        target: place(&key.references.name, theirs),
    })
}
