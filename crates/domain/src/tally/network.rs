//! All pairs together: who cooperates with how many, how much, and how mutually.

use std::collections::BTreeMap;

use super::{figures::Tally, pair::ProvincePair};
use crate::{Decimal, ProvinceId};

/// The network of provinces, tied by the activities of their pairs.
///
/// An activity counts once in each pair that it belongs to. How many distinct activities there are
/// is a figure of [`FigureKey::Network`](super::FigureKey::Network), not a sum over pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// Pairs with an activity.
    pub pairs: i64,
    /// Pairs with flows in both directions, of one activity or of several.
    pub mutual_pairs: i64,
    /// Pairs with flows in one direction only.
    pub one_way_pairs: i64,
    /// One-way activities, summed over the pairs.
    pub one_way: i64,
    /// Mutual activities, summed over the pairs.
    pub mutual: i64,
    /// `Σ min(w_ij,w_ji)` over ordered pairs.
    pub reciprocated: i64,
    /// `Σ w_ij` over ordered pairs.
    pub weight: i64,
    /// Every province with an activity in some pair.
    pub provinces: BTreeMap<ProvinceId, Standing>,
}

/// The standing of one province in a network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Provinces with which it has an activity.
    pub degree: i64,
    /// Provinces to which it has a flow.
    pub out_degree: i64,
    /// Provinces from which it has a flow.
    pub in_degree: i64,
    /// Its activities, summed over its pairs.
    pub strength: i64,
    /// Its activities with a flow from it, summed over its pairs.
    pub out_strength: i64,
    /// Its activities with a flow to it, summed over its pairs.
    pub in_strength: i64,
}

impl Network {
    /// Adds up pairs, each given once. A pair without activities changes nothing.
    #[must_use]
    pub fn of<'a>(pairs: impl IntoIterator<Item = (ProvincePair, &'a Tally)>) -> Self {
        let mut network = Self::default();
        for (pair, tally) in pairs {
            let (w_ab, w_ba) = (tally.w_ab(), tally.w_ba());
            if w_ab + w_ba == 0 {
                continue;
            }
            network.pairs += 1;
            network.mutual_pairs += i64::from(w_ab > 0 && w_ba > 0);
            network.one_way_pairs += i64::from(w_ab == 0 || w_ba == 0);
            network.one_way += tally.one_way_ab + tally.one_way_ba;
            network.mutual += tally.mutual;
            network.reciprocated += 2 * w_ab.min(w_ba);
            network.weight += w_ab + w_ba;
            let activities = tally.activities();
            network.provinces.entry(pair.a()).or_default().tie(activities, w_ab, w_ba);
            network.provinces.entry(pair.b()).or_default().tie(activities, w_ba, w_ab);
        }
        network
    }

    /// Ordered pairs with a flow.
    #[must_use]
    pub const fn directed_pairs(&self) -> i64 {
        2 * self.mutual_pairs + self.one_way_pairs
    }

    /// Reciprocity of a network: `Σ min(w_ij,w_ji) / Σ w_ij` (weighted reciprocity: Squartini,
    /// Picciolo, Ruzzenenti, Garlaschelli, Sci. Rep. 3:2729, 2013). w counts activities; `None`
    /// where there is no flow.
    #[must_use]
    pub fn reciprocity(&self) -> Option<Decimal> {
        Decimal::ratio(self.reciprocated, self.weight)
    }

    /// The share of one-way activities among the activities of all pairs.
    #[must_use]
    pub fn one_way_share(&self) -> Option<Decimal> {
        Decimal::ratio(self.one_way, self.one_way + self.mutual)
    }
}

impl Standing {
    fn tie(&mut self, activities: i64, out: i64, into: i64) {
        self.degree += 1;
        self.out_degree += i64::from(out > 0);
        self.in_degree += i64::from(into > 0);
        self.strength += activities;
        self.out_strength += out;
        self.in_strength += into;
    }
}
