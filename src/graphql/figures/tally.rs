//! All figures of a pair or of a network.

use async_graphql::{Object, Result, SimpleObject};

use super::{
    contributors::groups,
    enums::{Figure, FlowPlacement},
    question::Question,
};
use crate::{
    domain::{
        Noun,
        tally::{self, Additive, Breakdown, Counted, HostSide, Sum},
    },
    graphql::{
        enums::{ActivityStatus, EventStatus, Funding, OutcomeKind, OutcomeStatus},
        feed::RecordKind,
        page::{Asked, Connection, Listing, Order},
        scalars::Decimal,
        types::{Activity, Node, Sector},
    },
};

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

/// What may belong here but is not counted, because a unit was split and its successor is
/// ambiguous.
#[Object]
impl UnresolvedCount {
    /// Activities, events or outcomes.
    async fn kind(&self) -> RecordKind {
        self.noun.into()
    }

    /// How many of them.
    async fn count(&self) -> i64 {
        self.count
    }

    /// The records.
    async fn contributors(
        &self,
        #[graphql(desc = "At most this many, from the start: 0 to 100; 20 where neither `first` \
                          nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Node>>> {
        let asked = Asked { first, after, last, before, order: None };
        let source = self.question.records(Counted::Unresolved(self.noun));
        Some(Listing::unfiltered(&self.question.moment, source).page(&asked))
    }
}

/// Who gave and who received.
#[derive(Debug, SimpleObject)]
pub struct Flows {
    /// Activities with a flow a→b: one way, or mutual.
    a_to_b: i64,
    /// Activities with a flow b→a: one way, or mutual.
    b_to_a: i64,
    /// Activities that are one way a→b.
    one_way_a_to_b: i64,
    /// Activities that are one way b→a.
    one_way_b_to_a: i64,
    /// Activities that are one way, whichever.
    one_way: i64,
    /// Activities that are mutual.
    mutual: i64,
    /// The share of one-way activities among those of the pair; null where there is none.
    one_way_share: Option<Decimal>,
    /// `balance = (w_ab−w_ba)/(w_ab+w_ba)`: 1 if all flows go a→b, −1 if all go b→a. w counts
    /// activities; null where there is no flow.
    balance: Option<Decimal>,
    /// Reciprocity of a pair: `2·min(w_ab, w_ba)/(w_ab+w_ba)`. w counts activities; null where
    /// there is no flow.
    reciprocity: Option<Decimal>,
}

impl Flows {
    fn of(tally: &tally::Tally) -> Self {
        Self {
            a_to_b: tally.w_ab(),
            b_to_a: tally.w_ba(),
            one_way_a_to_b: tally.one_way_ab,
            one_way_b_to_a: tally.one_way_ba,
            one_way: tally.one_way_ab + tally.one_way_ba,
            mutual: tally.mutual,
            one_way_share: tally.one_way_share().map(Decimal),
            balance: tally.balance().map(Decimal),
            reciprocity: tally.reciprocity().map(Decimal),
        }
    }
}

/// The figures of one sector.
#[derive(SimpleObject)]
pub struct SectorTally {
    /// The sector; null for agreement-level events and their outcomes, which are in none.
    sector: Option<Sector>,
    /// The figures.
    tally: Tally,
}

/// The figures of one year.
#[derive(SimpleObject)]
pub struct YearTally {
    /// The year of the day on which the records count; null for those that have none.
    year: Option<i16>,
    /// The figures.
    tally: Tally,
}

/// All figures.
pub struct Tally {
    question: Question,
    tally: tally::Tally,
}

impl Tally {
    pub const fn new(question: Question, tally: tally::Tally) -> Self {
        Self { question, tally }
    }
}

/// All figures of a pair, or of a network. They are the same for everybody: what is not published
/// counts nowhere. Counts are of distinct things, never of rows. A rate of nothing is null. Every
/// aggregate can list the ids behind it: groups by their own `contributors`, plain figures by
/// `contributors(figure: …)`.
///
/// Flow: An activity gives the flow p→b for every PROVIDER or FUNDER p and BENEFICIARY b, p ≠ b. Two
/// PARTNERs give both directions. HOST and IMPLEMENTER alone give none. A province named by several
/// rows counts once.
///
/// Pair: Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way. A pair's
/// events are those of its activities, and agreement-level events whose host and participants
/// include both.
///
/// One way / mutual: Per activity and pair: one way a→b, one way b→a, or mutual.
#[Object]
impl Tally {
    /// Distinct activities: of a pair, those that belong to it.
    async fn activities(&self) -> i64 {
        self.tally.activities()
    }

