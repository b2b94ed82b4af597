//! Published figures beside recorded ones.

use std::{collections::BTreeMap, sync::Arc};

use super::world::{activity, event, participant, province, title};
use crate::{
    Activity, ActivityId, ActivityStatus, AgreementId, Claim, ClaimId, ClaimKind, ClaimScope, Code,
    CodeScheme, Entity, Event, EventStatus, Noun, NounId, Province, ProvinceKind, Qualifier,
    RecordId, Role, Versioned, View, ViewFault,
    edge::{Relation, Term},
    tally::{
        Reason, Reconciliation, Verdict, contradictions, reconcile,
        reconciliation::with_descendants,
    },
};

#[derive(Default)]
struct Shelf(BTreeMap<RecordId, Arc<Versioned>>);

impl Shelf {
    fn put<E: Entity>(&mut self, number: u64, it: E) {
        let record = it.into_record();
        let id = RecordId { noun: record.noun(), number };
        let at = jiff::Timestamp::UNIX_EPOCH;
        let written = Versioned { id, version: 1, seq: 1, created_at: at, updated_at: at, record };
        self.0.insert(id, Arc::new(written));
    }

    fn against(&self, claim: &Claim) -> Reconciliation {
        let within = [AgreementId::from_number(1)].into();
        reconcile(claim, Some(&within), self.0.keys().copied(), self).unwrap()
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

fn claim(metric: &str, value: u64) -> Claim {
    Claim {
        key: None,
        agreement: Some(AgreementId::from_number(1)),
        metric: metric.to_owned(),
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

fn unit(kind: ProvinceKind, gso: &str) -> Province {
    let code =
        Code { scheme: CodeScheme::Gso, value: gso.to_owned(), valid_from: None, valid_to: None };
    Province {
        key: None,
        kind,
        name: title(),
        region: None,
        valid_from: None,
        valid_to: None,
        codes: vec![code],
        earlier: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

/// One completed activity of 2023, one ongoing without a day, one planned, one under no agreement.
fn shelf() -> Shelf {
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
    shelf.put(1, unit(ProvinceKind::Municipality, "79"));
    shelf.put(2, unit(ProvinceKind::Province, "66"));
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
    let mut of_2023 = claim("IMPLEMENTED_ACTIVITIES", 4);
    of_2023.scope.period = Some("2023".parse().unwrap());
    let found = shelf.against(&of_2023);
    assert_eq!(found.verdict, Verdict::UnderRecorded);
    assert_eq!(found.gap, Some(3u64.into()));
    assert_eq!(found.counted, [ActivityId::from_number(1).record()]);
    assert_eq!(found.undecided, [ActivityId::from_number(2).record()]);
    assert_eq!(shelf.against(&claim("AGREED_ACTIVITIES", 3)).verdict, Verdict::Matches);
}

#[test]
fn events_are_counted_by_where_they_were_held() {
    let shelf = shelf();
    let city = shelf.against(&claim("EVENTS_IN_HCMC", 12));
    assert_eq!((city.counted.len(), city.undecided.len()), (1, 1));
    let provinces = shelf.against(&claim("EVENTS_IN_PROVINCES", 1));
    assert_eq!((provinces.verdict, provinces.counted.len()), (Verdict::OverRecorded, 2));
    let planned = Claim { kind: ClaimKind::Planned, ..claim("EVENTS_IN_PROVINCES", 3) };
    assert_eq!(shelf.against(&planned).verdict, Verdict::Matches);
}

#[test]
fn a_claim_that_cannot_be_counted_says_why() {
    let shelf = shelf();
    let reason = |claim: &Claim| shelf.against(claim).reason;
    assert_eq!(reason(&claim("ENTERPRISES", 200)), Some(Reason::Metric));
    let unit = Some("contents".to_owned());
    assert_eq!(reason(&Claim { unit, ..claim("FIELDS", 4) }), Some(Reason::Unit));
    let mut scoped = claim("PROVINCES", 38);
    scoped.scope.period = Some("2023".parse().unwrap());
    assert_eq!(reason(&scoped), Some(Reason::Scope));
    let dozens = Claim { value: None, qualifier: Some(Qualifier::Dozens), ..claim("EVENTS", 0) };
    assert_eq!(reason(&dozens), Some(Reason::Value));
    assert_eq!(shelf.against(&dozens).counted.len(), 4);
    let mut worded = claim("EVENTS", 2);
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
        shelf.against(&Claim { qualifier, ..claim("AGREED_ACTIVITIES", value) }).verdict
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
    let stated = Claim { conflicts_with: vec![id(4)], ..claim("EVENTS", 8) };
    let more = Claim { qualifier: Some(Qualifier::MoreThan), ..claim("EVENTS", 5) };
    let planned = Claim { kind: ClaimKind::Planned, ..claim("EVENTS", 15) };
    let all = [(id(1), stated), (id(2), claim("EVENTS", 6)), (id(3), more), (id(4), planned)];
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
