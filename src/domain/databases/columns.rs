//! Columns of a table: added, renamed, given another type, put in order and dropped.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    schema, shape,
    structure::{moved, restructure},
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database::DatabaseColumn,
        database_right::DatabaseRight,
        given::NullableText,
        schema::{Column, Table, TableKind, TableRef},
        structure::StructureChange,
        table_input::ColumnInput,
    },
    store,
};

/// `PUT /api/dbs/{dbId}/tables/{id}/columns/{id}`: a column of text unless something else is asked for.
///
/// # Errors
/// As [`restructure`], `NotFound` for the table, and `Conflict` when it has such a column.
pub async fn create(app: &App, caller: Caller<'_>, key: &Key, table: &str, name: &str, input: ColumnInput) -> Result<DatabaseColumn> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    let known = schema::of(app, &found).await?;
    let table = changeable(schema::table(&known, table)?)?;
    let (after, column) = (input.after.clone(), input.into_column(name.to_owned()));
    if find(table, &column.name).is_some() {
        return Err(AppError::conflict("The table has a column of this name already"));
    }
    let (at, name) = (table.at.clone(), column.name.clone());
    let order = match &after {
        Some(NullableText(after)) => Some(moved(names(app, &found, table).await?, &name, after.as_deref(), "column")?),
        None => None,
    };
    restructure(app, caller, &found, vec![StructureChange::AddColumn { table: at.clone(), column }]).await?;
    if let Some(order) = order {
        put(app, caller, &found, &at, &order).await?;
    }
    let known = shape::known(app, &found).await?;
    let table = schema::table(&known.schema, &at.name)?;
    let made = find(table, &name).ok_or_else(column_not_found)?;
    Ok(known.column(table, made))
}

/// `PATCH /api/dbs/{dbId}/tables/{id}/columns/{id}`
///
/// # Errors
/// As [`restructure`], `NotFound`, and `Conflict` when the new name is taken.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, table: &str, name: &str, input: ColumnInput) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    let known = schema::of(app, &found).await?;
    let table = schema::table(&known, table)?;
    let column = find(table, name).ok_or_else(column_not_found)?.name.clone();
    let order = match &input.after {
        Some(NullableText(after)) => Some(moved(names(app, &found, table).await?, &column, after.as_deref(), "column")?),
        None => None,
    };
    let mut changes = Vec::new();
    if let Some(to) = input.change() {
        changes.push(StructureChange::AlterColumn { table: table.at.clone(), column: column.clone(), to });
    }
    let to = input.name.filter(|to| *to != column);
    if let Some(to) = &to {
        if find(table, to).is_some_and(|other| other.name != column) {
            return Err(AppError::conflict("The table has a column of this name already"));
        }
        changes.push(StructureChange::RenameColumn { table: table.at.clone(), column: column.clone(), to: to.clone() });
    }
    if !changes.is_empty() {
        changeable(table)?;
        restructure(app, caller, &found, changes).await?;
    }
    if let Some(mut order) = order {
        if let Some(to) = &to {
            order.iter_mut().filter(|name| **name == column).for_each(|name| name.clone_from(to));
        }
        put(app, caller, &found, &table.at, &order).await?;
    }
    Ok(())
}

/// `DELETE /api/dbs/{dbId}/tables/{id}/columns/{id}`
///
/// # Errors
/// As [`restructure`], and `NotFound`.
pub async fn delete(app: &App, caller: Caller<'_>, key: &Key, table: &str, name: &str) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    let known = schema::of(app, &found).await?;
    let table = schema::table(&known, table)?;
    let column = find(table, name).ok_or_else(column_not_found)?.name.clone();
    changeable(table)?;
    restructure(app, caller, &found, vec![StructureChange::DropColumn { table: table.at.clone(), column }]).await.map(drop)
}

/// The order of the columns from now on.
async fn put(app: &App, caller: Caller<'_>, found: &Found, table: &TableRef, order: &[String]) -> Result<()> {
    let mut tx = app.store.begin().await?;
    access::locked(&mut tx, caller.asking(), &Key::Id(found.row.id.clone()), DatabaseRight::Structure).await?;
    store::database_tables::order_columns(&mut tx, &found.row.id, &table.name, order).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &Object::database(&found.row).saying("order of columns")).await?;
    Ok(tx.commit().await?)
}

/// The columns of a table in their order.
async fn names(app: &App, found: &Found, table: &Table) -> Result<Vec<String>> {
    let known = shape::known(app, found).await?;
    Ok(known.columns(table).into_iter().map(|column| column.name.clone()).collect())
}

/// Columns of views are those of their statement.
fn changeable(table: &Table) -> Result<&Table> {
    if table.kind == TableKind::Table { Ok(table) } else { Err(AppError::invalid("Only columns of tables can be changed")) }
}

/// A column by its name, in whatever case.
pub(super) fn find<'t>(table: &'t Table, name: &str) -> Option<&'t Column> {
    table.column(name).or_else(|| table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)))
}

pub(super) fn column_not_found() -> AppError {
    AppError::not_found("Column not found")
}
