//! How large the store is, and by what it is kept.

use super::{Backend, Db, Result};

/// Version of the database program, and bytes on its disk.
pub async fn of(db: &mut Db, backend: Backend) -> Result<(String, u64)> {
    let (version, size) = match backend {
        Backend::Sqlite => {
            let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut *db).await?;
            let page: i64 = sqlx::query_scalar("pragma page_size").fetch_one(&mut *db).await?;
            (super::sqlite_version().to_owned(), pages.saturating_mul(page))
        }
        Backend::Postgres => {
            let version: String = sqlx::query_scalar("select current_setting('server_version')").fetch_one(&mut *db).await?;
            (version, sqlx::query_scalar("select pg_database_size(current_database())").fetch_one(&mut *db).await?)
        }
    };
    Ok((version, u64::try_from(size).unwrap_or_default()))
}
