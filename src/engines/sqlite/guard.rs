//! What a statement may do on a connection: an allow-list that SQLite asks while it prepares the statement, and every
//! statement inside views. A read-only handle alone is no fence: `VACUUM INTO` writes through it, and some pragmas
//! change the whole process.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Pragmas of introspection, and their like in people's statements. None of them changes anything.
pub(in crate::engines) const PRAGMAS: [&str; 7] =
    ["table_list", "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list"];
/// Pragmas that are asked and never set; full-text tables ask for the first two by themselves.
const VERSIONS: [&str; 4] = ["data_version", "page_size", "schema_version", "user_version"];

/// The tables in which R-trees keep what they hold. An R-tree prepares the statements that would write to them when it is
/// opened, also for reading. They never run: the file is open for reading only, and defensive mode keeps people's
/// statements from those tables.
const OF_RTREES: [&str; 3] = ["_node", "_parent", "_rowid"];

/// Virtual tables that exist without being created and show more than the file's own data.
pub(in crate::engines) const HIDDEN_TABLES: [&str; 3] = ["dbstat", "sqlite_dbpage", "sqlite_stmt"];

/// Functions of generated statements, and those that views, generated columns and expression indexes commonly use.
/// Left out on purpose: what loads code, reads files, logs, or makes values of any size out of nothing.
const FUNCTIONS: [&str; 113] = [
    "->",
    "->>",
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "bm25",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "cos",
    "cosh",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "highlight",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_error_position",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_insert",
    "json_object",
    "json_patch",
    "json_pretty",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_tree",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "match",
    "max",
    "median",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "radians",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sinh",
    "snippet",
    "sqrt",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "tan",
    "tanh",
    "time",
    "timediff",
    "total",
    "trim",
    "trunc",
];

/// The rest of them; two lists keep each within a glance.
const MORE_FUNCTIONS: [&str; 7] = ["typeof", "unhex", "unicode", "unistr", "unixepoch", "unlikely", "upper"];

/// Whether SQLite may do this for a read.
pub(in crate::engines) fn authorize(context: AuthContext<'_>) -> Authorization {
    let allowed = match context.action {
        AuthAction::Select | AuthAction::Recursive | AuthAction::Transaction { .. } => true,
        AuthAction::Read { table_name, .. } => may_read(table_name),
        AuthAction::Insert { table_name } | AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } => {
            let table = table_name.to_ascii_lowercase();
            OF_RTREES.iter().any(|end| table.ends_with(end))
        }
        AuthAction::Function { function_name } => may_call(function_name),
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let name = pragma_name.to_ascii_lowercase();
            PRAGMAS.contains(&name.as_str()) || (pragma_value.is_none() && VERSIONS.contains(&name.as_str()))
        }
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}

fn may_read(table: &str) -> bool {
    let table = table.to_ascii_lowercase();
    match table.strip_prefix("pragma_") {
        // A real table may be called so too; then SQLite never asks for the pragma.
        Some(pragma) => PRAGMAS.contains(&pragma) || VERSIONS.contains(&pragma),
        None => !HIDDEN_TABLES.contains(&table.as_str()),
    }
}

pub(in crate::engines) fn may_call(function: &str) -> bool {
    let function = function.to_ascii_lowercase();
    FUNCTIONS.contains(&function.as_str()) || MORE_FUNCTIONS.contains(&function.as_str()) || function.starts_with("jsonb")
}
