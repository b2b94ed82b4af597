//! What is mostly so: the share of activities for which something holds, with its bounds.
//!
//! Where no source states what a share hangs on, it has two values: one if it all held, and one if
//! none of it did. A judgement is compared with both.

use super::pair::{Direction, Way, ties};
use crate::{Activity, ActivityStatus, Decimal, Metric, Participant};

/// For how many activities a judgement holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Activities for which it holds.
    pub holds: i64,
    /// Those for which it does not.
    pub fails: i64,
    /// Those of which no source states it.
    pub open: i64,
    /// As the other three, of activities that may be outside the scope.
    pub outside: [i64; 3],
}

/// Whether a judgement holds of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    Yes,
    No,
    Open,
}

impl Share {
    pub(super) fn add(&mut self, holds: Holds, is_within: bool) {
        let counts = if is_within {
            [&mut self.holds, &mut self.fails, &mut self.open]
        } else {
            self.outside.each_mut()
        };
        *counts[holds as usize] += 1;
    }

    /// The least part and whole: nothing that is open holds, and what would raise the share is
    /// outside the scope.
    const fn least(&self) -> (i64, i64) {
        let [_, fails, open] = self.outside;
        (self.holds, self.holds + self.fails + self.open + fails + open)
    }

    /// The greatest part and whole: all that is open holds, and what would lower the share is
    /// outside the scope.
    const fn greatest(&self) -> (i64, i64) {
        let [holds, _, open] = self.outside;
        let part = self.holds + self.open + holds + open;
        (part, part + self.fails)
    }

    /// The least that the share may be; `None` if there may be no activity.
    #[must_use]
    pub fn low(&self) -> Option<Decimal> {
        let (part, whole) = self.least();
        Decimal::ratio(part, whole)
    }

    /// The most that the share may be; `None` if there may be no activity.
    #[must_use]
    pub fn high(&self) -> Option<Decimal> {
        let (part, whole) = self.greatest();
        Decimal::ratio(part, whole)
    }

    /// Whether it is more than a half, whatever the sources leave open; `None` if that depends on
    /// it, or there is no activity.
    #[must_use]
    pub const fn is_most(&self) -> Option<bool> {
        let (least, greatest) = (self.least(), self.greatest());
        if 2 * least.0 > least.1 {
            Some(true)
        } else if greatest.1 > 0 && 2 * greatest.0 <= greatest.1 {
            Some(false)
        } else {
            None
        }
    }
}

impl Holds {
    /// Whether a judgement holds of an activity; `None` if it is about others.
    pub(super) fn of(metric: Metric, activity: &Activity) -> Option<Self> {
        match metric {
            Metric::MostlyOneWay => is_one_way(&activity.participants),
            Metric::MostlyMutual => Some(match is_one_way(&activity.participants)? {
                Self::Yes => Self::No,
                Self::No => Self::Yes,
                Self::Open => Self::Open,
            }),
            Metric::LargelyNotImplemented => Some(match activity.status {
                ActivityStatus::Planned | ActivityStatus::Suspended | ActivityStatus::Cancelled => {
                    Self::Yes
                }
                ActivityStatus::Ongoing | ActivityStatus::Completed => Self::No,
                ActivityStatus::Unknown => Self::Open,
            }),
            _ => None,
        }
    }
}

/// Whether cooperation goes one way in an activity as a whole, as far as its roles state it; `None`
/// if it is of no pair.
fn is_one_way(participants: &[Participant]) -> Option<Holds> {
    let directions = ties(participants).directions();
    let way = directions.into_values().map(Direction::way).max()?;
    Some(match way {
        Way::OneWay => Holds::Yes,
        Way::Mutual => Holds::No,
        Way::Unspecified => Holds::Open,
    })
}
