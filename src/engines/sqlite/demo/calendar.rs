//! The three years of the demo: how busy each day is, and when in a day people come.

use super::dice::Dice;
use jiff::{ToSpan, civil::Date};

/// First day.
const START: Date = jiff::civil::date(2023, 1, 1);
/// Last day. Fixed, so that every run makes the same file.
const END: Date = jiff::civil::date(2025, 12, 31);
const DAYS: u32 = 1_096;

/// Per month, in hundredths: quiet winters and summers, busy before the holidays.
const SEASON: [u32; 12] = [86, 83, 94, 97, 101, 98, 88, 86, 102, 108, 132, 142];
/// Monday to Sunday, in hundredths.
const WEEK: [u32; 7] = [100, 98, 101, 105, 116, 94, 76];
/// Hours of a day with their weight.
const HOURS: [(u32, u32); 18] = [
    (6, 2),
    (7, 4),
    (8, 7),
    (9, 9),
    (10, 10),
    (11, 10),
    (12, 12),
    (13, 10),
    (14, 8),
    (15, 8),
    (16, 9),
    (17, 10),
    (18, 12),
    (19, 15),
    (20, 16),
    (21, 12),
    (22, 6),
    (23, 3),
];

/// Every day with its demand in thousandths of an average one.
pub(super) fn days() -> impl Iterator<Item = (Date, u32)> {
    (0..DAYS).filter_map(|n| Some((START.checked_add(i64::from(n).days()).ok()?, n))).map(|(day, n)| (day, demand(day, n)))
}

/// A day `back` days before the last one.
pub(super) fn before_end(back: u32) -> Date {
    END.checked_sub(i64::from(back).days()).unwrap_or(END)
}

fn demand(day: Date, n: u32) -> u32 {
    // From 62% to 138% of the average over the three years.
    let growth = 620 + n * 760 / DAYS;
    let season = SEASON[day.month() as usize - 1];
    let week = WEEK[day.weekday().to_monday_zero_offset() as usize];
    growth * season / 100 * week / 100 * sale(day) / 100
}

/// The last week of November is a sale; the days around Christmas and New Year are quiet.
fn sale(day: Date) -> u32 {
    match (day.month(), day.day()) {
        (11, 24..=30) => 210,
        (12, 24..=26) | (1, 1) => 45,
        (7, 4..=10) => 125,
        _ => 100,
    }
}

/// A moment of that day, as the file stores it.
pub(super) fn moment(day: Date, dice: &mut Dice) -> String {
    let hour = dice.weighted(&HOURS);
    format!("{day} {hour:02}:{:02}:{:02}", dice.below(60), dice.below(60))
}
