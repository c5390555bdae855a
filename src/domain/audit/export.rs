//! The log as a file, read page by page while it is taken.

use super::read;
use crate::{
    domain::{
        App,
        actor::Actor,
        exports::{self, Download, Format},
    },
    error::{AppError, Result},
    model::{
        audit::{AuditEntry, AuditInput},
        engine::ResultColumn,
        value::{Kind, Row, Value},
    },
    store,
};

/// Entries that are read at once.
const BATCH: u32 = 1_000;

const COLUMNS: [&str; 13] =
    ["at", "account", "accountId", "via", "viaId", "verb", "kind", "objectName", "objectId", "projectId", "address", "result", "detail"];

/// Everything that a list of these would have, over all of its pages.
///
/// # Errors
/// As the list, and `Invalid` for another format than `csv` or `json`.
pub async fn download(app: &App, actor: &Actor, input: AuditInput, format: &str) -> Result<Download> {
    let format = Format::parse(format).filter(|format| matches!(format, Format::Csv | Format::Json));
    let format = format.ok_or_else(|| AppError::field("format", "The format must be csv or json"))?;
    let mut wanted = read::reading(app, actor, &input, BATCH).await?.wanted;
    wanted.limit = BATCH;
    let text = |name: &str| ResultColumn { name: name.to_owned(), short_type: "text".into(), kind: Kind::Text };
    let name = exports::dated("audit", format);
    let (app, actor) = (app.clone(), actor.clone());
    let mut ended = false;
    let next = async move || -> Option<Result<Vec<Row>>> {
        if ended {
            return None;
        }
        let batch = async {
            let mut db = app.store.read().await?;
            let entries = store::audit::list(&mut db, &wanted).await?;
            ended = entries.len() < BATCH as usize;
            wanted.after = entries.last().map(|last| (last.at, last.id.clone()));
            read::shown(&mut db, &actor, wanted.project.as_ref(), entries).await
        };
        Some(batch.await.map(|entries| entries.into_iter().map(row).collect()))
    };
    Ok(Download { format, name, body: exports::written(format, COLUMNS.map(text).into(), next) })
}

fn row(entry: AuditEntry) -> Row {
    let text = |value: Option<String>| value.map_or(Value::Null, Value::Text);
    let word = |value: &str| Value::Text(value.to_owned());
    vec![
        Value::Text(entry.at.to_string()),
        text(entry.account_name),
        text(entry.account_id.map(|id| id.to_string())),
        word(entry.via.name()),
        text(entry.via_id),
        word(entry.verb.name()),
        word(entry.kind.name()),
        text(entry.object_name),
        text(entry.object_id),
        text(entry.project_id.map(|id| id.to_string())),
        text(entry.address),
        word(entry.result.name()),
        text(entry.detail),
    ]
}
