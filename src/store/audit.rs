//! The audit log. Entries are added and, when they are old enough, removed; nothing here changes one.

use super::{Db, Result, read};
use crate::model::{
    audit::{AuditEntry, Kind, Outcome, Verb, Via},
    id::{AccountId, ProjectId},
    time::Timestamp,
};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

/// An entry to be added. The user name is looked up where it is written.
#[derive(Debug)]
pub struct NewEntry<'a> {
    pub id: &'a str,
    pub at: Timestamp,
    pub account: Option<&'a AccountId>,
    pub via: Via,
    pub via_id: Option<&'a str>,
    pub verb: Verb,
    pub kind: Kind,
    pub object_id: Option<&'a str>,
    pub object_name: Option<&'a str>,
    pub project: Option<&'a ProjectId>,
    pub address: Option<&'a str>,
    pub result: Outcome,
    pub detail: Option<&'a str>,
}

/// Which entries are wanted, the newest first.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub project: Option<ProjectId>,
    /// User name.
    pub who: Option<String>,
    pub verb: Option<Verb>,
    pub kind: Option<Kind>,
    pub result: Option<Outcome>,
    pub from: Timestamp,
    /// Not itself.
    pub to: Timestamp,
    /// Those behind this one.
    pub after: Option<(Timestamp, String)>,
    pub limit: u32,
}

pub async fn insert(db: &mut Db, new: &NewEntry<'_>) -> Result<()> {
    sqlx::query(
        "insert into audit_log (id, at, account_id, account_name, via, via_id, verb, kind, object_id, object_name, project_id, address, \
         result, detail) values ($1, $2, $3, (select a.username from accounts a where a.id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(new.id)
    .bind(new.at.0)
    .bind(new.account.map(AccountId::as_str))
    .bind(new.via.name())
    .bind(new.via_id)
    .bind(new.verb.name())
    .bind(new.kind.name())
    .bind(new.object_id)
    .bind(new.object_name)
    .bind(new.project.map(ProjectId::as_str))
    .bind(new.address)
    .bind(new.result.name())
    .bind(new.detail)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn list(db: &mut Db, wanted: &Wanted) -> Result<Vec<AuditEntry>> {
    let mut texts: Vec<&str> = Vec::new();
    let mut conditions = String::from("at >= $1 and at < $2");
    let (project, who) = (wanted.project.as_ref().map(ProjectId::as_str), wanted.who.as_deref());
    let (verb, kind, result) = (wanted.verb.map(Verb::name), wanted.kind.map(Kind::name), wanted.result.map(Outcome::name));
    let columns = [("project_id", project), ("account_name", who), ("verb", verb), ("kind", kind), ("result", result)];
    for (column, value) in columns {
        if let Some(value) = value {
            texts.push(value);
            conditions += &format!(" and {column} = ${}", texts.len() + 2);
        }
    }
    let place = texts.len() + 3;
    if wanted.after.is_some() {
        conditions += &format!(" and (at < ${place} or (at = ${place} and id < ${}))", place + 1);
    }
    let limit = wanted.limit;
    // Columns and places are ours, values are bound.
    let statement = format!(
        "select id, at, account_id, account_name, via, via_id, verb, kind, object_id, object_name, project_id, address, result, detail \
         from audit_log where {conditions} order by at desc, id desc limit {limit}"
    );
    let mut query = sqlx::query(AssertSqlSafe(statement)).bind(wanted.from.0).bind(wanted.to.0);
    for text in texts {
        query = query.bind(text);
    }
    if let Some((at, id)) = &wanted.after {
        query = query.bind(at.0).bind(id);
    }
    let rows = query.fetch_all(db).await?;
    Ok(rows.iter().map(entry).collect::<sqlx::Result<_>>()?)
}

/// Removes what is older: the one statement that takes entries away. Answers how many went.
pub async fn sweep(db: &mut Db, before: Timestamp) -> Result<u64> {
    let done = sqlx::query("delete from audit_log where at < $1").bind(before.0).execute(db).await?;
    Ok(done.rows_affected())
}

fn entry(row: &AnyRow) -> sqlx::Result<AuditEntry> {
    let word = |column: &str| row.try_get::<String, _>(column);
    let strange = |column: &str| sqlx::Error::Decode(format!("{column} of an entry is no word of ours").into());
    let id = |column: &str| row.try_get::<Option<String>, _>(column);
    Ok(AuditEntry {
        id: row.try_get("id")?,
        at: Timestamp(row.try_get("at")?),
        account_id: id("account_id")?.as_deref().and_then(AccountId::parse),
        account_name: row.try_get("account_name")?,
        via: Via::parse(&word("via")?).ok_or_else(|| strange("via"))?,
        via_id: row.try_get("via_id")?,
        verb: Verb::parse(&word("verb")?).ok_or_else(|| strange("verb"))?,
        kind: Kind::parse(&word("kind")?).ok_or_else(|| strange("kind"))?,
        object_id: row.try_get("object_id")?,
        object_name: row.try_get("object_name")?,
        project_id: id("project_id")?.as_deref().and_then(ProjectId::parse),
        address: row.try_get("address")?,
        result: Outcome::parse(&word("result")?).ok_or_else(|| strange("result"))?,
        detail: row.try_get("detail")?,
    })
}

/// How many entries there are.
pub async fn count(db: &mut Db) -> Result<u32> {
    let row = sqlx::query("select count(*) as n from audit_log").fetch_one(db).await?;
    Ok(read::count(&row, "n")?)
}
