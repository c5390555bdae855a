//! A change of the structure as a form sends it.

use super::Found;
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            copies,
            work::{self, Note},
        },
    },
    error::{AppError, Result},
    model::{
        address::step,
        database_right::DatabaseRight,
        desk::{Restructured, StructureInput, StructureWhat},
        schema::TableRef,
        structure::{ColumnChange, GeneratedAs, NewColumn, NewDefault, NewForeignKey, NewIndex, NewTable, OnDelete, StructureChange},
        work::Work,
    },
};

/// `changeDatabaseStructure`
pub async fn change(app: &App, actor: &Actor, input: StructureInput) -> Result<Restructured> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Structure).await?;
    let what = input.what.ok_or_else(|| AppError::field("what", "Say what changes."))?;
    if what == StructureWhat::DescribeTable || what == StructureWhat::MoveTable {
        return place(app, actor, &found, what, input).await;
    }
    found.must_be_unlocked()?;
    let table = named(app, &found, what, input.table_name.as_deref()).await?;
    let change = planned(what, &table, &input)?;
    if matches!(change, StructureChange::DropTable(_) | StructureChange::DropView(_)) {
        let typed = input.confirm_name.as_deref().unwrap_or_default();
        if typed.trim() != table.name {
            return Err(AppError::field("confirmName", format!("Type {} to confirm.", table.name)));
        }
    }
    let statements = run(app, actor, &found, vec![change.clone()]).await?;
    let (message, now) = said(&change, &table);
    let shown_once = statements.join(";\n");
    Ok(Restructured { message, table_step: now.map(|name| step(&name)).unwrap_or_default(), statements, shown_once })
}

/// Runs changes; a copy of the database is kept before something is lost.
async fn run(app: &App, actor: &Actor, found: &Found, changes: Vec<StructureChange>) -> Result<Vec<String>> {
    if changes.iter().any(StructureChange::is_destructive) {
        copies::before(app, Some(actor), found, &said_short(&changes)).await?;
    }
    let note = Note::new("structure", words(&changes));
    Ok(work::run(app, Some(actor), found, Work::Structure(changes), note).await?.statements)
}

/// What is about to happen, for the list of copies.
fn said_short(changes: &[StructureChange]) -> String {
    let one = |change: &StructureChange| match change {
        StructureChange::DropTable(table) => format!("drop table {}", table.name),
        StructureChange::DropView(view) => format!("drop view {}", view.name),
        StructureChange::DropColumn { table, column } => format!("drop column {column} of {}", table.name),
        StructureChange::AlterColumn { table, column, .. } => format!("change column {column} of {}", table.name),
        StructureChange::DropForeignKey { table, .. } => format!("drop relation of {}", table.name),
        _ => "change of the structure".to_owned(),
    };
    changes.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn words(changes: &[StructureChange]) -> String {
    serde_json::to_string(changes).unwrap_or_default()
}

/// Order and description, for which SQLite has no place.
async fn place(_app: &App, _actor: &Actor, _found: &Found, _what: StructureWhat, input: StructureInput) -> Result<Restructured> {
    let table = input.table_name.unwrap_or_default();
    Ok(Restructured { message: "Saved".into(), table_step: step(&table), statements: Vec::new(), shown_once: String::new() })
}

/// The table that is changed; nothing is there yet for one that is made.
async fn named(app: &App, found: &Found, what: StructureWhat, step: Option<&str>) -> Result<TableRef> {
    match what {
        StructureWhat::CreateTable | StructureWhat::CreateView => Ok(TableRef { schema: None, name: String::new() }),
        StructureWhat::DropIndex if step.is_none() => Ok(TableRef { schema: None, name: String::new() }),
        _ => Ok(super::table(app, found, step).await?.1.at),
    }
}

fn wanted<'a>(text: Option<&'a str>, field: &str, what: &str) -> Result<&'a str> {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() { Err(AppError::field(field, format!("{what} is missing."))) } else { Ok(text) }
}

fn planned(what: StructureWhat, at: &TableRef, input: &StructureInput) -> Result<StructureChange> {
    let table = at.clone();
    let name = || wanted(input.name.as_deref(), "name", "The name").map(str::to_owned);
    let to = || wanted(input.to.as_deref(), "to", "The new name").map(str::to_owned);
    let columns = || {
        let columns: Vec<String> = input.columns.iter().filter(|column| !column.is_empty()).cloned().collect();
        if columns.is_empty() { Err(AppError::field("columns", "Choose a column.")) } else { Ok(columns) }
    };
    Ok(match what {
        StructureWhat::CreateTable => StructureChange::CreateTable(NewTable {
            name: name()?,
            columns: vec![NewColumn { name: "id".to_owned(), declared: "INTEGER".to_owned(), ..NewColumn::default() }],
            primary_key: vec!["id".to_owned()],
            foreign_keys: Vec::new(),
        }),
        StructureWhat::RenameTable => StructureChange::RenameTable { table, to: to()? },
        StructureWhat::CloneTable => StructureChange::CloneTable { table, to: to()?, with_rows: input.with_rows },
        StructureWhat::DropTable => StructureChange::DropTable(table),
        StructureWhat::AddColumn => StructureChange::AddColumn { table, column: new_column(input)? },
        StructureWhat::RenameColumn => StructureChange::RenameColumn { table, column: name()?, to: to()? },
        StructureWhat::AlterColumn => StructureChange::AlterColumn { table, column: name()?, to: altered(input)? },
        StructureWhat::DropColumn => StructureChange::DropColumn { table, column: name()? },
        StructureWhat::CreateIndex => {
            let columns = columns()?;
            let proposed = format!("{}_{}", at.name, columns.join("_"));
            let name = input.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).map_or(proposed, str::to_owned);
            StructureChange::CreateIndex(NewIndex { name, table: at.name.clone(), columns, unique: input.unique })
        }
        StructureWhat::DropIndex => StructureChange::DropIndex { name: name()? },
        StructureWhat::AddForeignKey => StructureChange::AddForeignKey { table, key: foreign_key(input, columns()?)? },
        StructureWhat::DropForeignKey => StructureChange::DropForeignKey { table, columns: columns()? },
        StructureWhat::CreateView => {
            let select = wanted(input.select.as_deref(), "select", "The SELECT")?.trim_end_matches(';').to_owned();
            StructureChange::CreateView { name: name()?, select, replace: input.replace }
        }
        StructureWhat::DropView => StructureChange::DropView(table),
        StructureWhat::DescribeTable | StructureWhat::MoveTable => return Err(AppError::field("what", "This changes no structure.")),
    })
}

