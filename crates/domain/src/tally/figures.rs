//! The figures of cooperation that add up, and the rates derived from them.
//!
//! Owns sums and rates. Must not know which records they come from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    bounds::{Bounds, Weights},
    breakdown::{Additive, Breakdown},
    located::Located,
    pair::{Direction, Way},
    sum::Sum,
};
use crate::{
    ActivityStatus, Currency, Decimal, EventStatus, Funding, LatenessKind, Noun, OutcomeKind,
    OutcomeStatus, ProvinceId,
};

/// All figures of cooperation that add up: of one record, of a pair, of a whole network.
///
/// Only what is published counts, for whoever asks: nothing under a draft agreement, and no outcome
/// before its approval. Counts are of distinct things, never of rows. Two tallies may be added if no thing is in both.
/// A rate of nothing is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Activities by status; of a pair, those that belong to it.
    pub statuses: Breakdown<ActivityStatus>,
    /// Activities that are neither completed nor cancelled, by the day that they have to be done
    /// by, their planned end's latest day, and by what they are if it is past. Those without one
    /// are in none.
    pub due: Breakdown<(DueDay, LatenessKind)>,
    /// Activities that are one way from a to b. Like the next, counted in a pair only.
    pub one_way_ab: i64,
    /// Activities that are one way from b to a.
    pub one_way_ba: i64,
    /// Activities that are one way as a whole: of a network, a province or a field.
    pub one_way_whole: i64,
    /// Mutual activities: in the pair; elsewhere as a whole, like the next.
    pub mutual: i64,
    /// Activities whose direction nobody states.
    pub unspecified: i64,
    /// Activities by who gives in them, and by their direction as a whole: once for each giver.
    /// Of a network, a province or a field, like the next.
    pub givers: Breakdown<(ProvinceId, Way)>,
    /// Activities by who receives in them: once for each receiver.
    pub receivers: Breakdown<(ProvinceId, Way)>,
    /// Activities of a network by what became of their flows under the boundaries.
    pub placement: Breakdown<Placement>,
    /// What may belong here but is not counted, because a unit was split and its successor is
    /// ambiguous: activities, agreement-level events and outcomes.
    pub unresolved: Breakdown<Noun>,
    /// Events by status and by who hosts them.
    pub events: Breakdown<(EventStatus, HostSide)>,
    /// Outcomes by status and type.
    pub outcomes: Breakdown<(OutcomeStatus, OutcomeKind)>,
    /// Approved outcomes with a document.
    pub evidenced: i64,
    /// Sums of the values of approved outcomes of measure UNIT, by unit as recorded. Of a
    /// cumulative indicator, the last value of each series: indicator × provider × beneficiary ×
    /// subject. Each value counts with what it adds to the one before in its series.
    pub sums: Breakdown<String, Sum>,
    /// Commitments of the activities by currency and source. A commitment counts whole in every
    /// pair of its activity, and once in the network.
    pub commitments: Breakdown<(Currency, Funding), Sum>,
}

/// The day that an activity has to be done by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
// A date is stored as text, a number as few bytes.
pub struct DueDay(pub Date);

/// A number that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} days after 1970-01-01 is not a valid day")]
pub struct DayError(i32);

impl TryFrom<i32> for DueDay {
    type Error = DayError;

    fn try_from(days: i32) -> Result<Self, DayError> {
        let span = jiff::Span::new().try_days(days).map_err(|_| DayError(days))?;
        Date::constant(1970, 1, 1).checked_add(span).map(Self).map_err(|_| DayError(days))
    }
}

impl From<DueDay> for i32 {
    fn from(DueDay(day): DueDay) -> Self {
        let hours = day.duration_since(Date::constant(1970, 1, 1)).as_hours();
        // A day is within four million days of any other.
        Self::try_from(hours / 24).unwrap_or(Self::MAX)
    }
}

