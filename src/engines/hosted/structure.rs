//! Changes of the structure: all of them in one transaction. What SQLite's ALTER TABLE cannot do is done by making the
//! table anew (sqlite.org/lang_altertable.html, section 7).

mod anew;

use super::{
    bounds,
    fault::{self, End},
    guard::Fence,
    session::Session,
};
use crate::{
    engines::{
        sql::structure::{self as sql, Definition, Kind},
        sqlite::watch::Watch,
    },
    model::{
        structure::{ColumnChange, NewColumn, NewDefault, StructureChange},
        work::{Done, Powers, WorkLimits},
    },
};
use rusqlite::{Connection, OptionalExtension, config::DbConfig};
use std::{collections::BTreeSet, sync::Arc};

/// Does the changes in order.
pub(super) fn run(session: &mut Session, changes: &[StructureChange], watch: &Arc<Watch>, limits: &WorkLimits) -> Result<Done, End> {
    // Foreign keys are looked at as a whole before anything is saved.
    session.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
    let result = session.transaction(watch, |session| {
        session.bounds.forget();
        let done = all(&session.connection, changes)?;
        bounds::structure(&session.connection, limits)?;
        Ok(done)
    });
    session.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)?;
    session.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    result
}

/// Does one change in the transaction of other work; answers the statements that ran.
pub(super) fn one(connection: &Connection, change: &StructureChange, limits: &WorkLimits) -> Result<Vec<String>, End> {
    let mut work = Work { connection, statements: Vec::new(), affected: BTreeSet::new() };
    work.one(change)?;
    bounds::structure(connection, limits)?;
    Ok(work.statements)
}

fn all(connection: &Connection, changes: &[StructureChange]) -> Result<Done, End> {
    let touches_rows = changes.iter().any(|change| {
        !matches!(change, StructureChange::CreateTable(_) | StructureChange::CreateIndex(_) | StructureChange::CreateView { .. })
    });
    let before = if touches_rows { Some(State::of(connection)?) } else { None };
    let mut work = Work { connection, statements: Vec::new(), affected: BTreeSet::new() };
    for change in changes {
        work.one(change)?;
    }
    if let Some(before) = before {
        before.compare(connection)?;
    }
    let Work { statements, affected, .. } = work;
    Ok(Done { statements, affected: affected.into_iter().collect(), restructured: true, ..Done::default() })
}

/// What must not become worse.
struct State {
    /// Rows that lead nowhere.
    broken: u64,
    /// Views that can be read.
    views: Vec<String>,
}

impl State {
    fn of(connection: &Connection) -> Result<Self, End> {
        let listed: Vec<String> = connection
            .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'view'")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut views = Vec::new();
        for name in listed {
            if works(connection, &name)? {
                views.push(name);
            }
        }
        Ok(Self { broken: broken(connection)?, views })
    }

    fn compare(&self, connection: &Connection) -> Result<(), End> {
        let broken = broken(connection)?;
        if broken > self.broken {
            let rows = broken - self.broken;
            return Err(End::refused(
                format!("FOREIGN KEY constraint failed: {rows} rows would lead to rows that are not there."),
                "Change or delete those rows first.",
            ));
        }
        for view in &self.views {
            let is_there: bool = connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'view' AND name = ?1)",
                [view],
                |row| row.get(0),
            )?;
            if is_there && !works(connection, view)? {
                return Err(End::refused(format!("The view \"{view}\" needs what would go."), "Change or delete the view first."));
            }
        }
        Ok(())
    }
}

fn works(connection: &Connection, view: &str) -> Result<bool, End> {
    Ok(connection.prepare(&format!("SELECT * FROM {}", sql::place(view).map_err(End::Refused)?)).is_ok())
}

/// Rows whose foreign keys lead nowhere; keys that cannot lead anywhere count as one.
fn broken(connection: &Connection) -> Result<u64, End> {
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND lower(sql) LIKE '%references%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut sum = 0;
    for table in tables {
        let counted = connection.query_row("SELECT count(*) FROM pragma_foreign_key_check(?1)", [&table], |row| row.get::<_, i64>(0));
        match counted {
            Ok(count) => sum += u64::try_from(count).unwrap_or_default(),
            Err(error) => match End::Fault(error) {
                end if end.is_interrupt() => return Err(end),
                _ => sum += 1,
            },
        }
    }
    Ok(sum)
}

