//! The people of a server, as its administrators see them: accounts, invitations and waiting mail.

use crate::model::{
    given::given,
    id::{AccountId, MailId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// People on one page of the list.
pub const PAGE_SIZE: u32 = 50;

/// Input of `listPeople`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PeopleInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Part of a user name, an e-mail or a name.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// From 1.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Input of what is done to one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PersonInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub account_id: Option<String>,
}

/// Input of `setServerAdmin`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ServerAdminInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub account_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub admin: Option<bool>,
}

/// Input of what is done to one waiting mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MailInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub mail_id: Option<String>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = ListedPerson))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: AccountId,
    pub username: String,
    /// First and last name; absent when neither is given.
    pub name: Option<String>,
    pub email: String,
    pub email_verified_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// Correct to the hour; absent when the account was not used for long.
    pub last_seen_at: Option<Timestamp>,
    pub is_suspended: bool,
    pub is_admin: bool,
    /// An app or a passkey: the password alone does not sign in.
    pub has_second_factor: bool,
    /// The caller.
    pub is_oneself: bool,
}

/// Somebody who may make an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    pub email: String,
    pub expires_at: Timestamp,
}

/// A letter that was not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitingMail {
    pub id: MailId,
    /// What it is: reset, verify, invite, notice.
    pub kind: String,
    pub recipient: String,
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When it is tried next; absent when it was given up, and without a mail server.
    pub next_try_at: Option<Timestamp>,
    /// Sending it is of no use any more: its link has ended.
    pub is_expired: bool,
}

/// Answer of `listPeople`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PeopleAnswer {
    pub people: Vec<Person>,
    /// How many there are on all pages.
    pub total: u32,
    /// From 1.
    pub page: u32,
    pub page_size: u32,
    pub invitations: Vec<Invitation>,
    pub mail: Vec<WaitingMail>,
    /// Whether letters leave by themselves; else administrators hand links on.
    pub sends_mail: bool,
    /// Why nobody can be invited; absent when that is possible.
    pub closed: Option<String>,
}

/// Answer of `openMail`: what a letter held, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OpenedMail {
    pub message: String,
    pub recipient: String,
    /// The address in it.
    pub link: Option<String>,
}
