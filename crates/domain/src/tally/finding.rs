//! What is found of a record that may count towards a claim.

use super::{
    series::{Place, Series},
    share::Holds,
    sum::Sum,
};
use crate::{ClaimCriterion, RecordId};

/// Whether a record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counts {
    /// It does not.
    No,
    /// It would if something that is not recorded were so.
    Perhaps,
    /// It does.
    Yes,
}

/// Whether a record counts, and what decides it where it does not, or not for certain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding {
    pub counts: Counts,
    pub by: Option<ClaimCriterion>,
}

/// What a record adds to what is compared with a claim.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub id: RecordId,
    pub finding: Finding,
    /// What it adds to a sum.
    pub amount: Option<Sum>,
    /// Where it stands in its cumulative series.
    pub series: Option<(Series, Place)>,
    /// Whether a judgement holds of it.
    pub holds: Option<Holds>,
}

impl Finding {
    /// The first of the criteria that are least met decides.
    pub(super) fn of(criteria: impl IntoIterator<Item = (ClaimCriterion, Counts)>) -> Self {
        let mut finding = Self { counts: Counts::Yes, by: None };
        for (criterion, counts) in criteria {
            if counts < finding.counts {
                finding = Self { counts, by: Some(criterion) };
            }
        }
        finding
    }

    pub(super) fn and(self, criterion: ClaimCriterion, counts: Counts) -> Self {
        if counts < self.counts { Self { counts, by: Some(criterion) } } else { self }
    }
}

impl Found {
    pub(super) fn new(id: RecordId, finding: Finding) -> Self {
        Self { id, finding, amount: None, series: None, holds: None }
    }
}

pub(super) const fn yes(holds: bool) -> Counts {
    if holds { Counts::Yes } else { Counts::No }
}
