//! Periods from their beginnings, as charts name them.

use super::grain::moment;
use crate::model::{
    plan::Grain,
    value::{Kind, Value},
};
use jiff::{ToSpan, civil::DateTime, tz::TimeZone};

/// Beginning of a period (`2024-03-01`, `2024-03-01T12:00`) and of the next one.
fn ends(begin: &str, grain: Grain) -> Option<(DateTime, DateTime)> {
    let begin = moment(&Value::Text(begin.to_owned()))?;
    let length = match grain {
        Grain::Minute => 1.minute(),
        Grain::Hour => 1.hour(),
        Grain::Day => 1.day(),
        Grain::Week => 1.week(),
        Grain::Month => 1.month(),
        Grain::Quarter => 3.months(),
        Grain::Year => 1.year(),
    };
    Some((begin, begin.checked_add(length).ok()?))
}

/// The ends of a period, the second no part of it, as values of a column of dates or moments: `2024-03-01`,
/// `2024-02-29T23:00:00Z`. Periods of moments begin in `zone` (IANA name), in UTC without one. Nothing for other columns
/// and for what is no beginning.
pub fn period(begin: &str, grain: Grain, kind: Kind, zone: Option<&str>) -> Option<(String, String)> {
    let (from, to) = ends(begin, grain)?;
    match kind {
        Kind::Date => Some((from.date().to_string(), to.date().to_string())),
        Kind::Timestamp => {
            let zone = TimeZone::get(zone.unwrap_or("UTC")).ok()?;
            let moment = |at: DateTime| at.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().to_string());
            Some((moment(from)?, moment(to)?))
        }
        _ => None,
    }
}

/// The first and the last day of a period that is made of days.
pub fn days(begin: &str, grain: Grain) -> Option<(String, String)> {
    if matches!(grain, Grain::Minute | Grain::Hour) {
        return None;
    }
    let (from, to) = ends(begin, grain)?;
    Some((from.date().to_string(), to.date().yesterday().ok()?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_where_the_next_begins() {
        let ends = |begin: &str, grain, kind, zone| period(begin, grain, kind, zone).map(|(from, to)| format!("{from} {to}"));
        for (begin, grain, kind, zone, expected) in [
            ("2024-02-01", Grain::Month, Kind::Date, None, "2024-02-01 2024-03-01"),
            ("2024-10-01", Grain::Quarter, Kind::Date, Some("Europe/Berlin"), "2024-10-01 2025-01-01"),
            ("2024-12-30", Grain::Week, Kind::Date, None, "2024-12-30 2025-01-06"),
            ("2024-01-01", Grain::Year, Kind::Timestamp, None, "2024-01-01T00:00:00Z 2025-01-01T00:00:00Z"),
            ("2024-03-01", Grain::Month, Kind::Timestamp, Some("Europe/Berlin"), "2024-02-29T23:00:00Z 2024-03-31T22:00:00Z"),
            ("2024-10-27T02:00", Grain::Hour, Kind::Timestamp, Some("Europe/Berlin"), "2024-10-27T00:00:00Z 2024-10-27T02:00:00Z"),
            ("2024-06-01T12:30", Grain::Minute, Kind::Timestamp, None, "2024-06-01T12:30:00Z 2024-06-01T12:31:00Z"),
        ] {
            assert_eq!(ends(begin, grain, kind, zone).as_deref(), Some(expected), "{begin} {grain:?}");
        }
        for (begin, kind, zone) in
            [("soon", Kind::Date, None), ("2024-01-01", Kind::Text, None), ("2024-01-01", Kind::Timestamp, Some("Mars"))]
        {
            assert_eq!(ends(begin, Grain::Day, kind, zone), None, "{begin}");
        }
        assert_eq!(ends("9999-12-31", Grain::Year, Kind::Date, None), None);
        assert_eq!(days("2024-02-01", Grain::Month), Some(("2024-02-01".into(), "2024-02-29".into())));
        assert_eq!(days("2024-02-01T10:00", Grain::Hour), None);
    }
}
