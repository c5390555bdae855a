//! The calendar of a time axis: beginnings of periods in UTC.

use crate::model::{format::DateFormat, plan::Grain, time::Timestamp, value::Value};

const DAY: i64 = 86_400_000;

/// The beginning of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period(Timestamp);

impl Period {
    /// Reads what databases answer for a truncated date or moment: `2026`, `2026-01`, `2026-01-31`,
    /// `2026-01-31 12:00:00+00`, `2026-01-31T12:00:00Z`. Years 1 to 9999; no infinity, no years before Christ.
    pub fn read(value: &Value) -> Option<Self> {
        let text = match value {
            Value::Text(text) if text.ends_with("BC") => return None,
            Value::Text(text) => text.trim().to_owned(),
            Value::Int(year) => year.to_string(),
            _ => return None,
        };
        let (date, time) = text.split_once(['T', ' ']).unwrap_or((&text, ""));
        let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
        let year = parts.next()?.filter(|year| (1..=9999).contains(year))?;
        let month = parts.next().unwrap_or(Some(1))?;
        let day = parts.next().unwrap_or(Some(1))?;
        if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let (hour, minute) = match (time.get(0..2), time.get(3..5)) {
            (Some(hour), Some(minute)) => (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?),
            _ => (0, 0),
        };
        Some(Self(Timestamp(days(i64::from(year), month, day) * DAY + (hour * 60 + minute) * 60_000)))
    }

    /// `2026-01-31`, with hours and minutes for the grains below a day.
    pub fn name(self, grain: Grain) -> String {
        let text = self.0.to_string();
        let length = if matches!(grain, Grain::Minute | Grain::Hour) { 16 } else { 10 };
        text[..length].to_owned()
    }

    fn next(self, grain: Grain) -> Self {
        let (year, month, _) = self.0.date();
        let months_on = |count: u32| {
            let index = month - 1 + count;
            Self(Timestamp(days(year + i64::from(index / 12), index % 12 + 1, 1) * DAY))
        };
        match grain {
            Grain::Minute => Self(Timestamp(self.0.0 + 60_000)),
            Grain::Hour => Self(Timestamp(self.0.0 + 3_600_000)),
            Grain::Day => Self(Timestamp(self.0.0 + DAY)),
            Grain::Week => Self(Timestamp(self.0.0 + 7 * DAY)),
            Grain::Month => months_on(1),
            Grain::Quarter => months_on(3),
            Grain::Year => months_on(12),
        }
    }
}

