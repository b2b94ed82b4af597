//! A published figure beside what is recorded.

use std::collections::BTreeMap;

use async_graphql::Result;
use macros::{Object, object};

use super::enums::{NotComparableReason, Verdict};
use crate::{
    context::Context,
    enums::ClaimCriterion,
    error::internal,
    moment::Moment,
    page::{Connection, ListArguments, ListSource, Listing, PageArguments},
    scalars::Decimal,
    types::{Claim, Node},
};
use domain::{ClaimId, RecordId, tally};
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

/// The share of activities for which a judgement holds, with its bounds.
#[derive(Object)]
pub struct JudgedShare {
    /// Activities in the scope for which it holds.
    holds: i64,
    /// Activities in the scope for which it does not.
    fails: i64,
    /// Activities in the scope of which no source states it.
    open: i64,
    /// The share if it holds for none of the open ones, and all that may be outside the scope is
    /// where that makes it least.
    low: Option<Decimal>,
    /// The share if it holds for all of the open ones, and all that may be outside the scope is
    /// where that makes it greatest.
    high: Option<Decimal>,
}

impl From<tally::Share> for JudgedShare {
    fn from(share: tally::Share) -> Self {
        let (low, high) = (share.low().map(Decimal), share.high().map(Decimal));
        let tally::Share { holds, fails, open, .. } = share;
        Self { holds, fails, open, low, high }
    }
}

/// Records that are not counted for one reason.
pub struct ReconciledApart {
    moment: Moment,
    by: ClaimCriterion,
    records: Vec<RecordId>,
}

/// Records that are not counted, or not for certain, for one reason.
#[object]
impl ReconciledApart {
    /// What decides it.
    fn by(&self) -> ClaimCriterion {
        self.by
    }

    /// The number of records.
    fn count(&self) -> u64 {
        self.records.len() as u64
    }

    /// The records.
    fn contributors(
        &self,
        #[graphql(flatten)] list: PageArguments,
    ) -> Option<Result<Connection<Node>>> {
        Some(page(&self.moment, &self.records, &list.into()))
    }
}

fn page(moment: &Moment, records: &[RecordId], asked: &ListArguments) -> Result<Connection<Node>> {
    let places = moment.figures()?.placed(records.iter().copied()).map_err(internal)?;
    Listing::unfiltered(moment, ListSource::given(places)).page(asked)
}

impl Reconciliation {
    /// Each claim of a review.
    pub fn all(moment: &Moment, review: &Review<'_>) -> Result<Vec<Self>> {
        let checked = review.reconcile().map_err(internal)?.into_iter();
        Ok(checked.map(|checked| Self { moment: moment.clone(), checked }).collect())
    }

    fn page(&self, records: &[RecordId], asked: &ListArguments) -> Result<Connection<Node>> {
        page(&self.moment, records, asked)
    }

    fn apart(&self, by: &BTreeMap<domain::ClaimCriterion, Vec<RecordId>>) -> Vec<ReconciledApart> {
        let each = by.iter().map(|(criterion, records)| ReconciledApart {
            moment: self.moment.clone(),
            by: (*criterion).into(),
            records: records.clone(),
        });
        each.collect()
    }

    fn against(&self) -> Result<Vec<Contradiction>> {
        let other = |pair: &tally::Contradiction| -> ClaimId {
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
/// OVER_RECORDED, NOT_COMPARABLE, with the ids counted. For a metric that adds up what records
/// state, the sum stands for the count. A judgement without a value → CONSISTENT,
/// CONTRADICTED, UNDECIDED. The scope is the agreement with its descendants, and the claim's
/// provinces, role, sector and period. A record is in the period if it may have taken place in it,
/// at least in part. A province of the scope stands for those that became it, too.
///
/// Every record of the agreement that the metric is about is in `contributors`, `undecided` or
/// `leftOut`: so the activities agreed under the agreement (`progress`) are those counted here and
/// those that `undecidedBy` and `leftOut` give the reason for.
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

    /// What would have to be recorded for a comparison, in the language of messages, if the verdict
    /// is NOT_COMPARABLE.
    fn needed(&self, ctx: &Context) -> Option<String> {
        self.checked.reconciliation.needed.as_ref().map(|it| ctx.say(it))
    }

    /// The number of records counted in the claim's scope; null if the registry cannot count what
    /// the claim is about.
    fn recorded(&self) -> Option<u64> {
        let it = &self.checked.reconciliation;
        it.is_counted().then_some(it.counted.len() as u64)
    }

    /// What is compared with the value of the claim, in its unit: the number of records counted or
    /// the sum of what they state, as the metric says. Null for a judgement, or if nothing can be
    /// told.
    fn recorded_value(&self) -> Option<Decimal> {
        self.checked.reconciliation.recorded.map(Decimal)
    }

    /// The share that a judgement is about, with its bounds; null for other claims.
    fn share(&self) -> Option<JudgedShare> {
        self.checked.reconciliation.share.map(JudgedShare::from)
    }

    /// The records of the agreement that the metric is about: the counted, the undecided and those
    /// left out. Null if the registry cannot count what the claim is about.
    fn among(&self) -> Option<u64> {
        let it = &self.checked.reconciliation;
        let apart = it.undecided.values().chain(it.left_out.values());
        let apart: usize = apart.map(Vec::len).sum();
        it.is_counted().then_some((it.counted.len() + apart) as u64)
    }

    /// The records that are not counted, by what decides it: so the number agreed and the number
    /// counted here differ by these and by those in `undecidedBy`.
    fn left_out(&self) -> Vec<ReconciledApart> {
        self.apart(&self.checked.reconciliation.left_out)
    }

    /// The undecided records, by what is not recorded of them.
    fn undecided_by(&self) -> Vec<ReconciledApart> {
        self.apart(&self.checked.reconciliation.undecided)
    }

    /// Claim value − recorded value; null if the claim has no value or nothing can be told.
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

    /// The records that might count, but lack a day, a sector, a host, a role, a value or a status.
    fn undecided(
        &self,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<Connection<Node>>> {
        Some(self.page(&self.checked.reconciliation.all_undecided(), &page.into()))
    }

    /// The claims about the same agreement that contradict it.
    fn contradictions(&self) -> Option<Result<Vec<Contradiction>>> {
        Some(self.against())
    }
}
