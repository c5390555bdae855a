//! What a public link shows. Types of their own: nothing of a widget, connection or account can slip in by a
//! new field there (security.md, check 138).

use crate::model::{
    address::Query,
    board_filter::FilterFace,
    board_view::BoardView,
    drawing::Drawing,
    filter::TableView,
    given::{given, given_object},
    layout::{Area, TAB, Tab, tab_named},
};
use serde::{Deserialize, Serialize};

/// Answer of `getPublicBoard`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicBoard {
    /// It asks for a password first (`unlockLink`), and everything else is empty.
    pub locked: bool,
    pub title: String,
    pub description: String,
    /// One or more.
    pub tabs: Vec<Tab>,
    pub tiles: Vec<PublicTile>,
    /// Those that readers may use.
    pub filters: Vec<FilterFace>,
}

impl PublicBoard {
    /// The tab that an address names, else the first.
    pub fn tab(&self, query: &Query) -> String {
        tab_named(&self.tabs, query.get(TAB))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicTile {
    /// Place on the board from 0; names the tile in `getPublicTile`.
    pub place: u32,
    pub title: String,
    pub description: String,
    /// Which view draws it: `chart`, `table`, `text`, `title`, `image`, `embed`.
    pub shape: String,
    pub expanded: bool,
    /// Names of the filters that narrow it.
    pub filters: Vec<String>,
    /// Id of the tab it stands on.
    pub tab: String,
    pub area: Area,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PublicInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id_public: Option<String>,
}

/// Input of `getPublicTile`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PublicTileInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id_public: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub place: Option<u32>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub view: Option<TableView>,
    /// What the reader chose for the whole board.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardView>,
}

/// Input of `getPublicFilterValues`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PublicFilterValuesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id_public: Option<String>,
    /// The filter's name in addresses.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    /// What the values hold, ignoring case.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// From 1.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Choices for the other filters, on which the values may depend.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PublicTileAnswer {
    pub data: Drawing,
}
