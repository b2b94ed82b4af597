//! A published figure beside what is recorded.

use async_graphql::Result;
use macros::{Object, object};

use super::enums::{NotComparableReason, Verdict};
use crate::{
    error::internal,
    moment::Moment,
    page::{Connection, ListArguments, ListSource, Listing, PageArguments},
    scalars::Decimal,
    types::{Claim, Node},
};
use domain::{ClaimId, RecordId};
use registry::review::{Checked, Review};

/// A published figure, compared with the records.
pub struct Reconciliation {
    moment: Moment,
    checked: Checked,
}

/// A claim that contradicts another.
#[derive(Object)]
pub struct Contradiction {
    /// The claim that contradicts it.
    claim: Claim,
    /// Whether one of the two states it.
    stated: bool,
    /// Whether it was detected: same agreement, metric, kind, unit and scope, and no count that
    /// both values allow.
    detected: bool,
}

impl Reconciliation {
    /// Each claim of a review.
    pub fn all(moment: &Moment, review: &Review<'_>) -> Result<Vec<Self>> {
        let checked = review.reconcile().map_err(internal)?.into_iter();
        Ok(checked.map(|checked| Self { moment: moment.clone(), checked }).collect())
    }

    fn page(&self, records: &[RecordId], asked: &ListArguments) -> Result<Connection<Node>> {
        let places = self.moment.figures()?.placed(records.iter().copied()).map_err(internal)?;
        Listing::unfiltered(&self.moment, ListSource::given(places)).page(asked)
    }

    fn against(&self) -> Result<Vec<Contradiction>> {
        let other = |pair: &domain::tally::Contradiction| -> ClaimId {
            if pair.one == self.checked.claim { pair.other } else { pair.one }
        };
        let pairs = self.checked.contradictions.iter();
        pairs
            .filter_map(|pair| {
                let claim = self.moment.get(other(pair))?;
                let (stated, detected) = (pair.stated, pair.detected);
                Some(claim.map(|claim| Contradiction { claim, stated, detected }))
            })
            .collect()
    }
}

/// A published figure, compared with the records.
///
/// Reconciliation: claim value − recorded count in the claim's scope → MATCHES, UNDER_RECORDED,
/// OVER_RECORDED, NOT_COMPARABLE, with the ids counted. The scope is the agreement with its
/// descendants, and the claim's province, sector and period. A record is in the period if it may
/// have taken place in it, at least in part; its province is the one recorded.
#[object]
impl Reconciliation {
    /// The claim.
    fn claim(&self) -> Option<Result<Claim>> {
        self.moment.get(self.checked.claim)
    }

    /// The result of the comparison.
    fn verdict(&self) -> Verdict {
        self.checked.reconciliation.verdict.into()
    }

    /// The reason, if the verdict is NOT_COMPARABLE.
    fn reason(&self) -> Option<NotComparableReason> {
        self.checked.reconciliation.reason.map(Into::into)
    }

    /// The number of records in the claim's scope; null if the registry cannot count what the claim
    /// is about.
    fn recorded(&self) -> Option<u64> {
        let it = &self.checked.reconciliation;
        it.is_counted().then_some(it.counted.len() as u64)
    }

    /// Claim value − recorded count; null if the claim has no value or nothing can be counted.
    fn gap(&self) -> Option<Decimal> {
        self.checked.reconciliation.gap.map(Decimal)
    }

    /// Whether the claim also restricts its scope in words, which cannot be counted. Then more may
    /// be recorded than it means.
    fn narrowed_in_words(&self) -> bool {
        self.checked.reconciliation.narrowed_in_words
    }

    /// The records counted.
    fn contributors(
        &self,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<Connection<Node>>> {
        Some(self.page(&self.checked.reconciliation.counted, &page.into()))
    }

    /// The records that might count, but lack a day, a sector, a host or a status.
    fn undecided(
        &self,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<Connection<Node>>> {
        Some(self.page(&self.checked.reconciliation.undecided, &page.into()))
    }

    /// The claims about the same agreement that contradict it.
    fn contradictions(&self) -> Option<Result<Vec<Contradiction>>> {
        Some(self.against())
    }
}