/// Who hosts an event, seen from a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HostSide {
    /// The pair's first province.
    A,
    /// The pair's second province.
    B,
    /// Another province; of a network, any province.
    Elsewhere,
    /// No host is recorded, or the recorded one was split.
    Unknown,
}

/// The placement of an activity's flows under the boundaries. Every activity has exactly one, so
/// the sum is the same under any boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Placement {
    /// It belongs to at least one pair.
    Paired,
    /// It belongs to no pair for certain, because a unit of a flow was split.
    Unresolved,
    /// All its flows are within one unit, because giver and receiver were merged.
    Internal,
    /// The activity has no flow, nor anybody whose role is unspecified towards another.
    Flowless,
}

impl Tally {
    /// Adds all figures of another tally.
    pub fn add(&mut self, other: &Self) {
        self.merge(other, 1);
    }

    /// Takes all figures of another tally away: the exact inverse of adding them.
    pub fn subtract(&mut self, other: &Self) {
        self.merge(other, -1);
    }

    /// Returns whether every figure is zero.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same tally of the pair seen from the other side: only what has a direction changes.
    #[must_use]
    pub fn swapped(mut self) -> Self {
        std::mem::swap(&mut self.one_way_ab, &mut self.one_way_ba);
        let other = |side| match side {
            HostSide::A => HostSide::B,
            HostSide::B => HostSide::A,
            HostSide::Elsewhere | HostSide::Unknown => side,
        };
        let events = self.events.iter();
        self.events = events.map(|((status, side), n)| ((*status, other(*side)), *n)).collect();
        self
    }

    pub(super) fn count_direction(&mut self, direction: Direction) {
        match direction {
            Direction::AToB => self.one_way_ab += 1,
            Direction::BToA => self.one_way_ba += 1,
            Direction::Mutual => self.mutual += 1,
            Direction::Unspecified => self.unspecified += 1,
        }
    }

    /// Counts an activity as a whole.
    pub(super) fn count_whole(&mut self, located: &Located) {
        let Some(way) = located.way() else { return };
        match way {
            Way::OneWay => self.one_way_whole += 1,
            Way::Mutual => self.mutual += 1,
            Way::Unspecified => self.unspecified += 1,
        }
        located.givers.iter().for_each(|unit| self.givers.add((*unit, way), &1));
        located.receivers.iter().for_each(|unit| self.receivers.add((*unit, way), &1));
    }

    /// Distinct activities.
    #[must_use]
    pub fn activities(&self) -> i64 {
        self.statuses.total()
    }

    /// Activities with a stated flow a→b: one way, or mutual.
    #[must_use]
    pub const fn w_ab(&self) -> i64 {
        self.one_way_ab + self.mutual
    }

    /// Activities with a stated flow b→a: one way, or mutual.
    #[must_use]
    pub const fn w_ba(&self) -> i64 {
        self.one_way_ba + self.mutual
    }

    /// One-way activities, from whomever to whomever.
    #[must_use]
    pub const fn one_way(&self) -> i64 {
        self.one_way_ab + self.one_way_ba + self.one_way_whole
    }

    /// Activities that belong to a pair, whatever their direction.
    #[must_use]
    pub const fn paired(&self) -> i64 {
        self.one_way() + self.mutual + self.unspecified
    }

    /// Activities that belong to no pair, so that they have no direction.
    #[must_use]
    pub fn without_pair(&self) -> i64 {
        self.activities() - self.paired()
    }

    /// The direction of a pair, over its activities: mutual if there are flows both ways, of one
    /// activity or of several; else unspecified if an activity is; else one way. `None` without
    /// activities.
    #[must_use]
    pub fn pair_way(&self) -> Option<Way> {
        match (self.w_ab() > 0 && self.w_ba() > 0, self.unspecified > 0, self.paired() > 0) {
            (true, ..) => Some(Way::Mutual),
            (false, true, _) => Some(Way::Unspecified),
            (false, false, true) => Some(Way::OneWay),
            (false, false, false) => None,
        }
    }

