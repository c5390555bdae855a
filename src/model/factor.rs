//! What shows besides a password who somebody is: codes of an app, recovery codes, passkeys. And showing it again.

use crate::model::{
    access::Secret,
    given::{self, given, given_object},
    id::PasskeyId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `code` of a log-in that waits for a second factor.
pub const SECOND_FACTOR_REQUIRED: &str = "second_factor_required";
/// `code` of what is done only by who showed lately who they are (security.md, check 26).
pub const REAUTH_REQUIRED: &str = "reauth_required";
/// `code` of what administrators are refused who lack the second factor that the server asks them for.
pub const SECOND_FACTOR_WANTED: &str = "second_factor_wanted";
/// For how long that is, in seconds.
pub const FRESH_SECONDS: i64 = 600;

/// Longest name of a passkey, in characters.
pub const LONGEST_NAME: usize = 100;

/// Answer of `getFactors`: what the caller's account has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Factors {
    pub has_password: bool,
    /// Since when an app shows codes; absent without one.
    pub app_since: Option<Timestamp>,
    /// Recovery codes that were not used yet.
    pub codes_left: u32,
    pub passkeys: Vec<Passkey>,
    /// Whether passkeys can be made here: browsers want HTTPS and a name.
    pub passkeys_possible: bool,
    /// Whether this server asks the account for a second factor that it does not have.
    pub is_wanted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// Answer of `getAuthenticator`: an app that is being set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatorSetUp {
    /// Base 32, to be typed into the app.
    pub secret: String,
    /// The same for apps on this machine: `otpauth://totp/...`.
    pub address: String,
    pub picture: QrCode,
}

/// A QR code: dark squares on a light ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QrCode {
    /// Squares on each side, without the quiet zone.
    pub size: u32,
    /// The dark squares as the path of an SVG, one unit each.
    pub path: String,
}

/// Answer of what adds a first factor or makes new recovery codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FactorMade {
    pub message: String,
    /// Ten recovery codes with blanks between them, shown this once; absent when the account keeps those that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_once: Option<String>,
}

/// Answer of `getSecondStep`: what the log-in of this browser waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecondStep {
    /// A code of an app will do.
    pub app: bool,
    /// A passkey will do.
    pub passkey: bool,
}

/// Input of `confirmAuthenticator`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CodeInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub code: Option<Secret>,
}

/// Input of `logInWithCode`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SecondFactorInput {
    /// Of the app, or a recovery code.
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub code: Option<Secret>,
}

/// Input of `removeAuthenticator`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RemoveAuthenticatorInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of accounts that have one.
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub password: Option<Secret>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub code: Option<Secret>,
}

/// Input of `confirmIdentity`: one of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ConfirmInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of accounts that have one.
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub password: Option<Secret>,
    /// Of accounts without a password.
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub code: Option<Secret>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub passkey: Option<ShownPasskey>,
}

/// What a challenge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum PasskeyPurpose {
    /// To make a passkey.
    Make,
    /// To log in, or to end a log-in that waits for its second factor.
    LogIn,
    /// To show again who one is.
    Confirm,
}

impl PasskeyPurpose {
    /// As it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::LogIn => "log-in",
            Self::Confirm => "confirm",
        }
    }
}

/// Input of `beginPasskey`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct BeginPasskeyInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub purpose: Option<PasskeyPurpose>,
}

/// Answer of `beginPasskey`: what the browser asks its authenticators. Bytes are base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PasskeyOptions {
    pub challenge: String,
    pub rp_id: String,
    /// Milliseconds that the challenge works.
    pub timeout: u32,
    /// For whom one is made; absent when one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<PasskeyUser>,
    /// Passkeys that the account has: none of them is made again, and one of them is asked for. Empty when whoever logs
    /// in is not known yet.
    pub credentials: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PasskeyUser {
    pub id: String,
    pub name: String,
    pub display_name: String,
}

/// Input of `addPasskey`: what the browser answers when one was made. Bytes are base64url.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AddPasskeyInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub client_data: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub authenticator_data: Option<String>,
}

/// What the browser answers when a passkey signed. Bytes are base64url.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = ShownPasskeyInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ShownPasskey {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub client_data: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub authenticator_data: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub signature: Option<String>,
    /// Whose it is, as its authenticator says.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_handle: Option<String>,
}

/// Input of `removePasskey` and, with a name, of `renamePasskey`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PasskeyInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub passkey_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
