//! A board made what a description of it says: undone, restored or imported.

use super::{Arranged, deleted, versions::Reason};
use crate::{
    domain::{App, actor::Actor, projects::access, widgets::served},
    error::{AppError, Result},
    model::{
        board::BoardAnswer,
        content::{Content, Kept, Part, SetBoardInput},
        id::{ProjectId, WidgetId},
        layout::Layout,
        role::Right,
        rules,
        time::Timestamp,
        widget::{Configs, Widget},
    },
    store::{self, widgets::WidgetRow},
    widgets,
};
use std::collections::{HashMap, HashSet};

/// What is on the board of these widgets.
pub(crate) fn content_of(rows: &[WidgetRow], layout: &Layout) -> Content {
    let widgets: Vec<Widget> = rows.iter().cloned().map(served).collect();
    Content::of(&widgets, layout)
}

/// `setBoard`.
pub async fn set(app: &App, actor: &Actor, input: SetBoardInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let content = input.content.ok_or_else(|| AppError::field("content", "The board is required"))?;
    let version = input.version.ok_or_else(|| AppError::field("version", "The version of the board is required"))?;
    let mut board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    if version != super::version(&board.layout, &board.rows) {
        return Err(AppError::conflict(
            "The board was changed meanwhile by somebody else or in another window. Nothing was changed: reload to see it.",
        ));
    }
    let layout = board.become_content(content, Ids::Known).await?;
    board.save(app, actor, layout, Reason::Edited).await
}

/// The board of a project in a version of it.
pub(super) async fn at(app: &App, actor: &Actor, id: &ProjectId, number: i64, right: Right) -> Result<Kept> {
    access::project(app, actor, id, right).await?;
    let found = store::versions::content(&mut *app.store.read().await?, id, number).await?;
    found.ok_or_else(|| AppError::not_found("There is no such version of this board"))
}

/// Which ids of widgets that are not on the board are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ids {
    /// Those of widgets that were deleted from it lately. Others are replaced: the caller may have made them up.
    Known,
    /// All: they were derived here.
    All,
}

impl Arranged {
    /// Writes the widgets of `content` in place of those of the board, and answers the grid that they lie on.
    pub(super) async fn become_content(&mut self, content: Content, ids: Ids) -> Result<Layout> {
        check(&content)?;
        let was = store::deleted::of_project(&mut self.tx, &self.project.id).await?;
        let known: HashSet<WidgetId> = was.into_iter().map(|row| row.part.id).collect();
        let old: HashMap<WidgetId, WidgetRow> = self.rows.drain(..).map(|row| (row.id.clone(), row)).collect();
        let old_layout = std::mem::take(&mut self.layout);
        let mut content = content;
        for part in &mut content.widgets {
            match old.get(&part.id) {
                Some(row) => {
                    let fresh = row_of(part, row.clone())?;
                    if fresh != *row {
                        store::widgets::save(&mut self.tx, &fresh).await?;
                    }
                    self.rows.push(fresh);
                }
                None => {
                    if known.contains(&part.id) {
                        store::deleted::remove(&mut self.tx, &part.id).await?;
                    } else if ids == Ids::Known {
                        part.id = WidgetId::new();
                    }
                    let row = row_of(part, blank(part.id.clone(), self.project.id.clone()))?;
                    let taken = "A widget of this document has the id of another one. Give it another key.";
                    store::widgets::insert(&mut self.tx, &row).await.map_err(|error| error.taken(taken))?;
                    self.rows.push(row);
                }
            }
        }
        let gone: Vec<&WidgetRow> = old.values().filter(|row| content.part(&row.id).is_none()).collect();
        for row in gone {
            deleted::remember(&mut self.tx, row, &old_layout).await?;
            store::widgets::delete(&mut self.tx, &row.id).await?;
        }
        Ok(content.layout())
    }
}

fn check(content: &Content) -> Result<()> {
    if content.widgets.len() > super::MOST_WIDGETS {
        return Err(AppError::invalid(format!("A board can hold at most {} widgets", super::MOST_WIDGETS)));
    }
    if !(1..=super::tabs::MOST).contains(&content.tabs.len()) {
        return Err(AppError::field("content[tabs]", format!("A board has between one and {} tabs", super::tabs::MOST)));
    }
    let mut seen = HashSet::new();
    for tab in &content.tabs {
        rules::tab_title(&tab.title)?;
        let is_plain = (1..=20).contains(&tab.id.len()) && tab.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_plain || !seen.insert(&tab.id) {
            return Err(AppError::field("content[tabs]", "Ids of tabs are up to 20 letters, digits and hyphens, each once"));
        }
    }
    let mut seen = HashSet::new();
    match content.widgets.iter().all(|part| seen.insert(&part.id)) {
        true => Ok(()),
        false => Err(AppError::field("content[widgets]", "Each widget can be on a board once")),
    }
}

fn blank(id: WidgetId, project_id: ProjectId) -> WidgetRow {
    let now = Timestamp::now();
    WidgetRow {
        id,
        project_id,
        kind: String::new(),
        subtype: String::new(),
        title: String::new(),
        description: None,
        configs: Configs::default(),
        created_at: now,
        updated_at: now,
    }
}

/// The row with what the part says, checked where it says something new.
fn row_of(part: &Part, old: WidgetRow) -> Result<WidgetRow> {
    let (kind, subtype) = widgets::normalise(&part.kind, Some(&part.subtype))?;
    let fresh = WidgetRow {
        kind: kind.name.to_owned(),
        subtype: subtype.name.to_owned(),
        title: part.title.trim().to_owned(),
        description: part.description.clone().filter(|text| !text.is_empty()),
        configs: part.configs.clone(),
        ..old.clone()
    };
    if fresh == old {
        return Ok(old);
    }
    rules::widget_title(&fresh.title)?;
    fresh.description.as_deref().map_or(Ok(()), rules::widget_description)?;
    if fresh.configs != Configs::default() {
        widgets::check(subtype, &fresh.configs)?;
    }
    Ok(WidgetRow { updated_at: Timestamp::now().max(Timestamp(old.updated_at.0 + 1)), ..fresh })
}
