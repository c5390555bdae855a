//! Changing the structure of a database: the lock, the kept copy, the change itself, and what follows it here.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    copies, schema,
    work::{self, Note},
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_right::DatabaseRight,
        schema::{Schema, TableRef},
        structure::StructureChange,
        work::Work,
    },
    store::{self, Db},
};

/// Longest name of a table, a view or a column, in characters.
const LONGEST_NAME: usize = 1_000;
/// Most changes at once.
const MOST: usize = 500;

/// `POST /api/dbs/{dbId}/structure`: changes in order, all or nothing. Answers the statements that ran.
///
/// # Errors
/// As [`access::find`] for the right to change the structure, `Forbidden` while it is locked, and what the database
/// refuses.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, changes: Vec<StructureChange>) -> Result<Vec<String>> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    if changes.is_empty() || changes.len() > MOST {
        return Err(AppError::field("changes", format!("Send 1 to {MOST} changes")));
    }
    restructure(app, caller, &found, changes).await
}

/// Changes the structure of a database that was found for a caller who may.
pub(super) async fn restructure(app: &App, caller: Caller<'_>, found: &Found, mut changes: Vec<StructureChange>) -> Result<Vec<String>> {
    found.must_be_unlocked()?;
    let known = schema::of(app, found).await?;
    for change in &mut changes {
        new_names(change)?;
        if let Some(table) = table_of(change) {
            *table = resolved(&known, table);
        }
    }
    let said = changes.iter().map(words).collect::<Vec<_>>().join("; ");
    if changes.iter().any(StructureChange::is_destructive) {
        copies::before(app, caller.actor, found, &said).await?;
    }
    let note = Note::new("structure", said.clone());
    let done = work::run(app, caller.actor, found, Work::Structure(changes.clone()), note).await?;
    let mut tx = app.store.begin().await?;
    for change in &changes {
        follow(&mut tx, found, change).await?;
    }
    audit::done(&mut tx, caller.by(), Verb::Changed, &Object::database(&found.row).saying(said)).await?;
    tx.commit().await?;
    Ok(done.statements)
}

/// The table as the database writes it. One that it does not have may be made by a change before.
fn resolved(known: &Schema, table: &TableRef) -> TableRef {
    schema::table(known, &table.name).map_or_else(|_| TableRef { schema: None, name: table.name.clone() }, |table| table.at.clone())
}

fn table_of(change: &mut StructureChange) -> Option<&mut TableRef> {
    use StructureChange as S;
    match change {
        S::RenameTable { table, .. }
        | S::CloneTable { table, .. }
        | S::AddColumn { table, .. }
        | S::RenameColumn { table, .. }
        | S::AlterColumn { table, .. }
        | S::DropColumn { table, .. }
        | S::AddForeignKey { table, .. }
        | S::DropForeignKey { table, .. }
        | S::DropTable(table)
        | S::DropView(table) => Some(table),
        S::CreateTable(_) | S::CreateIndex(_) | S::DropIndex { .. } | S::CreateView { .. } => None,
    }
}

/// Whether what is made or renamed may be called so.
fn new_names(change: &StructureChange) -> Result<()> {
    use StructureChange as S;
    match change {
        S::CreateTable(table) => {
            checked_name(&table.name, "table")?;
            table.columns.iter().try_for_each(|column| checked_name(&column.name, "column"))
        }
        S::RenameTable { to, .. } | S::CloneTable { to, .. } => checked_name(to, "table"),
        S::AddColumn { column, .. } => checked_name(&column.name, "column"),
        S::RenameColumn { to, .. } => checked_name(to, "column"),
        S::CreateIndex(index) => checked_name(&index.name, "index"),
        S::CreateView { name, .. } => checked_name(name, "view"),
        _ => Ok(()),
    }
}

/// A change in words, which name things and no values.
fn words(change: &StructureChange) -> String {
    use StructureChange as S;
    let of = |table: &TableRef| short(&table.name);
    match change {
        S::CreateTable(table) => format!("create table {}", short(&table.name)),
        S::RenameTable { table, to } => format!("rename table {} to {}", of(table), short(to)),
        S::DropTable(table) => format!("drop table {}", of(table)),
        S::CloneTable { table, to, .. } => format!("copy table {} to {}", of(table), short(to)),
        S::AddColumn { table, column } => format!("add column {} to {}", short(&column.name), of(table)),
        S::RenameColumn { table, column, to } => format!("rename column {} of {} to {}", short(column), of(table), short(to)),
        S::AlterColumn { table, column, .. } => format!("change column {} of {}", short(column), of(table)),
        S::DropColumn { table, column } => format!("drop column {} of {}", short(column), of(table)),
        S::CreateIndex(index) => format!("create index {} on {}", short(&index.name), short(&index.table)),
        S::DropIndex { name } => format!("drop index {}", short(name)),
        S::AddForeignKey { table, key } => format!("add a key from {} to {}", of(table), short(&key.references)),
        S::DropForeignKey { table, .. } => format!("drop a key of {}", of(table)),
        S::CreateView { name, .. } => format!("save view {}", short(name)),
        S::DropView(table) => format!("drop view {}", of(table)),
    }
}

