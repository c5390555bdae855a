//! Ranges of equal width for a histogram, with ends that people would choose.

use crate::model::{
    plan::PlanBins,
    question::MAX_BINS,
    value::{Kind, Value},
};

/// How many ranges when nobody says.
const USUAL: u32 = 20;

/// About `wanted` ranges over the values from `min` to `max`. Whole numbers get ranges of whole numbers.
pub(super) fn bins(min: &Value, max: &Value, wanted: Option<u32>, kind: Kind) -> PlanBins {
    let wanted = f64::from(wanted.unwrap_or(USUAL).clamp(1, MAX_BINS));
    let (min, max) = match (finite(min), finite(max)) {
        (Some(min), Some(max)) if min <= max => (min, max),
        _ => (0.0, 1.0),
    };
    let span = max - min;
    let exact = if span > 0.0 && span.is_finite() { span / wanted } else { 1.0 };
    let width = if kind == Kind::Integer { nice(exact).max(1.0).round() } else { nice(exact) };
    PlanBins { origin: (min / width).floor() * width, width, end: max }
}

/// The least of 1, 2, 2.5, 5 and 10 times a power of ten that is not smaller.
fn nice(exact: f64) -> f64 {
    let power = 10_f64.powf(exact.log10().floor());
    let factor = [1.0, 2.0, 2.5, 5.0].into_iter().find(|factor| factor * power >= exact * 0.999_999).unwrap_or(10.0);
    factor * power
}

fn finite(value: &Value) -> Option<f64> {
    value.as_f64().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_round_ends() {
        for (min, max, wanted, kind, origin, width) in [
            (3.0, 97.0, 10, Kind::Number, 0.0, 10.0),
            (0.5, 61.2, 20, Kind::Number, 0.0, 5.0),
            (1.0, 5.0, 20, Kind::Integer, 1.0, 1.0),
            (-12.0, 8.0, 4, Kind::Integer, -15.0, 5.0),
            (7.0, 7.0, 10, Kind::Number, 7.0, 1.0),
        ] {
            let bins = bins(&Value::Float(min), &Value::Float(max), Some(wanted), kind);
            assert_eq!((bins.origin, bins.width, bins.end), (origin, width, max), "{min} to {max}");
        }
        let nothing = bins(&Value::Null, &Value::Text("NaN".into()), None, Kind::Number);
        assert_eq!((nothing.origin, nothing.end), (0.0, 1.0));
    }
}
