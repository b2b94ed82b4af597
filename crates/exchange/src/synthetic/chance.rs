//! Chance that is the same everywhere: whole numbers from PCG-XSL-RR 128/64 (MCG).

use rand_pcg::{Mcg128Xsl64, rand_core::Rng};

/// A stream of chance.
pub struct Chance(Mcg128Xsl64);

impl Chance {
    /// The stream with this number, of those that start from a seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        let state = (u128::from(stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64)
            ^ (u128::from(seed) << 1)
            ^ 0x5851_f42d_4c95_7f2d;
        let mut pcg = Mcg128Xsl64::new(state);
        // The first numbers of streams that start close to each other are alike.
        for _ in 0..4 {
            pcg.next_u64();
        }
        Self(pcg)
    }

    /// A number below `end`, which is not 0. Lemire's multiplication, without rejection: off by
    /// less than one in 2^40 for all that is asked here.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A place in a list of this length.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several, each with its weight.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u64)]) -> T {
        let total = choices.iter().map(|(_, weight)| weight).sum::<u64>().max(1);
        let mut left = self.below(total);
        for (choice, weight) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        choices[choices.len() - 1].0
    }
}

/// Provinces of which few are chosen often: the n-th with a weight of 1/n (Zipf).
pub struct ZipfChoice {
    /// Sums of the weights so far.
    sums: Vec<u64>,
    /// By how many places the order is turned.
    turned: u32,
}

impl ZipfChoice {
    /// So many provinces, the order turned by some places.
    pub fn new(provinces: u32, turned: u32) -> Self {
        let mut sum = 0;
        let sums = (1..=u64::from(provinces)).map(|rank| {
            sum += 1_000_000_000 / rank;
            sum
        });
        Self { sums: sums.collect(), turned }
    }

    /// The number of a province, from 1.
    pub fn choose(&self, chance: &mut Chance) -> u32 {
        let total = self.sums.last().copied().unwrap_or(1);
        let drawn = chance.below(total);
        let rank = self.sums.partition_point(|sum| *sum <= drawn);
        let count = self.sums.len();
        u32::try_from((rank + self.turned as usize) % count).unwrap_or(0) + 1
    }
}

/// Two provinces, one that mostly gives and one that mostly receives.
pub fn pair(chance: &mut Chance, givers: &ZipfChoice, receivers: &ZipfChoice) -> (u32, u32) {
    let giver = givers.choose(chance);
    let count = u32::try_from(givers.sums.len()).unwrap_or(u32::MAX);
    let receiver = receivers.choose(chance);
    if receiver == giver { (giver, giver % count + 1) } else { (giver, receiver) }
}
