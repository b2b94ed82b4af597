//! A right input for each command, for tests to spoil.

use domain::{
    commands::{
        CorrectOutcome, IssueDirective, MergeDocuments, MergeOrganizations, MergeProvinces,
        NewProvince, Patch, PlanActivity, RecordOutcome, RecordSuccession, ScheduleEvent,
        SignAgreement, Successor,
    },
    *,
};
use jiff::civil::date as day;

use super::{
    HCM, HOSPITAL, KON_TUM, LAM_DONG, SIGNED, date, id, participant, party, period, source, text,
};

/// A unit that always existed.
pub fn province(name: &str, code: &str) -> Province {
    let code =
        Code { scheme: CodeScheme::Gso, value: code.to_owned(), valid_from: None, valid_to: None };
    Province {
        key: None,
        kind: ProvinceKind::Province,
        name: text(name),
        aliases: Vec::new(),
        region: None,
        valid_from: None,
        valid_to: None,
        codes: vec![code],
        earlier: Vec::new(),
        merged_into: None,
        sources: Vec::new(),
        note: None,
    }
}

/// A correction of an outcome that keeps all of it.
pub fn correction(outcome: OutcomeId) -> CorrectOutcome {
    CorrectOutcome {
        outcome: outcome.into(),
        kind: Patch::Keep,
        title: Patch::Keep,
        activity: Patch::Keep,
        event: Patch::Keep,
        indicator: Patch::Keep,
        measure: Patch::Keep,
        value: Patch::Keep,
        unit: Patch::Keep,
        qualifier: Patch::Keep,
        narrative: Patch::Keep,
        provider: Patch::Keep,
        beneficiary: Patch::Keep,
        period: Patch::Keep,
        sources: Patch::Keep,
        note: Patch::Keep,
    }
}

/// A province becomes a new one, with another name, on 2024-07-01.
pub fn succession(predecessor: u64, name: &str) -> RecordSuccession {
    let successor = NewProvince {
        key: None,
        kind: ProvinceKind::Province,
        name: text(name),
        aliases: Vec::new(),
        region: None,
        codes: Vec::new(),
        note: None,
    };
    RecordSuccession {
        key: None,
        on: day(2024, 7, 1),
        instrument: None,
        predecessors: vec![id(predecessor)],
        successors: vec![Successor::New(successor)],
        sources: Vec::new(),
        note: None,
    }
}

/// Registers an organization, a document and a unit once more, and merges each into the first.
pub fn merges() -> Vec<Command> {
    let reason = || "registered twice".to_owned();
    macro_rules! merge {
        ($merge:ident { $target:ident: $kept:expr, $duplicate:expr }) => {
            Command::$merge($merge {
                $target: super::target($kept),
                duplicate: id($duplicate),
                duplicate_version: None,
                differing: Vec::new(),
                in_parts: false,
                reason: reason(),
            })
        };
    }
    vec![
        Command::RegisterOrganization(organization("Bệnh viện tỉnh", LAM_DONG)),
        merge!(MergeOrganizations { organization: HOSPITAL, 3 }),
        Command::AddDocument(document()),
        Command::AddDocument(document()),
        merge!(MergeDocuments { document: 1, 3 }),
        Command::RegisterProvince(Province { codes: Vec::new(), ..province("Hồ Chí Minh", "") }),
        merge!(MergeProvinces { province: HCM, 5 }),
    ]
}

/// A body of a province.
pub fn organization(name: &str, province: u64) -> Organization {
    Organization {
        key: None,
        kind: OrganizationKind::Hospital,
        name: text(name),
        aliases: Vec::new(),
        province: id(province),
        merged_into: None,
        sources: Vec::new(),
        note: None,
    }
}

/// An agreement between the first three provinces.
pub fn agreement(code: &str) -> SignAgreement {
    SignAgreement {
        key: None,
        code: code.to_owned(),
        kind: AgreementKind::CooperationAgreement,
        title: text("Thỏa thuận"),
        description: None,
        parties: vec![party(HCM), party(LAM_DONG), party(KON_TUM)],
        signed_on: Some(date("2022-12-29")),
        draft: false,
        period: Some(period("2022-12-29/2025")),
        parent: None,
        sources: Vec::new(),
        note: None,
    }
}

