//! Tables of a database: shown, made, renamed, described, put in order, copied and dropped.

use super::{
    access::{self, Asking, Found, Key},
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
        database::DatabaseTable,
        database_right::DatabaseRight,
        given::NullableText,
        rules,
        schema::TableKind,
        structure::StructureChange,
        table_input::{CloneInput, NewTableInput, TableChangeInput},
    },
    store::{self, database_tables::TableRow},
};

/// `GET /api/dbs/{dbId}/tables/{id}`; views are tables here too.
///
/// # Errors
/// As [`access::find`] for the right to read, and `NotFound`.
pub async fn get(app: &App, asking: Asking<'_>, key: &Key, name: &str) -> Result<DatabaseTable> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    shape::table(app, &found, name).await
}

/// `PUT /api/dbs/{dbId}/tables/{id}`
///
/// # Errors
/// As [`restructure`], and `Conflict` when something of this name exists.
pub async fn create(app: &App, caller: Caller<'_>, key: &Key, name: &str, input: NewTableInput) -> Result<DatabaseTable> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    must_be_free(app, &found, name).await?;
    restructure(app, caller, &found, vec![StructureChange::CreateTable(input.into_table(name.to_owned()))]).await?;
    made(app, &found, name).await
}

/// `POST /api/dbs/{dbId}/tables/{id}/clone`: a new table of the same definition.
///
/// # Errors
/// As [`create`].
pub async fn copy(app: &App, caller: Caller<'_>, key: &Key, name: &str, input: CloneInput) -> Result<DatabaseTable> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    let to = input.name.ok_or_else(|| AppError::field("name", "The name of the copy is required"))?;
    let known = schema::of(app, &found).await?;
    let table = schema::table(&known, name)?;
    if table.kind != TableKind::Table {
        return Err(AppError::invalid("Only tables can be copied"));
    }
    must_be_free(app, &found, &to).await?;
    let (table, with_rows) = (table.at.clone(), input.with_rows.unwrap_or(true));
    restructure(app, caller, &found, vec![StructureChange::CloneTable { table, to: to.clone(), with_rows }]).await?;
    made(app, &found, &to).await
}

/// `PATCH /api/dbs/{dbId}/tables/{id}`
///
/// # Errors
/// As [`restructure`], `NotFound`, and `Conflict` when the new name is taken.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, name: &str, change: TableChangeInput) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    if let Some(NullableText(Some(text))) = &change.description {
        rules::text("description", "Description", text, 5_000)?;
    }
    let known = schema::of(app, &found).await?;
    let mut table = schema::table(&known, name)?.at.clone();
    // Asked for first: a wrong place changes nothing.
    let order = match &change.after {
        Some(NullableText(after)) => Some(moved(names(app, &found).await?, &table.name, after.as_deref(), "table")?),
        None => None,
    };
    let mut order = order.unwrap_or_default();
    if let Some(to) = change.name.filter(|to| *to != table.name) {
        if !to.eq_ignore_ascii_case(&table.name) {
            must_be_free(app, &found, &to).await?;
        }
        restructure(app, caller, &found, vec![StructureChange::RenameTable { table: table.clone(), to: to.clone() }]).await?;
        order.iter_mut().filter(|name| **name == table.name).for_each(|name| name.clone_from(&to));
        table.name = to;
    }
    if order.is_empty() && change.description.is_none() {
        return Ok(());
    }
    put(app, caller, &found, &table.name, change.description, order).await
}

/// Writes the description and the order of all tables, as far as they are given.
async fn put(
    app: &App,
    caller: Caller<'_>,
    found: &Found,
    name: &str,
    description: Option<NullableText>,
    order: Vec<String>,
) -> Result<()> {
    let id = &found.row.id;
    let mut tx = app.store.begin().await?;
    access::locked(&mut tx, caller.asking(), &Key::Id(id.clone()), DatabaseRight::Structure).await?;
    let rows = store::database_tables::tables(&mut tx, id).await?;
    let description_of = |table: &str| {
        let before = rows.iter().find(|row| row.name == table).and_then(|row| row.description.clone());
        if table == name { description.clone().map_or(before, |NullableText(text)| text.filter(|text| !text.is_empty())) } else { before }
    };
    if order.is_empty() {
        // Behind the others until it is put somewhere.
        let last = rows.iter().map(|row| row.position).max().unwrap_or_default();
        let position = rows.iter().find(|row| row.name == name).map_or(last + 1, |row| row.position);
        let row = TableRow { name: name.to_owned(), position, description: description_of(name) };
        store::database_tables::put_table(&mut tx, id, &row).await?;
    }
    for (position, table) in (0_i64..).zip(order) {
        let row = TableRow { position, description: description_of(&table), name: table };
        store::database_tables::put_table(&mut tx, id, &row).await?;
    }
    audit::done(&mut tx, caller.by(), Verb::Changed, &Object::database(&found.row).saying("order or description of tables")).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/tables/{tableId}`
///
/// # Errors
/// As [`restructure`], and `NotFound`.
pub async fn delete(app: &App, caller: Caller<'_>, key: &Key, name: &str) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    let known = schema::of(app, &found).await?;
    let table = schema::table(&known, name)?;
    let at = table.at.clone();
    let change = if table.kind == TableKind::View { StructureChange::DropView(at) } else { StructureChange::DropTable(at) };
    restructure(app, caller, &found, vec![change]).await.map(drop)
}

/// All tables and views in their order.
async fn names(app: &App, found: &Found) -> Result<Vec<String>> {
    let known = shape::known(app, found).await?;
    Ok(known.ordered().into_iter().map(|table| table.at.name.clone()).collect())
}

/// What was made. Who may not read is told its form and not how much is in it.
async fn made(app: &App, found: &Found, name: &str) -> Result<DatabaseTable> {
    if found.role.may(DatabaseRight::Read) {
        return shape::table(app, found, name).await;
    }
    let known = shape::known(app, found).await?;
    Ok(known.shown(schema::table(&known.schema, name)?))
}

async fn must_be_free(app: &App, found: &Found, name: &str) -> Result<()> {
    let is_taken = schema::table(&*schema::of(app, found).await?, name).is_ok();
    if is_taken { Err(AppError::conflict("There is a table or a view of this name already")) } else { Ok(()) }
}
