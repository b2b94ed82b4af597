//! Figures that are the sum of a few tallies, added up only where all of them are asked for: a
//! matrix is ordered by one figure of each pair, and shows all figures of few.

use std::sync::{Arc, OnceLock};

use super::{figure::Figure, figures::Tally};
use crate::Decimal;

/// The sum of some tallies. A clone costs little.
#[derive(Debug, Clone, Default)]
pub struct Summed {
    /// Most have one part, and so no list.
    first: Option<Arc<Tally>>,
    others: Vec<Arc<Tally>>,
    sum: OnceLock<Arc<Tally>>,
}

impl From<Arc<Tally>> for Summed {
    fn from(part: Arc<Tally>) -> Self {
        Self { first: Some(part), ..Self::default() }
    }
}

impl Summed {
    /// Adds a tally.
    pub fn add(&mut self, part: Arc<Tally>) {
        match self.first {
            None => self.first = Some(part),
            Some(_) => self.others.push(part),
        }
        self.sum = OnceLock::new();
    }

    fn parts(&self) -> impl Iterator<Item = &Arc<Tally>> {
        self.first.iter().chain(&self.others)
    }

    /// All figures.
    #[must_use]
    pub fn tally(&self) -> &Arc<Tally> {
        if let (Some(one), true) = (&self.first, self.others.is_empty()) {
            return one;
        }
        self.sum.get_or_init(|| {
            let mut sum = Tally::default();
            self.parts().for_each(|part| sum.add(part));
            Arc::new(sum)
        })
    }

    /// One figure.
    #[must_use]
    pub fn value(&self, figure: Figure) -> Option<Decimal> {
        if !figure.adds_up() {
            return figure.value(self.tally());
        }
        Some(self.parts().map(|part| figure.count(part)).sum::<i64>().into())
    }

    /// Whether every figure is zero.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_any = |part: &Arc<Tally>| Figure::Activities.count(part) > 0;
        !self.parts().any(has_any) && self.tally().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        ActivityStatus, EventStatus, Noun, OutcomeKind, OutcomeStatus,
        tally::{Breakdown, HostSide, Placement},
    };

    fn tally(numbers: [i64; 9]) -> Tally {
        let [done, dropped, ab, ba, mutual, open, held, approved, unresolved] = numbers;
        let mut statuses = Breakdown::one(ActivityStatus::Completed, done);
        statuses.add(ActivityStatus::Cancelled, &dropped);
        Tally {
            statuses,
            one_way_ab: ab,
            one_way_ba: ba,
            mutual,
            unspecified: open,
            events: Breakdown::one((EventStatus::Held, HostSide::A), held),
            outcomes: Breakdown::one((OutcomeStatus::Approved, OutcomeKind::Output), approved),
            evidenced: approved / 2,
            unresolved: Breakdown::one(Noun::Activity, unresolved),
            ..Tally::default()
        }
    }

    const FIGURES: [Figure; 22] = [
        Figure::Activities,
        Figure::Status(ActivityStatus::Completed),
        Figure::CompletionRate,
        Figure::AToB,
        Figure::BToA,
        Figure::OneWayAToB,
        Figure::OneWayBToA,
        Figure::OneWay,
        Figure::Mutual,
        Figure::Unspecified,
        Figure::WithoutPair,
        Figure::Balance,
        Figure::Reciprocity,
        Figure::OneWayShare,
        Figure::Events,
        Figure::Hosted(HostSide::A),
        Figure::Hosted(HostSide::B),
        Figure::Outcomes,
        Figure::EvidenceShare,
        Figure::Evidenced,
        Figure::Placed(Placement::Paired),
        Figure::Unresolved,
    ];

    proptest! {
        #[test]
        fn each_figure_is_that_of_the_sum(
            parts in prop::collection::vec(prop::array::uniform9(0..3_i64), 0..4),
        ) {
            let (mut summed, mut sum) = (Summed::default(), Tally::default());
            for part in parts {
                let part = tally(part);
                sum.add(&part);
                summed.add(Arc::new(part));
            }
            for figure in FIGURES {
                let told = summed.value(figure);
                prop_assert_eq!(told, figure.value(&sum), "{:?}", figure);
                prop_assert_eq!(summed.clone().value(figure), told);
            }
            prop_assert_eq!(summed.is_empty(), sum.is_empty());
            prop_assert_eq!(&**summed.tally(), &sum);
        }
    }
}
