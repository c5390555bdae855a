//! The store for those who only read: connections that refuse to write, whoever uses them.

use super::{Backend, Reading, Result};
use sqlx::{AnyConnection, AnyPool};

/// Lends connections that cannot write. Cheap to clone.
#[derive(Clone)]
pub struct Records {
    pub(super) pool: AnyPool,
}

impl Records {
    /// A connection for reading; the database itself refuses every write.
    pub async fn read(&self) -> Result<Reading> {
        Ok(self.pool.acquire().await?)
    }
}

/// Makes a fresh connection one that only reads.
pub(super) async fn restrict(db: &mut AnyConnection, backend: Backend) -> sqlx::Result<()> {
    let order = match backend {
        Backend::Sqlite => "pragma query_only = on",
        Backend::Postgres => "set session characteristics as transaction read only",
    };
    sqlx::raw_sql(order).execute(db).await.map(drop)
}
