//! Rows about tables, columns, cells, files and SQL of hosted databases.

use super::{
    databases::UNKNOWN,
    table::{Is, Row, row},
};
use serde_json::{Value as Json, json};

/// A form is wanted.
const FORM: [Is; 3] = [Is::Status(404), Is::Status(404), Is::Status(415)];

/// In an order in which each row of the owner leaves what the next ones need.
pub const TABLES: &[Row] = &[
    row("GET /api/dbs/{dbId}/schema", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/azimutt-schema", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/search/{searchTerm}", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/export?format=ndjson", UNKNOWN, |_| Json::Null),
    row("GET /dbs/{dbId}/export?format=sql", UNKNOWN, |_| Json::Null),
    row("PATCH /api/dbs/{dbId}/tables/{table}", UNKNOWN, |_| json!({ "description": "New", "after": null })),
    row("POST /api/dbs/{dbId}/tables/{table}/clone", UNKNOWN, |_| json!({ "name": "copied", "withRows": false })),
    row("PUT /api/dbs/{dbId}/tables/{table}/columns/{column}", UNKNOWN, |_| json!({ "type": "TEXT", "items": ["x", "y"] })),
    row("PATCH /api/dbs/{dbId}/tables/{table}/columns/{column}", UNKNOWN, |_| json!({ "default": "x", "after": null })),
    row("DELETE /api/dbs/{dbId}/tables/{table}/columns/{column}", UNKNOWN, |_| Json::Null),
    row(
        "POST /api/dbs/{dbId}/structure",
        UNKNOWN,
        |_| json!({ "changes": [{ "create_index": { "name": "by_a", "table": "t", "columns": ["a"], "unique": false } }] }),
    ),
    row("PUT /api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", FORM, |_| json!({})),
    row("GET /api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", UNKNOWN, |_| Json::Null),
    row("GET /readonly/{readonlyId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}", UNKNOWN, |_| Json::Null),
    row("POST /dbs/{dbId}/sql", UNKNOWN, |_| json!({ "query": "select * from t where id = ?", "params": [1] })),
    row("POST /dbs/{dbId}/sql/{runId}/stop", UNKNOWN, |_| json!({})),
    row("GET /readonly/{readonlyId}/sql?query=select+1", UNKNOWN, |_| Json::Null),
    row("POST /readonly/{readonlyId}/sql", UNKNOWN, |_| json!({ "query": "select 1 as one" })),
    row("DELETE /api/dbs/{dbId}/tables/{table}", UNKNOWN, |_| Json::Null),
    // Made again, for those that come.
    row(
        "PUT /api/dbs/{dbId}/tables/{table}",
        UNKNOWN,
        |_| json!({ "columns": [{ "name": "id", "type": "INTEGER" }, { "name": "a" }], "primaryKey": ["id"] }),
    ),
];

/// A path with the parts of the database that every owner has.
pub fn filled(path: &str) -> String {
    let column = if path.contains("/files/") { "a" } else { "b" };
    path.replace("{table}", "t")
        .replace("{column}", column)
        .replace("{primaryKey}", "rowid")
        .replace("{equalsValue}", "1")
        .replace("{searchTerm}", "one")
        .replace("{runId}", "6f9619ff-8b86-4011-b42d-00cf4fc964ff")
}
