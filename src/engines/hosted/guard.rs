//! What statements of people may do: an allow-list that SQLite asks while it prepares a statement, and everything inside
//! of views and triggers. It notes what a statement touches.

use crate::{
    engines::{
        dialect::Dialect,
        sqlite::guard::{HIDDEN_TABLES, PRAGMAS, may_call},
    },
    model::{schema::TableRef, work::Powers},
};
use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Pragmas besides those that tell of the structure. None changes anything without a value. Full-text tables ask for
/// `data_version` by themselves.
const TELLING: [&str; 13] = [
    "application_id",
    "collation_list",
    "data_version",
    "encoding",
    "foreign_key_check",
    "foreign_keys",
    "freelist_count",
    "integrity_check",
    "page_count",
    "page_size",
    "quick_check",
    "schema_version",
    "user_version",
];
/// Those of them that take a value for what they look at.
const ASKING: [&str; 3] = ["foreign_key_check", "integrity_check", "quick_check"];
/// Numbers in the file that belong to whoever made it.
const SETTABLE: [&str; 2] = ["application_id", "user_version"];

/// Functions beyond those of reads. Values are bounded by the longest cell, and the process can be killed.
const FUNCTIONS: [&str; 11] = [
    "changes",
    "fts5_source_id",
    "last_insert_rowid",
    "matchinfo",
    "offsets",
    "optimize",
    "randomblob",
    "soundex",
    "sqlite_version",
    "total_changes",
    "zeroblob",
];
/// They tell what others did on the same connection.
const OF_THE_CONNECTION: [&str; 3] = ["changes", "last_insert_rowid", "total_changes"];
/// SQLite's own, which its ALTER TABLE calls and nobody else can.
const OF_ALTER: [&str; 5] = ["sqlite_rename_", "sqlite_drop_", "sqlite_fail", "sqlite_add_", "sqlite_find_"];

/// Kinds of virtual tables.
pub(super) const MODULES: [&str; 7] = ["fts3", "fts4", "fts4aux", "fts5", "fts5vocab", "rtree", "rtree_i32"];

/// What a statement touches.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Tables and views that are read or written.
    pub tables: BTreeSet<String>,
    /// Those that get rows.
    pub inserted: BTreeSet<String>,
    /// New tables.
    pub created: Vec<String>,
    /// It changes the structure.
    pub restructures: bool,
    /// It makes something that lasts as long as the connection.
    pub temporary: bool,
    /// Why it may not.
    pub refusal: Option<String>,
}

struct State {
    seen: Seen,
    powers: Powers,
    /// The statement was found to be within its powers: what happens from here on is what virtual tables and foreign
    /// keys do by themselves.
    lifted: bool,
    /// The structure is another since somebody asked.
    fresh: bool,
}

/// The fence around people's statements on one connection. The usual one is back when it is dropped.
pub(super) struct Fence<'c> {
    connection: &'c Connection,
    state: Arc<Mutex<State>>,
    powers: Powers,
}

impl<'c> Fence<'c> {
    pub(super) fn new(connection: &'c Connection, powers: Powers) -> rusqlite::Result<Self> {
        let state = Arc::new(Mutex::new(State { seen: Seen::default(), powers, lifted: false, fresh: false }));
        let inner = state.clone();
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            let mut state = inner.lock().unwrap_or_else(PoisonError::into_inner);
            match state.decide(&context) {
                Ok(()) => Authorization::Allow,
                Err(refusal) => {
                    state.seen.refusal.get_or_insert(refusal);
                    Authorization::Deny
                }
            }
        }))?;
        Ok(Self { connection, state, powers })
    }

    /// Prepares under the powers, and lifts them for what SQLite does by itself while the statement runs. Foreign keys
    /// are looked up by SQLite and not by the person, so they are no reading.
    pub(super) fn preparing<T>(&self, prepare: impl FnOnce() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let is_restricted = !(self.powers.read && self.powers.insert && self.powers.change);
        if is_restricted {
            self.open_virtual()?;
        }
        self.locked().lifted = false;
        if is_restricted {
            self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
        }
        let prepared = prepare();
        if is_restricted {
            self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        }
        self.locked().lifted = true;
        prepared
    }

    /// Has every virtual table opened: each then reads and prepares what it needs, which is not the person's doing.
    fn open_virtual(&self) -> rusqlite::Result<()> {
        self.locked().lifted = true;
        let names: Vec<String> = self
            .connection
            .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for name in names {
            if let Ok(place) = Dialect::Sqlite.table(&TableRef { schema: None, name }) {
                // One that cannot be opened is told where it is named.
                let _ = self.connection.prepare(&format!("SELECT 1 FROM {place} LIMIT 0"));
            }
        }
        self.locked().seen.refusal = None;
        Ok(())
    }

    /// Whether the structure was changed since this was asked the last time.
    pub(super) fn was_restructured(&self) -> bool {
        std::mem::take(&mut self.locked().fresh)
    }

    pub(super) fn seen(&self) -> Seen {
        self.locked().seen.clone()
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Fence<'_> {
    fn drop(&mut self) {
        // Fails only for connections that another library owns.
        let _ = base(self.connection);
    }
}

