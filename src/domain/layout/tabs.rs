//! The tabs of a board.

use super::{Arranged, end, no_such_tab, versions::Reason};
use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{
        board::BoardAnswer,
        layout::{
            Tab,
            tabs::{NewTabInput, TabIdInput, TabInput},
        },
        rules,
    },
};

/// Most tabs of one board.
pub(super) const MOST: usize = 20;

/// `createTab`: a new tab behind the others.
pub async fn create_tab(app: &App, actor: &Actor, input: NewTabInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let title = rules::tab_title(input.title.as_deref().unwrap_or_default())?;
    let board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    let mut layout = board.layout.clone();
    if layout.tabs.len() >= MOST {
        return Err(AppError::invalid(format!("A board can have at most {MOST} tabs")));
    }
    let last = layout.tabs.iter().filter_map(|tab| tab.id.parse::<u32>().ok()).max().unwrap_or_default();
    layout.tabs.push(Tab { id: (last + 1).to_string(), title });
    board.save(app, actor, layout, Reason::Edited).await
}

/// `updateTab`: another title, or one place earlier or later.
pub async fn change_tab(app: &App, actor: &Actor, input: TabInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let title = input.title.as_deref().map(rules::tab_title).transpose()?;
    let later = match input.direction.as_deref() {
        None => None,
        Some("earlier") => Some(false),
        Some("later") => Some(true),
        Some(_) => return Err(AppError::field("direction", "Direction must be earlier or later")),
    };
    let board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    let mut layout = board.layout.clone();
    let place = layout.tabs.iter().position(|tab| Some(&tab.id) == input.tab.as_ref()).ok_or_else(no_such_tab)?;
    if let Some(title) = title {
        layout.tabs[place].title = title;
    }
    if let Some(later) = later {
        let other = if later { place + 1 } else { place.wrapping_sub(1) };
        if other < layout.tabs.len() {
            layout.tabs.swap(place, other);
        }
    }
    board.save(app, actor, layout.settled(), Reason::Edited).await
}

/// `deleteTab`: its widgets go to the tab before it, or to the one behind when it is the first.
pub async fn delete_tab(app: &App, actor: &Actor, input: TabIdInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let board = Arranged::of_project(app, actor, input.project_id.as_deref()).await?;
    let mut layout = board.layout.clone();
    let place = layout.tabs.iter().position(|tab| Some(&tab.id) == input.tab.as_ref()).ok_or_else(no_such_tab)?;
    let heir = place.checked_sub(1).unwrap_or(1);
    let Some(heir) = layout.tabs.get(heir).map(|tab| tab.id.clone()) else {
        return Err(AppError::invalid("A board keeps at least one tab"));
    };
    let gone = layout.tabs.remove(place).id;
    let end = end(&layout.on(&heir));
    for cell in layout.cells.iter_mut().filter(|cell| cell.tab == gone) {
        heir.clone_into(&mut cell.tab);
        cell.area.y += end;
    }
    board.save(app, actor, layout.settled(), Reason::Edited).await
}
