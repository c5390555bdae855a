//! Projects: rows, what lists say about them, and the order of the board.

use super::{
    Db, Result,
    read::{count, flag, id, json},
    teams::role_of,
};
use crate::model::{
    id::{AccountId, ProjectId, TeamId, WidgetId},
    team_role::TeamRole,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// What an action of the owner asked about publicity while validations were still under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Settling {
    /// Nothing was asked: background work changes nothing.
    #[default]
    No,
    /// Becomes private when no valid connection is left.
    Forced,
    /// As `Forced`, and becomes public when there is a valid connection.
    WantsPublic,
}

impl Settling {
    fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Forced,
            2 => Self::WantsPublic,
            _ => Self::No,
        }
    }

    fn number(self) -> i64 {
        match self {
            Self::No => 0,
            Self::Forced => 1,
            Self::WantsPublic => 2,
        }
    }
}

/// One row of `projects`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub team_id: TeamId,
    pub owner_id: AccountId,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub id_public: Option<String>,
    pub ordered_widget_ids: Vec<WidgetId>,
    pub is_draft: bool,
    pub settling: Settling,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts the edits of title, description, publicity and connections.
    pub version: i64,
}

/// A project with the figures that lists show.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedProject {
    pub project: ProjectRow,
    pub widget_count: u32,
    /// Jobs queued or running.
    pub jobs: u32,
    pub team: String,
    /// What whoever asked is in the team.
    pub role: TeamRole,
    /// User name of the owner.
    pub owner: String,
}

macro_rules! columns {
    () => {
        "p.id, p.team_id, p.owner_id, p.title, p.description, p.is_public, p.id_public, p.ordered_widget_ids, \
         p.is_draft, p.settling, p.created_at, p.updated_at, p.version"
    };
}

fn project(row: &AnyRow) -> sqlx::Result<ProjectRow> {
    Ok(ProjectRow {
        id: id(row, "id", ProjectId::parse)?,
        team_id: id(row, "team_id", TeamId::parse)?,
        owner_id: id(row, "owner_id", AccountId::parse)?,
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        is_public: flag(row, "is_public")?,
        id_public: row.try_get("id_public")?,
        ordered_widget_ids: json(row, "ordered_widget_ids")?,
        is_draft: flag(row, "is_draft")?,
        settling: Settling::from_number(row.try_get("settling")?),
        created_at: Timestamp(row.try_get("created_at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
        version: row.try_get("version")?,
    })
}

fn order_json(order: &[WidgetId]) -> String {
    serde_json::to_string(order).expect("ids serialise")
}

pub async fn get(db: &mut Db, id: &ProjectId) -> Result<Option<ProjectRow>> {
    let row =
        sqlx::query(concat!("select ", columns!(), " from projects p where p.id = $1")).bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(project).transpose()?)
}

/// The project behind a public link. Private projects have none, and those of a suspended account show none.
pub async fn by_link(db: &mut Db, id_public: &str) -> Result<Option<ProjectRow>> {
    let row = sqlx::query(concat!(
        "select ",
        columns!(),
        " from projects p join accounts a on a.id = p.owner_id where p.id_public = $1 and p.is_public = 1 and a.suspended_at is null"
    ))
    .bind(id_public)
    .fetch_optional(&mut *db)
    .await?;
    Ok(row.as_ref().map(project).transpose()?)
}

/// A project with its own id, for whoever has a link to it; those of a suspended account show nothing.
pub async fn shared(db: &mut Db, id: &ProjectId) -> Result<Option<ProjectRow>> {
    let row = sqlx::query(concat!(
        "select ",
        columns!(),
        " from projects p join accounts a on a.id = p.owner_id where p.id = $1 and a.suspended_at is null"
    ))
    .bind(id.as_str())
    .fetch_optional(&mut *db)
    .await?;
    Ok(row.as_ref().map(project).transpose()?)
}

/// The projects of all teams of an account, newest update first.
pub async fn of_member(db: &mut Db, account: &AccountId) -> Result<Vec<ListedProject>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        ", (select count(*) from widgets w where w.project_id = p.id) as widget_count, \
         (select count(*) from jobs j where j.project_id = p.id and j.state = 'queued') as job_count, \
         t.name as team_name, m.role as member_role, o.username as owner_name \
         from projects p join team_members m on m.team_id = p.team_id and m.account_id = $1 \
         join teams t on t.id = p.team_id join accounts o on o.id = p.owner_id order by p.updated_at desc, p.id desc"
    ))
    .bind(account.as_str())
    .fetch_all(&mut *db)
    .await?;
    let listed = |row: &AnyRow| {
        Ok(ListedProject {
            project: project(row)?,
            widget_count: count(row, "widget_count")?,
            jobs: count(row, "job_count")?,
            team: row.try_get("team_name")?,
            role: role_of(row, "member_role")?,
            owner: row.try_get("owner_name")?,
        })
    };
    Ok(rows.iter().map(listed).collect::<sqlx::Result<_>>()?)
}

