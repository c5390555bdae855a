//! API tokens: what they may, and how they are shown (seed 002).

use crate::model::{
    given::{given, given_objects},
    id::ProjectId,
    role::Role,
    time::Timestamp,
    ulid::DatabaseId,
};
use serde::{Deserialize, Serialize};

/// What every token begins with.
pub const TOKEN_PREFIX: &str = "ast_";

/// One thing that a token may do with one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    Read,
    Insert,
    /// Covers inserting, but not reading.
    Write,
}

impl Permission {
    pub const ALL: [Self; 3] = [Self::Read, Self::Insert, Self::Write];

    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Write => "write",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    /// What a token with this permission is to a project.
    pub fn role(self) -> Role {
        match self {
            Self::Read => Role::TokenRead,
            Self::Insert => Role::TokenInsert,
            Self::Write => Role::TokenWrite,
        }
    }
}

/// A permission as it is shown: for a hosted database or for a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TokenPermission {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub db_id: Option<DatabaseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub db_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_title: Option<String>,
    pub name: Permission,
}

/// A token as those see it who administer its team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Token {
    /// The whole token in the answer that makes it; ever after its first characters and an ellipsis.
    pub body: String,
    pub created_utc: Timestamp,
    /// User name of who made it. It may never more than they may.
    pub created_by: String,
    pub description: Option<String>,
    /// Null for a token that does not end by itself.
    pub expiration_utc: Option<Timestamp>,
    pub id: i64,
    /// It reaches nothing any more.
    pub is_expired: bool,
    /// When it was last accepted, to the minute; null when it never was.
    pub last_used_utc: Option<Timestamp>,
    pub name: String,
    pub permissions: Vec<TokenPermission>,
    pub team_name: String,
}

/// A project that a token can be given rights to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grantable {
    pub project_id: ProjectId,
    pub title: String,
}

/// A hosted database that a token can be given rights to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrantableDatabase {
    pub database_id: DatabaseId,
    pub name: String,
}

/// Answer of `listTokens`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokensAnswer {
    /// As it is written, whatever case was asked for.
    pub team_name: String,
    pub tokens: Vec<Token>,
    /// The projects of the team.
    pub projects: Vec<Grantable>,
    /// Its hosted databases.
    pub databases: Vec<GrantableDatabase>,
}

/// Answer of `createToken`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenMade {
    pub token: Token,
    /// The whole token, which is never shown again.
    pub shown_once: String,
}

/// Input of what names a team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TokensInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team_name: Option<String>,
}

/// What a token may do with one project or database, as the interface proposes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    #[default]
    None,
    ReadWrite,
    Read,
    Insert,
    Write,
}

impl Grant {
    pub const ALL: [Self; 5] = [Self::None, Self::ReadWrite, Self::Read, Self::Insert, Self::Write];

    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ReadWrite => "read_write",
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Write => "write",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::None => "Nothing",
            Self::ReadWrite => "Read and write",
            Self::Read => "Read",
            Self::Insert => "Insert, not read",
            Self::Write => "Write, not read",
        }
    }

    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::None => &[],
            Self::ReadWrite => &[Permission::Read, Permission::Write],
            Self::Read => &[Permission::Read],
            Self::Insert => &[Permission::Insert],
            Self::Write => &[Permission::Write],
        }
    }
}

/// What a token may do with one project or one hosted database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct GrantInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub database_id: Option<String>,
    pub access: Grant,
}

/// Input of `createToken`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CreateTokenInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The last day on which it works, in UTC: `2026-12-31`. Empty or absent for ever.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub grants: Option<Vec<GrantInput>>,
}

/// Input of `revokeToken`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TokenIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// A number, written as text.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub token_id: Option<String>,
}
