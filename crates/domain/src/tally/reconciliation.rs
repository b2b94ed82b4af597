//! Published figures beside recorded ones, and published figures that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use super::metric::{Counter, Counts, Metric};
use crate::{AgreementId, Claim, ClaimId, Decimal, Qualifier, Record, RecordId, View, ViewFault};

/// One claim beside what is recorded.
///
/// Claim value − recorded count in the claim's scope → `MATCHES`, `UNDER_RECORDED`,
/// `OVER_RECORDED`, `NOT_COMPARABLE`, with the ids counted.
///
/// The scope is the claim's agreement with its descendants, province, sector and period. A record
/// is in the period if it may have taken place in it, at least in part; its province is the one
/// recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The result of the comparison.
    pub verdict: Verdict,
    /// Why it does not, where the verdict is `NOT_COMPARABLE`.
    pub reason: Option<Reason>,
    /// Claim value − recorded count; `None` where the claim has no value or nothing is counted.
    pub gap: Option<Decimal>,
    /// The records counted, by id; empty where nothing can be counted.
    pub counted: Vec<RecordId>,
    /// The records that might count, but lack a day, a sector, a host or a status.
    pub undecided: Vec<RecordId>,
    /// Whether the claim narrows its scope in words, too, which cannot be counted.
    pub narrowed_in_words: bool,
}

impl Reconciliation {
    /// Returns whether the registry can count what the claim is about, whatever the verdict.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        !matches!(self.reason, Some(Reason::Metric | Reason::Unit | Reason::Scope))
    }
}

/// How a claim compares with what is recorded.
///
/// The qualifier says which counts match a value v: EXACT (or none) only v; `MORE_THAN` any greater
/// one; NEARLY from nine tenths of v to less than v; ABOUT up to a tenth less or more; `UP_TO` any
/// not greater. DOZENS and `TENS_OF_THOUSANDS` state no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The recorded count matches the claim.
    Matches,
    /// Fewer are recorded than claimed.
    UnderRecorded,
    /// More are recorded than claimed.
    OverRecorded,
    /// The registry cannot count what the claim is about; see [`Reason`].
    NotComparable,
}

/// Why a claim cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The registry has no count for the metric.
    Metric,
    /// The claim is in another unit than the metric is counted in.
    Unit,
    /// The scope restricts something that the counted records do not state.
    Scope,
    /// The claim states no value, or one that is too large to compute with.
    Value,
    /// More are recorded than claimed, but the claim also restricts its scope in words, and how
    /// many records these words mean cannot be counted. `UNDER_RECORDED` would hold all the same.
    Words,
}

/// Two claims that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Contradiction {
    /// The claim with the smaller id.
    pub one: ClaimId,
    /// The other claim.
    pub other: ClaimId,
    /// Whether one of them says so.
    pub stated: bool,
    /// Whether it was detected: same agreement, metric, kind, unit and scope, and no count that
    /// both values allow.
    pub detected: bool,
}

/// Compares a claim with what is recorded.
///
/// `within` is the claim's agreement with all its descendants, if it names one. `candidates` are
/// all records that may count: activities, events, agreements and fields, in any order; what is
/// outside the claim's scope is left out here.
///
/// # Errors
/// Where the view cannot be read.
pub fn reconcile<V: View>(
    claim: &Claim,
    within: Option<&BTreeSet<AgreementId>>,
    candidates: impl IntoIterator<Item = RecordId>,
    view: &V,
) -> Result<Reconciliation, ViewFault> {
    let metric = match comparable(claim) {
        Ok(metric) => metric,
        Err(reason) => return Ok(not_comparable(claim, reason)),
    };
    let mut records = Vec::new();
    for id in candidates.into_iter().collect::<BTreeSet<_>>() {
        records.extend(view.record(id)?);
    }
    let mut sectors: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for found in &records {
        if let Record::Field(field) = &found.record {
            sectors.entry(field.agreement).or_default().insert(field.sector);
        }
    }
    let counter = Counter { metric, claim, within, sectors, view };
    let mut all = BTreeMap::new();
    for found in &records {
        for (id, counts) in counter.counts(found.id, &found.record)? {
            let known = all.entry(id).or_insert(counts);
            *known = (*known).max(counts);
        }
    }
    let with = |wanted| -> Vec<RecordId> {
        all.iter().filter(|(_, counts)| **counts == wanted).map(|(id, _)| *id).collect()
    };
    Ok(compare(claim, with(Counts::Yes), with(Counts::Perhaps)))
}

/// The metric of a claim that can be counted, or why it cannot.
fn comparable(claim: &Claim) -> Result<Metric, Reason> {
    let metric = Metric::named(&claim.metric).ok_or(Reason::Metric)?;
    if claim.unit.as_deref().is_some_and(|unit| unit != metric.unit()) {
        return Err(Reason::Unit);
    }
    if metric.has_scope_of(claim) { Ok(metric) } else { Err(Reason::Scope) }
}

