//! Published figures beside recorded ones.

use std::{collections::BTreeMap, sync::Arc};

use super::world::{activity, event, participant, province};
use crate::{
    Activity, ActivityId, ActivityStatus, AgreementId, Claim, ClaimCriterion, ClaimId, ClaimKind,
    ClaimScope, Entity, Event, EventStatus, Metric, Noun, NounId, Qualifier, RecordId, Role,
    Versioned, View, ViewFault,
    edge::{Relation, Term},
    tally::{
        Reason, Reconciliation, Verdict, contradictions, reconcile,
        reconciliation::with_descendants,
    },
};

#[derive(Default)]
pub struct Shelf(BTreeMap<RecordId, Arc<Versioned>>);

impl Shelf {
    pub fn put<E: Entity>(&mut self, number: u64, it: E) {
        let record = it.into_record();
        let id = RecordId { noun: record.noun(), number };
        let at = jiff::Timestamp::UNIX_EPOCH;
        let written = Versioned { id, version: 1, seq: 1, created_at: at, updated_at: at, record };
        self.0.insert(id, Arc::new(written));
    }

    pub fn against(&self, claim: &Claim) -> Reconciliation {
        let within = [AgreementId::from_number(1)].into();
        let provinces = claim.scope.provinces.iter().copied().collect();
        let found =
            reconcile(claim, Some(&within), &provinces, self.0.keys().copied(), self).unwrap();
        assert_eq!(found.reason.is_some(), found.verdict == Verdict::NotComparable);
        assert_eq!(found.reason.is_some(), found.needed.is_some(), "{claim:?}");
        found
    }

    /// What is compared with a claim, its verdict, and how many records are undecided.
    pub fn told(&self, claim: &Claim) -> (String, Verdict, usize) {
        let found = self.against(claim);
        let recorded = found.recorded.map(|it| it.to_string()).unwrap_or_default();
        (recorded, found.verdict, found.all_undecided().len())
    }
}

impl View for Shelf {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        Ok(self.0.get(&id).cloned())
    }

    fn named(&self, _: &Term) -> Result<Vec<RecordId>, ViewFault> {
        Ok(Vec::new())
    }

    fn last_number(&self, _: Noun) -> Result<u64, ViewFault> {
        Ok(0)
    }

    fn linked(&self, _: Relation, _: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        Ok(Vec::new())
    }
}

