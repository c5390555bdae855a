//! What of a person's statement is not even shown to a database: what a read-only transaction does not hold back. It is
//! a second fence. The first is the database's own: the transaction, the connecting user's rights, one prepared
//! statement at a time; SQLite's is the authorizer (security.md, checks 98, 103, 104).

use super::{Word, words};
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, Step},
        statement::StatementPlan,
    },
};
use sqlparser::tokenizer::{Token, Whitespace, Word as Name};

/// What a statement begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A query: its result can stand in the place of a table.
    Query,
    /// Anything else that may be tried.
    Other,
}

/// Beginnings of queries; a bracket is one too.
const QUERIES: [&str; 4] = ["SELECT", "WITH", "VALUES", "TABLE"];

/// Functions, and beginnings of names of functions (`*`), that reach out of the transaction where the user's rights let
/// them: into files of the server, into other sessions, or into texts that are run as statements.
const POSTGRES_FUNCTIONS: [&str; 25] = [
    "cursor_to_xml*",
    "dblink*",
    "lo_export",
    "lo_import",
    "pg_backup_*",
    "pg_cancel_backend",
    "pg_create_*",
    "pg_drop_replication_slot",
    "pg_file_*",
    "pg_logical_emit_message",
    "pg_ls_*",
    "pg_promote",
    "pg_read_*",
    "pg_reload_conf",
    "pg_replication_*",
    "pg_rotate_logfile*",
    "pg_start_backup",
    "pg_stat_file",
    "pg_stat_reset*",
    "pg_stop_backup",
    "pg_switch_wal",
    "pg_terminate_backend",
    "pg_wal_replay_*",
    "query_to_xml*",
    "ts_stat",
];
const MYSQL_FUNCTIONS: [&str; 4] = ["load_file", "sys_eval", "sys_exec", "sys_get"];

/// What the statement is, if the database may be asked to run it.
///
/// # Errors
/// When it is more than one statement, or one that a read-only transaction does not hold back. Statements that write
/// rows are let through: the database refuses them itself.
pub fn admit(dialect: Dialect, statement: &StatementPlan) -> Result<Class, EngineError> {
    let text = statement.text();
    if text.contains('\0') {
        return Err(refused("The statement holds a NUL character, which no database allows.", "Write it again."));
    }
    let words = words(dialect, &text)?;
    let said: Vec<&Word> = words.iter().filter(|word| !matches!(word.token, Token::Whitespace(_))).collect();
    let Some(first) = said.first() else { return Err(refused("There is no statement.", "Write one, for example: select 1")) };
    if said.iter().any(|word| word.token == Token::SemiColon) {
        return Err(refused("This is more than one statement.", "Run them one after the other."));
    }
    if said.iter().any(|word| matches!(word.token, Token::Placeholder(_))) {
        return Err(refused("Parameters have names here.", "Write :name in the place of the value."));
    }
    if dialect == Dialect::Mysql {
        mysql(&words)?;
    }
    reaching_out(dialect, &said)?;
    let class = match &first.token {
        Token::LParen => return Ok(Class::Query),
        Token::Word(name) if name.quote_style.is_none() => name.value.to_ascii_uppercase(),
        _ => String::new(),
    };
    match class.as_str() {
        class if dialect.queries().contains(&class) => Ok(Class::Query),
        class if dialect.tries().contains(&class) => Ok(Class::Other),
        class => Err(refused(
            format!("{} is no statement that reads.", if class.is_empty() { "This" } else { class }),
            format!("What runs here begins with {}.", dialect.reads()),
        )),
    }
}

impl Dialect {
    fn queries(self) -> &'static [&'static str] {
        match self {
            Self::Postgres | Self::Mysql => &QUERIES,
            Self::Sqlite => &QUERIES[..3],
        }
    }

    /// What is no query and may be tried: it reads, or the database is sure to refuse it. MySQL's statements about
    /// structure and rights end a transaction by themselves, so they are not tried.
    fn tries(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &[
                "SHOW", "EXPLAIN", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "CREATE", "ALTER", "DROP", "GRANT", "REVOKE",
                "COMMENT",
            ],
            Self::Mysql => &["SHOW", "EXPLAIN", "DESCRIBE", "DESC", "INSERT", "UPDATE", "DELETE", "REPLACE"],
            Self::Sqlite => &[
                "EXPLAIN", "PRAGMA", "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "ATTACH", "DETACH", "VACUUM",
                "REINDEX", "ANALYZE",
            ],
        }
    }

    fn reads(self) -> &'static str {
        match self {
            Self::Postgres => "SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN",
            Self::Mysql => "SELECT, WITH, VALUES, TABLE, SHOW, DESCRIBE or EXPLAIN",
            Self::Sqlite => "SELECT, WITH, VALUES, EXPLAIN or PRAGMA",
        }
    }
}

/// What a MySQL server executes although it looks like a comment, and what makes a query write a file.
fn mysql(words: &[Word]) -> Result<(), EngineError> {
    let executes = |word: &Word| matches!(&word.token, Token::Whitespace(Whitespace::MultiLineComment(text)) if text.starts_with('!') || text.starts_with("M!"));
    if words.iter().any(executes) {
        return Err(refused("The server would execute a comment of this statement.", "Write what is in /*! ... */ without the comment."));
    }
    let first = words.iter().find_map(|word| plain(&word.token));
    let writes_rows = first.as_deref().is_some_and(|first| ["INSERT", "REPLACE"].contains(&first));
    if !writes_rows && words.iter().any(|word| plain(&word.token).as_deref() == Some("INTO")) {
        return Err(refused(
            "INTO writes the result of a query into a file or a variable.",
            "Leave it out and download the result instead.",
        ));
    }
    Ok(())
}

/// Calls of functions that no transaction holds back.
fn reaching_out(dialect: Dialect, said: &[&Word]) -> Result<(), EngineError> {
    let functions: &[&str] = match dialect {
        Dialect::Postgres => &POSTGRES_FUNCTIONS,
        Dialect::Mysql => &MYSQL_FUNCTIONS,
        Dialect::Sqlite => &[],
    };
    for pair in said.windows(2) {
        if let Token::Word(name) = &pair[0].token
            && pair[1].token == Token::LParen
            && let called = called(name)
            && functions.iter().any(|function| function.strip_suffix('*').map_or(called == **function, |begin| called.starts_with(begin)))
        {
            return Err(refused(
                format!("The function {called} reaches out of the transaction."),
                "Run it with a tool of the database's own.",
            ));
        }
        // A quoted name in another spelling: U&"..."
        if dialect == Dialect::Postgres
            && plain(&pair[0].token).as_deref() == Some("U")
            && pair[1].token == Token::Ampersand
            && pair[0].at.end == pair[1].at.start
        {
            return Err(refused("Names in the form U&\"...\" are not understood here.", "Write the name with its letters."));
        }
    }
    Ok(())
}

/// As the database looks the name up. Quotes inside of a quoted name are left doubled; no function is called so.
fn called(name: &Name) -> String {
    if name.quote_style.is_some() { name.value.clone() } else { name.value.to_ascii_lowercase() }
}

/// A word without quotes, in upper case.
fn plain(token: &Token) -> Option<String> {
    match token {
        Token::Word(name) if name.quote_style.is_none() => Some(name.value.to_ascii_uppercase()),
        _ => None,
    }
}

fn refused(text: impl Into<String>, hint: impl Into<String>) -> EngineError {
    EngineError::new(Step::Permission, text, hint)
}
