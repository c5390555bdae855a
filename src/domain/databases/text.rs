//! The structure of a database as text.

use super::{
    access::{self, Asking, Key},
    schema,
};
use crate::{domain::App, error::Result, model::database_right::DatabaseRight};

/// `GET /api/dbs/{dbId}/schema`: the CREATE statements in the order in which they were made, as `.schema` of SQLite's
/// shell gives them.
///
/// # Errors
/// As [`access::find`] for the right to read.
pub async fn text(app: &App, asking: Asking<'_>, key: &Key) -> Result<String> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    let definitions = schema::definitions(app, &found).await?;
    Ok(definitions.iter().filter_map(|one| one.sql.as_deref()).map(|sql| format!("{sql};\n")).collect())
}
