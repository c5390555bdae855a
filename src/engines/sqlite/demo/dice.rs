//! Chance from a fixed seed. Whole numbers only: the same rows on every machine and with every version of libraries
//! (ChaCha8 is defined to the bit; ranges are drawn here, not by a library that may change how).

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// 0 to `n` - 1, for `n` from 1. The bias is far below what anybody could see in 100,000 rows.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// Both ends included.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    pub(super) fn chance(&mut self, per_thousand: u32) -> bool {
        self.below(1_000) < per_thousand
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    /// One of the choices, each as likely as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (choice, weight) in from {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        from[0].0
    }

    /// About `thousandths` / 1000, a fifth more or less, rounded by chance.
    pub(super) fn about(&mut self, thousandths: u32) -> u32 {
        let wobbled = thousandths * self.between(80, 120) / 100;
        wobbled / 1_000 + u32::from(self.chance(wobbled % 1_000))
    }
}
