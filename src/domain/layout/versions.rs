//! Versions of a board: one for each session of edits, one for each time it was published, restored or imported.

use super::{Arranged, content::Ids, content_of};
use crate::{
    domain::{App, actor::Actor, projects::access, widgets::in_order},
    error::{AppError, Result},
    model::{
        board::BoardAnswer,
        content::Kept,
        id::{ProjectId, WidgetId},
        project::ProjectInput,
        role::Right,
        time::Timestamp,
        versions::{Deleted, HistoryAnswer, Version, VersionAnswer, VersionInput},
    },
    store::{self, Tx, projects::ProjectRow, versions::VersionRow, widgets::WidgetRow},
};

/// Edits of one person that are less than this apart become one version, in seconds.
const SESSION: i64 = 15 * 60;
/// Most versions that are kept of a board; the oldest go first.
const MOST: i64 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Edited,
    Published,
    Restored,
    Imported,
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Published => "published",
            Self::Restored => "restored",
            Self::Imported => "imported",
        }
    }
}

/// Call before the first change of a board that is held under its lock: what was there before versions were kept
/// becomes the first one.
pub(crate) async fn begin(tx: &mut Tx, project: &ProjectRow) -> Result<()> {
    if !store::versions::of_project(tx, &project.id).await?.is_empty() {
        return Ok(());
    }
    let rows = in_order(project, store::widgets::of_project(tx, &project.id).await?);
    if rows.is_empty() {
        return Ok(());
    }
    let kept = kept(tx, project, &rows).await?;
    let (at, reason) = (project.updated_at, Reason::Edited.name().to_owned());
    let row = VersionRow { number: 1, reason, account: None, by: None, begun_at: at, made_at: at };
    Ok(store::versions::put(tx, &project.id, &row, &kept).await?)
}

/// What is on the board now.
async fn kept(tx: &mut Tx, project: &ProjectRow, rows: &[WidgetRow]) -> Result<Kept> {
    let layout = super::of(tx, project, rows).await?;
    let filters = store::filters::of_project(tx, &project.id).await?;
    Ok(Kept { content: content_of(rows, &layout), filters: Some(filters) })
}

/// Call after a change of a board, in its transaction.
pub(crate) async fn keep(tx: &mut Tx, actor: &Actor, project: &ProjectRow, reason: Reason) -> Result<()> {
    let rows = in_order(project, store::widgets::of_project(tx, &project.id).await?);
    let kept = kept(tx, project, &rows).await?;
    let now = Timestamp::now();
    let last = store::versions::of_project(tx, &project.id).await?.into_iter().next();
    let goes_on = |last: &VersionRow| {
        let same = last.account.as_ref() == Some(&actor.account) && last.reason == Reason::Edited.name();
        same && reason == Reason::Edited && now < last.made_at.plus_seconds(SESSION)
    };
    let next = last.as_ref().map_or(1, |last| last.number + 1);
    let row = match last {
        Some(last) if goes_on(&last) => VersionRow { made_at: now, ..last },
        _ => {
            let (account, reason) = (Some(actor.account.clone()), reason.name().to_owned());
            VersionRow { number: next, reason, account, by: None, begun_at: now, made_at: now }
        }
    };
    store::versions::put(tx, &project.id, &row, &kept).await?;
    Ok(store::versions::forget(tx, &project.id, row.number - MOST).await?)
}

fn version(row: VersionRow) -> Version {
    Version { number: row.number, reason: row.reason, by: row.by, begun_at: row.begun_at, made_at: row.made_at }
}

/// `getBoardHistory`.
pub async fn history(app: &App, actor: &Actor, input: ProjectInput) -> Result<HistoryAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &id, Right::EditBoard).await?;
    let mut db = app.store.read().await?;
    let deleted = store::deleted::of_project(&mut db, &id).await?.into_iter();
    let deleted = deleted.map(|row| Deleted { id: row.part.id, title: row.part.title, deleted_at: row.deleted_at });
    Ok(HistoryAnswer {
        versions: store::versions::of_project(&mut db, &id).await?.into_iter().map(version).collect(),
        deleted: deleted.collect(),
    })
}

fn named(input: &VersionInput) -> Result<(ProjectId, i64)> {
    let id = access::project_id(input.project_id.as_deref())?;
    Ok((id, input.number.ok_or_else(|| AppError::field("number", "The number of the version is required"))?))
}

/// `getBoardVersion`.
pub async fn look(app: &App, actor: &Actor, input: VersionInput) -> Result<VersionAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (id, number) = named(&input)?;
    let Kept { content, .. } = super::content::at(app, actor, &id, number, Right::EditBoard).await?;
    let all = store::versions::of_project(&mut *app.store.read().await?, &id).await?;
    let found = all.into_iter().find(|row| row.number == number).map(version);
    Ok(VersionAnswer { version: found.ok_or_else(|| AppError::not_found("There is no such version of this board"))?, content })
}

/// `restoreBoardVersion`, which makes a version itself. Filters go back too, where the version knows them.
///
/// # Errors
/// `Invalid` when a filter would go that a link fixes.
pub async fn restore(app: &App, actor: &Actor, input: VersionInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (id, number) = named(&input)?;
    let Kept { content, filters } = super::content::at(app, actor, &id, number, Right::EditBoard).await?;
    let mut board = Arranged::of_project(app, actor, Some(id.as_str())).await?;
    let then: Vec<WidgetId> = content.widgets.iter().map(|part| part.id.clone()).collect();
    let layout = board.become_content(content, Ids::Known).await?;
    if let Some(filters) = filters {
        let now = then.iter().zip(board.rows.iter().map(|row| &row.id)).collect();
        super::filters::put_back(&mut board.tx, &id, filters, &now).await?;
    }
    board.save(app, actor, layout, Reason::Restored).await
}
