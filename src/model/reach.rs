//! What the tokens and links of a team reach, and why somebody is allowed or refused something.

use crate::model::{
    given::given,
    id::ProjectId,
    token::{Grantable, GrantableDatabase},
    ulid::DatabaseId,
};
use serde::{Deserialize, Serialize};

/// Who may reach something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A member of the team.
    Person,
    Token,
    /// A public link to a board.
    Link,
}

impl SubjectKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Token => "token",
            Self::Link => "link",
        }
    }
}

/// One project that somebody reaches or once reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    pub project_id: ProjectId,
    pub title: String,
    /// What can be done there; empty when nothing.
    pub may: Vec<String>,
    /// A sentence.
    pub because: String,
}

/// One hosted database that somebody reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachedDatabase {
    pub database_id: DatabaseId,
    pub name: String,
    /// What can be done there; empty when nothing.
    pub may: Vec<String>,
    /// A sentence.
    pub because: String,
}

/// A person, token or link, and the projects and databases that it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    pub kind: SubjectKind,
    /// As `explainAccess` takes it: `token:3`.
    pub id: String,
    pub name: String,
    /// What else is to know: a role, an end, a password.
    pub notes: Vec<String>,
    pub reaches: Vec<Reached>,
    pub databases: Vec<ReachedDatabase>,
}

/// Answer of `getReach`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReachAnswer {
    pub team_name: String,
    /// People first, then tokens, then links.
    pub subjects: Vec<Subject>,
    /// The projects of the team.
    pub projects: Vec<Grantable>,
    /// Its hosted databases.
    pub databases: Vec<GrantableDatabase>,
}

/// Input of `explainAccess`: a project or a hosted database, and somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExplainInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// Instead of a project.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub database_id: Option<String>,
    /// The id of a [`Subject`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub subject: Option<String>,
}

/// Whether one thing is allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub right: String,
    pub allowed: bool,
    pub reason: String,
}

/// Answer of `explainAccess`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    pub name: String,
    /// Of the project or database.
    pub title: String,
    /// What the subject is to it, as a sentence.
    pub because: String,
    pub verdicts: Vec<Verdict>,
    /// The row rules that apply, each as a sentence.
    #[serde(default)]
    pub rules: Vec<String>,
}