/// Gives a project another owner.
pub async fn set_owner(db: &mut Db, id: &ProjectId, owner: &AccountId) -> Result<()> {
    sqlx::query("update projects set owner_id = $2 where id = $1").bind(id.as_str()).bind(owner.as_str()).execute(&mut *db).await?;
    Ok(())
}

/// Gives all projects that somebody owns in a team to another owner. Answers how many.
pub async fn hand_over(db: &mut Db, team: &TeamId, from: &AccountId, to: &AccountId) -> Result<u64> {
    let done = sqlx::query("update projects set owner_id = $3, version = version + 1 where team_id = $1 and owner_id = $2")
        .bind(team.as_str())
        .bind(from.as_str())
        .bind(to.as_str())
        .execute(&mut *db)
        .await?;
    Ok(done.rows_affected())
}

pub async fn insert(db: &mut Db, p: &ProjectRow) -> Result<()> {
    sqlx::query(
        "insert into projects (id, team_id, owner_id, title, description, is_public, id_public, ordered_widget_ids, \
         is_draft, settling, created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(p.id.as_str())
    .bind(p.team_id.as_str())
    .bind(p.owner_id.as_str())
    .bind(&p.title)
    .bind(&p.description)
    .bind(i64::from(p.is_public))
    .bind(&p.id_public)
    .bind(order_json(&p.ordered_widget_ids))
    .bind(i64::from(p.is_draft))
    .bind(p.settling.number())
    .bind(p.created_at.0)
    .bind(p.updated_at.0)
    .bind(p.version)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The project, held against other writers until the transaction ends: every change of a project, of its
/// connections or of its order takes this lock first, so that "has a valid connection" and "is public" never
/// disagree.
pub async fn lock(db: &mut Db, id: &ProjectId) -> Result<Option<ProjectRow>> {
    // SQLite's RETURNING knows no alias of the table, so the row is read by a statement of its own.
    sqlx::query("update projects set version = version where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    get(db, id).await
}

/// Writes back a locked project: everything but its ids, team and owner.
pub async fn save(db: &mut Db, p: &ProjectRow) -> Result<()> {
    sqlx::query(
        "update projects set title = $2, description = $3, is_public = $4, id_public = $5, ordered_widget_ids = $6, \
         is_draft = $7, settling = $8, updated_at = $9, version = $10 where id = $1",
    )
    .bind(p.id.as_str())
    .bind(&p.title)
    .bind(&p.description)
    .bind(i64::from(p.is_public))
    .bind(&p.id_public)
    .bind(order_json(&p.ordered_widget_ids))
    .bind(i64::from(p.is_draft))
    .bind(p.settling.number())
    .bind(p.updated_at.0)
    .bind(p.version)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Deletes a project; its connections, widgets and jobs go with it by the foreign keys.
pub async fn delete(db: &mut Db, id: &ProjectId) -> Result<()> {
    sqlx::query("delete from projects where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    Ok(())
}