fn new_column(input: &StructureInput) -> Result<NewColumn> {
    let text = |field: &Option<String>| field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(NewColumn {
        name: wanted(input.name.as_deref(), "name", "The name")?.to_owned(),
        declared: text(&input.declared).unwrap_or_default(),
        not_null: input.not_null,
        unique: input.unique,
        default: text(&input.default).map(default),
        items: items(input),
        generated: text(&input.generated).map(|expression| GeneratedAs { expression, stored: false }),
        check: text(&input.check),
    })
}

fn altered(input: &StructureInput) -> Result<ColumnChange> {
    let declared = input.declared.as_deref().map(|declared| declared.trim().to_owned());
    let given = input.default.as_deref().map(|text| Some(text.trim()).filter(|text| !text.is_empty()).map(|text| default(text.to_owned())));
    Ok(ColumnChange {
        declared,
        not_null: Some(input.not_null),
        unique: Some(input.unique),
        default: given,
        items: input.items.as_ref().map(|_| items(input)),
    })
}

fn items(input: &StructureInput) -> Vec<String> {
    let lines = input.items.as_deref().unwrap_or_default().lines();
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A number, a word of SQL, or a text; quotes around a text are taken off.
fn default(text: String) -> NewDefault {
    match text.to_ascii_uppercase().as_str() {
        "NULL" => return NewDefault::Null,
        "CURRENT_TIMESTAMP" => return NewDefault::CurrentTimestamp,
        "CURRENT_DATE" => return NewDefault::CurrentDate,
        "CURRENT_TIME" => return NewDefault::CurrentTime,
        _ => {}
    }
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return NewDefault::Number(text);
    }
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    NewDefault::Text(inner.map_or(text.clone(), |inner| inner.replace("''", "'")))
}

fn foreign_key(input: &StructureInput, columns: Vec<String>) -> Result<NewForeignKey> {
    let on_delete = match input.on_delete.as_deref() {
        Some("restrict") => OnDelete::Restrict,
        Some("set_null") => OnDelete::SetNull,
        Some("cascade") => OnDelete::Cascade,
        _ => OnDelete::NoAction,
    };
    let referenced = input.referenced_column.as_deref().map(str::trim).filter(|name| !name.is_empty());
    Ok(NewForeignKey {
        columns,
        references: wanted(input.references.as_deref(), "references", "The other table")?.to_owned(),
        referenced_columns: referenced.map(|name| vec![name.to_owned()]).unwrap_or_default(),
        on_delete,
    })
}

/// What happened, and how the table is called from now on.
fn said(change: &StructureChange, table: &TableRef) -> (String, Option<String>) {
    let stays = Some(table.name.clone());
    match change {
        StructureChange::CreateTable(new) => (format!("Made the table {}", new.name), Some(new.name.clone())),
        StructureChange::RenameTable { to, .. } => (format!("{} is called {to} now", table.name), Some(to.clone())),
        StructureChange::CloneTable { to, .. } => (format!("Made {to} after {}", table.name), Some(to.clone())),
        StructureChange::DropTable(_) | StructureChange::DropView(_) => (format!("Dropped {}", table.name), None),
        StructureChange::AddColumn { column, .. } => (format!("Added the column {}", column.name), stays),
        StructureChange::RenameColumn { column, to, .. } => (format!("{column} is called {to} now"), stays),
        StructureChange::AlterColumn { column, .. } => (format!("Changed the column {column}"), stays),
        StructureChange::DropColumn { column, .. } => (format!("Dropped the column {column}"), stays),
        StructureChange::CreateIndex(index) => (format!("Made the index {}", index.name), stays),
        StructureChange::DropIndex { name } => (format!("Dropped the index {name}"), stays),
        StructureChange::AddForeignKey { key, .. } => (format!("{} leads to {} now", key.columns.join(", "), key.references), stays),
        StructureChange::DropForeignKey { columns, .. } => (format!("{} leads nowhere any more", columns.join(", ")), stays),
        StructureChange::CreateView { name, .. } => (format!("Made the view {name}"), Some(name.clone())),
    }
}
