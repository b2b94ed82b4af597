//! All figures of a pair or of a network.

use macros::{Object, object};
use std::sync::Arc;

use async_graphql::Result;

use super::{
    directions::{Bounds, Directions},
    enums::Figure,
    groups::{ActivityStatusCount, CommitmentSum, FlowPlacementCount, UnresolvedCount},
    question::FigureQuery,
    results::{EventFigures, OutcomeFigures},
};
use crate::{
    page::{Connection, ListArguments, Listing},
    scalars::Decimal,
    types::{Activity, Node, Sector},
};
use domain::{
    self,
    tally::{self, Counted, Sum},
};

/// Who gave and who received: the direction of support (hỗ trợ) between two provinces.
///
/// Activities whose direction no source states are `unspecified`. Figures that hang on them have no
/// value; their bounds say what they can be.
#[derive(Debug, Object)]
pub struct Flows {
    /// Activities with a stated flow a→b: one way, or mutual.
    a_to_b: i64,
    /// Activities with a stated flow b→a: one way, or mutual.
    b_to_a: i64,
    /// One-way activities a→b.
    one_way_a_to_b: i64,
    /// One-way activities b→a.
    one_way_b_to_a: i64,
    /// One-way activities, in either direction.
    one_way: i64,
    /// Mutual activities.
    mutual: i64,
    /// Activities of which no source says who gives and who receives.
    unspecified: i64,
    /// The share of one-way activities among those of the pair; null if there are none, or if it
    /// hangs on unspecified activities.
    one_way_share: Option<Decimal>,
    /// The same share with its bounds: `low` if all unspecified activities are mutual, `high` if all
    /// are one way.
    one_way_share_bounds: Bounds,
    /// `balance = (w_ab−w_ba)/(w_ab+w_ba)`: 1 if all flows go a→b, −1 if all go b→a. w counts
    /// activities; null where there is no flow, or if it hangs on unspecified activities.
    balance: Option<Decimal>,
    /// The same balance with its bounds: `low` if all unspecified activities are one way b→a, `high`
    /// if all are one way a→b.
    balance_bounds: Bounds,
    /// Reciprocity of a pair: `2·min(w_ab, w_ba)/(w_ab+w_ba)`. w counts activities; null where
    /// there is no flow, or if it hangs on unspecified activities.
    reciprocity: Option<Decimal>,
    /// The same reciprocity with its bounds: `low` if all unspecified activities are one way, in the
    /// direction that most go already; `high` if as many as there are unanswered flows go the other
    /// way, and the rest are mutual. If all are mutual, it is `ifMutual`.
    reciprocity_bounds: Bounds,
}

impl Flows {
    fn of(tally: &tally::Tally) -> Self {
        let (share, balance) = (tally.one_way_share(), tally.balance());
        let reciprocity = tally.reciprocity();
        Self {
            a_to_b: tally.w_ab(),
            b_to_a: tally.w_ba(),
            one_way_a_to_b: tally.one_way_ab,
            one_way_b_to_a: tally.one_way_ba,
            one_way: tally.one_way(),
            mutual: tally.mutual,
            unspecified: tally.unspecified,
            one_way_share: share.value().map(Decimal),
            one_way_share_bounds: share.into(),
            balance: balance.value().map(Decimal),
            balance_bounds: balance.into(),
            reciprocity: reciprocity.value().map(Decimal),
            reciprocity_bounds: reciprocity.into(),
        }
    }
}

/// The figures of one sector.
#[derive(Object)]
pub struct SectorTally {
    /// The sector; null for agreement-level events and their outcomes, which are in no sector.
    sector: Option<Sector>,
    /// The figures.
    tally: Tally,
}

/// The figures of one year.
#[derive(Object)]
pub struct YearTally {
    /// The year of the day on which the records count; null for records without a day.
    year: Option<i16>,
    /// The figures.
    tally: Tally,
}

/// All figures.
pub struct Tally {
    question: FigureQuery,
    tally: Arc<tally::Tally>,
}

impl Tally {
    pub const fn new(question: FigureQuery, tally: Arc<tally::Tally>) -> Self {
        Self { question, tally }
    }
}

