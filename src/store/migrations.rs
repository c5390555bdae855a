//! The list of migrations, one set for both databases, inside the executable.

use super::{Backend, Db};
use crate::error::{AppError, Result};
use sqlx::{
    SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use std::borrow::Cow;

/// Number, name and text, in order. A test compares the list with the folder.
const ALL: &[(i64, &str, &str)] = &[
    (1, "accounts", include_str!("../../migrations/0001_accounts.sql")),
    (2, "projects", include_str!("../../migrations/0002_projects.sql")),
    (3, "attempts", include_str!("../../migrations/0003_attempts.sql")),
    (4, "queries", include_str!("../../migrations/0004_queries.sql")),
    (6, "layouts", include_str!("../../migrations/0006_layouts.sql")),
    (7, "sharing", include_str!("../../migrations/0007_sharing.sql")),
    (8, "schema_changes", include_str!("../../migrations/0008_schema_changes.sql")),
    (9, "teams", include_str!("../../migrations/0009_teams.sql")),
    (10, "mail", include_str!("../../migrations/0010_mail.sql")),
    (11, "tokens", include_str!("../../migrations/0011_tokens.sql")),
    (12, "audit", include_str!("../../migrations/0012_audit.sql")),
    (13, "identities", include_str!("../../migrations/0013_identities.sql")),
    (14, "factors", include_str!("../../migrations/0014_factors.sql")),
    (15, "row_rules", include_str!("../../migrations/0015_row_rules.sql")),
    (16, "databases", include_str!("../../migrations/0016_databases.sql")),
    (18, "hosted_connections", include_str!("../../migrations/0018_hosted_connections.sql")),
    (19, "deleted_rows", include_str!("../../migrations/0019_deleted_rows.sql")),
    (20, "connection_writing", include_str!("../../migrations/0020_connection_writing.sql")),
];

/// In order.
pub(super) fn numbers() -> Vec<i64> {
    ALL.iter().map(|(number, ..)| *number).collect()
}

/// The tables that the migrations make, each behind those it refers to.
pub(super) fn tables() -> Vec<String> {
    let mut made: Vec<(String, Vec<String>)> = Vec::new();
    let name = |text: &str| -> String { text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    for (_, _, text) in ALL {
        let lines: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        for statement in lines.join(" ").to_lowercase().split(';').map(str::trim) {
            let statement = statement.replacen("if not exists ", "", 1).replacen("if exists ", "", 1);
            let referred = statement.split(" references ").skip(1).map(name);
            if let Some(rest) = statement.strip_prefix("create table ") {
                made.push((name(rest), referred.collect()));
            } else if let Some(rest) = statement.strip_prefix("alter table ") {
                let known = made.iter_mut().find(|(known, _)| *known == name(rest));
                known.into_iter().for_each(|(_, all)| all.extend(statement.split(" references ").skip(1).map(name)));
            } else if let Some(rest) = statement.strip_prefix("drop table ") {
                made.retain(|(known, _)| *known != name(rest));
            }
        }
    }
    let mut order: Vec<String> = Vec::with_capacity(made.len());
    // A circle would keep the rest waiting: it comes as it was made.
    while let Some(place) =
        made.iter().position(|(own, all)| all.iter().all(|other| other == own || order.contains(other))).or((!made.is_empty()).then_some(0))
    {
        order.push(made.remove(place).0);
    }
    order
}

/// Runs these migrations and no other, inside the transaction of `db`.
pub(super) async fn run_only(db: &mut Db, wanted: &[i64]) -> Result<()> {
    if let Some(unknown) = wanted.iter().find(|number| !numbers().contains(number)) {
        return Err(AppError::unavailable(format!("Migration {unknown} is not known here: it belongs to a newer version of VizBoard.")));
    }
    let mut migrator = Migrator::with_migrations(migrations(|number| wanted.contains(&number)));
    migrator.set_locking(false);
    let failed = |error| AppError::unavailable(format!("The tables of the store cannot be made: {error}"));
    migrator.run_direct(None, db, false).await.map_err(failed)
}

fn migrations(wanted: impl Fn(i64) -> bool) -> Vec<Migration> {
    ALL.iter()
        .filter(|(number, ..)| wanted(*number))
        .map(|(number, name, text)| Migration::new(*number, Cow::Borrowed(*name), MigrationType::Simple, text.into_sql_str(), false))
        .collect()
}

/// Brings the tables to the shape this executable knows. Each migration is one transaction. On PostgreSQL several
/// starting servers queue at an advisory lock; on SQLite the lock on the data directory keeps others away.
pub(super) async fn run(db: &mut Db, backend: Backend) -> Result<()> {
    let mut migrator = Migrator::with_migrations(migrations(|_| true));
    migrator.set_locking(backend == Backend::Postgres);
    migrator.run_direct(None, db, false).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) => AppError::unavailable(
            "The store was changed by a newer version of VizBoard. Start that version, or restore a backup made before the update.",
        ),
        MigrateError::VersionMismatch(number) => AppError::unavailable(format!(
            "The store was made by another build of VizBoard: migration {number} differs. Start the build that made it."
        )),
        other => AppError::unavailable(format!("The store cannot be brought up to date: {other}")),
    })
}

/// Whether the tables have the shape this executable knows.
pub(super) async fn check(db: &mut Db) -> Result<()> {
    let found: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations order by version")
        .fetch_all(db)
        .await
        .map_err(|error| AppError::unavailable(format!("The store was not made yet, or cannot be read: {error}")))?;
    if found.iter().eq(ALL.iter().map(|(number, ..)| number)) {
        return Ok(());
    }
    Err(AppError::unavailable(
        "The store belongs to another version of VizBoard. Use the executable that the server runs; after an update start the server first.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_list() {
        let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<_> = ALL.iter().map(|(number, name, _)| format!("{number:04}_{name}.sql")).collect();
        assert_eq!(files, listed);
    }

    #[test]
    fn tables_stand_behind_those_they_refer_to() {
        let tables = tables();
        let place = |name: &str| tables.iter().position(|table| table == name).unwrap_or_else(|| panic!("{name} is missing: {tables:?}"));
        for (first, then) in [("accounts", "teams"), ("teams", "projects"), ("projects", "connections"), ("connections", "queries")] {
            assert!(place(first) < place(then), "{first} before {then}");
        }
        let made = ALL.iter().map(|(.., text)| text.matches("create table ").count()).sum::<usize>();
        assert_eq!(tables.len(), made - ALL.iter().map(|(.., text)| text.matches("drop table ").count()).sum::<usize>());
    }

    #[test]
    fn only_types_that_both_databases_read_alike() {
        for (_, name, text) in ALL {
            for line in text.lines().map(|line| line.split("--").next().unwrap_or_default().to_lowercase()) {
                for word in ["boolean", "timestamp", "datetime", "serial", "autoincrement", "jsonb", "uuid", "numeric", "real", "bytea"] {
                    assert!(!line.split(|c: char| !c.is_alphanumeric()).any(|w| w == word), "{name}: `{word}` in {line}");
                }
            }
        }
    }
}
