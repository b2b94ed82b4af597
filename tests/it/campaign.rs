//! The campaign against durability, sight and fairness: short in the test command, long by hand.
//!
//! `tests/campaign/run KIND NUMBER` runs one kind as long as asked. Each kind draws what it does from
//! a seed, prints its figures and a verdict, and stops by itself; a failure is told with the seed and
//! the number of the case, by which it is found again.

pub mod disk;
mod full;
mod hostile;
mod kills;
mod power;
mod random;
mod rest;
mod serving;
pub mod stand;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A number that is given by a variable.
fn given(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

/// How many cases are tried: as `tests/campaign/run` asks, or a few.
fn cases(few: usize) -> usize {
    given("CAMPAIGN").unwrap_or(few)
}

/// Where what happens by chance begins.
pub fn seed() -> u64 {
    given("CAMPAIGN_SEED").unwrap_or(1) as u64
}

/// Tries so many cases of a kind, by hand from `CAMPAIGN_FROM` on, and returns those that failed: one
/// that does keeps no other from being tried.
fn each(many: usize, mut try_one: impl FnMut(usize)) -> Vec<usize> {
    let first = given("CAMPAIGN_FROM").unwrap_or(0);
    let mut failed = Vec::new();
    for case in first..first + many {
        if catch_unwind(AssertUnwindSafe(|| try_one(case))).is_err() {
            failed.push(case);
        }
    }
    failed
}

/// Tells the figures of a kind, to who runs it by hand.
fn tell(kind: &str, figures: &str) {
    println!("campaign {kind}: {figures}; seed {}", seed());
}

/// What happens by chance, the same for the same seed (`SplitMix64`).
pub struct Chance(u64);

impl Chance {
    /// The chance of one case of a kind.
    pub fn of(kind: &str, case: usize) -> Self {
        let name = kind.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        let mut chance = Self(seed().wrapping_mul(0x9E37_79B9).wrapping_add(name));
        chance.0 = chance.next().wrapping_add(case as u64);
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// Whether something happens that does once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
