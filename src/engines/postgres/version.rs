//! Which PostgreSQL it is.

use super::{Link, explain};
use crate::model::engine::{EngineError, Step};
use sqlx::{PgConnection, Row};

/// Oldest server whose catalogue the questions of `introspect` know.
const OLDEST: u32 = 120_000;

pub async fn version(connection: &mut PgConnection, link: &Link) -> Result<String, EngineError> {
    let told = |error: sqlx::Error| link.explain(&error);
    let row = sqlx::raw_sql("select pg_catalog.current_setting('server_version_num'), pg_catalog.current_setting('server_version')")
        .fetch_one(connection)
        .await
        .map_err(told)?;
    let number: String = row.try_get(0).map_err(told)?;
    let words: String = row.try_get(1).map_err(told)?;
    let version = link.scene().tidy(words.split_whitespace().next().unwrap_or("?"));
    if number.parse::<u32>().map_err(|_| explain::broken())? < OLDEST {
        return Err(EngineError::new(
            Step::Protocol,
            format!("The server is PostgreSQL {version}, which is too old."),
            "VizBoard reads PostgreSQL 12 and newer.",
        ));
    }
    Ok(format!("PostgreSQL {version}"))
}
