//! Moments in time. On the wire: RFC 3339, UTC, milliseconds and `Z`. In the store: milliseconds since 1970.
//!
//! Formatting is written out here because the browser bundle must not carry a calendar library.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    #[cfg(feature = "ssr")]
    pub fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(since.as_millis() as i64)
    }

    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// Year, month and day (proleptic Gregorian calendar).
    pub fn date(self) -> (i64, u32, u32) {
        // Days since 0000-03-01 split into 400-year eras, so that leap days fall at the end of a year.
        let z = self.0.div_euclid(86_400_000) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        (yoe + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The day before this moment, when that is the end of a day; else the day itself. `YYYY-MM-DD`, in UTC.
    pub fn last_day(self) -> String {
        let (y, m, d) = self.plus_seconds(-1).date();
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// `2026-11-20 19:05 UTC`, for people.
    pub fn short(self) -> String {
        let (y, m, d) = self.date();
        let minutes = self.0.rem_euclid(86_400_000) / 60_000;
        format!("{y:04}-{m:02}-{d:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.date();
        let ms = self.0.rem_euclid(86_400_000);
        let (h, min, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        write!(f, "{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:{s:02}.{:03}Z", ms % 1000)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        parse(&text).ok_or_else(|| D::Error::custom("expected a time like 2026-01-31T12:00:00.000Z"))
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for Timestamp {}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, schema::Type};
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).description(Some("UTC, with milliseconds and Z.")).into()
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let part = |a: usize, b: usize| text.get(a..b)?.parse::<i64>().ok();
    let (y, m, d) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (h, min, s, ms) = (part(11, 13)?, part(14, 16)?, part(17, 19)?, part(20, 23)?);
    let y2 = if m <= 2 { y - 1 } else { y };
    let (era, yoe) = (y2.div_euclid(400), y2.rem_euclid(400));
    let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    Some(Timestamp(days * 86_400_000 + h * 3_600_000 + min * 60_000 + s * 1000 + ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_reads_back() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_123, "2000-02-29T00:00:00.123Z"),
            (1_772_798_400_000, "2026-03-06T12:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Timestamp(ms).to_string(), text);
            assert_eq!(parse(text), Some(Timestamp(ms)));
        }
    }
}