/// A field of agreement 1.
pub fn field() -> Field {
    Field {
        key: None,
        agreement: id(SIGNED),
        sector: id(1),
        title: None,
        objectives: None,
        lead: None,
        sources: Vec::new(),
        note: None,
    }
}

/// An activity of field 1 in which Hồ Chí Minh City provides and Lâm Đồng's hospital benefits.
pub fn activity() -> PlanActivity {
    let hospital = Participant {
        province: None,
        organization: Some(id(HOSPITAL)),
        role: Role::Beneficiary,
        side: None,
        basis: None,
    };
    PlanActivity {
        key: None,
        agreement: None,
        field: Some(id(1)),
        sector: None,
        title: text("Khám bệnh"),
        description: None,
        participants: vec![participant(HCM, Role::Provider), hospital],
        planned: Some(period("2023/2024")),
        commitments: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

/// A conference of activity 1 in Lâm Đồng.
pub fn event() -> ScheduleEvent {
    ScheduleEvent {
        key: None,
        activity: Some(id(1)),
        agreement: None,
        kind: EventKind::Conference,
        title: text("Hội nghị"),
        description: None,
        level: None,
        host: Some(id(LAM_DONG)),
        place: None,
        period: period("2024-09"),
        participants: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

/// Patients of activity 1.
pub fn indicator() -> Indicator {
    Indicator {
        key: None,
        activity: id(1),
        title: text("Số người được khám"),
        measure: Measure::Unit,
        unit: Some("persons".to_owned()),
        ascending: true,
        cumulative: false,
        baseline: None,
        targets: vec![Target { period: period("2024"), value: 100u64.into(), comment: None }],
        sources: Vec::new(),
        note: None,
    }
}

/// A value of indicator 1, as a draft.
pub fn outcome() -> RecordOutcome {
    RecordOutcome {
        key: None,
        kind: OutcomeKind::Output,
        title: text("Khám 40 người"),
        activity: Some(id(1)),
        event: None,
        indicator: Some(id(1)),
        measure: None,
        value: Some(40u64.into()),
        unit: None,
        qualifier: None,
        narrative: None,
        provider: None,
        beneficiary: None,
        period: Some(period("2024-08")),
        sources: vec![source()],
        note: None,
        submit: false,
    }
}

/// A figure about agreement 1.
pub fn claim() -> Claim {
    Claim {
        key: None,
        agreement: Some(id(SIGNED)),
        metric: Metric::AgreedActivities,
        metric_words: None,
        kind: ClaimKind::Reported,
        value: Some(29u64.into()),
        unit: None,
        qualifier: None,
        narrative: None,
        scope: ClaimScope::everything(),
        stated_on: Some(date("2024-04")),
        stated_by: None,
        stated_by_organization: None,
        conflicts_with: Vec::new(),
        sources: vec![source()],
        note: None,
    }
}

/// A recommendation about agreement 1.
pub fn directive() -> IssueDirective {
    IssueDirective {
        key: None,
        agreement: Some(id(SIGNED)),
        kind: DirectiveKind::Recommendation,
        text: text("Đẩy nhanh tiến độ"),
        issued_by: None,
        issued_by_organization: None,
        issued_on: Some(date("2024-04")),
        addressed_to: Vec::new(),
        addressed_to_organizations: Vec::new(),
        due: Some(date("2024-12")),
        sources: Vec::new(),
        note: None,
    }
}

/// A page.
pub fn document() -> Document {
    Document {
        key: None,
        title: "Sơ kết".to_owned(),
        title_from_url: false,
        publisher: None,
        published_on: Some(date("2024-04-20")),
        url: None,
        language: "vi".to_owned(),
        sha256: None,
        reliability: Reliability::Normal,
        reading: Reading::Full,
        merged_into: None,
        sources: Vec::new(),
        note: None,
    }
}

/// A branch.
pub fn sector(code: &str) -> Sector {
    Sector {
        key: None,
        code: code.to_owned(),
        name: text("Du lịch"),
        description: None,
        sources: Vec::new(),
        note: None,
    }
}
