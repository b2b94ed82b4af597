//! The lists and their filters, each with what passes.

use domain::{Noun, NounId, ProvinceId, Record};
use jiff::civil::date;

pub type Passes = fn(&Record) -> bool;

/// A list: its field, what leads to it, its noun.
pub struct List {
    pub field: &'static str,
    pub noun: Noun,
    pub filters: &'static [(&'static str, Passes)],
}

macro_rules! of {
    ($noun:ident, $it:ident, $passes:expr) => {
        |record| match record {
            Record::$noun($it) => $passes,
            _ => false,
        }
    };
}

fn province(number: u64) -> ProvinceId {
    ProvinceId::from_number(number)
}

pub const LISTS: &[List] = &[
    List {
        field: "activities",
        noun: Noun::Activity,
        filters: &[
            ("", |_| true),
            (
                "{status: [PLANNED]}",
                of!(Activity, it, it.status == domain::ActivityStatus::Planned),
            ),
            ("{status: []}", |_| false),
            (
                "{status: [ONGOING, COMPLETED], sector: $SECTOR1}",
                of!(Activity, it, {
                    use domain::ActivityStatus::{Completed, Ongoing};
                    [Ongoing, Completed].contains(&it.status) && it.sector.number() == 1
                }),
            ),
            (
                "{participant: $PROVINCE2}",
                of!(
                    Activity,
                    it,
                    it.participants.iter().any(|it| it.province == Some(province(2)))
                ),
            ),
            (
                "{participant: $PROVINCE1, role: PROVIDER}",
                of!(
                    Activity,
                    it,
                    it.participants.iter().any(|it| {
                        it.province == Some(province(1)) && it.role == domain::Role::Provider
                    })
                ),
            ),
            (
                "{role: HOST}",
                of!(Activity, it, {
                    it.participants.iter().any(|it| it.role == domain::Role::Host)
                }),
            ),
            (
                "{agreement: $AGREEMENT2}",
                of!(Activity, it, it.agreement.is_some_and(|it| it.number() == 2)),
            ),
            (
                "{period: {from: \"2024-06-01\"}}",
                of!(
                    Activity,
                    it,
                    it.period().is_some_and(|it| {
                        it.latest().is_none_or(|latest| latest >= date(2024, 6, 1))
                    })
                ),
            ),
            (
                "{sector: $SECTOR2, period: {from: \"2024-03-06\", to: \"2024-04-01\"}}",
                of!(
                    Activity,
                    it,
                    it.sector.number() == 2
                        && it.period().is_some_and(|it| {
                            it.latest().is_none_or(|latest| latest >= date(2024, 3, 6))
                                && it.earliest().is_none_or(|earliest| earliest <= date(2024, 4, 1))
                        })
                ),
            ),
        ],
    },
    List {
        field: "events",
        noun: Noun::Event,
        filters: &[
            ("", |_| true),
            (
                "{kind: [CONFERENCE], status: [SCHEDULED]}",
                of!(Event, it, {
                    it.kind == domain::EventKind::Conference
                        && it.status == domain::EventStatus::Scheduled
                }),
            ),
            ("{host: $PROVINCE2}", of!(Event, it, it.host == Some(province(2)))),
            (
                "{participant: $PROVINCE2}",
                of!(Event, it, it.participants.iter().any(|it| it.province == Some(province(2)))),
            ),
            (
                "{agreement: $AGREEMENT2}",
                of!(Event, it, it.agreement.is_some_and(|it| it.number() == 2)),
            ),
        ],
    },
    List {
        field: "outcomes",
        noun: Noun::Outcome,
        filters: &[
            ("", |_| true),
            (
                "{status: [DRAFT, SUBMITTED]}",
                of!(Outcome, it, {
                    use domain::OutcomeStatus::{Draft, Submitted};
                    [Draft, Submitted].contains(&it.status)
                }),
            ),
            (
                "{kind: [OUTPUT], provider: $PROVINCE1}",
                of!(Outcome, it, {
                    it.kind == domain::OutcomeKind::Output
                        && it.provider.as_ref().is_some_and(|it| it.province == Some(province(1)))
                }),
            ),
            (
                "{activity: $ACTIVITY1}",
                of!(Outcome, it, it.activity.is_some_and(|it| it.number() == 1)),
            ),
            (
                "{period: {to: \"2024-03-05\"}}",
                of!(
                    Outcome,
                    it,
                    it.period.is_some_and(|it| {
                        it.earliest().is_none_or(|earliest| earliest <= date(2024, 3, 5))
                    })
                ),
            ),
        ],
    },
    List {
        field: "agreements",
        noun: Noun::Agreement,
        filters: &[
            ("", |_| true),
            ("{kind: PLAN}", of!(Agreement, it, it.kind == domain::AgreementKind::Plan)),
            (
                "{status: DRAFT}",
                of!(Agreement, it, {
                    it.status_on(date(2024, 10, 1)) == domain::AgreementStatus::Draft
                }),
            ),
            (
                "{status: EXPIRED}",
                of!(Agreement, it, {
                    it.status_on(date(2024, 10, 1)) == domain::AgreementStatus::Expired
                }),
            ),
            (
                "{status: TERMINATED, kind: PLAN}",
                of!(Agreement, it, {
                    it.status_on(date(2024, 10, 1)) == domain::AgreementStatus::Terminated
                        && it.kind == domain::AgreementKind::Plan
                }),
            ),
            (
                "{status: ACTIVE}",
                of!(Agreement, it, {
                    it.status_on(date(2024, 10, 1)) == domain::AgreementStatus::Active
                }),
            ),
            (
                "{party: $PROVINCE3}",
                of!(Agreement, it, it.parties.iter().any(|it| it.province == Some(province(3)))),
            ),
            (
                "{signed: {from: \"2023-01-01\"}}",
                of!(Agreement, it, it.signed_on.is_some_and(|it| it.latest() >= date(2023, 1, 1))),
            ),
        ],
    },
    List {
        field: "claims",
        noun: Noun::Claim,
        filters: &[
            ("", |_| true),
            ("{kind: PLANNED}", of!(Claim, it, it.kind == domain::ClaimKind::Planned)),
        ],
    },
    List { field: "directives", noun: Noun::Directive, filters: &[("", |_| true)] },
    List { field: "indicators", noun: Noun::Indicator, filters: &[("", |_| true)] },
    List { field: "provinces", noun: Noun::Province, filters: &[("", |_| true)] },
];

/// Lists that lead from a record.
pub const RELATED: &[(&str, &str, Noun, Passes)] = &[
    (
        "{ node(id: $PROVINCE2) { ... on Province { @ } } }",
        "activities",
        Noun::Activity,
        of!(Activity, it, it.participants.iter().any(|it| it.province == Some(province(2)))),
    ),
    (
        "{ node(id: $SECTOR1) { ... on Sector { @ } } }",
        "activities",
        Noun::Activity,
        of!(Activity, it, it.sector.number() == 1),
    ),
    (
        "{ node(id: $AGREEMENT2) { ... on Agreement { @ } } }",
        "events",
        Noun::Event,
        of!(Event, it, it.agreement.is_some_and(|it| it.number() == 2)),
    ),
    (
        "{ node(id: $ACTIVITY1) { ... on Activity { @ } } }",
        "outcomes",
        Noun::Outcome,
        of!(Outcome, it, it.activity.is_some_and(|it| it.number() == 1)),
    ),
];
