//! A board inside a page of another site, under an address that the other site signs.

use crate::model::given::given;
use serde::{Deserialize, Serialize};

/// How a board is embedded, for who may share it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Embedding {
    /// Names the board in signed addresses (`board`).
    pub embed_id: String,
    /// What addresses are signed with. Belongs on the other site's server, never into a page.
    pub secret: String,
    /// Origins of the sites that may show the board.
    pub sites: Vec<String>,
    /// How often it was opened.
    pub views: u64,
}

/// `embedding` is null while the board cannot be embedded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EmbeddingAnswer {
    pub embedding: Option<Embedding>,
}

/// Input of `saveEmbedding`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EmbeddingInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// Origins, `https://intranet.example.org`; each text may hold several, one a line.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub sites: Vec<String>,
}
