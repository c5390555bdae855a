//! What a server action answers: `{success: true, ...}` or `{success: false, error, field?}`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, de::Error};
use serde_json::Value as Json;

/// The result of an action. On the wire the fields of `T` stand beside `success`.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    Done(T),
    Failed(Failure),
}

/// Why an action was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Failure {
    pub error: String,
    /// The input field that broke a rule, as named in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The name of a refusal that programs act on: `reauth_required`, `second_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// `{success: true}` and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Nothing {}

/// `{success: true, message}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Message {
    pub message: String,
}

impl<T> Outcome<T> {
    pub fn into_result(self) -> Result<T, Failure> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Failed(failure) => Err(failure),
        }
    }
}

impl<T: Serialize> Serialize for Outcome<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a, D> {
            success: bool,
            #[serde(flatten)]
            data: &'a D,
        }
        match self {
            Self::Done(data) => Wire { success: true, data }.serialize(s),
            Self::Failed(data) => Wire { success: false, data }.serialize(s),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Outcome<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let body = Json::deserialize(d)?;
        match body.get("success").and_then(Json::as_bool) {
            Some(true) => serde_json::from_value(body).map(Self::Done).map_err(D::Error::custom),
            Some(false) => serde_json::from_value(body).map(Self::Failed).map_err(D::Error::custom),
            None => Err(D::Error::custom("an action's answer carries `success`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_beside_success() {
        let done = Outcome::Done(Message { message: "kept".into() });
        let text = serde_json::to_string(&done).expect("serialises");
        assert_eq!(text, r#"{"success":true,"message":"kept"}"#);
        assert_eq!(serde_json::from_str::<Outcome<Message>>(&text).expect("reads back"), done);

        let failed: Outcome<Nothing> = Outcome::Failed(Failure { error: "no".into(), field: None, code: None });
        assert_eq!(serde_json::to_string(&failed).expect("serialises"), r#"{"success":false,"error":"no"}"#);
    }
}
