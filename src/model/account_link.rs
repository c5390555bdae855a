//! Links that are sent by mail: a new password, an address, an invitation. And what an account knows of its address and its
//! sessions.

use crate::model::{
    access::Secret,
    given::{self, given},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// Choose a new password.
    Reset,
    /// Show that an address is one's own.
    Verify,
    /// Make an account.
    Invite,
}

impl LinkKind {
    /// How it is called in the store, where tokens are hashed, and in lists of mail.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Verify => "verify",
            Self::Invite => "invite",
        }
    }

    /// The page of the link, without the token.
    pub fn page(self) -> &'static str {
        match self {
            Self::Reset => "/password-reset",
            Self::Verify => "/verify-email",
            Self::Invite => "/invitation",
        }
    }

    /// How long a link works, in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Reset => 3600,
            Self::Verify => 3 * 24 * 3600,
            Self::Invite => 7 * 24 * 3600,
        }
    }
}

/// Input of `getAccountLink`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AccountLinkInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub kind: Option<LinkKind>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub key: Option<Secret>,
}

/// A link that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AccountLink {
    /// The address that it was sent to.
    pub email: String,
}

/// Input of `verifyEmail`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct VerifyInput {
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub key: Option<Secret>,
}

/// Input of `requestPasswordReset`, and body of `POST /api/users/reset-password`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ForgottenInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub email: Option<String>,
}

/// Input of `submitPasswordReset`, and body of `POST /api/users/reset-password/submit`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ResetInput {
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub password: Option<Secret>,
    /// The last part of the link that was sent.
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub reset_key: Option<Secret>,
}

/// Input of `signUpByInvitation`. Without `username` one is made from the e-mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AcceptInput {
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub key: Option<Secret>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub password: Option<Secret>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

/// Answer of `getEmailStatus`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmailStatus {
    pub email: String,
    /// When its owner showed that it is theirs.
    pub verified_at: Option<Timestamp>,
    /// Takes the place of the address once the link that was sent there is used.
    pub pending_email: Option<String>,
    /// Whether this server sends mail; else addresses are taken as they are typed.
    pub sends_mail: bool,
    /// Whether changing it asks for the password of the account; one without a password shows who it is in another way.
    pub has_password: bool,
}

/// A session of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OwnSession {
    /// Not the token.
    pub id: String,
    pub created_at: Timestamp,
    /// Correct to the hour.
    pub seen_at: Timestamp,
    /// Firefox on Linux; absent when it said nothing known.
    pub browser: Option<String>,
    /// Where it began, without the last part of the address.
    pub network: Option<String>,
    /// The one that asks.
    pub is_current: bool,
}

/// Answer of `listSessions`, the caller's first, then the one that was used last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionsAnswer {
    pub sessions: Vec<OwnSession>,
}

/// Input of `endSession`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SessionInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub session_id: Option<String>,
}
