//! Hosted databases: everything about them but their content, which is a file.

use super::{
    Db, Result,
    read::{flag, id},
};
use crate::model::{
    database::{FileFormat, Location, Visibility},
    id::{AccountId, TeamId},
    time::Timestamp,
    ulid::DatabaseId,
};
use sqlx::{Row, any::AnyRow};

/// One row of `databases`, with the name of its team.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseRow {
    pub id: DatabaseId,
    pub readonly_id: String,
    /// Name of the folder that holds its file.
    pub folder: String,
    /// Nothing for a database that nobody owns.
    pub team_id: Option<TeamId>,
    pub team_name: Option<String>,
    pub owned_at: Option<Timestamp>,
    pub created_by: Option<AccountId>,
    pub name: String,
    pub description: String,
    pub environment: Option<String>,
    pub file_format: FileFormat,
    pub visibility: Visibility,
    pub auditing: bool,
    pub schema_locked: bool,
    pub views_tab: bool,
    pub location: Option<Location>,
    pub size: i64,
    pub revision: i64,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}

macro_rules! databases {
    ($rest:literal) => {
        concat!(
            "select d.id, d.readonly_id, d.folder, d.team_id, g.name as team_name, d.owned_at, d.created_by, d.name, d.description, \
             d.environment, d.file_format, d.visibility, d.auditing, d.schema_locked, d.views_tab, d.location, d.size, d.revision, \
             d.created_at, d.modified_at, d.expires_at from databases d left join teams g on g.id = d.team_id ",
            $rest
        )
    };
}

fn database(row: &AnyRow) -> sqlx::Result<DatabaseRow> {
    let wrong = |what: &str, text: &str| sqlx::Error::Decode(format!("no {what} is called {text}").into());
    let text = |column: &str| row.try_get::<Option<String>, _>(column);
    let time = |column: &str| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp));
    let (format, visibility): (String, String) = (row.try_get("file_format")?, row.try_get("visibility")?);
    let location = text("location")?.map(|json| serde_json::from_str(&json)).transpose();
    Ok(DatabaseRow {
        id: id(row, "id", DatabaseId::parse)?,
        readonly_id: row.try_get("readonly_id")?,
        folder: row.try_get("folder")?,
        team_id: text("team_id")?.as_deref().and_then(TeamId::parse),
        team_name: text("team_name")?,
        owned_at: time("owned_at")?,
        created_by: text("created_by")?.as_deref().and_then(AccountId::parse),
        name: row.try_get("name")?,
        description: row.try_get("description")?,
        environment: text("environment")?,
        file_format: FileFormat::parse(&format).ok_or_else(|| wrong("format", &format))?,
        visibility: Visibility::parse(&visibility).ok_or_else(|| wrong("visibility", &visibility))?,
        auditing: flag(row, "auditing")?,
        schema_locked: flag(row, "schema_locked")?,
        views_tab: flag(row, "views_tab")?,
        location: location.map_err(|error| sqlx::Error::Decode(error.into()))?,
        size: row.try_get("size")?,
        revision: row.try_get("revision")?,
        created_at: Timestamp(row.try_get("created_at")?),
        modified_at: Timestamp(row.try_get("modified_at")?),
        expires_at: time("expires_at")?,
    })
}

pub async fn get(db: &mut Db, id: &DatabaseId) -> Result<Option<DatabaseRow>> {
    let row = sqlx::query(databases!("where d.id = $1")).bind(id.as_str()).fetch_optional(db).await?;
    Ok(row.as_ref().map(database).transpose()?)
}

pub async fn by_readonly_id(db: &mut Db, readonly_id: &str) -> Result<Option<DatabaseRow>> {
    let row = sqlx::query(databases!("where d.readonly_id = $1")).bind(readonly_id).fetch_optional(db).await?;
    Ok(row.as_ref().map(database).transpose()?)
}

