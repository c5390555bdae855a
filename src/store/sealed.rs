//! The columns that hold sealed texts, in one list: whoever seals for a column takes it from here, and sealing
//! everything anew goes through all of it. A test looks for sealed texts in every other column.

use super::{Backend, Db, Reading, Result, Store};
use sqlx::{Row, any::AnyRow};

/// A column that holds sealed texts, and the statements about it.
#[derive(Debug)]
pub struct SealedColumn {
    pub table: &'static str,
    pub column: &'static str,
    heads: &'static str,
    outdated: &'static str,
    swap: &'static str,
    swap_if_free: &'static str,
}

macro_rules! sealed {
    ($table:literal, $row:literal, $column:literal) => {
        SealedColumn {
            table: $table,
            column: $column,
            heads: concat!(
                "select ",
                $row,
                " as place, substr(",
                $column,
                ", 1, cast($3 as integer)) as sealed from ",
                $table,
                " where ",
                $row,
                " > $1 and ",
                $column,
                " like $2 order by ",
                $row,
                " limit 5000"
            ),
            outdated: concat!(
                "select ",
                $row,
                " as place, ",
                $column,
                " as sealed from ",
                $table,
                " where ",
                $row,
                " > $1 and ",
                $column,
                " like $2 and substr(",
                $column,
                ", 1, cast($3 as integer)) <> $4 order by ",
                $row,
                " limit 200"
            ),
            swap: concat!("update ", $table, " set ", $column, " = $3 where ", $row, " = $1 and ", $column, " = $2"),
            swap_if_free: concat!(
                "update ",
                $table,
                " set ",
                $column,
                " = $3 where ",
                $row,
                " = (select ",
                $row,
                " from ",
                $table,
                " where ",
                $row,
                " = $1 and ",
                $column,
                " = $2 for no key update skip locked)"
            ),
        }
    };
}

/// The access object of a connection.
pub const ACCESS: SealedColumn = sealed!("connections", "id", "access");
/// Why its last validation failed.
pub const VALIDATION_ERROR: SealedColumn = sealed!("connections", "id", "validation_error");
/// Why its schema could not be read.
pub const INTROSPECTION_ERROR: SealedColumn = sealed!("connections", "id", "introspection_error");
/// Some of the settings of the store.
pub const SETTING: SealedColumn = sealed!("settings", "name", "value");

/// The token of a link to a board.
pub const LINK_TOKEN: SealedColumn = sealed!("share_links", "id", "token");
/// What addresses of boards inside other sites are signed with.
pub const EMBED_SECRET: SealedColumn = sealed!("embeddings", "project_id", "secret");

/// What a mail says.
pub const LETTER: SealedColumn = sealed!("mails", "id", "letter");
/// Why it could not be sent.
pub const MAIL_ERROR: SealedColumn = sealed!("mails", "id", "error");

/// The value of a variable of the server.
pub const VARIABLE: SealedColumn = sealed!("server_variables", "name", "value");

/// The value of a variable of a hosted database. Its row is the id of the database, a slash and the name.
pub const DATABASE_VARIABLE: SealedColumn = sealed!("database_variables", "(database_id || '/' || name)", "value");

/// What an app makes its codes of.
pub const AUTHENTICATOR: SealedColumn = sealed!("authenticators", "account_id", "secret");

/// Every column that holds sealed texts.
pub const COLUMNS: [SealedColumn; 11] = [
    ACCESS,
    VALIDATION_ERROR,
    INTROSPECTION_ERROR,
    SETTING,
    LINK_TOKEN,
    EMBED_SECRET,
    LETTER,
    MAIL_ERROR,
    VARIABLE,
    DATABASE_VARIABLE,
    AUTHENTICATOR,
];

/// A sealed text, or its beginning, and the key of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedText {
    pub row: String,
    pub text: String,
}

fn texts(rows: &[AnyRow]) -> Result<Vec<SealedText>> {
    let one = |row: &AnyRow| -> sqlx::Result<_> { Ok(SealedText { row: row.try_get("place")?, text: row.try_get("sealed")? }) };
    Ok(rows.iter().map(one).collect::<sqlx::Result<_>>()?)
}

/// The first `length` characters of some sealed texts (those that match `pattern`), in the order of their rows, after
/// the row `after`.
pub async fn heads(db: &mut Db, column: &SealedColumn, pattern: &str, after: &str, length: u32) -> Result<Vec<SealedText>> {
    let rows = sqlx::query(column.heads).bind(after).bind(pattern).bind(i64::from(length)).fetch_all(db).await?;
    texts(&rows)
}

/// Some sealed texts that do not begin like those of the newest key, in the order of their rows, after the row `after`.
pub async fn outdated(db: &mut Db, column: &SealedColumn, pattern: &str, after: &str, newest: &str) -> Result<Vec<SealedText>> {
    let length = i64::try_from(newest.len()).unwrap_or(i64::MAX);
    let rows = sqlx::query(column.outdated).bind(after).bind(pattern).bind(length).bind(newest).fetch_all(db).await?;
    texts(&rows)
}

/// Puts `new` where `old` still stands. Answers whether it did: a row that was changed meanwhile keeps what was written,
/// and so does one that a server is changing (on PostgreSQL, where waiting for it could end in a deadlock).
pub async fn swap(db: &mut Db, backend: Backend, column: &SealedColumn, old: &SealedText, new: &str) -> Result<bool> {
    let statement = match backend {
        Backend::Sqlite => column.swap,
        Backend::Postgres => column.swap_if_free,
    };
    let done = sqlx::query(statement).bind(&old.row).bind(&old.text).bind(new).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Held while secrets are sealed anew. Ends with its process, however that ends.
pub struct Turn {
    _db: Option<Reading>,
}

/// The number of the advisory lock on PostgreSQL: the first bytes of "vizboard keys" and nobody else's.
const LOCK: i64 = 0x7669_7a5f_6b65_7973;

/// Keeps other machines that share a store on PostgreSQL from sealing anew at the same time; nothing when one does. On
/// SQLite the lock in the data directory says it all.
pub async fn take_turn(store: &Store) -> Result<Option<Turn>> {
    if store.backend() == Backend::Sqlite {
        return Ok(Some(Turn { _db: None }));
    }
    let mut db = store.read().await?;
    db.close_on_drop();
    let taken: i64 = sqlx::query_scalar("select cast(case when pg_try_advisory_lock($1) then 1 else 0 end as bigint)")
        .bind(LOCK)
        .fetch_one(&mut *db)
        .await?;
    Ok((taken == 1).then_some(Turn { _db: Some(db) }))
}