struct Work<'c> {
    connection: &'c Connection,
    statements: Vec<String>,
    affected: BTreeSet<String>,
}

impl Work<'_> {
    /// Runs a statement behind the fence, and keeps it for the answer.
    fn run(&mut self, text: String) -> Result<(), End> {
        let powers = Powers { read: true, insert: true, change: true, structure: true };
        let fence = Fence::new(self.connection, powers)?;
        let ran = fence.preparing(|| self.connection.execute_batch(&text)).map_err(End::from);
        let seen = fence.seen();
        drop(fence);
        ran.map_err(|end| end.of_statement(&seen, &text))?;
        self.statements.push(text);
        Ok(())
    }

    fn one(&mut self, change: &StructureChange) -> Result<(), End> {
        let text = match change {
            StructureChange::CreateTable(table) => {
                self.touch(&table.name);
                sql::create_table(table)
            }
            StructureChange::RenameTable { table, to } => {
                self.table(&table.name)?;
                self.touch(to);
                sql::ident(to).and_then(|to| Ok(format!("ALTER TABLE {} RENAME TO {to}", sql::place(&table.name)?)))
            }
            StructureChange::DropTable(table) => {
                self.table(&table.name)?;
                sql::place(&table.name).map(|place| format!("DROP TABLE {place}"))
            }
            StructureChange::CloneTable { table, to, with_rows } => return anew::clone(self, &table.name, to, *with_rows),
            StructureChange::AddColumn { table, column } => return self.add_column(&table.name, column),
            StructureChange::RenameColumn { table, column, to } => {
                self.columns(&table.name, std::slice::from_ref(column))?;
                let names = sql::place(&table.name).and_then(|place| Ok((place, sql::ident(column)?, sql::ident(to)?)));
                names.map(|(place, column, to)| format!("ALTER TABLE {place} RENAME COLUMN {column} TO {to}"))
            }
            StructureChange::AlterColumn { table, column, to } => return self.alter_column(&table.name, column, to),
            StructureChange::DropColumn { table, column } => {
                self.columns(&table.name, std::slice::from_ref(column))?;
                return anew::make(self, &table.name, Some(column), |definition| definition.drop_column(column));
            }
            StructureChange::CreateIndex(index) => {
                self.columns(&index.table, &index.columns)?;
                sql::create_index(index)
            }
            StructureChange::DropIndex { name } => {
                let table: Option<String> = self
                    .connection
                    .query_row("SELECT tbl_name FROM main.sqlite_schema WHERE type = 'index' AND name = ?1", [name], |row| row.get(0))
                    .optional()?;
                match table {
                    Some(table) => self.touch(&table),
                    None => return Err(End::Refused(super::answer::gone(&format!("index \"{name}\"")))),
                }
                sql::place(name).map(|place| format!("DROP INDEX {place}"))
            }
            StructureChange::AddForeignKey { table, key } => {
                self.columns(&table.name, &key.columns)?;
                self.columns(&key.references, &key.referenced_columns)?;
                let text = sql::foreign_key(key).map_err(End::Refused)?;
                return anew::make(self, &table.name, None, |definition| {
                    definition.add_rule(text);
                    Ok(())
                });
            }
            StructureChange::DropForeignKey { table, columns } => {
                self.table(&table.name)?;
                return anew::make(self, &table.name, None, |definition| definition.drop_foreign_key(columns));
            }
            StructureChange::CreateView { name, select, replace } => return self.create_view(name, select, *replace),
            StructureChange::DropView(view) => {
                self.touch(&view.name);
                sql::place(&view.name).map(|place| format!("DROP VIEW {place}"))
            }
        };
        self.run(text.map_err(End::Refused)?)
    }

    fn add_column(&mut self, table: &str, column: &NewColumn) -> Result<(), End> {
        self.table(table)?;
        let text = sql::column(column).map_err(End::Refused)?;
        let is_moment = matches!(column.default, Some(NewDefault::CurrentDate | NewDefault::CurrentTime | NewDefault::CurrentTimestamp));
        let is_stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
        let lacks_value = column.not_null && matches!(column.default, None | Some(NewDefault::Null)) && column.generated.is_none();
        if column.unique || is_moment || is_stored || lacks_value {
            let exists = self.has_column(table, &column.name)?;
            if exists {
                return Err(End::refused(format!("duplicate column name: {}", column.name), "Choose another name."));
            }
            return anew::make(self, table, None, |definition| {
                definition.add_column(&column.name, text);
                Ok(())
            });
        }
        let place = sql::place(table).map_err(End::Refused)?;
        self.run(format!("ALTER TABLE {place} ADD COLUMN {text}"))
    }

    fn alter_column(&mut self, table: &str, column: &str, to: &ColumnChange) -> Result<(), End> {
        self.columns(table, &[column.to_owned()])?;
        if to.unique == Some(false) {
            for index in self.unique_indexes(table, column)? {
                let place = sql::place(&index).map_err(End::Refused)?;
                self.run(format!("DROP INDEX {place}"))?;
            }
        }
        anew::make(self, table, None, |definition: &mut Definition| {
            if let Some(declared) = &to.declared {
                definition.declare(column, declared)?;
            }
            if let Some(not_null) = to.not_null {
                definition.set(column, Kind::Null, None)?;
                definition.set(column, Kind::NotNull, not_null.then(|| "NOT NULL".to_owned()))?;
            }
            if let Some(unique) = to.unique {
                definition.drop_unique(column);
                definition.set(column, Kind::Unique, unique.then(|| "UNIQUE".to_owned()))?;
            }
            if let Some(default) = &to.default {
                let text = default.as_ref().map(sql::default).transpose()?;
                definition.set(column, Kind::Default, text)?;
            }
            if let Some(items) = &to.items {
                let text = if items.is_empty() { None } else { Some(sql::items(column, items)?) };
                definition.list(column, text)?;
            }
            Ok(())
        })
    }

    /// Unique indexes over this column alone that were made by a statement of their own.
    fn unique_indexes(&self, table: &str, column: &str) -> Result<Vec<String>, End> {
        let found = self
            .connection
            .prepare(
                "SELECT i.name FROM pragma_index_list(?1, 'main') AS i WHERE i.\"unique\" AND i.origin = 'c' AND NOT i.partial
                 AND (SELECT group_concat(lower(name), char(0)) FROM pragma_index_info(i.name, 'main')) = lower(?2)",
            )?
            .query_map([table, column], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    fn create_view(&mut self, name: &str, select: &str, replace: bool) -> Result<(), End> {
        let (text, place) = sql::query(select)
            .and_then(|query| Ok((format!("CREATE VIEW {} AS\n{query}", sql::ident(name)?), sql::place(name)?)))
            .map_err(End::Refused)?;
        self.touch(name);
        if replace {
            self.run(format!("DROP VIEW IF EXISTS {place}"))?;
        }
        self.run(text)?;
        // SQLite makes a view also of what cannot be read.
        match self.connection.prepare(&format!("SELECT * FROM {place}")) {
            Ok(_) => Ok(()),
            Err(error) => {
                let (_, message) = fault::parts(&error);
                Err(End::refused(message, "Look at the query of the view."))
            }
        }
    }

    /// # Errors
    /// When there is no such table.
    fn table(&mut self, name: &str) -> Result<(), End> {
        let exists: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE)",
            [name],
            |row| row.get(0),
        )?;
        self.touch(name);
        if exists { Ok(()) } else { Err(End::Refused(super::answer::gone(&format!("table \"{name}\"")))) }
    }

    /// # Errors
    /// When there is no such table, or one of these columns is not in it: SQLite would take its name for a text.
    fn columns(&mut self, table: &str, columns: &[String]) -> Result<(), End> {
        self.table(table)?;
        for column in columns {
            if !self.has_column(table, column)? {
                return Err(End::Refused(super::answer::gone(&format!("column \"{column}\" in the table \"{table}\""))));
            }
        }
        Ok(())
    }

    fn has_column(&self, table: &str, column: &str) -> Result<bool, End> {
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1, 'main') WHERE name = ?2 COLLATE NOCASE)",
            [table, column],
            |row| row.get(0),
        )?)
    }

    fn touch(&mut self, table: &str) {
        self.affected.insert(table.to_owned());
    }
}
