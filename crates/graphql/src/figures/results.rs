//! Figures of events and of outcomes.

use macros::object;
use std::sync::Arc;

use super::{
    groups::{EventStatusCount, OutcomeKindCount, OutcomeStatusCount, OutcomeSum},
    question::FigureQuery,
};
use crate::scalars::Decimal;
use domain::{
    self,
    tally::{self, Breakdown, Counted, HostSide, Sum},
};

/// Figures of events.
pub struct EventFigures {
    question: FigureQuery,
    tally: Arc<tally::Tally>,
}

impl EventFigures {
    pub fn new(question: &FigureQuery, tally: &Arc<tally::Tally>) -> Self {
        Self { question: question.clone(), tally: Arc::clone(tally) }
    }
}

/// Figures of events: events of the activities, and agreement-level events.
#[object]
impl EventFigures {
    /// Distinct events, whatever their status.
    fn count(&self) -> i64 {
        self.tally.event_count()
    }

    /// Events by status; only statuses that occur.
    fn by_status(&self) -> Vec<EventStatusCount> {
        let counts = folded(&self.tally.events, |(status, _)| *status);
        let group = |status: domain::EventStatus, count| {
            EventStatusCount::new(&self.question, Counted::Events(status), status.into(), count)
        };
        counts.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// Events hosted by a; 0 for a network.
    fn hosted_by_a(&self) -> i64 {
        self.tally.hosted(HostSide::A)
    }

    /// Events hosted by b; 0 for a network.
    fn hosted_by_b(&self) -> i64 {
        self.tally.hosted(HostSide::B)
    }

    /// Events hosted by another province; for a network, by any province.
    fn hosted_elsewhere(&self) -> i64 {
        self.tally.hosted(HostSide::Elsewhere)
    }

    /// Events without a recorded host, or whose host was split.
    fn host_unknown(&self) -> i64 {
        self.tally.hosted(HostSide::Unknown)
    }
}

/// Figures of outcomes.
pub struct OutcomeFigures {
    question: FigureQuery,
    tally: Arc<tally::Tally>,
}

impl OutcomeFigures {
    pub fn new(question: &FigureQuery, tally: &Arc<tally::Tally>) -> Self {
        Self { question: question.clone(), tally: Arc::clone(tally) }
    }
}

/// Figures of outcomes. For a pair, these are outcomes of its activities and events, unless they
/// name a province outside the pair as provider or beneficiary.
#[object]
impl OutcomeFigures {
    /// Approved outcomes.
    fn count(&self) -> i64 {
        self.tally.approved()
    }

    /// Approved outcomes by kind; only kinds that occur.
    fn by_kind(&self) -> Vec<OutcomeKindCount> {
        let approved = domain::OutcomeStatus::Approved;
        let of_kind = self.tally.outcomes.iter().filter(|((status, _), _)| *status == approved);
        let group = |kind: domain::OutcomeKind, count| {
            OutcomeKindCount::new(&self.question, Counted::ApprovedOf(kind), kind.into(), count)
        };
        of_kind.map(|((_, kind), count)| group(*kind, *count)).collect()
    }

    /// Outcomes by status; only statuses that occur. Superseded and retracted outcomes are in no
    /// other figure.
    fn by_status(&self) -> Vec<OutcomeStatusCount> {
        let counts = folded(&self.tally.outcomes, |(status, _)| *status);
        let group = |status: domain::OutcomeStatus, count| {
            let counted = Counted::OutcomesIn(status);
            OutcomeStatusCount::new(&self.question, counted, status.into(), count)
        };
        counts.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// Approved outcomes with a document.
    fn evidenced(&self) -> i64 {
        self.tally.evidenced
    }

    /// The share of approved outcomes with a document.
    fn evidence_share(&self) -> Option<Decimal> {
        self.tally.evidence_share().map(Decimal)
    }

    /// Sums of values in the same unit.
    fn sums(&self) -> Vec<OutcomeSum> {
        let group = |unit: &String, sum: &Sum| {
            let total = sum.total().map(Decimal);
            let counted = Counted::Sum(unit.clone());
            let (terms, inexact) = (sum.terms, sum.inexact);
            OutcomeSum::new(&self.question, counted, unit.clone(), total, terms, inexact)
        };
        self.tally.sums.iter().map(|(unit, sum)| group(unit, sum)).collect()
    }
}

/// Counts by a part of their keys.
fn folded<K: Ord, P: Ord + Clone>(counts: &Breakdown<K>, part: impl Fn(&K) -> P) -> Breakdown<P> {
    counts.iter().map(|(key, count)| (part(key), *count)).collect()
}
