//! A time zone over the range of some data, for engines without a zone database.

use super::grain;
use crate::{
    error::{AppError, Result},
    model::{
        plan::{PlanZone, ZoneStep},
        value::Value,
    },
};
use jiff::{
    Timestamp, ToSpan,
    tz::{Offset, TimeZone},
};

/// Most changes of the clock: two a year for two hundred years. Beyond, the last one holds on.
const MOST: usize = 400;

/// The zone of that name with its changes between two moments (ISO text in UTC). Without them only today's offset is
/// known.
///
/// # Errors
/// `question[timeZone]`, when there is no such zone.
pub(super) fn zone(name: &str, min: &Value, max: &Value) -> Result<PlanZone> {
    let zone = TimeZone::get(name).map_err(|_| {
        AppError::field("configs[question][timeZone]", format!("There is no time zone {name:?}. Write it like Europe/Berlin or UTC"))
    })?;
    let moment = |value| grain::moment(value).and_then(|moment| moment.to_zoned(TimeZone::UTC).ok()).map(|zoned| zoned.timestamp());
    let (first, last) = match (moment(min), moment(max)) {
        (Some(first), Some(last)) => (first, last),
        _ => (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH),
    };
    let first = first.checked_sub(24.hours()).unwrap_or(first);
    let offset = |offset: Offset| offset.seconds();
    let begin = ZoneStep { from: first.as_second(), offset: offset(zone.to_offset(first)) };
    let changes = zone.following(first).take_while(|change| change.timestamp() <= last).take(MOST);
    let changes = changes.map(|change| ZoneStep { from: change.timestamp().as_second(), offset: offset(change.offset()) });
    Ok(PlanZone { name: name.to_owned(), steps: std::iter::once(begin).chain(changes).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_changes_twice_a_year() {
        let text = |text: &str| Value::Text(text.into());
        let berlin = zone("Europe/Berlin", &text("2024-01-15T00:00:00"), &text("2024-12-15T00:00:00")).expect("is known");
        let steps: Vec<_> = berlin.steps.iter().map(|step| (step.from, step.offset)).collect();
        assert_eq!(steps[1..], [(1_711_846_800, 7_200), (1_729_990_800, 3_600)]);
        assert_eq!(steps[0].1, 3_600);
        assert_eq!(zone("UTC", &Value::Null, &Value::Null).expect("is known").steps.len(), 1);
        assert!(zone("Nowhere/At all", &Value::Null, &Value::Null).is_err());
        let long = zone("Europe/Berlin", &text("0001-01-01T00:00:00"), &text("9999-12-31T00:00:00")).expect("is known");
        assert!(long.steps.len() <= MOST + 1, "{}", long.steps.len());
    }
}