    /// Activities by status; only statuses that one has.
    async fn by_status(&self) -> Vec<ActivityStatusCount> {
        let group = |status: crate::domain::ActivityStatus, count| {
            let counted = Counted::Figure(tally::Figure::Status(status));
            ActivityStatusCount::new(&self.question, counted, status.into(), count)
        };
        self.tally.statuses.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// All figures by sector, in the order of registration.
    async fn by_sector(&self) -> Option<Result<Vec<SectorTally>>> {
        Some(self.sectors())
    }

    /// All figures by year, the earliest first.
    async fn by_year(&self) -> Option<Result<Vec<YearTally>>> {
        Some(self.question.by_year().map(|slices| {
            let slice = |(year, tally)| YearTally {
                year,
                tally: Self::new(self.question.in_year(year), tally),
            };
            slices.into_iter().map(slice).collect()
        }))
    }

    /// `completionRate = completed / (all − cancelled)` over distinct activities.
    async fn completion_rate(&self) -> Option<Decimal> {
        self.tally.completion_rate().map(Decimal)
    }

    /// Who gave and who received; null of a network, where nothing has a direction.
    async fn flows(&self) -> Option<Flows> {
        let pair = matches!(self.question.place, tally::Place::Pair(_));
        pair.then(|| Flows::of(&self.tally))
    }

    /// Activities by what became of their flows under the boundaries; empty of a pair.
    async fn by_placement(&self) -> Vec<FlowPlacementCount> {
        let group = |placement, count| {
            let counted = Counted::Figure(tally::Figure::Placed(placement));
            FlowPlacementCount::new(&self.question, counted, placement.into(), count)
        };
        self.tally.placement.iter().map(|(placement, count)| group(*placement, *count)).collect()
    }

    /// Events, and who hosts them.
    async fn events(&self) -> EventFigures {
        EventFigures { question: self.question.clone(), tally: self.tally.clone() }
    }

    /// Results, and how well they are proven.
    async fn outcomes(&self) -> OutcomeFigures {
        OutcomeFigures { question: self.question.clone(), tally: self.tally.clone() }
    }

    /// Money promised, by currency and source.
    async fn commitments(&self) -> Vec<CommitmentSum> {
        let group = |(currency, funding): (crate::domain::Currency, _), sum: &Sum| {
            let counted = Counted::Commitment(currency, funding);
            let total = sum.total().map(Decimal);
            let (currency, funding) = (currency.to_string(), funding.into());
            CommitmentSum::new(&self.question, counted, currency, funding, total, sum.terms)
        };
        self.tally.commitments.iter().map(|(key, sum)| group(*key, sum)).collect()
    }

    /// What may belong here but is not counted: where a unit was split, its successor is
    /// ambiguous.
    async fn unresolved(&self) -> Vec<UnresolvedCount> {
        let group = |noun, count| {
            let question = self.question.clone();
            UnresolvedCount { question, noun, count }
        };
        self.tally.unresolved.iter().map(|(noun, count)| group(*noun, *count)).collect()
    }

    /// The activity that began first: the one that counts on the earliest day.
    async fn first_activity(&self) -> Option<Result<Activity>> {
        self.question.activity_at(false).transpose()
    }

    /// The activity that began last: the one that counts on the latest day.
    async fn last_activity(&self) -> Option<Result<Activity>> {
        self.question.activity_at(true).transpose()
    }

    /// The records behind a figure, by the day of each.
    #[allow(clippy::too_many_arguments, reason = "a page has these arguments")]
    async fn contributors(
        &self,
        #[graphql(desc = "The figure.")] figure: Figure,
        #[graphql(desc = "At most this many, from the start: 0 to 100; 20 where neither `first` \
                          nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "The order; `DATE_ASC` where absent.")] order_by: Option<Order>,
    ) -> Option<Result<Connection<Node>>> {
        let asked = Asked { first, after, last, before, order: order_by };
        let source = self.question.records(Counted::Figure(figure.into()));
        Some(Listing::unfiltered(&self.question.moment, source).page(&asked))
    }
}