fn not_comparable(claim: &Claim, reason: Reason) -> Reconciliation {
    Reconciliation {
        verdict: Verdict::NotComparable,
        reason: Some(reason),
        gap: None,
        counted: Vec::new(),
        undecided: Vec::new(),
        narrowed_in_words: claim.scope.text.is_some(),
    }
}

fn compare(claim: &Claim, counted: Vec<RecordId>, undecided: Vec<RecordId>) -> Reconciliation {
    let recorded = Decimal::from(u64::try_from(counted.len()).unwrap_or(u64::MAX));
    let gap = claim.value.and_then(|value| value.checked_sub(recorded));
    let compared = || {
        let (allowed, recorded) =
            Allowed::by(claim).zip(times(recorded, 10)).ok_or(Reason::Value)?;
        if allowed.is_above(recorded) {
            return Ok(Verdict::UnderRecorded);
        }
        match (allowed.is_below(recorded), &claim.scope.text) {
            (false, _) => Ok(Verdict::Matches),
            (true, None) => Ok(Verdict::OverRecorded),
            (true, Some(_)) => Err(Reason::Words),
        }
    };
    let (verdict, reason) = match compared() {
        Ok(verdict) => (verdict, None),
        Err(reason) => (Verdict::NotComparable, Some(reason)),
    };
    let narrowed_in_words = claim.scope.text.is_some();
    Reconciliation { verdict, reason, gap, counted, undecided, narrowed_in_words }
}

/// The counts that a claim allows, all times ten, so that a tenth is exact.
struct Allowed {
    least: Option<Decimal>,
    /// Whether `least` itself is not allowed.
    more: bool,
    most: Option<Decimal>,
    /// Whether `most` itself is not allowed.
    less: bool,
}

impl Allowed {
    /// `None` if the claim states no value, or one too large to compute with.
    fn by(claim: &Claim) -> Option<Self> {
        let value = claim.value?;
        let tenths = |n| times(value, n).map(Some);
        let (least, most) = match claim.qualifier.unwrap_or(Qualifier::Exact) {
            Qualifier::Exact => (tenths(10)?, tenths(10)?),
            Qualifier::MoreThan => (tenths(10)?, None),
            Qualifier::Nearly => (tenths(9)?, tenths(10)?),
            Qualifier::About => (tenths(9)?, tenths(11)?),
            Qualifier::UpTo => (None, tenths(10)?),
            Qualifier::Dozens | Qualifier::TensOfThousands => return None,
        };
        let more = claim.qualifier == Some(Qualifier::MoreThan);
        let less = claim.qualifier == Some(Qualifier::Nearly);
        Some(Self { least, more, most, less })
    }

    fn is_above(&self, count: Decimal) -> bool {
        self.least.is_some_and(|least| count < least || self.more && count == least)
    }

    fn is_below(&self, count: Decimal) -> bool {
        self.most.is_some_and(|most| count > most || self.less && count == most)
    }

    /// Whether some count is allowed by both.
    fn meets(&self, other: &Self) -> bool {
        let reaches = |low: &Self, high: &Self| {
            low.least.zip(high.most).is_none_or(|(least, most)| {
                least < most || least == most && !low.more && !high.less
            })
        };
        reaches(self, other) && reaches(other, self)
    }
}

fn times(value: Decimal, factor: u8) -> Option<Decimal> {
    (0..factor).try_fold(Decimal::ZERO, |sum, _| sum.checked_add(value))
}

/// Lists the claims that contradict each other among some, in the order of their ids.
#[must_use]
pub fn contradictions(claims: &BTreeMap<ClaimId, &Claim>) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (place, (one, first)) in claims.iter().enumerate() {
        for (other, second) in claims.iter().skip(place + 1) {
            let stated =
                first.conflicts_with.contains(other) || second.conflicts_with.contains(one);
            let detected = same_question(first, second)
                && Allowed::by(first)
                    .zip(Allowed::by(second))
                    .is_some_and(|(one, other)| !one.meets(&other));
            if stated || detected {
                found.push(Contradiction { one: *one, other: *other, stated, detected });
            }
        }
    }
    found
}

fn same_question(one: &Claim, other: &Claim) -> bool {
    one.agreement == other.agreement
        && one.metric == other.metric
        && one.kind == other.kind
        && one.unit == other.unit
        && one.scope == other.scope
}

/// Lists an agreement with all its descendants. `children` lists those right under one.
///
/// # Errors
/// As `children` does.
pub fn with_descendants<E>(
    agreement: AgreementId,
    mut children: impl FnMut(AgreementId) -> Result<Vec<AgreementId>, E>,
) -> Result<BTreeSet<AgreementId>, E> {
    let (mut all, mut open) = (BTreeSet::from([agreement]), vec![agreement]);
    while let Some(parent) = open.pop() {
        open.extend(children(parent)?.into_iter().filter(|child| all.insert(*child)));
    }
    Ok(all)
}
