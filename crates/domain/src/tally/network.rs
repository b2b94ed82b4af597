//! All pairs together: who cooperates with how many, how much, and how mutually.

use std::collections::BTreeMap;

use super::{
    bounds::{Bounds, Weights},
    figures::Tally,
    pair::{ProvincePair, Way},
};
use crate::ProvinceId;

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
    /// Pairs with flows in one direction only, and without an unspecified activity.
    pub one_way_pairs: i64,
    /// All other pairs: whether they are mutual or one way hangs on what nobody stated.
    pub unspecified_pairs: i64,
    /// Ordered pairs with a flow.
    pub directed_pairs: i64,
    /// One-way activities, summed over the pairs.
    pub one_way: i64,
    /// Mutual activities, summed over the pairs.
    pub mutual: i64,
    /// What reciprocity is made of.
    pub weights: Weights,
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
            match tally.pair_way() {
                None => continue,
                Some(Way::Mutual) => network.mutual_pairs += 1,
                Some(Way::OneWay) => network.one_way_pairs += 1,
                Some(Way::Unspecified) => network.unspecified_pairs += 1,
            }
            network.pairs += 1;
            network.directed_pairs += i64::from(w_ab > 0) + i64::from(w_ba > 0);
            network.one_way += tally.one_way();
            network.mutual += tally.mutual;
            network.weights.add(Weights::of(w_ab, w_ba, tally.unspecified));
            let activities = tally.activities();
            network.provinces.entry(pair.a()).or_default().tie(activities, w_ab, w_ba);
            network.provinces.entry(pair.b()).or_default().tie(activities, w_ba, w_ab);
        }
        network
    }

    /// Reciprocity of a network: `Σ min(w_ij,w_ji) / Σ w_ij` (weighted reciprocity: Squartini,
    /// Picciolo, Ruzzenenti, Garlaschelli, Sci. Rep. 3:2729, 2013). w counts activities; nothing
    /// where there is no flow.
    #[must_use]
    pub fn reciprocity(&self) -> Bounds {
        self.weights.reciprocity()
    }

    /// The share of one-way activities among the activities of all pairs.
    #[must_use]
    pub fn one_way_share(&self) -> Bounds {
        Bounds::one_way_share(self.one_way, self.mutual, self.weights.unspecified)
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
