//! Boards that are published by hand: readers see what was published last, whatever is being edited.

use super::{
    Arranged, content_of,
    versions::{self, Reason},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        projects::stamp,
        widgets::in_order,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        content::{Content, Part},
        layout::Layout,
        project::ProjectInput,
        versions::{Publishing, PublishingInput},
    },
    store::{self, Db, layouts::LayoutRow, projects::ProjectRow, widgets::WidgetRow},
};

/// What readers see of a board: its widgets in order and their grid.
pub(crate) async fn shown(db: &mut Db, project: &ProjectRow, rows: Vec<WidgetRow>) -> Result<(Vec<WidgetRow>, Layout)> {
    let stored = store::layouts::get(db, &project.id).await?;
    match stored {
        LayoutRow { by_hand: true, published: Some(content), .. } => {
            let layout = content.layout();
            Ok((content.widgets.into_iter().map(|part| row(part, project)).collect(), layout))
        }
        LayoutRow { layout, .. } => {
            let rows = in_order(project, rows);
            let layout = super::complete(&layout, &rows);
            Ok((rows, layout))
        }
    }
}

fn row(part: Part, project: &ProjectRow) -> WidgetRow {
    WidgetRow {
        id: part.id,
        project_id: project.id.clone(),
        kind: part.kind,
        subtype: part.subtype,
        title: part.title,
        description: part.description,
        configs: part.configs,
        created_at: project.created_at,
        updated_at: project.updated_at,
    }
}

/// Whether readers see the board as it is.
pub(crate) fn state(stored: &LayoutRow, rows: &[WidgetRow], layout: &Layout) -> Publishing {
    let now = || content_of(rows, layout);
    Publishing {
        by_hand: stored.by_hand,
        is_changed: stored.by_hand && stored.published.as_ref().is_some_and(|published| *published != now()),
    }
}

/// `setPublishing`: nothing changes for readers at that moment.
pub async fn set(app: &App, actor: &Actor, input: PublishingInput) -> Result<Publishing> {
    actor.check_user_id(input.user_id.as_deref())?;
    let by_hand = input.by_hand.ok_or_else(|| AppError::field("byHand", "Say whether the board is published by hand: true or false"))?;
    let board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    let published = match (by_hand, &board.stored) {
        (true, LayoutRow { by_hand: true, published: Some(published), .. }) => Some(published.clone()),
        (true, _) => Some(board.content()),
        (false, _) => None,
    };
    board.write(by_hand, published, None, actor).await
}

/// `publishBoard`: readers see the board as it is now.
pub async fn publish(app: &App, actor: &Actor, input: ProjectInput) -> Result<Publishing> {
    actor.check_user_id(input.user_id.as_deref())?;
    let board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    if !board.stored.by_hand {
        return Err(AppError::invalid("This board is not published by hand: readers see every change at once"));
    }
    let content = board.content();
    board.write(true, Some(content), Some(Reason::Published), actor).await
}

impl Arranged {
    fn content(&self) -> Content {
        content_of(&self.rows, &self.layout)
    }

    async fn write(mut self, by_hand: bool, published: Option<Content>, reason: Option<Reason>, actor: &Actor) -> Result<Publishing> {
        let row = LayoutRow { layout: self.layout.clone(), by_hand, published };
        store::layouts::save(&mut self.tx, &self.project.id, &row).await?;
        if let Some(reason) = reason {
            versions::keep(&mut self.tx, actor, &self.project, reason).await?;
        }
        stamp(&mut self.project);
        store::projects::save(&mut self.tx, &self.project).await?;
        let verb = reason.map_or(Verb::Changed, Reason::verb);
        audit::done(&mut self.tx, actor, verb, &Object::board(&self.project).saying(if by_hand { "by hand" } else { "at once" })).await?;
        self.tx.commit().await?;
        Ok(state(&row, &self.rows, &self.layout))
    }
}
