//! Figures of direction, and what they may be where nobody states a direction.

use crate::Decimal;

/// A figure of direction with its bounds.
///
/// Activities whose direction nobody states may be one way, in either direction, or mutual. The
/// bounds are the least and the greatest that the figure can be over all of that. A figure of nothing
/// has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least that it can be.
    pub low: Option<Decimal>,
    /// The greatest that it can be.
    pub high: Option<Decimal>,
    /// What it is if every unspecified activity is one way, in the direction that most go already;
    /// of a balance, where the two directions are its bounds, nothing.
    pub if_one_way: Option<Decimal>,
    /// What it is if every unspecified activity is mutual.
    pub if_mutual: Option<Decimal>,
    /// How many activities it hangs on: those that are unspecified, summed over pairs where the
    /// figure is.
    pub unspecified: i64,
}

impl Bounds {
    /// Returns the figure; `None` if it is of nothing, or hangs on what nobody stated.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.low.filter(|_| self.unspecified == 0)
    }

    pub(super) fn one_way_share(one_way: i64, mutual: i64, unspecified: i64) -> Self {
        let all = one_way + mutual + unspecified;
        let (low, high) =
            (Decimal::ratio(one_way, all), Decimal::ratio(one_way + unspecified, all));
        Self { low, high, if_one_way: high, if_mutual: low, unspecified }
    }

    pub(super) fn balance(w_ab: i64, w_ba: i64, unspecified: i64) -> Self {
        let (difference, flows) = (w_ab - w_ba, w_ab + w_ba);
        Self {
            low: Decimal::ratio(difference - unspecified, flows + unspecified),
            high: Decimal::ratio(difference + unspecified, flows + unspecified),
            if_one_way: None,
            if_mutual: Decimal::ratio(difference, flows + 2 * unspecified),
            unspecified,
        }
    }
}

/// The sums over pairs that reciprocity is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weights {
    /// `Σ w_ij` over ordered pairs.
    pub weight: i64,
    /// `Σ min(w_ij,w_ji)` over ordered pairs.
    pub reciprocated: i64,
    /// Unspecified activities, summed over the pairs.
    pub unspecified: i64,
    /// How many of them could be the answer to a flow that has none: in each pair as many as are
    /// unspecified, but at most `|w_ij−w_ji|`.
    pub answering: i64,
}

impl Weights {
    /// The sums of one pair.
    #[must_use]
    pub fn of(w_ab: i64, w_ba: i64, unspecified: i64) -> Self {
        Self {
            weight: w_ab + w_ba,
            reciprocated: 2 * w_ab.min(w_ba),
            unspecified,
            answering: unspecified.min((w_ab - w_ba).abs()),
        }
    }

    /// Adds those of other pairs.
    pub fn add(&mut self, other: Self) {
        self.weight += other.weight;
        self.reciprocated += other.reciprocated;
        self.unspecified += other.unspecified;
        self.answering += other.answering;
    }

    /// Returns the reciprocity: `Σ min(w_ij,w_ji) / Σ w_ij`.
    ///
    /// It is least if every unspecified activity goes the way that most of its pair go, and greatest
    /// if as many as there are unanswered flows go the other way and the rest is mutual: each then
    /// adds two to what is reciprocated, and as little as it can to the weight.
    #[must_use]
    pub fn reciprocity(&self) -> Bounds {
        let Self { weight, reciprocated, unspecified, answering } = *self;
        let low = Decimal::ratio(reciprocated, weight + unspecified);
        let both = reciprocated + 2 * unspecified;
        Bounds {
            low,
            high: Decimal::ratio(both, weight + 2 * unspecified - answering),
            if_one_way: low,
            if_mutual: Decimal::ratio(both, weight + 2 * unspecified),
            unspecified,
        }
    }
}
