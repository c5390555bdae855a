//! Changes of the structure as statements of SQLite. Names are quoted; types, numbers and expressions of people are looked
//! at before they stand in a statement, and the fence of the engine looks at what they call.

mod definition;
mod index;
#[cfg(test)]
mod tests;
mod text;

pub use definition::{Definition, Kind};
pub use index::index_for;
pub use text::{condition, query};

use crate::{
    engines::dialect::Dialect,
    model::{
        engine::EngineError,
        schema::TableRef,
        structure::{NewColumn, NewDefault, NewForeignKey, NewIndex, NewTable, OnDelete},
    },
};
use text::{declared, number, refused};

type Text = Result<String, EngineError>;

/// A name as an identifier; empty ones and SQLite's own are refused.
pub fn ident(name: &str) -> Text {
    if name.trim().is_empty() {
        return Err(refused("A name is missing.", "Give the table, column or index a name."));
    }
    if name.to_ascii_lowercase().starts_with("sqlite_") {
        return Err(refused("Names that begin with sqlite_ belong to SQLite.", "Choose another name."));
    }
    Dialect::Sqlite.ident(name)
}

fn names(names: &[String]) -> Text {
    Ok(names.iter().map(|name| ident(name)).collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// Where a table lies.
pub fn place(name: &str) -> Text {
    Dialect::Sqlite.table(&TableRef { schema: None, name: name.to_owned() })
}

/// # Errors
/// A name, a type or an expression that cannot stand in a statement, and a table without columns.
pub fn create_table(table: &NewTable) -> Text {
    if table.columns.is_empty() {
        return Err(refused("A table needs a column.", "Add one."));
    }
    let mut lines = table.columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    if !table.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", names(&table.primary_key)?));
    }
    for key in &table.foreign_keys {
        lines.push(foreign_key(key)?);
    }
    Ok(format!("CREATE TABLE {} (\n  {}\n)", ident(&table.name)?, lines.join(",\n  ")))
}

/// The definition of a column.
pub fn column(column: &NewColumn) -> Text {
    let mut words = vec![ident(&column.name)?];
    let kind = declared(&column.declared)?;
    if !kind.is_empty() {
        words.push(kind);
    }
    if column.not_null {
        words.push("NOT NULL".to_owned());
    }
    if column.unique {
        words.push("UNIQUE".to_owned());
    }
    if let Some(value) = &column.default {
        words.push(default(value)?);
    }
    if !column.items.is_empty() {
        words.push(items(&column.name, &column.items)?);
    }
    if let Some(check) = &column.check {
        words.push(format!("CHECK ({})", condition(check)?));
    }
    if let Some(generated) = &column.generated {
        let kept = if generated.stored { "STORED" } else { "VIRTUAL" };
        words.push(format!("GENERATED ALWAYS AS ({}) {kept}", condition(&generated.expression)?));
    }
    Ok(words.join(" "))
}

/// The rule that a column takes these values only.
pub fn items(column: &str, items: &[String]) -> Text {
    let items = items.iter().map(|item| literal(item)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("CHECK ({} IN ({}))", ident(column)?, items.join(", ")))
}

pub fn default(value: &NewDefault) -> Text {
    Ok(match value {
        NewDefault::Text(text) => format!("DEFAULT {}", literal(text)?),
        NewDefault::Number(text) => format!("DEFAULT {}", number(text)?),
        NewDefault::CurrentTimestamp => "DEFAULT CURRENT_TIMESTAMP".to_owned(),
        NewDefault::CurrentDate => "DEFAULT CURRENT_DATE".to_owned(),
        NewDefault::CurrentTime => "DEFAULT CURRENT_TIME".to_owned(),
        NewDefault::Null => "DEFAULT NULL".to_owned(),
    })
}

pub fn foreign_key(key: &NewForeignKey) -> Text {
    if key.columns.is_empty() {
        return Err(refused("A foreign key needs a column.", "Name the columns that lead to the other table."));
    }
    let target = if key.referenced_columns.is_empty() { String::new() } else { format!(" ({})", names(&key.referenced_columns)?) };
    let on_delete = match key.on_delete {
        OnDelete::NoAction => "",
        OnDelete::Restrict => " ON DELETE RESTRICT",
        OnDelete::SetNull => " ON DELETE SET NULL",
        OnDelete::Cascade => " ON DELETE CASCADE",
    };
    Ok(format!("FOREIGN KEY ({}) REFERENCES {}{target}{on_delete}", names(&key.columns)?, ident(&key.references)?))
}

pub fn create_index(index: &NewIndex) -> Text {
    if index.columns.is_empty() {
        return Err(refused("An index needs a column.", "Name the columns in the order in which they are searched."));
    }
    let unique = if index.unique { "UNIQUE " } else { "" };
    Ok(format!("CREATE {unique}INDEX {} ON {} ({})", ident(&index.name)?, ident(&index.table)?, names(&index.columns)?))
}

/// A text as SQLite writes it.
pub fn literal(text: &str) -> Text {
    if text.contains('\0') {
        return Err(refused("A text holds a NUL character.", "Write it again."));
    }
    Ok(format!("'{}'", text.replace('\'', "''")))
}
