//! The groups of a tally's breakdowns, each with its records.

use async_graphql::Result;
use macros::object;

use super::{contributors::groups, enums::FlowPlacement, question::FigureQuery};
use crate::{
    enums::{ActivityStatus, EventStatus, Funding, OutcomeKind, OutcomeStatus},
    feed::RecordKind,
    page::{Connection, Listing, PageArguments},
    scalars::Decimal,
    types::Node,
};
use domain::{Noun, tally::Counted};

groups! {
    /// The number of activities with one status.
    ActivityStatusCount of Activity {
        /// The status.
        status: ActivityStatus,
        /// The number of distinct activities.
        count: i64,
    }

    /// The number of activities of a network with one placement of their flows.
    FlowPlacementCount of Activity {
        /// The placement.
        placement: FlowPlacement,
        /// The number of distinct activities.
        count: i64,
    }

    /// The number of events with one status.
    EventStatusCount of Event {
        /// The status.
        status: EventStatus,
        /// The number of distinct events.
        count: i64,
    }

    /// The number of approved outcomes of one kind.
    OutcomeKindCount of Outcome {
        /// The kind.
        kind: OutcomeKind,
        /// The number of outcomes.
        count: i64,
    }

    /// The number of outcomes with one status. Outcomes that were never approved are not counted,
    /// so they stay hidden.
    OutcomeStatusCount of Outcome {
        /// The status.
        status: OutcomeStatus,
        /// The number of outcomes.
        count: i64,
    }

    /// The sum of the values of approved outcomes of measure UNIT in one unit. For a cumulative
    /// indicator, whose later values include the earlier ones, each value counts with its increase
    /// over the previous one.
    OutcomeSum of Outcome {
        /// The unit, as recorded; values are never summed across units.
        unit: String,
        /// The exact sum; null if it has more than 28 digits.
        total: Option<Decimal>,
        /// The number of values.
        count: i64,
        /// The number of values that were not stated exactly, such as "more than 500".
        inexact: i64,
    }

    /// The money committed in one currency and from one source. A commitment counts in full in
    /// every pair of its activity, and once in a network.
    CommitmentSum of Activity {
        /// The currency (ISO 4217), such as `VND`.
        currency: String,
        /// The source of the money.
        funding: Funding,
        /// The exact sum, in units of the currency; null if it has more than 28 digits.
        total: Option<Decimal>,
        /// The number of commitments.
        count: i64,
    }
}

/// What may belong here but is not counted.
pub struct UnresolvedCount {
    question: FigureQuery,
    noun: Noun,
    count: i64,
}

impl UnresolvedCount {
    pub fn new(question: &FigureQuery, noun: Noun, count: i64) -> Self {
        Self { question: question.clone(), noun, count }
    }
}

/// Records that may belong here but are not counted, because a unit was split and its successor is
/// ambiguous.
#[object]
impl UnresolvedCount {
    /// Activities, events or outcomes.
    fn kind(&self) -> RecordKind {
        self.noun.into()
    }

    /// The number of records.
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
