//! What is added up and counted for each metric.

use super::{
    reconciliation::{Shelf, claim, shelf},
    world::{activity, event, indicator, outcome, participant, province, title},
};
use crate::{
    Activity, ActivityId, ActivityStatus, Actor, Agreement, AgreementId, AgreementKind, Claim,
    ClaimCriterion, Commitment, Currency, Event, Funding, IndicatorId, Metric, Money, NounId,
    Organization, OrganizationId, OrganizationKind, Outcome, OutcomeStatus, Participant, Party,
    PartyRole, Role,
    tally::{Reason, Verdict},
};

#[test]
fn values_are_added_up_in_the_unit_of_the_claim() {
    let mut shelf = shelf();
    let with = |value: &str, unit: &str| Outcome {
        activity: Some(ActivityId::from_number(1)),
        value: Some(value.parse().unwrap()),
        unit: Some(unit.to_owned()),
        ..outcome()
    };
    shelf.put(1, with("2", "billion VND"));
    shelf.put(2, with("160.5", "million VND"));
    shelf.put(3, with("5", "million USD"));
    shelf.put(4, Outcome { status: OutcomeStatus::Retracted, ..with("7", "billion VND") });
    shelf.put(5, Outcome { activity: None, ..with("9", "projects") });
    shelf.put(6, with("40", "projects"));
    shelf.put(1, indicator(true));
    let series = |value: &str, year: &str, of: u64| Outcome {
        indicator: Some(IndicatorId::from_number(1)),
        beneficiary: Some(Actor { province: Some(province(of)), organization: None }),
        period: Some(year.parse().unwrap()),
        ..with(value, "persons")
    };
    for (number, (value, year, of)) in
        [("12", "2023", 2), ("30", "2024", 2), ("4", "2023", 3), ("9", "2024", 3)]
            .into_iter()
            .enumerate()
    {
        shelf.put(number as u64 + 7, series(value, year, of));
    }
    let valued = |value: &str, unit: &str| Claim {
        value: Some(value.parse().unwrap()),
        unit: Some(unit.to_owned()),
        ..claim(Metric::OutcomeValue, 0)
    };
    let told = |claim: &Claim| shelf.told(claim);
    assert_eq!(told(&valued("2.1605", "billion VND")).0, "2.1605");
    assert_eq!(told(&valued("2160.5", "million VND")).1, Verdict::Matches);
    assert_eq!(told(&valued("50.8", "million USD")).1, Verdict::UnderRecorded);
    assert_eq!(told(&valued("39", "persons")).1, Verdict::Matches);
    let found = shelf.against(&valued("39", "persons"));
    assert_eq!((found.counted.len(), found.left_out[&ClaimCriterion::Series].len()), (2, 2));
    let mut first = valued("16", "persons");
    first.scope.period = Some("2023".parse().unwrap());
    assert_eq!(told(&first).1, Verdict::Matches);
    let mut one = valued("30", "persons");
    one.scope.provinces = vec![province(2)];
    assert_eq!(told(&one).1, Verdict::Matches);
    assert_eq!(told(&claim(Metric::Projects, 40)).1, Verdict::Matches);
    assert_eq!(told(&claim(Metric::Outcomes, 8)).1, Verdict::Matches);
}

#[test]
fn money_is_added_up_by_currency_and_source() {
    let mut shelf = Shelf::default();
    let money = |amount: i64, currency, funding| Commitment {
        money: Money::new(amount.into(), currency).unwrap(),
        funding,
    };
    let of = |commitments| Activity {
        agreement: Some(AgreementId::from_number(1)),
        commitments,
        ..activity(Vec::new(), ActivityStatus::Ongoing)
    };
    shelf.put(
        1,
        of(vec![
            money(2_000_000_000, Currency::VND, Funding::Enterprise),
            money(500_000_000, Currency::VND, Funding::StateBudget),
        ]),
    );
    shelf.put(2, of(vec![money(7, Currency::USD, Funding::Enterprise)]));
    shelf.put(3, of(Vec::new()));
    let told = |metric, unit: &str| {
        let unit = Some(unit.to_owned());
        let (recorded, _, undecided) = shelf.told(&Claim { unit, ..claim(metric, 2) });
        (recorded, undecided)
    };
    assert_eq!(told(Metric::CommittedMoney, "billion VND"), ("2.5".to_owned(), 1));
    assert_eq!(told(Metric::InvestmentCapital, "billion VND"), ("2".to_owned(), 1));
    assert_eq!(told(Metric::StateBudgetMoney, "VND"), ("500000000".to_owned(), 1));
    assert_eq!(told(Metric::InvestmentCapital, "USD"), ("7".to_owned(), 1));
    assert_eq!(told(Metric::OdaMoney, "million USD"), ("0".to_owned(), 1));
    let bare = claim(Metric::InvestmentCapital, 2);
    assert_eq!(shelf.against(&bare).reason, Some(Reason::Unit));
}

#[test]
fn those_that_take_part_are_counted_once_each() {
    let mut shelf = shelf();
    let body = |kind| Organization {
        key: None,
        kind,
        name: title(),
        aliases: Vec::new(),
        province: province(2),
        merged_into: None,
        sources: Vec::new(),
        note: None,
    };
    shelf.put(1, body(OrganizationKind::Hospital));
    shelf.put(2, body(OrganizationKind::Enterprise));
    let by = |number| Participant {
        organization: Some(OrganizationId::from_number(number)),
        ..participant(2, Role::Beneficiary)
    };
    let agreement = Some(AgreementId::from_number(1));
    for (number, attendance) in [(6, Some(200)), (7, None)] {
        let rows = vec![by(1), by(2), participant(3, Role::Partner)];
        shelf.put(number, Event { agreement, attendance, ..event(None, None, rows) });
    }
    let count = |metric| shelf.told(&claim(metric, 1)).0;
    assert_eq!(count(Metric::Hospitals), "1");
    assert_eq!(count(Metric::Enterprises), "1");
    assert_eq!(count(Metric::Departments), "0");
    assert_eq!(count(Metric::ParticipatingOrganizations), "2");
    assert_eq!(count(Metric::ParticipatingProvinces), "3");
    let attended = claim(Metric::Attendance, 200);
    assert_eq!(shelf.told(&attended), ("200".to_owned(), Verdict::Matches, 5));
}

#[test]
fn agreements_are_told_by_their_parties_and_periods() {
    let mut shelf = Shelf::default();
    let party = |number| Party {
        province: Some(province(number)),
        organization: None,
        role: PartyRole::Member,
        side: None,
    };
    shelf.put(
        1,
        Agreement {
            key: None,
            code: "A".to_owned(),
            kind: AgreementKind::Memorandum,
            title: title(),
            description: None,
            parties: vec![party(1), party(2), party(3)],
            signed_on: None,
            period: Some("2006/2015".parse().unwrap()),
            draft: false,
            termination: None,
            parent: None,
            sources: Vec::new(),
            note: None,
        },
    );
    let count = |metric| shelf.told(&claim(metric, 1)).0;
    assert_eq!(count(Metric::AgreementYears), "10");
    assert_eq!((count(Metric::Agreements), count(Metric::Memoranda)), ("1".into(), "1".into()));
    assert_eq!(count(Metric::Provinces), "3");
    let mut partners = claim(Metric::Provinces, 2);
    partners.scope.provinces = vec![province(1)];
    assert_eq!(shelf.told(&partners).1, Verdict::Matches);
    partners.scope.period = Some("2016".parse().unwrap());
    assert_eq!(shelf.told(&partners).0, "0");
}
