//! Shades of one colour for amounts: an opacity over the surface, so that one drawing is right in both themes.

use crate::model::format::{SHADES, shade};

/// How strong the least and the greatest amount are.
const WEAKEST: f64 = 0.12;
const STRONGEST: f64 = 1.0;
/// The amounts from which shades are taken.
#[derive(Clone, Copy)]
pub(in crate::widgets) struct Shades {
    least: f64,
    greatest: f64,
}

impl Shades {
    pub fn of(amounts: impl Iterator<Item = f64>) -> Self {
        let (least, greatest) = amounts.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(n), b.max(n)));
        Self { least, greatest }
    }

    /// From 1 to [`SHADES`].
    pub fn step(self, amount: f64) -> u8 {
        shade(amount, self.least, self.greatest)
    }

    /// Between 0 and 1, in steps.
    pub fn opacity(self, amount: f64) -> f64 {
        let part = f64::from(self.step(amount) - 1) / f64::from(SHADES - 1);
        ((WEAKEST + (STRONGEST - WEAKEST) * part) * 100.0).round() / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_go_from_weak_to_strong() {
        let shades = Shades::of([10.0, 20.0, 90.0].into_iter());
        assert_eq!((shades.step(10.0), shades.step(50.0), shades.step(90.0)), (1, 5, 9));
        assert_eq!((shades.opacity(10.0), shades.opacity(90.0)), (0.12, 1.0));
        assert_eq!(Shades::of([5.0].into_iter()).step(5.0), 9, "one amount alone is the greatest");
        assert_eq!(Shades::of(std::iter::empty()).step(5.0), 9);
    }
}