    /// Activities that are overdue on a day: planned end's latest day is past and it is neither
    /// completed nor cancelled.
    #[must_use]
    pub fn overdue(&self, on: Date) -> i64 {
        self.due.total_of(|(due, _)| due.0 < on)
    }

    /// Those of the activities that are overdue on a day of which something was reported since the
    /// plan, or nothing.
    #[must_use]
    pub fn late(&self, on: Date, kind: LatenessKind) -> i64 {
        self.due.total_of(|(due, found)| due.0 < on && *found == kind)
    }

    /// Distinct events, whatever their status.
    #[must_use]
    pub fn event_count(&self) -> i64 {
        self.events.total()
    }

    /// Distinct events hosted by a side, whatever their status.
    #[must_use]
    pub fn hosted(&self, by: HostSide) -> i64 {
        self.events.total_of(|(_, side)| *side == by)
    }

    /// Approved outcomes.
    #[must_use]
    pub fn approved(&self) -> i64 {
        self.outcomes.total_of(|(status, _)| *status == OutcomeStatus::Approved)
    }

    /// Approved outcomes of a type.
    #[must_use]
    pub fn approved_of(&self, kind: OutcomeKind) -> i64 {
        self.outcomes.get(&(OutcomeStatus::Approved, kind))
    }

    /// `balance = (w_ab−w_ba)/(w_ab+w_ba)`: 1 if all flows go from a to b, −1 if all go from b to
    /// a; nothing where there is no flow.
    #[must_use]
    pub fn balance(&self) -> Bounds {
        Bounds::balance(self.w_ab(), self.w_ba(), self.unspecified)
    }

    /// Reciprocity of a pair: `2·min(w_ab, w_ba)/(w_ab+w_ba)`. w counts activities; nothing where
    /// there is no flow.
    #[must_use]
    pub fn reciprocity(&self) -> Bounds {
        Weights::of(self.w_ab(), self.w_ba(), self.unspecified).reciprocity()
    }

    /// The share of one-way activities among those of the pair; of a network, among the distinct
    /// activities that belong to a pair.
    #[must_use]
    pub fn one_way_share(&self) -> Bounds {
        Bounds::one_way_share(self.one_way(), self.mutual, self.unspecified)
    }

    /// `completionRate = completed / (all − cancelled)`.
    #[must_use]
    pub fn completion_rate(&self) -> Option<Decimal> {
        completion_rate(&self.statuses)
    }

    /// The share of approved outcomes with a document.
    #[must_use]
    pub fn evidence_share(&self) -> Option<Decimal> {
        Decimal::ratio(self.evidenced, self.approved())
    }
}

/// `completionRate = completed / (all − cancelled)` over distinct activities.
#[must_use]
pub fn completion_rate(statuses: &Breakdown<ActivityStatus>) -> Option<Decimal> {
    let all = statuses.total() - statuses.get(&ActivityStatus::Cancelled);
    Decimal::ratio(statuses.get(&ActivityStatus::Completed), all)
}

impl Additive for Tally {
    fn merge(&mut self, other: &Self, sign: i64) {
        self.statuses.merge(&other.statuses, sign);
        self.due.merge(&other.due, sign);
        self.one_way_ab += sign * other.one_way_ab;
        self.one_way_ba += sign * other.one_way_ba;
        self.one_way_whole += sign * other.one_way_whole;
        self.mutual += sign * other.mutual;
        self.unspecified += sign * other.unspecified;
        self.givers.merge(&other.givers, sign);
        self.receivers.merge(&other.receivers, sign);
        self.placement.merge(&other.placement, sign);
        self.unresolved.merge(&other.unresolved, sign);
        self.events.merge(&other.events, sign);
        self.outcomes.merge(&other.outcomes, sign);
        self.evidenced += sign * other.evidenced;
        self.sums.merge(&other.sums, sign);
        self.commitments.merge(&other.commitments, sign);
    }

    fn is_zero(&self) -> bool {
        self.is_empty()
    }
}
