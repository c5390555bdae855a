//! What is on a board, whole: what versions keep, what is published, and what undoing goes back to.

use crate::model::{
    board_filter::BoardFilter,
    given::{given, given_object, object, objects},
    id::WidgetId,
    layout::{Area, Cell, Layout, Tab},
    widget::{Configs, Widget},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Content {
    #[serde(deserialize_with = "objects")]
    pub tabs: Vec<Tab>,
    /// In board order.
    #[serde(deserialize_with = "objects")]
    pub widgets: Vec<Part>,
}

/// What a version of a board keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    #[serde(flatten)]
    pub content: Content,
    /// In order; nothing in versions that were made before filters were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<BoardFilter>>,
}

/// One widget with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Part {
    pub id: WidgetId,
    #[serde(rename = "type")]
    pub kind: String,
    pub subtype: String,
    pub title: String,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "object")]
    pub configs: Configs,
    pub tab: String,
    #[serde(deserialize_with = "object")]
    pub area: Area,
}

impl Part {
    fn place(&self) -> (&str, Area) {
        (&self.tab, self.area)
    }

    /// The same widget somewhere else.
    fn moved(&self, to: &Self) -> Self {
        Self { tab: to.tab.clone(), area: to.area, ..self.clone() }
    }

    fn says_as(&self, other: &Self) -> bool {
        // How wide it is, the place says.
        let looks = |part: &Self| Configs { expanded: None, ..part.configs.clone() };
        (&self.kind, &self.subtype, &self.title, &self.description, looks(self))
            == (&other.kind, &other.subtype, &other.title, &other.description, looks(other))
    }
}

impl Content {
    pub fn of(widgets: &[Widget], layout: &Layout) -> Self {
        let part = |widget: &Widget| Part {
            id: widget.id.clone(),
            kind: widget.kind.clone(),
            subtype: widget.subtype.clone().unwrap_or_default(),
            title: widget.title.clone(),
            description: widget.description.clone(),
            configs: widget.configs.clone(),
            tab: layout.tab(layout.tab_of(&widget.id)),
            area: layout.area(&widget.id).unwrap_or_default(),
        };
        Self { tabs: layout.tabs.clone(), widgets: widgets.iter().map(part).collect() }
    }

    pub fn part(&self, id: &WidgetId) -> Option<&Part> {
        self.widgets.iter().find(|part| part.id == *id)
    }

    pub fn layout(&self) -> Layout {
        let cell = |part: &Part| Cell { widget_id: part.id.clone(), tab: part.tab.clone(), area: part.area };
        Layout { tabs: self.tabs.clone(), cells: self.widgets.iter().map(cell).collect() }.settled()
    }

    /// This board after the change that leads from one board to another. What that change did not touch stays as it is
    /// now: somebody else may have changed it.
    pub fn after(&self, from: &Self, to: &Self) -> Self {
        let changed = |target: &Part| {
            let (Some(now), Some(old)) = (self.part(&target.id), from.part(&target.id)) else { return target.clone() };
            let says = if old.says_as(target) { now } else { target };
            if old.place() == target.place() { says.moved(now) } else { says.moved(target) }
        };
        let others = self.widgets.iter().filter(|part| from.part(&part.id).is_none() && to.part(&part.id).is_none());
        // A widget that somebody deleted meanwhile stays deleted, unless it is this change that brings it back.
        let stays = |part: &&Part| from.part(&part.id).is_none() || self.part(&part.id).is_some();
        Self {
            tabs: if from.tabs == to.tabs { self.tabs.clone() } else { to.tabs.clone() },
            widgets: to.widgets.iter().filter(stays).map(changed).chain(others.cloned()).collect(),
        }
    }
}

/// Input of `setBoard`: makes a board what it was before, or after, a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SetBoardInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The `version` of the board that it is made from; when it is no longer current nothing is changed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub version: Option<String>,
    /// The whole board. A widget that it does not name is deleted, one that was deleted lately comes back.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub content: Option<Content>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(n: u32, title: &str, x: u32, y: u32) -> Part {
        Part {
            id: WidgetId::parse(&format!("00000000-0000-4000-8000-{n:012}")).expect("an id"),
            kind: "text_titles".into(),
            subtype: "text_block".into(),
            title: title.into(),
            description: None,
            configs: Configs::default(),
            tab: "1".into(),
            area: Area { x, y, w: 6, h: 4 },
        }
    }

    fn board(widgets: Vec<Part>) -> Content {
        Content { tabs: vec![Tab { id: "1".into(), title: "Board".into() }], widgets }
    }

    #[test]
    fn a_change_goes_back_and_forth() {
        let a = board(vec![part(1, "One", 0, 0), part(2, "Two", 6, 0)]);
        for b in [
            board(vec![part(1, "Renamed", 0, 0), part(2, "Two", 6, 0)]),
            board(vec![part(2, "Two", 0, 0), part(1, "One", 0, 4)]),
            board(vec![part(1, "One", 0, 0)]),
            board(vec![]),
            board(vec![part(1, "One", 0, 0), part(2, "Two", 6, 0), part(3, "Three", 0, 4)]),
        ] {
            assert_eq!(a.after(&a, &b), b);
            assert_eq!(b.after(&b, &a), a);
        }
    }

    #[test]
    fn what_others_did_meanwhile_stays() {
        let before = board(vec![part(1, "One", 0, 0), part(2, "Two", 6, 0)]);
        let mine = board(vec![part(1, "Mine", 0, 0), part(2, "Two", 6, 0)]);
        let now = board(vec![part(1, "Mine", 0, 0), part(2, "Theirs", 6, 0), part(3, "New", 0, 4)]);
        let undone = now.after(&mine, &before);
        assert_eq!(undone, board(vec![part(1, "One", 0, 0), part(2, "Theirs", 6, 0), part(3, "New", 0, 4)]));
        let gone = board(vec![part(1, "Mine", 0, 0)]);
        assert_eq!(gone.after(&mine, &before), board(vec![part(1, "One", 0, 0)]), "what they deleted stays deleted");
    }
}