/// Held against other writers of it until the transaction ends.
pub async fn lock(db: &mut Db, id: &DatabaseId) -> Result<Option<DatabaseRow>> {
    sqlx::query("update databases set revision = revision where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    get(db, id).await
}

/// The databases of a team, by name.
pub async fn of_team(db: &mut Db, team: &TeamId) -> Result<Vec<DatabaseRow>> {
    let rows = sqlx::query(databases!("where d.team_id = $1 order by lower(d.name), d.id")).bind(team.as_str()).fetch_all(db).await?;
    Ok(rows.iter().map(database).collect::<sqlx::Result<_>>()?)
}

/// The databases of all teams of an account, by name.
pub async fn of_member(db: &mut Db, account: &AccountId) -> Result<Vec<DatabaseRow>> {
    let rows = sqlx::query(databases!("join team_members m on m.team_id = d.team_id where m.account_id = $1 order by lower(d.name), d.id"))
        .bind(account.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(database).collect::<sqlx::Result<_>>()?)
}

/// Those without an owner whose last day is over.
pub async fn expired(db: &mut Db, now: Timestamp) -> Result<Vec<DatabaseRow>> {
    let rows = sqlx::query(databases!("where d.expires_at <= $1 order by d.expires_at limit 100")).bind(now.0).fetch_all(db).await?;
    Ok(rows.iter().map(database).collect::<sqlx::Result<_>>()?)
}

/// Every folder that belongs to a database: what lies beside them is left over.
pub async fn folders(db: &mut Db) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("select folder from databases").fetch_all(db).await?)
}

pub async fn insert(db: &mut Db, row: &DatabaseRow) -> Result<()> {
    sqlx::query(
        "insert into databases (id, readonly_id, folder, team_id, owned_at, created_by, name, description, environment, file_format,
         visibility, auditing, schema_locked, views_tab, location, size, revision, created_at, modified_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(row.id.as_str())
    .bind(row.readonly_id.as_str())
    .bind(row.folder.as_str())
    .bind(row.team_id.as_ref().map(TeamId::as_str))
    .bind(row.owned_at.map(|at| at.0))
    .bind(row.created_by.as_ref().map(AccountId::as_str))
    .bind(row.name.as_str())
    .bind(row.description.as_str())
    .bind(row.environment.as_deref())
    .bind(row.file_format.name())
    .bind(row.visibility.name())
    .bind(i64::from(row.auditing))
    .bind(i64::from(row.schema_locked))
    .bind(i64::from(row.views_tab))
    .bind(row.location.as_ref().map(|location| serde_json::to_string(location).expect("plain data")))
    .bind(row.size)
    .bind(row.revision)
    .bind(row.created_at.0)
    .bind(row.modified_at.0)
    .bind(row.expires_at.map(|at| at.0))
    .execute(db)
    .await?;
    Ok(())
}

/// Writes everything but the ids and what [`touch`] counts.
pub async fn save(db: &mut Db, row: &DatabaseRow) -> Result<()> {
    sqlx::query(
        "update databases set team_id = $2, owned_at = $3, name = $4, description = $5, environment = $6, visibility = $7, auditing = $8,
         schema_locked = $9, views_tab = $10, location = $11, expires_at = $12, modified_at = $13 where id = $1",
    )
    .bind(row.id.as_str())
    .bind(row.team_id.as_ref().map(TeamId::as_str))
    .bind(row.owned_at.map(|at| at.0))
    .bind(row.name.as_str())
    .bind(row.description.as_str())
    .bind(row.environment.as_deref())
    .bind(row.visibility.name())
    .bind(i64::from(row.auditing))
    .bind(i64::from(row.schema_locked))
    .bind(i64::from(row.views_tab))
    .bind(row.location.as_ref().map(|location| serde_json::to_string(location).expect("plain data")))
    .bind(row.expires_at.map(|at| at.0))
    .bind(row.modified_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that its content was changed.
pub async fn touch(db: &mut Db, id: &DatabaseId, size: i64, now: Timestamp) -> Result<()> {
    sqlx::query("update databases set revision = revision + 1, size = $2, modified_at = $3 where id = $1")
        .bind(id.as_str())
        .bind(size)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives it another id; what hangs on it comes along.
pub async fn change_id(db: &mut Db, old: &DatabaseId, new: &DatabaseId) -> Result<()> {
    sqlx::query("update databases set id = $2 where id = $1").bind(old.as_str()).bind(new.as_str()).execute(db).await?;
    Ok(())
}

pub async fn change_readonly_id(db: &mut Db, id: &DatabaseId, new: &str) -> Result<()> {
    sqlx::query("update databases set readonly_id = $2 where id = $1").bind(id.as_str()).bind(new).execute(db).await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &DatabaseId) -> Result<()> {
    sqlx::query("delete from databases where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}
