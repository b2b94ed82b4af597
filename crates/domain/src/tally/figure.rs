//! The figures by name: what each is worth in a tally, and which records count towards it.
//!
//! Owns nothing that is counted: values are those of [`Tally`]. A fact counts towards a figure if
//! its own tally has some of it, so that the records behind a figure follow from the figure.

use super::figures::{HostSide, Placement, Tally};
use crate::{
    ActivityStatus, Currency, Decimal, EventStatus, Funding, Noun, OutcomeKind, OutcomeStatus,
    ProvinceId,
};

/// A figure that a whole tally has: what a list is ordered by, and what records are asked behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Figure {
    /// Distinct activities.
    Activities,
    /// Those with this status.
    Status(ActivityStatus),
    /// [`Tally::completion_rate`]; of all that are not cancelled.
    CompletionRate,
    /// [`Tally::w_ab`].
    AToB,
    /// [`Tally::w_ba`].
    BToA,
    /// Activities that are one way from a to b.
    OneWayAToB,
    /// Activities that are one way from b to a.
    OneWayBToA,
    /// One-way activities, in either direction.
    OneWay,
    /// Mutual activities.
    Mutual,
    /// Activities whose direction nobody states.
    Unspecified,
    /// Activities that belong to no pair.
    WithoutPair,
    /// [`Tally::balance`].
    Balance,
    /// [`Tally::reciprocity`].
    Reciprocity,
    /// [`Tally::one_way_share`].
    OneWayShare,
    /// Distinct events, whatever their status.
    Events,
    /// Events hosted by a side.
    Hosted(HostSide),
    /// Approved outcomes.
    Outcomes,
    /// Approved outcomes with a document.
    Evidenced,
    /// [`Tally::evidence_share`]; of approved outcomes.
    EvidenceShare,
    /// The number of activities of a network with one placement of their flows.
    Placed(Placement),
    /// What may belong here but is not counted.
    Unresolved,
}

/// What records are asked behind: a figure, or a group of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// A figure of the tally.
    Figure(Figure),
    /// Events with a status.
    Events(EventStatus),
    /// Outcomes with a status.
    OutcomesIn(OutcomeStatus),
    /// Approved outcomes of a type.
    ApprovedOf(OutcomeKind),
    /// Outcomes whose values are summed in a unit.
    Sum(String),
    /// Activities with a commitment in a currency and of a source.
    Commitment(Currency, Funding),
    /// Unresolved records of a noun.
    Unresolved(Noun),
    /// Activities in which a province gives.
    GivenBy(ProvinceId),
    /// Activities in which a province receives.
    ReceivedBy(ProvinceId),
}

impl Figure {
    /// Returns the value of the figure; `None` for a rate of nothing, or one that hangs on what nobody
    /// stated.
    #[must_use]
    pub fn value(self, tally: &Tally) -> Option<Decimal> {
        match self {
            Self::CompletionRate => tally.completion_rate(),
            Self::Balance => tally.balance().value(),
            Self::Reciprocity => tally.reciprocity().value(),
            Self::OneWayShare => tally.one_way_share().value(),
            Self::EvidenceShare => tally.evidence_share(),
            count => Some(count.count(tally).into()),
        }
    }

    /// Whether it is of a sum what it is of the parts together: no rate, and no difference.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        !matches!(
            self,
            Self::CompletionRate
                | Self::Balance
                | Self::Reciprocity
                | Self::OneWayShare
                | Self::EvidenceShare
        )
    }

    /// Returns how many things are counted towards the figure: of a rate, the things that it is a
    /// rate of.
    #[must_use]
    pub fn count(self, tally: &Tally) -> i64 {
        match self {
            Self::Activities => tally.activities(),
            Self::Status(status) => tally.statuses.get(&status),
            Self::CompletionRate => {
                tally.activities() - tally.statuses.get(&ActivityStatus::Cancelled)
            }
            Self::AToB => tally.w_ab(),
            Self::BToA => tally.w_ba(),
            Self::OneWayAToB => tally.one_way_ab,
            Self::OneWayBToA => tally.one_way_ba,
            Self::OneWay => tally.one_way(),
            Self::Mutual => tally.mutual,
            Self::Unspecified => tally.unspecified,
            Self::WithoutPair => tally.without_pair(),
            Self::Balance | Self::Reciprocity | Self::OneWayShare => tally.paired(),
            Self::Events => tally.event_count(),
            Self::Hosted(side) => tally.hosted(side),
            Self::Outcomes | Self::EvidenceShare => tally.approved(),
            Self::Evidenced => tally.evidenced,
            Self::Placed(placement) => tally.placement.get(&placement),
            Self::Unresolved => tally.unresolved.total(),
        }
    }

    /// Returns the nouns whose records count towards the figure.
    #[must_use]
    pub const fn nouns(self) -> &'static [Noun] {
        match self {
            Self::Events | Self::Hosted(_) => &[Noun::Event],
            Self::Outcomes | Self::Evidenced | Self::EvidenceShare => &[Noun::Outcome],
            Self::Unresolved => &[Noun::Activity, Noun::Event, Noun::Outcome],
            _ => &[Noun::Activity],
        }
    }
}

impl Counted {
    /// Returns how many records of a tally count, where the tally tells.
    #[must_use]
    pub fn records(&self, tally: &Tally) -> Option<u64> {
        let count = match self {
            Self::Figure(figure) => figure.count(tally),
            Self::Events(wanted) => tally.events.total_of(|(status, _)| status == wanted),
            Self::OutcomesIn(wanted) => tally.outcomes.total_of(|(status, _)| status == wanted),
            Self::ApprovedOf(kind) => tally.approved_of(*kind),
            Self::Unresolved(noun) => tally.unresolved.get(noun),
            Self::GivenBy(unit) => tally.givers.total_of(|(giver, _)| giver == unit),
            Self::ReceivedBy(unit) => tally.receivers.total_of(|(it, _)| it == unit),
            Self::Sum(_) | Self::Commitment(..) => return None,
        };
        u64::try_from(count).ok()
    }

    /// Returns whether a record with this tally of its own counts.
    #[must_use]
    pub fn holds(&self, tally: &Tally) -> bool {
        match self {
            Self::Figure(figure) => figure.count(tally) != 0,
            Self::Events(wanted) => tally.events.total_of(|(status, _)| status == wanted) != 0,
            Self::OutcomesIn(wanted) => {
                tally.outcomes.total_of(|(status, _)| status == wanted) != 0
            }
            Self::ApprovedOf(kind) => tally.approved_of(*kind) != 0,
            Self::Sum(unit) => tally.sums.find(unit).is_some(),
            Self::Commitment(currency, funding) => {
                tally.commitments.find(&(*currency, *funding)).is_some()
            }
            Self::Unresolved(noun) => tally.unresolved.get(noun) != 0,
            Self::GivenBy(unit) => tally.givers.total_of(|(giver, _)| giver == unit) != 0,
            Self::ReceivedBy(unit) => tally.receivers.total_of(|(it, _)| it == unit) != 0,
        }
    }

    /// Returns the nouns whose records count.
    #[must_use]
    pub fn nouns(&self) -> Vec<Noun> {
        match self {
            Self::Figure(figure) => figure.nouns().to_vec(),
            Self::Events(_) => vec![Noun::Event],
            Self::OutcomesIn(_) | Self::ApprovedOf(_) | Self::Sum(_) => vec![Noun::Outcome],
            Self::Commitment(..) | Self::GivenBy(_) | Self::ReceivedBy(_) => vec![Noun::Activity],
            Self::Unresolved(noun) => vec![*noun],
        }
    }
}
