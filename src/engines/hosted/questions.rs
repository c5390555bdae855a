//! What VizBoard itself asks hosted databases.

use crate::model::statement::StatementPlan;

/// SQLite's counter of changes of the structure, and the number that is for programs.
pub fn versions() -> StatementPlan {
    StatementPlan::plain("SELECT s.schema_version, u.user_version FROM pragma_schema_version AS s, pragma_user_version AS u")
}