/// The usual fence: our own statements may write rows and set transactions; what the file's triggers and views may do is
/// what people may.
pub(super) fn base(connection: &Connection) -> rusqlite::Result<()> {
    let powers = Powers { read: true, insert: true, change: true, structure: false };
    let mut state = State { seen: Seen::default(), powers, lifted: true, fresh: false };
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        let is_ours = match context.action {
            AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => true,
            // The size of the file is bounded anew by the limits of each piece of work.
            AuthAction::Pragma { pragma_name, .. } => pragma_name.eq_ignore_ascii_case("max_page_count"),
            _ => false,
        };
        let allowed = is_ours || state.decide(&context).is_ok();
        if allowed { Authorization::Allow } else { Authorization::Deny }
    }))
}

/// No fence: for work in our own words alone, whose names and definitions were looked at.
pub(super) fn without(connection: &Connection) -> rusqlite::Result<()> {
    connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
}

const STRUCTURE: &str = "changing tables, views, indexes or triggers";

impl State {
    fn decide(&mut self, context: &AuthContext<'_>) -> Result<(), String> {
        let powers =
            if self.lifted { Powers { read: true, insert: true, change: true, structure: self.powers.structure } } else { self.powers };
        // What a view or a trigger does is its maker's; reading a view is asked for by its own name.
        let is_inner = context.accessor.is_some();
        let need = |has: bool, what: &str| if has { Ok(()) } else { Err(format!("This access does not allow {what}.")) };
        let temporary = context.database_name == Some("temp");
        match context.action {
            AuthAction::Select | AuthAction::Recursive => Ok(()),
            AuthAction::Read { table_name, .. } => {
                if is_schema(table_name) {
                    return need(powers.read || powers.structure, "reading");
                }
                readable(table_name)?;
                self.touch(table_name);
                need(powers.read || is_inner, "reading")
            }
            AuthAction::Insert { table_name } => {
                self.touch(table_name);
                if is_schema(table_name) {
                    return need(powers.structure, STRUCTURE);
                }
                self.seen.temporary |= temporary;
                if !self.lifted {
                    self.seen.inserted.insert(table_name.to_owned());
                }
                need(powers.insert || is_inner, "inserting rows")
            }
            AuthAction::Update { table_name, .. } => {
                self.touch(table_name);
                if is_schema(table_name) {
                    return need(powers.structure, STRUCTURE);
                }
                need(powers.change || is_inner, "updating rows")
            }
            AuthAction::Delete { table_name } => {
                self.touch(table_name);
                if is_schema(table_name) {
                    return need(powers.structure, STRUCTURE);
                }
                need(powers.change || is_inner, "deleting rows")
            }
            AuthAction::CreateTable { table_name } => {
                self.touch(table_name);
                if !self.lifted {
                    self.seen.created.push(table_name.to_owned());
                }
                self.restructure();
                need(powers.structure, STRUCTURE)
            }
            AuthAction::CreateView { view_name: name }
            | AuthAction::DropView { view_name: name }
            | AuthAction::DropTable { table_name: name }
            | AuthAction::CreateIndex { table_name: name, .. }
            | AuthAction::DropIndex { table_name: name, .. }
            | AuthAction::CreateTrigger { table_name: name, .. }
            | AuthAction::DropTrigger { table_name: name, .. }
            | AuthAction::AlterTable { table_name: name, .. }
            | AuthAction::DropVtable { table_name: name, .. } => {
                self.touch(name);
                self.restructure();
                need(powers.structure, STRUCTURE)
            }
            AuthAction::CreateVtable { table_name, module_name } => {
                if !MODULES.contains(&module_name.to_ascii_lowercase().as_str()) {
                    return Err(format!("Virtual tables of the kind {module_name} are not allowed here."));
                }
                self.touch(table_name);
                self.restructure();
                need(powers.structure, STRUCTURE)
            }
            AuthAction::CreateTempIndex { .. }
            | AuthAction::CreateTempTable { .. }
            | AuthAction::CreateTempTrigger { .. }
            | AuthAction::CreateTempView { .. }
            | AuthAction::DropTempIndex { .. }
            | AuthAction::DropTempTable { .. }
            | AuthAction::DropTempTrigger { .. }
            | AuthAction::DropTempView { .. } => {
                self.seen.temporary = true;
                need(powers.structure, STRUCTURE)
            }
            AuthAction::Reindex { .. } | AuthAction::Analyze { .. } => need(powers.structure, STRUCTURE),
            AuthAction::Function { function_name } => callable(function_name, powers),
            AuthAction::Pragma { pragma_name, pragma_value } => pragma(pragma_name, pragma_value, powers),
            AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => {
                Err("BEGIN, COMMIT, ROLLBACK and savepoints are not needed here: all of it is saved, or nothing.".to_owned())
            }
            AuthAction::Attach { .. } | AuthAction::Detach { .. } => Err("Other files cannot be attached here.".to_owned()),
            _ => Err("That is not allowed here.".to_owned()),
        }
    }

