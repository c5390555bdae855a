//! One event as it is sent: a form, signed over its fields as PHP would write them.

use crate::{
    error::{AppError, Result},
    model::{rules, time::Timestamp},
    secrets::RsaPublicKey,
    store::billing::EventRow,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value as Json;
use std::{collections::BTreeMap, fmt::Write};

/// Names and values of an event, sorted by name.
pub(super) type Fields = BTreeMap<String, String>;

const SIGNATURE: &str = "p_signature";

/// An event, and the name of the team that it is about.
pub(super) struct Event {
    pub row: EventRow,
    pub team: Option<String>,
}

pub(super) fn fields(body: &[u8]) -> Result<Fields> {
    let mut fields = Fields::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        if fields.insert(name.to_string(), value.into_owned()).is_some() {
            return Err(AppError::malformed(format!("The field {name} comes twice")));
        }
    }
    Ok(fields)
}

/// Whether the signature is one over all other fields.
pub(super) fn is_signed(fields: &Fields, key: &RsaPublicKey) -> bool {
    let signature = fields.get(SIGNATURE).and_then(|text| STANDARD.decode(text).ok());
    signature.is_some_and(|signature| key.verifies(serialised(fields).as_bytes(), &signature))
}

/// The fields but the signature, as `serialize` of PHP writes an array of texts.
fn serialised(fields: &Fields) -> String {
    let signed = fields.iter().filter(|(name, _)| *name != SIGNATURE);
    let mut text = format!("a:{}:{{", signed.clone().count());
    for (name, value) in signed {
        // Writing into a text does not fail.
        let _ = write!(text, "s:{}:\"{name}\";s:{}:\"{value}\";", name.len(), value.len());
    }
    text.push('}');
    text
}

impl Event {
    pub(super) fn read(fields: &Fields) -> Result<Self> {
        let given = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
        let needed = |name: &str| given(name).ok_or_else(|| AppError::malformed(format!("The field {name} is missing")));
        for (name, value) in fields {
            rules::text(name, name, value, 10_000).map_err(|error| AppError::malformed(error.text))?;
        }
        let at = needed("event_time")?;
        let no_time = || AppError::malformed("event_time must be a time like 2023-02-15 10:22:06");
        let at = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", &at).map_err(|_| no_time())?;
        let at = at.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| no_time())?;
        let custom: Json = given("custom_data").and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let row = EventRow {
            alert_id: needed("alert_id")?,
            alert_name: needed("alert_name")?,
            // Alerts that are not about a subscription are kept under none.
            subscription_id: given("subscription_id").unwrap_or_default(),
            plan_id: given("subscription_plan_id"),
            status: given("status"),
            email_address: given("email"),
            next_bill_date: given("next_bill_date"),
            event_time: Timestamp(at.timestamp().as_millisecond()),
            team_id: None,
            received_at: Timestamp(0),
        };
        Ok(Self { row, team: custom["airsequel_team_name"].as_str().map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = include_str!("../../tests/billing/signed.txt");

    fn sample() -> Fields {
        let pairs = [
            ("alert_id", "1"),
            ("alert_name", "subscription_created"),
            ("subscription_id", "s1"),
            ("subscription_plan_id", "502198"),
            ("status", "active"),
            ("email", "ada@example.org"),
            ("event_time", "2023-02-15 10:22:06"),
            ("custom_data", r#"{"airsequel_instance":"https://example.org","airsequel_team_name":"Ada"}"#),
            ("passthrough", "Bücher & \"mehr\""),
            ("next_bill_date", "2023-03-15"),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn written_as_php_writes_it_and_signed_so() {
        let mut fields = sample();
        assert_eq!(serialised(&fields), SIGNED);
        let key = RsaPublicKey::from_pem(include_str!("../../tests/billing/key.pem")).unwrap();
        assert!(!is_signed(&fields, &key), "without a signature");
        fields.insert(SIGNATURE.to_owned(), include_str!("../../tests/billing/signature.txt").trim().to_owned());
        assert!(is_signed(&fields, &key));
        fields.insert("status".to_owned(), "deleted".to_owned());
        assert!(!is_signed(&fields, &key), "a field was changed");
    }

    #[test]
    fn an_event_is_read_and_what_is_none_is_refused() {
        let event = Event::read(&sample()).unwrap();
        assert_eq!((event.team.as_deref(), event.row.event_time), (Some("Ada"), Timestamp(1_676_456_526_000)));
        for name in ["alert_id", "alert_name", "event_time"] {
            let mut fields = sample();
            fields.insert(name.to_owned(), String::new());
            assert!(Event::read(&fields).is_err(), "{name}");
        }
        let mut fields = sample();
        fields.insert("event_time".to_owned(), "yesterday".to_owned());
        assert!(Event::read(&fields).is_err());
        fields.insert("event_time".to_owned(), "2023-02-15 10:22:06".to_owned());
        fields.insert("custom_data".to_owned(), "no JSON".to_owned());
        assert_eq!(Event::read(&fields).unwrap().team, None);
        assert!(super::fields(b"a=1&a=2").is_err());
    }
}
