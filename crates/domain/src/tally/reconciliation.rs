//! Published figures beside recorded ones, and published figures that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    breakdown::Additive,
    finding::{Counts, Finding, Found},
    metric::Counter,
    money::scaled,
    needed::needed,
    series::{Place, Series},
    share::Share,
    sum::Sum,
};
use crate::{
    AgreementId, Claim, ClaimCriterion, ClaimId, Decimal, Metric, ProvinceId, Qualifier, Record,
    RecordId, Role, View, ViewFault, metric::Told,
};
use messages::Message;

/// One claim beside what is recorded.
///
/// Claim value − recorded count in the claim's scope → `MATCHES`, `UNDER_RECORDED`,
/// `OVER_RECORDED`, `NOT_COMPARABLE`, with the ids counted. For a metric that adds up what records
/// state, the sum stands for the count. A judgement without a value → `CONSISTENT`,
/// `CONTRADICTED`, `UNDECIDED`.
///
/// The scope is the claim's agreement with its descendants, provinces, role, sector and period. A
/// record is in the period if it may have taken place in it, at least in part. A province of the
/// scope stands for those that became it, too.
///
/// Every record of the agreement that the metric is about is either counted, undecided or left out,
/// with the criterion that decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The result of the comparison.
    pub verdict: Verdict,
    /// Why it does not, where the verdict is `NOT_COMPARABLE`.
    pub reason: Option<Reason>,
    /// What would have to be recorded, where the verdict is `NOT_COMPARABLE`.
    pub needed: Option<Message>,
    /// What is recorded, in the claim's unit: the number of records counted or the sum of their
    /// values; `None` where nothing can be told, and for a judgement.
    pub recorded: Option<Decimal>,
    /// Claim value − what is recorded; `None` where either is missing.
    pub gap: Option<Decimal>,
    /// The records counted, by id; empty where nothing can be counted.
    pub counted: Vec<RecordId>,
    /// The records that might count, by what is not recorded of them.
    pub undecided: BTreeMap<ClaimCriterion, Vec<RecordId>>,
    /// The records that do not count, by what decides it.
    pub left_out: BTreeMap<ClaimCriterion, Vec<RecordId>>,
    /// For how many activities a judgement holds.
    pub share: Option<Share>,
    /// Whether the claim narrows its scope in words, too, which cannot be counted.
    pub narrowed_in_words: bool,
}

impl Reconciliation {
    /// Returns whether the registry can tell what the claim is about, whatever the verdict.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        !matches!(self.reason, Some(Reason::Metric | Reason::Unit | Reason::Scope))
    }

    /// Lists all records that might count, by id.
    #[must_use]
    pub fn all_undecided(&self) -> Vec<RecordId> {
        let mut all: Vec<_> = self.undecided.values().flatten().copied().collect();
        all.sort_unstable();
        all
    }
}

/// How a claim compares with what is recorded.
///
/// The qualifier says which counts match a value v: EXACT (or none) only v; `MORE_THAN` any greater
/// one; NEARLY from nine tenths of v to less than v; ABOUT up to a tenth less or more; `UP_TO` any
/// not greater. DOZENS and `TENS_OF_THOUSANDS` state no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// What is recorded matches the claim.
    Matches,
    /// Less is recorded than claimed.
    UnderRecorded,
    /// More is recorded than claimed.
    OverRecorded,
    /// The registry cannot tell what the claim is about; see [`Reason`].
    NotComparable,
    /// The records bear a judgement out, whatever the sources leave open.
    Consistent,
    /// The records contradict a judgement, whatever the sources leave open.
    Contradicted,
    /// Whether the records bear a judgement out hangs on what no source states.
    Undecided,
}

