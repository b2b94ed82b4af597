//! The groups of a tally's breakdowns, each with its records.

use async_graphql::Result;
use macros::object;

use super::{contributors::groups, enums::FlowPlacement, question::Question};
use crate::{
    enums::{ActivityStatus, EventStatus, Funding, OutcomeKind, OutcomeStatus},
    feed::RecordKind,
    page::{Connection, Listing, PageArguments},
    scalars::Decimal,
    types::Node,
};
use domain::{Noun, tally::Counted};

groups! {
    /// Activities with one status.
    ActivityStatusCount of Activity {
        /// The status.
        status: ActivityStatus,
        /// How many distinct activities have it.
        count: i64,
    }

    /// Activities of a network by what became of their flows.
    FlowPlacementCount of Activity {
        /// What became of them.
        placement: FlowPlacement,
        /// How many distinct activities.
        count: i64,
    }

    /// Events with one status.
    EventStatusCount of Event {
        /// The status.
        status: EventStatus,
        /// How many distinct events have it.
        count: i64,
    }

    /// Approved outcomes of one type.
    OutcomeKindCount of Outcome {
        /// The type.
        kind: OutcomeKind,
        /// How many there are.
        count: i64,
    }

    /// Outcomes with one status. Those that were never approved are told to nobody and not counted.
    OutcomeStatusCount of Outcome {
        /// The status.
        status: OutcomeStatus,
        /// How many have it.
        count: i64,
    }

    /// The summed values of approved outcomes of measure UNIT in one unit: what was actually
    /// reached. Of a cumulative indicator, whose later values contain the earlier ones, each counts
    /// with what it adds to the one before.
    OutcomeSum of Outcome {
        /// The unit, as recorded; values are never summed across units.
        unit: String,
        /// The exact sum; null where it has more than 28 digits.
        total: Option<Decimal>,
        /// How many values it has.
        count: i64,
        /// How many of them were not stated exactly, such as "more than 500".
        inexact: i64,
    }

    /// Money promised in one currency and from one source. A commitment counts whole in every
    /// pair of its activity, and once in a network.
    CommitmentSum of Activity {
        /// The currency (ISO 4217), such as `VND`.
        currency: String,
        /// From which source.
        funding: Funding,
        /// The exact sum, in units of the currency; null where it has more than 28 digits.
        total: Option<Decimal>,
        /// How many commitments it has.
        count: i64,
    }
}

/// What may belong here but is not counted.
pub struct UnresolvedCount {
    question: Question,
    noun: Noun,
    count: i64,
}

impl UnresolvedCount {
    pub fn new(question: &Question, noun: Noun, count: i64) -> Self {
        Self { question: question.clone(), noun, count }
    }
}

/// What may belong here but is not counted, because a unit was split and its successor is
/// ambiguous.
#[object]
impl UnresolvedCount {
    /// Activities, events or outcomes.
    fn kind(&self) -> RecordKind {
        self.noun.into()
    }

    /// How many of them.
    fn count(&self) -> i64 {
        self.count
    }

    /// The records.
    fn contributors(
        &self,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<Connection<Node>>> {
        let source = self.question.records(Counted::Unresolved(self.noun));
        Some(Listing::unfiltered(&self.question.moment, source).page(&page.into()))
    }
}