/// The name of a period (see [`Period::name`]) for people, as short as its grain allows: `2026`, `2026 Q1`, `2026-01`.
pub(in crate::widgets) fn words(name: &str, grain: Grain) -> String {
    let (year, month) = (name.get(0..4).unwrap_or(name), name.get(5..7).and_then(|month| month.parse::<u32>().ok()));
    match (grain, month) {
        (Grain::Year, _) => year.to_owned(),
        (Grain::Quarter, Some(month)) => format!("{year} Q{}", month.div_ceil(3)),
        (Grain::Month, Some(_)) => name.get(0..7).unwrap_or(name).to_owned(),
        (Grain::Minute | Grain::Hour, _) => name.replace('T', " "),
        _ => name.to_owned(),
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The name of a period as the widget wants its dates: `31 Jan 2026`, `31/01/2026`.
pub(super) fn written(name: &str, grain: Grain, format: DateFormat) -> String {
    let part = |from: usize, to: usize| name.get(from..to).and_then(|text| text.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(5, 7), part(8, 10)) else { return name.to_owned() };
    let month_name = MONTHS.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default();
    let time = name.get(11..16).map(|time| format!(" {time}")).unwrap_or_default();
    match (grain, format) {
        (Grain::Year | Grain::Quarter, _) | (_, DateFormat::Iso) => words(name, grain),
        (Grain::Month, DateFormat::Medium) => format!("{month_name} {year}"),
        (Grain::Month, _) => format!("{month:02}/{year}"),
        (_, DateFormat::Medium) => format!("{day} {month_name} {year}{time}"),
        (_, DateFormat::DayFirst) => format!("{day:02}/{month:02}/{year}{time}"),
        (_, DateFormat::MonthFirst) => format!("{month:02}/{day:02}/{year}{time}"),
    }
}

/// Every period from `first` to `last`; nothing when there are more than `most`.
pub(super) fn between(first: Period, last: Period, grain: Grain, most: usize) -> Option<Vec<Period>> {
    let mut all = Vec::new();
    let mut at = first;
    while at <= last {
        if all.len() == most {
            return None;
        }
        all.push(at);
        at = at.next(grain);
    }
    Some(all)
}

/// Days since 1970-01-01 (proleptic Gregorian calendar), the inverse of [`Timestamp::date`].
fn days(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let (era, yoe) = (y.div_euclid(400), y.rem_euclid(400));
    let m = i64::from(month);
    let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Period> {
        Period::read(&Value::Text(text.into()))
    }

    #[test]
    fn reads_what_databases_answer() {
        for (text, minute) in [
            ("2026", "2026-01-01T00:00"),
            ("2026-03", "2026-03-01T00:00"),
            ("2026-03-31", "2026-03-31T00:00"),
            ("2024-02-29 13:05:59.123+00", "2024-02-29T13:05"),
            ("2026-03-31T23:59:00Z", "2026-03-31T23:59"),
        ] {
            assert_eq!(read(text).map(|period| period.name(Grain::Minute)).as_deref(), Some(minute), "{text}");
        }
        assert_eq!(Period::read(&Value::Int(1999)).map(|period| period.name(Grain::Year)).as_deref(), Some("1999-01-01"));
        for text in ["", "infinity", "-infinity", "0044-03-15 BC", "2026-13-01", "2026-00-10", "12026-01-01", "yesterday", "2026-01-01-01"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(Period::read(&Value::Null), None);
    }

    #[test]
    fn words_are_as_short_as_the_grain() {
        let names = [Grain::Year, Grain::Quarter, Grain::Month, Grain::Day].map(|grain| words("2026-05-01", grain));
        assert_eq!(names, ["2026", "2026 Q2", "2026-05", "2026-05-01"]);
        assert_eq!(words("2026-05-01T13:00", Grain::Hour), "2026-05-01 13:00");
    }

    #[test]
    fn dates_are_written_as_wanted() {
        let day = |format| written("2026-01-31", Grain::Day, format);
        assert_eq!(
            [DateFormat::Iso, DateFormat::Medium, DateFormat::DayFirst, DateFormat::MonthFirst].map(day),
            ["2026-01-31", "31 Jan 2026", "31/01/2026", "01/31/2026"]
        );
        assert_eq!(written("2026-01-01", Grain::Month, DateFormat::Medium), "Jan 2026");
        assert_eq!(written("2026-01-31T12:30", Grain::Minute, DateFormat::Medium), "31 Jan 2026 12:30");
    }

    #[test]
    fn steps_follow_the_calendar() {
        let names = |first: &str, last: &str, grain| {
            let steps = between(read(first).expect("a date"), read(last).expect("a date"), grain, 1_000).expect("few");
            steps.into_iter().map(|period| period.name(grain)).collect::<Vec<_>>()
        };
        assert_eq!(names("2023-11-01", "2024-02-01", Grain::Month), ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"]);
        assert_eq!(names("2024-02-28", "2024-03-01", Grain::Day), ["2024-02-28", "2024-02-29", "2024-03-01"]);
        assert_eq!(names("2023-10-01", "2024-01-01", Grain::Quarter), ["2023-10-01", "2024-01-01"]);
        assert_eq!(names("2024-12-30", "2025-01-06", Grain::Week), ["2024-12-30", "2025-01-06"]);
        assert_eq!(names("2024-12-31T23:00", "2025-01-01T01:00", Grain::Hour).len(), 3);
        assert_eq!(names("1999", "2001", Grain::Year), ["1999-01-01", "2000-01-01", "2001-01-01"]);
        assert!(between(read("0001").expect("a date"), read("9999").expect("a date"), Grain::Day, 1_000).is_none());
    }
}