    /// What is touched while the statement runs is touched by virtual tables on their own behalf.
    fn touch(&mut self, table: &str) {
        if !self.lifted && !table.to_ascii_lowercase().starts_with("sqlite_") && !table.to_ascii_lowercase().starts_with("pragma_") {
            self.seen.tables.insert(table.to_owned());
        }
    }

    fn restructure(&mut self) {
        self.seen.restructures = true;
        self.fresh = true;
    }
}

fn is_schema(table: &str) -> bool {
    ["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"].iter().any(|name| name.eq_ignore_ascii_case(table))
}

fn readable(table: &str) -> Result<(), String> {
    let lower = table.to_ascii_lowercase();
    let hidden = match lower.strip_prefix("pragma_") {
        Some(pragma) => !PRAGMAS.contains(&pragma) && !ASKING.contains(&pragma),
        None => HIDDEN_TABLES.contains(&lower.as_str()),
    };
    if hidden { Err(format!("The table {table} cannot be read here.")) } else { Ok(()) }
}

fn callable(function: &str, powers: Powers) -> Result<(), String> {
    let name = function.to_ascii_lowercase();
    let name = name.as_str();
    let is_known =
        may_call(name) || FUNCTIONS.contains(&name) || (powers.structure && OF_ALTER.iter().any(|begin| name.starts_with(begin)));
    if !is_known {
        return Err(format!("The function {function} is not allowed here."));
    }
    if OF_THE_CONNECTION.contains(&name) && !powers.read {
        return Err("This access does not allow reading.".to_owned());
    }
    Ok(())
}

fn pragma(name: &str, value: Option<&str>, powers: Powers) -> Result<(), String> {
    let lower = name.to_ascii_lowercase();
    let lower = lower.as_str();
    let allowed = match value {
        _ if PRAGMAS.contains(&lower) || ASKING.contains(&lower) => powers.read,
        None => TELLING.contains(&lower) && powers.read,
        Some(_) => SETTABLE.contains(&lower) && powers.structure && powers.change,
    };
    if allowed { Ok(()) } else { Err(format!("PRAGMA {name} is not allowed here.")) }
}