fn short(name: &str) -> String {
    let cut: String = name.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cut.len() < name.len() { format!("{cut}…") } else { cut }
}

/// What is kept here about tables and columns goes with them.
pub(super) async fn follow(db: &mut Db, found: &Found, change: &StructureChange) -> Result<()> {
    use StructureChange as S;
    let id = &found.row.id;
    match change {
        S::RenameTable { table, to } => {
            store::database_tables::rename_table(db, id, &table.name, to).await?;
            charts(db, found, |body| rename(body.get_mut("table"), &table.name, to)).await?;
        }
        S::DropTable(table) | S::DropView(table) => store::database_tables::forget_table(db, id, &table.name).await?,
        S::RenameColumn { table, column, to } => {
            store::database_tables::rename_column(db, id, &table.name, column, to).await?;
            charts(db, found, |body| {
                let is_of_it = body.get("table").and_then(|name| name.as_str()) == Some(&table.name);
                let headers = body.get_mut("headers").and_then(|headers| headers.as_array_mut()).filter(|_| is_of_it);
                let mut changed = false;
                for header in headers.into_iter().flatten() {
                    changed |= rename(Some(header), column, to);
                }
                changed
            })
            .await?;
        }
        S::DropColumn { table, column } => store::database_tables::forget_column(db, id, &table.name, column).await?,
        _ => {}
    }
    Ok(())
}

fn rename(value: Option<&mut serde_json::Value>, name: &str, to: &str) -> bool {
    match value {
        Some(value) if value.as_str() == Some(name) => {
            *value = to.into();
            true
        }
        _ => false,
    }
}

/// Writes the charts that `change` says it changed.
async fn charts(db: &mut Db, found: &Found, change: impl Fn(&mut serde_json::Value) -> bool) -> Result<()> {
    for (id, body) in store::database_tables::charts(db, &found.row.id).await? {
        let Ok(mut body) = serde_json::from_str::<serde_json::Value>(&body) else { continue };
        if change(&mut body) {
            store::database_tables::change_chart(db, &id, &body.to_string()).await?;
        }
    }
    Ok(())
}

/// Whether something new can be called so.
///
/// # Errors
/// `Invalid`, which names the rule.
pub(super) fn checked_name(name: &str, what: &str) -> Result<()> {
    let wrong = |rule: &str| Err(AppError::field("name", format!("The name of a {what} {rule}")));
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return wrong(&format!("has 1 to {LONGEST_NAME} characters"));
    }
    if name.contains('\0') {
        return wrong("must not contain a NUL character");
    }
    if what != "column" && name.get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case("sqlite_")) {
        return wrong("must not begin with sqlite_, which SQLite keeps for itself");
    }
    Ok(())
}

/// `name` taken out of its place and put behind `after`, or in the first place.
///
/// # Errors
/// `Invalid` when nothing is called `after`.
pub(super) fn moved(mut names: Vec<String>, name: &str, after: Option<&str>, what: &str) -> Result<Vec<String>> {
    names.retain(|other| other != name);
    let place = match after.filter(|after| !after.is_empty()) {
        None => 0,
        Some(after) => match names.iter().position(|other| other == after) {
            Some(place) => place + 1,
            None => return Err(AppError::field("after", format!("There is no other {what} of that name to follow"))),
        },
    };
    names.insert(place, name.to_owned());
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_move_behind_others() {
        let names = || vec!["a".to_owned(), "b".into(), "c".into()];
        assert_eq!(moved(names(), "a", Some("c"), "table").expect("moves"), ["b", "c", "a"]);
        assert_eq!(moved(names(), "c", None, "table").expect("moves"), ["c", "a", "b"]);
        assert!(moved(names(), "a", Some("a"), "table").is_err() && moved(names(), "a", Some("x"), "table").is_err());
    }

    #[test]
    fn names_of_sqlite_and_of_nobody_are_refused() {
        for bad in ["", "a\0b", "SQLite_x", &"x".repeat(1_001)] {
            assert!(checked_name(bad, "table").is_err(), "{bad:?}");
        }
        for good in ["a\"b", "a]b", "'; DROP TABLE t--", "😅", " "] {
            assert!(checked_name(good, "table").is_ok(), "{good}");
        }
    }
}
