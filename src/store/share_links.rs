//! Links to boards, and how often each was opened. The link of a project's visibility switch has its token in the
//! project's row; a row without a token here holds what its owner decided about it.

use super::{
    Db, Result,
    read::{id, json},
};
use crate::model::{
    id::{AccountId, LinkId, ProjectId},
    share_link::LinkRights,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One row of `share_links`.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    pub id: LinkId,
    pub project_id: ProjectId,
    pub token_hash: Option<String>,
    /// Sealed.
    pub token: Option<String>,
    pub title: String,
    pub rights: LinkRights,
    pub password_hash: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub created_by: Option<AccountId>,
    pub created_at: Timestamp,
}

/// How often a link was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewsRow {
    pub project_id: ProjectId,
    pub link: String,
    pub views: i64,
    pub viewed_at: Timestamp,
}

macro_rules! columns {
    () => {
        "l.id, l.project_id, l.token_hash, l.token, l.title, l.rights, l.password_hash, l.expires_at, l.created_by, l.created_at"
    };
}

fn link(row: &AnyRow) -> sqlx::Result<LinkRow> {
    Ok(LinkRow {
        id: id(row, "id", LinkId::parse)?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        token_hash: row.try_get("token_hash")?,
        token: row.try_get("token")?,
        title: row.try_get("title")?,
        rights: json(row, "rights")?,
        password_hash: row.try_get("password_hash")?,
        expires_at: row.try_get::<Option<i64>, _>("expires_at")?.map(Timestamp),
        created_by: row.try_get::<Option<String>, _>("created_by")?.as_deref().and_then(AccountId::parse),
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

/// The links of a project, oldest first.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<LinkRow>> {
    let rows = sqlx::query(concat!("select ", columns!(), " from share_links l where l.project_id = $1 order by l.created_at, l.id"))
        .bind(project.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(link).collect::<sqlx::Result<_>>()?)
}

/// The link whose token has this hash.
pub async fn by_token(db: &mut Db, token_hash: &str) -> Result<Option<LinkRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from share_links l where l.token_hash = $1"))
        .bind(token_hash)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(link).transpose()?)
}

/// What was decided about the link of a project's visibility switch.
pub async fn first_of(db: &mut Db, project: &ProjectId) -> Result<Option<LinkRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from share_links l where l.project_id = $1 and l.token_hash is null"))
        .bind(project.as_str())
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(link).transpose()?)
}

/// Makes or replaces a link of a locked project.
pub async fn save(db: &mut Db, l: &LinkRow) -> Result<()> {
    sqlx::query(
        "insert into share_links (id, project_id, token_hash, token, title, rights, password_hash, expires_at, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set token_hash = excluded.token_hash, token = excluded.token, title = excluded.title,
         rights = excluded.rights, password_hash = excluded.password_hash, expires_at = excluded.expires_at",
    )
    .bind(l.id.as_str())
    .bind(l.project_id.as_str())
    .bind(&l.token_hash)
    .bind(&l.token)
    .bind(&l.title)
    .bind(serde_json::to_string(&l.rights).expect("rights are plain data"))
    .bind(&l.password_hash)
    .bind(l.expires_at.map(|at| at.0))
    .bind(l.created_by.as_ref().map(AccountId::as_str))
    .bind(l.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &LinkId) -> Result<()> {
    sqlx::query("delete from share_links where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// Ends every link of a project that has a token of its own.
pub async fn revoke_all(db: &mut Db, project: &ProjectId) -> Result<()> {
    sqlx::query("delete from share_links where project_id = $1 and token_hash is not null").bind(project.as_str()).execute(db).await?;
    Ok(())
}

/// Adds to what was counted for a link; nothing for a project that is gone.
pub async fn add_views(db: &mut Db, row: &ViewsRow) -> Result<()> {
    sqlx::query(
        "insert into link_views (project_id, link, views, viewed_at) select p.id, $2, $3, $4 from projects p where p.id = $1
         on conflict (project_id, link) do update set views = link_views.views + excluded.views, viewed_at = excluded.viewed_at",
    )
    .bind(row.project_id.as_str())
    .bind(&row.link)
    .bind(row.views)
    .bind(row.viewed_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What was counted for the links of a project.
pub async fn views(db: &mut Db, project: &ProjectId) -> Result<Vec<ViewsRow>> {
    let rows = sqlx::query("select project_id, link, views, viewed_at from link_views where project_id = $1")
        .bind(project.as_str())
        .fetch_all(db)
        .await?;
    let views = |row: &AnyRow| {
        Ok(ViewsRow {
            project_id: id(row, "project_id", ProjectId::parse)?,
            link: row.try_get("link")?,
            views: row.try_get("views")?,
            viewed_at: Timestamp(row.try_get("viewed_at")?),
        })
    };
    Ok(rows.iter().map(views).collect::<sqlx::Result<_>>()?)
}
