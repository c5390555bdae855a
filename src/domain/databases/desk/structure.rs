//! A change of the structure as a form sends it.

use super::Found;
use crate::{
    domain::{
        App,
        databases::{Caller, access::Key, structure::restructure, tables},
    },
    error::{AppError, Result},
    model::{
        address::step,
        database_right::DatabaseRight,
        desk::{Restructured, StructureInput, StructureWhat},
        given::NullableText,
        schema::TableRef,
        structure::{ColumnChange, GeneratedAs, NewColumn, NewDefault, NewForeignKey, NewIndex, NewTable, OnDelete, StructureChange},
        table_input::TableChangeInput,
    },
};

/// `changeDatabaseStructure`
pub async fn change(app: &App, caller: Caller<'_>, input: StructureInput) -> Result<Restructured> {
    let right = DatabaseRight::Structure;
    let found = super::open(app, caller.actor, input.user_id.as_deref(), input.database_id.as_deref(), right).await?;
    found.must_be_unlocked()?;
    let what = input.what.ok_or_else(|| AppError::field("what", "Say what changes."))?;
    if what == StructureWhat::DescribeTable || what == StructureWhat::MoveTable {
        return place(app, caller, &found, what, input).await.map_err(|error| in_form(what, error));
    }
    let table = named(app, &found, what, input.table_name.as_deref()).await?;
    let change = planned(what, &table, &input)?;
    if matches!(change, StructureChange::DropTable(_) | StructureChange::DropView(_)) {
        let typed = input.confirm_name.as_deref().unwrap_or_default();
        if typed.trim() != table.name {
            return Err(AppError::field("confirmName", format!("Type {} to confirm.", table.name)));
        }
    }
    let statements = restructure(app, caller, &found, vec![change.clone()]).await.map_err(|error| in_form(what, error))?;
    let (message, now) = said(&change, &table);
    let shown_once = statements.join(";\n");
    Ok(Restructured { message, table_step: now.map(|name| step(&name)).unwrap_or_default(), statements, shown_once })
}

/// Order and description, for which SQLite has no place: no statement runs.
async fn place(app: &App, caller: Caller<'_>, found: &Found, what: StructureWhat, input: StructureInput) -> Result<Restructured> {
    let table = super::table(app, found, input.table_name.as_deref()).await?.1.at.name;
    let (change, message) = if what == StructureWhat::DescribeTable {
        let text = input.description.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let message = format!("Saved what {table} is about");
        (TableChangeInput { description: Some(NullableText(text)), ..TableChangeInput::default() }, message)
    } else {
        let after = input.to.filter(|name| !name.is_empty());
        let message = after.as_ref().map_or_else(|| format!("{table} comes first now"), |after| format!("{table} follows {after} now"));
        (TableChangeInput { after: Some(NullableText(after)), ..TableChangeInput::default() }, message)
    };
    tables::change(app, caller, &Key::Id(found.row.id.clone()), &table, change).await?;
    Ok(Restructured { message, table_step: step(&table), statements: Vec::new(), shown_once: String::new() })
}

/// What is wrong with a new name or place is said beside the field that holds it.
fn in_form(what: StructureWhat, error: AppError) -> AppError {
    use StructureWhat as W;
    let is_in_to = matches!(what, W::RenameTable | W::CloneTable | W::MoveTable | W::RenameColumn);
    if is_in_to && matches!(error.field.as_deref(), Some("name" | "after")) {
        return AppError { field: Some("to".to_owned()), ..error };
    }
    error
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

/// A name that is not the one of now.
fn another(now: &str, to: String) -> Result<String> {
    if to == now { Err(AppError::field("to", "This is its name already.")) } else { Ok(to) }
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
        StructureWhat::RenameTable => StructureChange::RenameTable { table, to: another(&at.name, to()?)? },
        StructureWhat::CloneTable => StructureChange::CloneTable { table, to: to()?, with_rows: input.with_rows },
        StructureWhat::DropTable => StructureChange::DropTable(table),
        StructureWhat::AddColumn => StructureChange::AddColumn { table, column: new_column(input)? },
        StructureWhat::RenameColumn => {
            let column = name()?;
            let to = another(&column, to()?)?;
            StructureChange::RenameColumn { table, column, to }
        }
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