impl Tally {
    fn sectors(&self) -> Result<Vec<SectorTally>> {
        let slices = self.question.by_sector()?.into_iter();
        slices
            .map(|(sector, tally)| {
                let shown = sector.and_then(|id| self.question.moment.get(id)).transpose()?;
                let tally = Self::new(self.question.in_sector(sector), tally);
                Ok(SectorTally { sector: shown, tally })
            })
            .collect()
    }
}

/// Figures of events.
pub struct EventFigures {
    question: Question,
    tally: tally::Tally,
}

/// Figures of events: of those of the activities, and of agreement-level events.
#[Object]
impl EventFigures {
    /// Distinct events, whatever their status.
    async fn count(&self) -> i64 {
        self.tally.event_count()
    }

    /// Events by status; only statuses that one has.
    async fn by_status(&self) -> Vec<EventStatusCount> {
        let counts = folded(&self.tally.events, |(status, _)| *status);
        let group = |status: crate::domain::EventStatus, count| {
            EventStatusCount::new(&self.question, Counted::Events(status), status.into(), count)
        };
        counts.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// Events hosted by a; 0 of a network.
    async fn hosted_by_a(&self) -> i64 {
        self.tally.hosted(HostSide::A)
    }

    /// Events hosted by b; 0 of a network.
    async fn hosted_by_b(&self) -> i64 {
        self.tally.hosted(HostSide::B)
    }

    /// Events hosted by another province; of a network, by any.
    async fn hosted_elsewhere(&self) -> i64 {
        self.tally.hosted(HostSide::Elsewhere)
    }

    /// Events of which no host is recorded, or whose host was split.
    async fn host_unknown(&self) -> i64 {
        self.tally.hosted(HostSide::Unknown)
    }
}

/// Figures of outcomes.
pub struct OutcomeFigures {
    question: Question,
    tally: tally::Tally,
}

/// Figures of outcomes: of a pair, those of its activities and events that name no province outside
/// it as provider or beneficiary.
#[Object]
impl OutcomeFigures {
    /// Approved outcomes.
    async fn count(&self) -> i64 {
        self.tally.approved()
    }

    /// Approved outcomes by type; only types that one has.
    async fn by_kind(&self) -> Vec<OutcomeKindCount> {
        let approved = crate::domain::OutcomeStatus::Approved;
        let of_kind = self.tally.outcomes.iter().filter(|((status, _), _)| *status == approved);
        let group = |kind: crate::domain::OutcomeKind, count| {
            OutcomeKindCount::new(&self.question, Counted::ApprovedOf(kind), kind.into(), count)
        };
        of_kind.map(|((_, kind), count)| group(*kind, *count)).collect()
    }

    /// Outcomes by status; only statuses that one has. Superseded and retracted ones are in no
    /// other figure.
    async fn by_status(&self) -> Vec<OutcomeStatusCount> {
        let counts = folded(&self.tally.outcomes, |(status, _)| *status);
        let group = |status: crate::domain::OutcomeStatus, count| {
            let counted = Counted::OutcomesIn(status);
            OutcomeStatusCount::new(&self.question, counted, status.into(), count)
        };
        counts.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// Approved outcomes with a document.
    async fn evidenced(&self) -> i64 {
        self.tally.evidenced
    }

    /// The share of approved outcomes with a document.
    async fn evidence_share(&self) -> Option<Decimal> {
        self.tally.evidence_share().map(Decimal)
    }

    /// What was actually reached, summed where units agree.
    async fn sums(&self) -> Vec<OutcomeSum> {
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
fn folded<K: Ord, P: Ord + Clone>(counts: &Breakdown<K>, part: impl Fn(&K) -> P) -> Breakdown<P>
where
    i64: Additive,
{
    counts.iter().map(|(key, count)| (part(key), *count)).collect()
}
