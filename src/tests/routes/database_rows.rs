//! Rows of tables: of the hosted database of the team, and of the first connection of the project.

use super::table::{HIDDEN, Is, Row, row};
use serde_json::{Value as Json, json};

/// Also asked by people without a session, who find public ones.
const UNKNOWN: [Is; 3] = [Is::Status(404), Is::Status(404), Is::Ok];
/// A form is wanted.
const FORM: [Is; 3] = [Is::Status(404), Is::Status(404), Is::Status(415)];
/// An import that nobody has.
const NO_IMPORT: [Is; 3] = [Is::Status(404); 3];

/// In an order in which each row of the owner leaves what the next ones need.
pub const ROWS: &[Row] = &[
    row("GET /api/dbs/{dbId}/openapi.json", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/rows?a=one&count=exact&versions=true", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/rows/{key}", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/aggregate?group=a&measures=count,max:id", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/tables/{table}/values?column=a", UNKNOWN, |_| Json::Null),
    row("GET /readonly/{readonlyId}/tables/{table}/rows?count=capped", UNKNOWN, |_| Json::Null),
    row("GET /readonly/{readonlyId}/tables/{table}/rows/{key}", UNKNOWN, |_| Json::Null),
    row("GET /readonly/{readonlyId}/tables/{table}/aggregate", UNKNOWN, |_| Json::Null),
    row("GET /readonly/{readonlyId}/tables/{table}/values?column=a", UNKNOWN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/tables/{table}/rows", UNKNOWN, |_| json!({ "a": "three" })),
    row("PATCH /api/dbs/{dbId}/tables/{table}/rows?a=three", UNKNOWN, |_| json!({ "a": "four" })),
    row("DELETE /api/dbs/{dbId}/tables/{table}/rows?a=four&return=rows", UNKNOWN, |_| Json::Null),
    row("DELETE /api/dbs/{dbId}/tables/{table}/rows/{key}", UNKNOWN, |_| Json::Null),
    row("PUT /api/dbs/{dbId}/tables/{table}/rows/{key}", UNKNOWN, |_| json!({ "a": "five" })),
    row("PATCH /api/dbs/{dbId}/tables/{table}/rows/{key}", UNKNOWN, |_| json!({ "a": "one" })),
    row(
        "POST /api/dbs/{dbId}/batch",
        UNKNOWN,
        |_| json!({ "changes": [{ "op": "insert", "table": "t", "rows": [{ "a": "six" }] }], "return": "rows" }),
    ),
    row("POST /api/dbs/{dbId}/imports", FORM, |_| json!({})),
    row("GET /api/dbs/{dbId}/imports/{importId}", NO_IMPORT, |_| Json::Null),
    row("DELETE /api/dbs/{dbId}/imports/{importId}", NO_IMPORT, |_| Json::Null),
];

/// Asked while the project is there.
pub const OF_CONNECTIONS: &[Row] = &[
    row("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/rows?count=capped", HIDDEN, |_| Json::Null),
    row("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/aggregate", HIDDEN, |_| Json::Null),
    row("GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/values?column=name", HIDDEN, |_| Json::Null),
];

/// A path with what names rows.
pub fn filled(path: &str, connection: &str) -> String {
    path.replace("{connectionId}", connection)
        .replace("{label}", "customers")
        .replace("{table}", "t")
        .replace("{key}", "1")
        .replace("{importId}", "x")
}
