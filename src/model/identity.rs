//! Identities at providers of sign-in: which of them open one's account.

use super::{
    access::Secret,
    given::{self, given},
    id::IdentityId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A provider as the pages for coming in show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderButton {
    /// Its place in addresses: `/auth/<key>`.
    pub key: String,
    /// For people: `Google`.
    pub name: String,
}

/// An identity that opens the caller's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OwnIdentity {
    pub id: IdentityId,
    /// What the provider is called.
    pub provider: String,
    /// The address that the provider told last.
    pub email: Option<String>,
    pub created_at: Timestamp,
    /// When it opened the account last.
    pub used_at: Timestamp,
    /// Nothing else would open the account: it cannot be taken off.
    pub is_last_way_in: bool,
}

/// A provider that can be linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LinkableProvider {
    pub key: String,
    pub name: String,
    /// Where a browser begins to link it; good in the caller's session only.
    pub link_path: String,
}

/// Answer of `listIdentities`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IdentitiesAnswer {
    pub identities: Vec<OwnIdentity>,
    pub providers: Vec<LinkableProvider>,
    /// Whether the account can be opened by a password.
    pub has_password: bool,
}

/// Input of `unlinkIdentity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub identity_id: Option<String>,
}

/// Input of `setUserPassword`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FirstPasswordInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub new_password: Option<Secret>,
}
