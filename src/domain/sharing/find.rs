//! From what stands in an address to what it shows. Whatever does not lead to a board (unknown, ended, expired, taken
//! back, not unlocked) is answered alike and counts against the address that tries it, so that nobody can guess.

use super::{embedding, links, publicity, shown::Shown, unlock};
use crate::{
    domain::{Reader, actor::Client, layout::publishing, limits::Area, row_rules::Sight},
    error::{AppError, Result},
    model::{
        share_link::{FIRST, LinkRights},
        time::Timestamp,
    },
    store::{self, Db, projects::ProjectRow, share_links::LinkRow},
};

pub(super) fn missing(what: &str) -> AppError {
    AppError::not_found(format!("There is no such public {what}"))
}

/// What a link shows to whoever unlocked it.
pub(super) async fn find(app: &Reader, client: &Client, token: Option<&str>) -> Result<Shown> {
    open(app, client, token).await?.ok_or_else(|| missing("board"))
}

/// What a link shows; nothing when it asks for a password that this reader has not given yet.
pub(super) async fn open(app: &Reader, client: &Client, token: Option<&str>) -> Result<Option<Shown>> {
    app.limits.allowed(Area::PublicLink, client)?;
    let mut db = app.records.read().await?;
    let found = match token {
        Some(token) => lead(app, &mut db, token).await?,
        None => None,
    };
    let Some(Lead { project, row, name, rights }) = found else {
        app.limits.failed(Area::PublicLink, client)?;
        return Err(missing("board"));
    };
    if row.as_ref().is_some_and(|row| !unlock::is_open(app, client, row)) {
        return Ok(None);
    }
    let rows = store::widgets::of_project(&mut db, &project.id).await?;
    let (widgets, layout) = publishing::shown(&mut db, &project, rows).await?;
    let filters = store::filters::of_project(&mut db, &project.id).await?;
    let sight = Sight::of_link(&mut db, &project).await?;
    let shown = Shown { project, widgets, layout, filters, rights, sight, name };
    if shown.is_whole() { Ok(Some(shown)) } else { Err(missing("board")) }
}

/// Where a token leads.
pub(super) struct Lead {
    pub project: ProjectRow,
    /// What was decided about the link.
    pub row: Option<LinkRow>,
    /// Under which its views are counted.
    pub name: String,
    pub rights: LinkRights,
}

/// The project behind a token. Nothing that has not the form of one is looked up.
pub(super) async fn lead(app: &Reader, db: &mut Db, token: &str) -> Result<Option<Lead>> {
    let (project, row) = if publicity::is_public_id(token) {
        let Some(project) = store::projects::by_link(db, token).await? else { return Ok(None) };
        let row = store::share_links::first_of(db, &project.id).await?;
        (project, row)
    } else if publicity::is_token(token) {
        let Some(row) = store::share_links::by_token(db, &app.tokens.hash(links::TOKEN, token)).await? else { return Ok(None) };
        let Some(project) = store::projects::shared(db, &row.project_id).await? else { return Ok(None) };
        if !publicity::has_valid(&store::connections::of_project(db, &project.id).await?) {
            return Ok(None);
        }
        (project, Some(row))
    } else {
        return embedding::lead(app, db, token).await;
    };
    if row.as_ref().and_then(|row| row.expires_at).is_some_and(|at| at <= Timestamp::now()) {
        return Ok(None);
    }
    let own = row.as_ref().filter(|row| row.token_hash.is_some());
    let name = own.map_or_else(|| FIRST.to_owned(), |row| row.id.to_string());
    let rights = row.as_ref().map(|row| row.rights.clone()).unwrap_or_default();
    Ok(Some(Lead { project, row, name, rights }))
}
