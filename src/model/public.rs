//! What a public link shows. Types of their own: nothing of a widget, connection or account can slip in by a
//! new field there (security.md, check 138).

use crate::model::{
    drawing::Drawing,
    filter::TableView,
    given::{given, given_object},
};
use serde::{Deserialize, Serialize};

/// Answer of `getPublicBoard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicBoard {
    pub title: String,
    pub description: String,
    pub tiles: Vec<PublicTile>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicTile {
    /// Place on the board from 0; names the tile in `getPublicTile`.
    pub place: u32,
    pub title: String,
    pub description: String,
    /// Which view draws it: `chart`, `table`, `text`, `title`.
    pub shape: String,
    pub expanded: bool,
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
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PublicTileAnswer {
    pub data: Drawing,
}
