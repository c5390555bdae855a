//! What somebody would write by hand for one table: axum and rusqlite, four readers, one writer, every commit durable. No
//! rights, no limits, no process in between.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use rusqlite::{Connection, params, types::ValueRef};
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, mpsc},
};

struct Files {
    readers: Mutex<mpsc::Receiver<Connection>>,
    back: mpsc::SyncSender<Connection>,
    writer: Mutex<Connection>,
}

fn open(path: &str) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000").unwrap();
    connection
}

/// Serves the table `items` of the file until the process is ended; prints the address.
pub async fn serve(path: &str) {
    let (back, readers) = mpsc::sync_channel(4);
    for _ in 0..4 {
        back.send(open(path)).unwrap();
    }
    let files = Arc::new(Files { readers: Mutex::new(readers), back, writer: Mutex::new(open(path)) });
    let router = Router::new().route("/rows", get(rows)).route("/rows/{id}", get(row)).route("/rows", post(insert)).with_state(files);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

async fn read(files: Arc<Files>, sql: String, values: Vec<Value>) -> Vec<Value> {
    tokio::task::spawn_blocking(move || {
        let connection = files.readers.lock().unwrap().recv().unwrap();
        let answer = {
            let mut statement = connection.prepare_cached(&sql).unwrap();
            let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
            let values = values
                .iter()
                .map(|value| value.as_i64().map_or_else(|| value.as_str().unwrap().to_owned().into(), rusqlite::types::Value::from));
            let mut rows = statement.query(rusqlite::params_from_iter(values)).unwrap();
            let mut all = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                let cell = |at| match row.get_ref_unwrap(at) {
                    ValueRef::Integer(n) => json!(n),
                    ValueRef::Real(n) => json!(n),
                    ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
                    ValueRef::Null | ValueRef::Blob(_) => Value::Null,
                };
                all.push(Value::Object(names.iter().enumerate().map(|(at, name)| (name.clone(), cell(at))).collect::<Map<_, _>>()));
            }
            all
        };
        files.back.send(connection).unwrap();
        answer
    })
    .await
    .unwrap()
}

async fn rows(State(files): State<Arc<Files>>, Query(query): Query<HashMap<String, String>>) -> Json<Value> {
    let (mut sql, mut values) = ("SELECT * FROM items".to_owned(), Vec::new());
    if let Some(category) = query.get("category") {
        sql.push_str(" WHERE category = ?1");
        values.push(json!(category));
    }
    let order = if query.get("sort").is_some_and(|sort| sort == "-amount") { "amount DESC, id" } else { "id" };
    sql.push_str(&format!(" ORDER BY {order} LIMIT 50"));
    let rows = read(files.clone(), sql, values).await;
    let total =
        if query.contains_key("count") { read(files, "SELECT count(*) AS n FROM items".into(), Vec::new()).await } else { Vec::new() };
    Json(json!({ "rows": rows, "total": total }))
}

async fn row(State(files): State<Arc<Files>>, Path(id): Path<i64>) -> Json<Value> {
    Json(json!(read(files, "SELECT * FROM items WHERE id = ?1".into(), vec![json!(id)]).await))
}

async fn insert(State(files): State<Arc<Files>>, Json(rows): Json<Vec<Map<String, Value>>>) -> Json<Value> {
    let count = rows.len();
    tokio::task::spawn_blocking(move || {
        let mut writer = files.writer.lock().unwrap();
        let transaction = writer.transaction().unwrap();
        for row in rows {
            let mut statement = transaction.prepare_cached("INSERT INTO log (at, what) VALUES (?1, ?2)").unwrap();
            statement.execute(params![row["at"].as_i64(), row["what"].as_str()]).unwrap();
        }
        transaction.commit().unwrap();
    })
    .await
    .unwrap();
    Json(json!({ "inserted": count }))
}
