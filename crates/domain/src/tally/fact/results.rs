//! What outcomes add: counts by type, evidence, and sums that count no value twice.

use std::collections::BTreeMap;

use super::{FigureKey, Sink};
use crate::{
    Decimal, Measure, NounId, Outcome, OutcomeId, OutcomeStatus, Qualifier,
    tally::{
        Sum, Tally,
        series::{self, Series},
    },
};

impl Sink<'_> {
    /// Counts the outcomes in the network and in every pair that they belong to.
    ///
    /// An outcome belongs to the pairs of its activity, or of its agreement-level event; where it
    /// names its provider or beneficiary, only to those of them that include each province named.
    pub(super) fn outcomes(&mut self) {
        let mut outcomes = self.bundle.outcomes.clone();
        // Of a series, each value counts with what it adds to the one before, in order of time.
        outcomes.sort_by_key(|(id, outcome)| {
            series::place(*id, outcome, self.bundle.outcome_day(outcome))
        });
        self.count(FigureKey::Network, &outcomes);
        for pair in self.located.pairs.keys().copied().collect::<Vec<_>>() {
            let of_pair: Vec<_> = outcomes
                .iter()
                .filter(|(_, outcome)| self.belongs(outcome, pair) == Some(true))
                .copied()
                .collect();
            self.count(FigureKey::Pair(pair), &of_pair);
            for (id, outcome) in &outcomes {
                if self.belongs(outcome, pair).is_none() {
                    let day = self.bundle.outcome_day(outcome);
                    self.put_unresolved(FigureKey::Pair(pair), id.record(), day);
                }
            }
        }
    }

    /// Counts outcomes, in order of time, in one place.
    fn count(&mut self, place: FigureKey, outcomes: &[(OutcomeId, &Outcome)]) {
        let mut totals = BTreeMap::new();
        for (id, outcome) in outcomes {
            let mut tally = Tally::default();
            tally.outcomes.add((outcome.status, outcome.kind), &1);
            if outcome.status == OutcomeStatus::Approved {
                tally.evidenced = i64::from(!outcome.sources.is_empty());
                if let Some((unit, sum)) = self.value(outcome, &mut totals) {
                    tally.sums.add(unit, &sum);
                }
            }
            self.put(place, id.record(), self.bundle.outcome_day(outcome), tally);
        }
    }

    /// The unit and value of an outcome, less what is counted of its series already.
    fn value(
        &self,
        outcome: &Outcome,
        totals: &mut BTreeMap<Series, Decimal>,
    ) -> Option<(String, Sum)> {
        if outcome.measure != Measure::Unit {
            return None;
        }
        let (unit, value) = (outcome.unit.clone()?, outcome.value?);
        let exact = outcome.qualifier.is_none_or(|qualifier| qualifier == Qualifier::Exact);
        let sum = Sum::of(value, exact);
        let indicator = outcome.indicator.and_then(|id| self.bundle.indicators.get(&id));
        let series = Series::of(outcome, indicator.is_some_and(|it| it.cumulative));
        let counted = series.and_then(|series| totals.insert(series, value));
        Some((unit, counted.map_or(sum.clone(), |counted| sum.less(counted))))
    }
}
