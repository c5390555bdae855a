//! The small line beside a figure.

/// Room above and below for the width of the line.
const EDGE: f64 = 4.0;

/// The line through the figures and the area below it, as paths in a room of this size; nothing for fewer than two.
pub fn paths(trend: &[Option<f64>], width: f64, height: f64) -> Option<(String, String)> {
    let (least, greatest) = trend.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(*n), b.max(*n)));
    if trend.len() < 2 || !least.is_finite() {
        return None;
    }
    let span = if greatest > least { greatest - least } else { 1.0 };
    let points = trend.iter().enumerate().filter_map(|(at, value)| {
        let x = width * at as f64 / (trend.len() - 1) as f64;
        let y = height - EDGE - (height - 2.0 * EDGE) * ((*value)? - least) / span;
        Some(format!("{x:.1} {y:.1}"))
    });
    let line = format!("M{}", points.collect::<Vec<_>>().join("L"));
    let area = format!("{line}L{width} {height}L0 {height}Z");
    Some((line, area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trend_fits_its_room() {
        let paths = |trend: &[Option<f64>]| paths(trend, 240.0, 56.0);
        assert_eq!(paths(&[Some(1.0), None, Some(3.0)]).expect("a line").0, "M0.0 52.0L240.0 4.0");
        assert!(paths(&[Some(1.0)]).is_none() && paths(&[None, None]).is_none());
        assert_eq!(paths(&[Some(2.0), Some(2.0)]).expect("a line").0, "M0.0 52.0L240.0 52.0", "no change is a flat line");
    }
}
