//! Mail that waits to be sent. A letter is claimed by one statement that repeats the condition, so that of several
//! servers one sends it. `attempts` counts the claims and fences: whose lease ran out can no longer say how it went.

use super::{
    Db, Result,
    read::{count, id},
};
use crate::model::{id::MailId, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One letter.
#[derive(Clone, Debug)]
pub struct MailRow {
    pub id: MailId,
    pub kind: String,
    pub recipient: String,
    /// Sealed.
    pub letter: String,
    pub useful_until: Timestamp,
    pub try_at: Timestamp,
    pub attempts: i64,
    pub failed_at: Option<Timestamp>,
    /// Sealed.
    pub error: Option<String>,
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, kind, recipient, letter, useful_until, try_at, attempts, failed_at, error, created_at"
    };
}

fn mail(row: &AnyRow) -> sqlx::Result<MailRow> {
    Ok(MailRow {
        id: id(row, "id", MailId::parse)?,
        kind: row.try_get("kind")?,
        recipient: row.try_get("recipient")?,
        letter: row.try_get("letter")?,
        useful_until: Timestamp(row.try_get("useful_until")?),
        try_at: Timestamp(row.try_get("try_at")?),
        attempts: row.try_get("attempts")?,
        failed_at: row.try_get::<Option<i64>, _>("failed_at")?.map(Timestamp),
        error: row.try_get("error")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

pub async fn insert(db: &mut Db, new: &MailRow) -> Result<()> {
    sqlx::query(
        "insert into mails (id, kind, recipient, letter, useful_until, try_at, attempts, created_at)
         values ($1, $2, $3, $4, $5, $6, 0, $7)",
    )
    .bind(new.id.as_str())
    .bind(&new.kind)
    .bind(&new.recipient)
    .bind(&new.letter)
    .bind(new.useful_until.0)
    .bind(new.try_at.0)
    .bind(new.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Removes the letters of a kind that still wait for this address.
pub async fn replace(db: &mut Db, kind: &str, recipient: &str) -> Result<()> {
    sqlx::query("delete from mails where kind = $1 and recipient = $2").bind(kind).bind(recipient).execute(db).await?;
    Ok(())
}

/// Whether there is a letter to send.
pub async fn any_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    let question = "select id from mails where failed_at is null and try_at <= $1 and lease_until <= $1 limit 1";
    let found: Option<String> = sqlx::query_scalar(question).bind(now.0).fetch_optional(db).await?;
    Ok(found.is_some())
}

/// Takes the oldest letter that is due, until `lease`.
pub async fn claim(db: &mut Db, now: Timestamp, lease: Timestamp) -> Result<Option<MailRow>> {
    let row = sqlx::query(concat!(
        "update mails set lease_until = $1, attempts = attempts + 1 where id = (select m.id from mails m where m.failed_at is null \
         and m.try_at <= $2 and m.lease_until <= $2 order by m.try_at, m.id limit 1) \
         and failed_at is null and try_at <= $2 and lease_until <= $2 returning ",
        columns!()
    ))
    .bind(lease.0)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(mail).transpose()?)
}

/// Removes a letter that was sent under this claim.
pub async fn sent(db: &mut Db, mail: &MailRow) -> Result<()> {
    sqlx::query("delete from mails where id = $1 and attempts = $2").bind(mail.id.as_str()).bind(mail.attempts).execute(db).await?;
    Ok(())
}

/// Says why this claim failed, and when the next one may come; none when it is given up.
pub async fn failed(db: &mut Db, mail: &MailRow, error: &str, again: Option<Timestamp>, now: Timestamp) -> Result<()> {
    sqlx::query("update mails set error = $1, try_at = $2, failed_at = $3, lease_until = 0 where id = $4 and attempts = $5")
        .bind(error)
        .bind(again.unwrap_or(now).0)
        .bind(again.is_none().then_some(now.0))
        .bind(mail.id.as_str())
        .bind(mail.attempts)
        .execute(db)
        .await?;
    Ok(())
}

/// Makes a letter due now, unless somebody tries it at this moment. False when it is gone or of no use any more.
pub async fn retry(db: &mut Db, id: &MailId, now: Timestamp) -> Result<bool> {
    let text = "update mails set try_at = $1, failed_at = null where id = $2 and useful_until > $1 and lease_until <= $1";
    let done = sqlx::query(text).bind(now.0).bind(id.as_str()).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a letter out. Of two who try at once one gets it.
pub async fn take(db: &mut Db, id: &MailId) -> Result<Option<MailRow>> {
    let row = sqlx::query(concat!("delete from mails where id = $1 returning ", columns!())).bind(id.as_str()).fetch_optional(db).await?;
    Ok(row.as_ref().map(mail).transpose()?)
}

/// The letters that wait or were given up, newest first.
pub async fn all(db: &mut Db, most: i64) -> Result<Vec<MailRow>> {
    let rows =
        sqlx::query(concat!("select ", columns!(), " from mails order by created_at desc, id limit $1")).bind(most).fetch_all(db).await?;
    Ok(rows.iter().map(mail).collect::<sqlx::Result<_>>()?)
}

/// How many letters wait, are being sent, and were given up.
pub async fn counts(db: &mut Db, now: Timestamp) -> Result<[u32; 3]> {
    let row = sqlx::query(
        "select count(case when failed_at is null and lease_until <= $1 then 1 end) as waiting, \
         count(case when failed_at is null and lease_until > $1 then 1 end) as sending, \
         count(case when failed_at is not null then 1 end) as failed from mails",
    )
    .bind(now.0)
    .fetch_one(db)
    .await?;
    Ok([count(&row, "waiting")?, count(&row, "sending")?, count(&row, "failed")?])
}

/// Forgets letters that have been of no use since `before`, and counts that began before `counted`.
pub async fn sweep(db: &mut Db, before: Timestamp, counted: Timestamp) -> Result<()> {
    sqlx::query("delete from mails where useful_until <= $1").bind(before.0).execute(&mut *db).await?;
    sqlx::query("delete from mail_counts where since <= $1").bind(counted.0).execute(db).await?;
    Ok(())
}

/// Counts one more letter of those that this hash stands for; those from before `since` count no longer. Answers how many that makes.
pub async fn count_one(db: &mut Db, address_hash: &str, since: Timestamp, now: Timestamp) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "insert into mail_counts (address_hash, since, letters) values ($1, $2, 1)
         on conflict (address_hash) do update set
         letters = case when mail_counts.since <= $3 then 1 else mail_counts.letters + 1 end,
         since = case when mail_counts.since <= $3 then excluded.since else mail_counts.since end
         returning letters",
    )
    .bind(address_hash)
    .bind(now.0)
    .bind(since.0)
    .fetch_one(db)
    .await?)
}
