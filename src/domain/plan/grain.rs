//! The time grain of a chart, chosen from the range of its data.

use crate::model::{plan::Grain, value::Value};
use jiff::civil::{Date, DateTime};

/// Most points that a chart of time shows when nobody chose a grain.
const POINTS: i64 = 120;

/// The finest grain that draws at most about 120 points between `min` and `max`, the two values of a
/// [`crate::model::plan::RangePlan`] (ISO text). Values without a time of day get days at least; values that are no
/// dates get months.
pub fn grain_for(min: &Value, max: &Value) -> Grain {
    let (Some(min), Some(max)) = (moment(min), moment(max)) else { return Grain::Month };
    let midnight = |moment: DateTime| moment.time() == jiff::civil::Time::midnight();
    let only_days = midnight(min) && midnight(max);
    let minutes = (max.duration_since(min).as_secs() / 60).abs();
    let days = minutes / (24 * 60);
    if !only_days && minutes <= POINTS {
        Grain::Minute
    } else if !only_days && minutes <= POINTS * 60 {
        Grain::Hour
    } else if days <= POINTS {
        Grain::Day
    } else if days <= POINTS * 7 {
        Grain::Week
    } else if days <= POINTS * 30 {
        Grain::Month
    } else if days <= POINTS * 91 {
        Grain::Quarter
    } else {
        Grain::Year
    }
}

pub(super) fn moment(value: &Value) -> Option<DateTime> {
    let Value::Text(text) = value else { return None };
    text.parse::<DateTime>().ok().or_else(|| text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)))
}
