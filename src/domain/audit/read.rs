//! Reading it: administrators of the server all of it, people what concerns their projects.

use crate::{
    domain::{App, actor::Actor, projects::access},
    error::{AppError, Result},
    model::{
        audit::{AuditEntry, AuditInput, AuditPage, Kind, Outcome, Verb},
        id::ProjectId,
        role::Right,
        time::Timestamp,
    },
    store::{self, Db, audit::Wanted},
};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::HashMap;

/// Entries of one page.
const PAGE: u32 = 50;

/// What may be read, and for whom names are left out.
pub(super) struct Reading {
    pub(super) wanted: Wanted,
    title: Option<String>,
}

/// Checks what is asked and who asks.
pub(super) async fn reading(app: &App, actor: &Actor, input: &AuditInput, limit: u32) -> Result<Reading> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (project, title) = match input.project_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => {
            let project = access::project(app, actor, &access::project_id(Some(id))?, Right::ViewConnections).await?;
            (Some(project.id), Some(project.title))
        }
        None => {
            actor.must_administer()?;
            (None, None)
        }
    };
    let wanted = Wanted {
        project,
        who: text(&input.who).map(|name| name.trim().to_lowercase()),
        verb: word("what", &input.what, Verb::parse)?,
        kind: word("kind", &input.kind, Kind::parse)?,
        result: word("result", &input.result, Outcome::parse)?,
        from: day("from", &input.from)?.unwrap_or(Timestamp(0)),
        to: day("to", &input.to)?.map_or(Timestamp(i64::MAX), |day| day.plus_seconds(86_400)),
        after: text(&input.after).map(cursor).transpose()?,
        limit,
    };
    Ok(Reading { wanted, title })
}

fn text(given: &Option<String>) -> Option<&str> {
    given.as_deref().filter(|text| !text.trim().is_empty())
}

fn word<T>(field: &str, given: &Option<String>, parse: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let unknown = || AppError::field(field, format!("\"{field}\" is none of the words that the reference names"));
    text(given).map(|word| parse(word).ok_or_else(unknown)).transpose()
}

fn day(field: &str, given: &Option<String>) -> Result<Option<Timestamp>> {
    let Some(day) = text(given) else { return Ok(None) };
    let read = day.trim().parse::<Date>().and_then(|day| day.to_zoned(TimeZone::UTC));
    let begins = read.map_err(|_| AppError::field(field, "Write the day like 2026-01-31"))?;
    Ok(Some(Timestamp(begins.timestamp().as_millisecond())))
}

/// Where a page ended: the time and the id of its last entry.
fn cursor(text: &str) -> Result<(Timestamp, String)> {
    let strange = || AppError::field("after", "This place in the log does not exist. Start from the newest entries.");
    let (at, id) = text.split_once('-').ok_or_else(strange)?;
    let at = at.parse().map_err(|_| strange())?;
    Ok((Timestamp(at), id.to_owned()))
}

/// `listAudit`, `GET /api/audit`: the newest first.
pub async fn list(app: &App, actor: &Actor, input: AuditInput) -> Result<AuditPage> {
    let Reading { mut wanted, title } = reading(app, actor, &input, PAGE + 1).await?;
    let mut db = app.store.read().await?;
    wanted.limit = PAGE + 1;
    let mut entries = store::audit::list(&mut db, &wanted).await?;
    let more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let next = entries.last().filter(|_| more).map(|last| format!("{}-{}", last.at.0, last.id));
    let entries = shown(&mut db, actor, wanted.project.as_ref(), entries).await?;
    Ok(AuditPage { entries, next, title })
}

/// Without the names of what belongs to projects that the reader does not see.
pub(super) async fn shown(db: &mut Db, actor: &Actor, asked: Option<&ProjectId>, entries: Vec<AuditEntry>) -> Result<Vec<AuditEntry>> {
    let mut seen: HashMap<ProjectId, bool> = asked.map(|id| (id.clone(), true)).into_iter().collect();
    let mut shown = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(id) = entry.project_id.clone() else {
            shown.push(entry);
            continue;
        };
        let is_seen = match seen.get(&id) {
            Some(known) => *known,
            None => {
                let sees = sees(db, actor, &id).await?;
                seen.insert(id, sees);
                sees
            }
        };
        // What one did oneself one knows.
        let is_own = entry.account_id.as_ref() == Some(&actor.account);
        let hidden = AuditEntry { object_id: None, object_name: None, project_id: None, detail: None, ..entry.clone() };
        shown.push(if is_seen || is_own { entry } else { hidden });
    }
    Ok(shown)
}

async fn sees(db: &mut Db, actor: &Actor, id: &ProjectId) -> Result<bool> {
    match store::projects::get(db, id).await? {
        Some(project) => Ok(project.is_public || access::role(db, actor, &project).await?.is_some()),
        None => Ok(false),
    }
}