/// All figures of a pair, or of a network. They are the same for all callers: unpublished records
/// count nowhere. Counts are of distinct records, never of rows. A rate of nothing is null. Every
/// aggregate can list the ids behind it: groups by their own `contributors`, plain figures by
/// `contributors(figure: …)`.
///
/// Flow: An activity gives the flow p→b for every PROVIDER or FUNDER p and BENEFICIARY b, p ≠ b. Two
/// PARTNERs, whom a source calls partners in joint action, give both directions. HOST and
/// IMPLEMENTER alone give none. UNSPECIFIED participants are those of whom no source says who gives.
/// A province named by several rows counts once.
///
/// Side: A cooperation "between the City and the five provinces" has two sides. Participants on one
/// side form no pair with each other, unless a source says that one gives and the other receives.
/// Participants without a side form pairs with everybody.
///
/// Pair: Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way, or if one
/// of the two is UNSPECIFIED and the other anything but HOST or IMPLEMENTER. A pair's events are
/// those of its activities, and agreement-level events whose host and participants include both, not
/// on one side.
///
/// One way / mutual / unspecified: Per activity and pair: one way a→b, one way b→a, mutual, or
/// unspecified, if it has no flow either way. `directions` has the same per activity.
#[object]
impl Tally {
    /// Distinct activities; for a pair, those that belong to it.
    fn activities(&self) -> i64 {
        self.tally.activities()
    }

    /// Activities by status; only statuses that occur.
    fn by_status(&self) -> Vec<ActivityStatusCount> {
        let group = |status: domain::ActivityStatus, count| {
            let counted = Counted::Figure(tally::Figure::Status(status));
            ActivityStatusCount::new(&self.question, counted, status.into(), count)
        };
        self.tally.statuses.iter().map(|(status, count)| group(*status, *count)).collect()
    }

    /// All figures by sector, in the order of registration.
    fn by_sector(&self) -> Option<Result<Vec<SectorTally>>> {
        Some(self.sectors())
    }

    /// All figures by year, earliest first.
    fn by_year(&self) -> Option<Result<Vec<YearTally>>> {
        Some(self.question.by_year().map(|slices| {
            let slice = |(year, tally)| YearTally {
                year,
                tally: Self::new(self.question.in_year(year), tally),
            };
            slices.into_iter().map(slice).collect()
        }))
    }

    /// `completionRate = completed / (all − cancelled)` over distinct activities.
    fn completion_rate(&self) -> Option<Decimal> {
        self.tally.completion_rate().map(Decimal)
    }

    /// Who gave and who received; null for a network, see `directions`.
    fn flows(&self) -> Option<Flows> {
        let pair = matches!(self.question.place, tally::FigureKey::Pair(_));
        pair.then(|| Flows::of(&self.tally))
    }

    /// Distinct activities by direction: one way and from whom, mutual, or unspecified; null for a
    /// pair, see `flows`.
    fn directions(&self) -> Option<Directions> {
        let pair = matches!(self.question.place, tally::FigureKey::Pair(_));
        (!pair).then(|| Directions::new(self.question.clone(), Arc::clone(&self.tally)))
    }

    /// Activities by the placement of their flows under the boundaries; empty for a pair.
    fn by_placement(&self) -> Vec<FlowPlacementCount> {
        let group = |placement, count| {
            let counted = Counted::Figure(tally::Figure::Placed(placement));
            FlowPlacementCount::new(&self.question, counted, placement.into(), count)
        };
        self.tally.placement.iter().map(|(placement, count)| group(*placement, *count)).collect()
    }

    /// Events, and who hosts them.
    fn events(&self) -> EventFigures {
        EventFigures::new(&self.question, &self.tally)
    }

    /// Outcomes, and how well they are evidenced.
    fn outcomes(&self) -> OutcomeFigures {
        OutcomeFigures::new(&self.question, &self.tally)
    }

    /// Committed money, by currency and source.
    fn commitments(&self) -> Vec<CommitmentSum> {
        let group = |(currency, funding): (domain::Currency, _), sum: &Sum| {
            let counted = Counted::Commitment(currency, funding);
            let total = sum.total().map(Decimal);
            let (currency, funding) = (currency.to_string(), funding.into());
            CommitmentSum::new(&self.question, counted, currency, funding, total, sum.terms)
        };
        self.tally.commitments.iter().map(|(key, sum)| group(*key, sum)).collect()
    }

    /// Records that may belong here but are not counted, because a unit was split and its successor
    /// is ambiguous.
    fn unresolved(&self) -> Vec<UnresolvedCount> {
        let group = |noun, count| UnresolvedCount::new(&self.question, noun, count);
        self.tally.unresolved.iter().map(|(noun, count)| group(*noun, *count)).collect()
    }

    /// The first activity: the one that counts on the earliest day.
    fn first_activity(&self) -> Option<Result<Activity>> {
        self.question.activity_at(false).transpose()
    }

    /// The last activity: the one that counts on the latest day.
    fn last_activity(&self) -> Option<Result<Activity>> {
        self.question.activity_at(true).transpose()
    }

    /// The records behind a figure, by the day of each.
    fn contributors(
        &self,
        /// The figure.
        figure: Figure,
        #[graphql(flatten)] list: ListArguments,
    ) -> Option<Result<Connection<Node>>> {
        let source = self.question.records(Counted::Figure(figure.into()));
        Some(Listing::unfiltered(&self.question.moment, source).page(&list))
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