pub fn claim(metric: Metric, value: u64) -> Claim {
    Claim {
        key: None,
        agreement: Some(AgreementId::from_number(1)),
        metric,
        metric_words: None,
        kind: ClaimKind::Reported,
        value: Some(value.into()),
        unit: None,
        qualifier: None,
        narrative: None,
        scope: ClaimScope::everything(),
        stated_on: None,
        stated_by: None,
        stated_by_organization: None,
        conflicts_with: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

/// One completed activity of 2023, one ongoing without a day, one planned, one under no agreement.
pub fn shelf() -> Shelf {
    let mut shelf = Shelf::default();
    let rows = || vec![participant(1, Role::Provider), participant(2, Role::Beneficiary)];
    let agreement = Some(AgreementId::from_number(1));
    let of = |status, actual: Option<&str>| Activity {
        agreement,
        actual: actual.map(|text| text.parse().unwrap()),
        ..activity(rows(), status)
    };
    shelf.put(1, of(ActivityStatus::Completed, Some("2023-11/2024-02")));
    shelf.put(2, of(ActivityStatus::Ongoing, None));
    shelf.put(3, of(ActivityStatus::Planned, Some("2023")));
    shelf.put(4, Activity { agreement: None, ..of(ActivityStatus::Completed, Some("2023")) });
    for (number, host) in [(1, Some(1)), (2, Some(2)), (3, Some(2)), (4, None)] {
        let host = host.map(province);
        shelf.put(number, Event { agreement, ..event(None, host, rows()) });
    }
    let status = EventStatus::Scheduled;
    shelf.put(5, Event { agreement, status, ..event(None, Some(province(2)), rows()) });
    shelf
}

#[test]
fn a_claim_is_compared_with_what_is_recorded_in_its_scope() {
    let shelf = shelf();
    let mut of_2023 = claim(Metric::ImplementedActivities, 4);
    of_2023.scope.period = Some("2023".parse().unwrap());
    let found = shelf.against(&of_2023);
    assert_eq!(found.verdict, Verdict::UnderRecorded);
    assert_eq!(found.gap, Some(3u64.into()));
    let id = |number| ActivityId::from_number(number).record();
    assert_eq!(found.counted, [id(1)]);
    assert_eq!(found.undecided, [(ClaimCriterion::Period, vec![id(2)])].into());
    assert_eq!(found.left_out, [(ClaimCriterion::Status, vec![id(3)])].into());
    assert_eq!(shelf.against(&claim(Metric::AgreedActivities, 3)).verdict, Verdict::Matches);
}

/// What an agreement's progress counts is counted here, undecided, or left out for a reason.
#[test]
fn what_is_agreed_and_not_counted_has_its_reason() {
    let shelf = shelf();
    let by_status = [
        (Metric::AgreedActivities, 3),
        (Metric::PlannedActivities, 1),
        (Metric::OngoingActivities, 1),
        (Metric::CompletedActivities, 1),
        (Metric::ImplementedActivities, 2),
    ];
    for (metric, counted) in by_status {
        let found = shelf.against(&claim(metric, 0));
        assert_eq!(found.counted.len(), counted, "{metric:?}");
        let apart = found.left_out.values().chain(found.undecided.values()).map(Vec::len);
        assert_eq!(counted + apart.sum::<usize>(), 3, "{metric:?}");
    }
    let mut later = claim(Metric::CompletedActivities, 2);
    later.scope.period = Some("2025".parse().unwrap());
    let found = shelf.against(&later);
    let completed = ActivityId::from_number(1).record();
    assert_eq!(found.left_out[&ClaimCriterion::Period], [completed]);
}

#[test]
fn events_are_counted_by_who_hosts_them() {
    let shelf = shelf();
    let hosted = |by: u64, value| {
        let mut claim = claim(Metric::Events, value);
        claim.scope.provinces = vec![province(by)];
        claim.scope.role = Some(Role::Host);
        claim
    };
    let city = shelf.against(&hosted(1, 12));
    assert_eq!((city.counted.len(), city.all_undecided().len()), (1, 1));
    let provinces = shelf.against(&hosted(2, 1));
    assert_eq!((provinces.verdict, provinces.counted.len()), (Verdict::OverRecorded, 2));
    let planned = Claim { kind: ClaimKind::Planned, ..hosted(2, 3) };
    assert_eq!(shelf.against(&planned).verdict, Verdict::Matches);
    let mut organized = self::shelf();
    let rows = vec![participant(1, Role::Host)];
    let agreement = Some(AgreementId::from_number(1));
    organized.put(6, Event { agreement, ..event(None, Some(province(2)), rows) });
    assert_eq!(organized.against(&hosted(1, 12)).counted.len(), 1);
    let mut either = hosted(1, 4);
    either.scope.provinces.push(province(2));
    assert_eq!(shelf.against(&either).counted.len(), 3);
    either.scope.role = None;
    assert_eq!(shelf.against(&either).verdict, Verdict::Matches);
    either.scope.provinces = vec![province(9)];
    assert_eq!(shelf.against(&either).left_out[&ClaimCriterion::Province].len(), 4);
}

#[test]
fn a_role_that_nobody_states_may_be_the_one_of_the_claim() {
    let mut shelf = Shelf::default();
    let agreement = Some(AgreementId::from_number(1));
    let of = |role| Activity {
        agreement,
        ..activity(vec![participant(1, role), participant(2, Role::Host)], ActivityStatus::Planned)
    };
    shelf.put(1, of(Role::Provider));
    shelf.put(2, of(Role::Unspecified));
    shelf.put(3, of(Role::Beneficiary));
    let mut given = claim(Metric::AgreedActivities, 1);
    given.scope.provinces = vec![province(1)];
    given.scope.role = Some(Role::Provider);
    assert_eq!(shelf.told(&given), ("1".to_owned(), Verdict::Matches, 1));
    assert_eq!(shelf.against(&given).left_out[&ClaimCriterion::Province].len(), 1);
}

#[test]
fn a_judgement_holds_within_its_bounds() {
    use Role::{Beneficiary, Partner, Provider, Unspecified};
    use Verdict::{Consistent, Contradicted, Undecided};

    let shelf = |rows: &[(usize, Role, Role)]| {
        let mut shelf = Shelf::default();
        let rows = rows.iter().flat_map(|(times, one, other)| vec![(*one, *other); *times]);
        for (number, (one, other)) in rows.enumerate() {
            let rows = vec![participant(1, one), participant(2, other)];
            let agreement = Some(AgreementId::from_number(1));
            let it = Activity { agreement, ..activity(rows, ActivityStatus::Planned) };
            shelf.put(number as u64 + 1, it);
        }
        shelf
    };
    let judged = |metric| Claim { value: None, ..claim(metric, 0) };
    let verdict = |one_way, mutual, open| {
        let shelf = shelf(&[
            (one_way, Provider, Beneficiary),
            (mutual, Partner, Partner),
            (open, Unspecified, Unspecified),
            (2, Provider, Provider),
        ]);
        let found = shelf.against(&judged(Metric::MostlyOneWay));
        assert_eq!(found.left_out[&ClaimCriterion::Flow].len(), 2);
        let share = found.share.unwrap();
        let bounds = [share.low(), share.high()].map(|it| it.map(|it| it.to_string()));
        (found.verdict, bounds)
    };
    let bounds = |low: &str, high: &str| [Some(low.to_owned()), Some(high.to_owned())];
    assert_eq!(verdict(6, 1, 3), (Consistent, bounds("0.6", "0.9")));
    assert_eq!(verdict(5, 1, 4), (Undecided, bounds("0.5", "0.9")));
    assert_eq!(verdict(1, 6, 3), (Contradicted, bounds("0.1", "0.4")));
    assert_eq!(verdict(0, 0, 2), (Undecided, bounds("0", "1")));
    assert_eq!(verdict(0, 0, 0), (Undecided, [None, None]));
    let mutual = shelf(&[(1, Provider, Beneficiary), (6, Partner, Partner)]);
    assert_eq!(mutual.against(&judged(Metric::MostlyMutual)).verdict, Consistent);
    let silent = mutual.against(&judged(Metric::LargelyNotImplemented));
    assert_eq!((silent.verdict, silent.recorded), (Consistent, None));
    // What has no day may be in the period or not, whichever is worse.
    let mut of_2023 = judged(Metric::MostlyMutual);
    of_2023.scope.period = Some("2023".parse().unwrap());
    let found = mutual.against(&of_2023);
    assert_eq!((found.verdict, found.all_undecided().len()), (Undecided, 7));
}

#[test]
fn a_claim_that_cannot_be_counted_says_why() {
    let shelf = shelf();
    let reason = |claim: &Claim| shelf.against(claim).reason;
    let words = Some("market share".to_owned());
    let other = Claim { metric_words: words, ..claim(Metric::Other, 60) };
    assert_eq!(reason(&other), Some(Reason::Metric));
    assert!(shelf.against(&other).needed.unwrap().to_string().contains("market share"));
    let unit = Some("contents".to_owned());
    assert_eq!(reason(&Claim { unit, ..claim(Metric::Fields, 4) }), Some(Reason::Unit));
    let mut scoped = claim(Metric::Fields, 38);
    scoped.scope.period = Some("2023".parse().unwrap());
    assert_eq!(reason(&scoped), Some(Reason::Scope));
    assert!(shelf.against(&scoped).needed.unwrap().to_string().contains("period"));
    let qualifier = Some(Qualifier::Dozens);
    let dozens = Claim { value: None, qualifier, ..claim(Metric::Events, 0) };
    assert_eq!(reason(&dozens), Some(Reason::Value));
    assert_eq!(shelf.against(&dozens).counted.len(), 4);
    let mut worded = claim(Metric::Events, 2);
    worded.scope.text = Some("bilateral".to_owned());
    assert_eq!(reason(&worded), Some(Reason::Words));
    worded.value = Some(5u64.into());
    assert_eq!(shelf.against(&worded).verdict, Verdict::UnderRecorded);
}

#[test]
fn a_qualifier_says_which_counts_match() {
    use Verdict::{Matches, OverRecorded, UnderRecorded};

    let shelf = shelf();
    let verdict = |qualifier, value| {
        let qualifier = Some(qualifier);
        shelf.against(&Claim { qualifier, ..claim(Metric::AgreedActivities, value) }).verdict
    };
    assert_eq!(verdict(Qualifier::MoreThan, 2), Matches);
    assert_eq!(verdict(Qualifier::MoreThan, 3), UnderRecorded);
    assert_eq!(verdict(Qualifier::Nearly, 3), OverRecorded);
    assert_eq!(verdict(Qualifier::Nearly, 4), UnderRecorded);
    assert_eq!(verdict(Qualifier::About, 3), Matches);
    assert_eq!(verdict(Qualifier::UpTo, 3), Matches);
    assert_eq!(verdict(Qualifier::UpTo, 2), OverRecorded);
}

#[test]
fn contradictions_are_stated_or_follow() {
    let id = ClaimId::from_number;
    let stated = Claim { conflicts_with: vec![id(4)], ..claim(Metric::Events, 8) };
    let more = Claim { qualifier: Some(Qualifier::MoreThan), ..claim(Metric::Events, 5) };
    let planned = Claim { kind: ClaimKind::Planned, ..claim(Metric::Events, 15) };
    let all = [(id(1), stated), (id(2), claim(Metric::Events, 6)), (id(3), more), (id(4), planned)];
    let all = all.iter().map(|(id, claim)| (*id, claim)).collect();
    let found: Vec<_> = contradictions(&all)
        .iter()
        .map(|it| (it.one.number(), it.other.number(), it.stated, it.detected))
        .collect();
    assert_eq!(found, [(1, 2, false, true), (1, 4, true, false)]);
}

#[test]
fn descendants_are_found_once_each() {
    let id = AgreementId::from_number;
    let children = |parent: AgreementId| -> Result<_, ()> {
        Ok(if parent == id(1) { vec![id(2), id(3)] } else { vec![id(3)] })
    };
    assert_eq!(with_descendants(id(1), children), Ok([1, 2, 3].map(id).into()));
}