/// Why a claim cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The metric is OTHER: the registry has no count for it.
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
/// `within` is the claim's agreement with all its descendants, if it names one; `provinces` are
/// those of its scope, with those that became one of them. `candidates` are all records that may
/// count: activities, events, outcomes, agreements and fields, in any order; what is outside the
/// claim's agreement is left out here.
///
/// # Errors
/// Where the view cannot be read.
pub fn reconcile<V: View>(
    claim: &Claim,
    within: Option<&BTreeSet<AgreementId>>,
    provinces: &BTreeSet<ProvinceId>,
    candidates: impl IntoIterator<Item = RecordId>,
    view: &V,
) -> Result<Reconciliation, ViewFault> {
    let narrowed_in_words = claim.scope.text.is_some();
    let mut comparison = Reconciliation {
        verdict: Verdict::NotComparable,
        reason: None,
        needed: None,
        recorded: None,
        gap: None,
        counted: Vec::new(),
        undecided: BTreeMap::new(),
        left_out: BTreeMap::new(),
        share: None,
        narrowed_in_words,
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
    let counter = Counter { claim, within, provinces, sectors, view };
    let power = counter.amount_unit().map_or(0, |unit| unit.power);
    let told = match comparable(claim) {
        Err(reason) => Err(reason),
        Ok(told) => {
            let mut all = BTreeMap::new();
            for found in &records {
                for it in counter.found(found.id, &found.record)? {
                    let known = all.entry(it.id).or_insert_with(|| it.clone());
                    if known.finding.counts < it.finding.counts {
                        *known = it;
                    }
                }
            }
            leave_last_of_series(&mut all);
            comparison.take(told, all.into_values(), power)
        }
    };
    match told.and_then(|()| comparison.judge(claim)) {
        Ok(verdict) => comparison.verdict = verdict,
        Err(reason) => {
            comparison.reason = Some(reason);
            comparison.needed = Some(needed(claim, reason));
        }
    }
    Ok(comparison)
}

/// How the metric of a claim is told, or why it cannot be.
fn comparable(claim: &Claim) -> Result<Told, Reason> {
    let (metric, scope) = (claim.metric, &claim.scope);
    let told = metric.told();
    let unit = claim.unit.as_deref();
    let is_unit = match metric {
        _ if told == Told::Not => return Err(Reason::Metric),
        _ if told == Told::Share => true,
        _ if metric.is_money() => {
            unit.is_some_and(|unit| super::money::AmountUnit::of(unit).currency.is_some())
        }
        Metric::OutcomeValue => unit.is_some_and(|unit| unit != "%"),
        _ => unit.is_none_or(|unit| metric.units().contains(&unit)),
    };
    if !is_unit {
        return Err(Reason::Unit);
    }
    let is_told_of = match metric {
        Metric::Fields => {
            scope.provinces.is_empty() && scope.period.is_none() && scope.role.is_none()
        }
        Metric::Agreements | Metric::Memoranda | Metric::Provinces => scope.role.is_none(),
        Metric::AgreementYears => claim.agreement.is_some() && scope.role.is_none(),
        Metric::Projects | Metric::Outcomes | Metric::OutcomeValue => {
            matches!(scope.role, None | Some(Role::Provider | Role::Beneficiary))
        }
        _ => true,
    };
    if is_told_of { Ok(told) } else { Err(Reason::Scope) }
}

/// Of the values of a cumulative series that count, the last contains the others.
fn leave_last_of_series(all: &mut BTreeMap<RecordId, Found>) {
    let mut last: BTreeMap<Series, Place> = BTreeMap::new();
    let counted = |it: &&Found| it.finding.counts == Counts::Yes;
    for (series, place) in all.values().filter(counted).filter_map(|it| it.series) {
        let known = last.entry(series).or_insert(place);
        *known = place.max(*known);
    }
    for it in all.values_mut() {
        let Some((series, place)) = it.series else { continue };
        if last.get(&series).is_some_and(|last| place < *last) && it.finding.counts == Counts::Yes {
            it.finding = Finding { counts: Counts::No, by: Some(ClaimCriterion::Series) };
        }
    }
}

impl Reconciliation {
    /// Takes what was found of each record.
    fn take(
        &mut self,
        told: Told,
        all: impl Iterator<Item = Found>,
        power: i16,
    ) -> Result<(), Reason> {
        let (mut sum, mut share) = (Sum::default(), Share::default());
        for it in all {
            let Found { id, finding: Finding { counts, by }, amount, holds, .. } = it;
            if let Some(holds) = holds
                && counts != Counts::No
            {
                share.add(holds, counts == Counts::Yes);
            }
            let Some(by) = by else {
                self.counted.push(id);
                if let Some(amount) = amount {
                    sum.merge(&amount, 1);
                }
                continue;
            };
            let told_apart =
                if counts == Counts::No { &mut self.left_out } else { &mut self.undecided };
            told_apart.entry(by).or_default().push(id);
        }
        match told {
            Told::Share => self.share = Some(share),
            Told::Count | Told::Not => {
                let counted = u64::try_from(self.counted.len()).unwrap_or(u64::MAX);
                self.recorded = Some(Decimal::from(counted));
            }
            Told::Sum => {
                let total = sum.total().ok_or(Reason::Value)?;
                self.recorded = Some(scaled(total, -power).ok_or(Reason::Value)?);
            }
        }
        Ok(())
    }

    /// Compares what was taken with the claim.
    fn judge(&mut self, claim: &Claim) -> Result<Verdict, Reason> {
        if let Some(share) = self.share {
            return Ok(match share.is_most() {
                Some(true) => Verdict::Consistent,
                Some(false) => Verdict::Contradicted,
                None => Verdict::Undecided,
            });
        }
        let recorded = self.recorded.ok_or(Reason::Value)?;
        self.gap = claim.value.and_then(|value| value.checked_sub(recorded));
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
    }
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
        && one.metric_words == other.metric_words
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
