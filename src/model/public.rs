//! What a public link shows. Types of their own: nothing of a widget, connection or account can slip in by a
//! new field there (security.md, check 138).

use crate::model::{
    address::Query,
    board_filter::FilterFace,
    board_view::BoardView,
    diagram::DiagramTable,
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
    /// Whether the link shows the diagram of the tables too (`getPublicDiagram`).
    pub diagram: bool,
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
    /// Whether its rows can be taken along (`GET /api/public/{idPublic}/tiles/{place}/file`).
    pub downloads: bool,
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

/// Input of `getPublicDiagram`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PublicDiagramInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id_public: Option<String>,
    /// Which of the project's databases, from 1; the first when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub source: Option<u32>,
    /// The label of a table that is shown with its neighbours only.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// Labels of tables that are not shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hide: Vec<String>,
    /// Names of tables without their columns.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub names: Option<bool>,
}

/// Answer of `getPublicDiagram`. Databases are told apart by their number alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicDiagram {
    /// It asks for a password first (`unlockLink`), and everything else is empty.
    pub locked: bool,
    /// The project's title.
    pub title: String,
    /// How many databases have tables to show.
    pub sources: u32,
    /// The one that is shown, from 1; 0 when there is none.
    pub source: u32,
    /// Every table of it, by label.
    pub tables: Vec<DiagramTable>,
    pub shown: u32,
    /// Foreign keys between the shown tables.
    pub links: u32,
    /// What is not shown and why.
    pub note: Option<String>,
    /// The drawing, for the page itself.
    #[serde(skip)]
    pub svg: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PublicTileAnswer {
    pub data: Drawing,
}
