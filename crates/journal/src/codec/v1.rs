//! The first form of records, frozen: participants and parties had no side, roles no basis,
//! provinces no earlier forms, and a claim named its metric in words and at most one province.
//!
//! Bincode writes attributes in their order, without names: nothing here is ever edited.

use domain::{
    ActivityId, ActivityStatus, AgreementId, AgreementKind, ClaimId, ClaimKind, Code, Commitment,
    Directive, EdtfDate, EventKind, EventLevel, EventStatus, Field, FieldId, Indicator,
    LocalizedText, Metric, OrganizationId, Outcome, PartyRole, Period, ProvinceId, ProvinceKind,
    Qualifier, Role, Sector, SectorId, Source, Succession, Termination,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::v2::{self, Document, Organization};

/// As `Record` was: its variants in their order.
#[derive(Deserialize)]
pub(super) enum Record {
    Province(Province),
    Succession(Succession),
    Organization(Organization),
    Agreement(Agreement),
    Sector(Sector),
    Field(Field),
    Activity(Activity),
    Event(Event),
    Indicator(Indicator),
    Outcome(Outcome),
    Claim(Claim),
    Directive(Directive),
    Document(Document),
}

#[derive(Deserialize)]
pub(super) struct Province {
    key: Option<String>,
    kind: ProvinceKind,
    name: LocalizedText,
    region: Option<LocalizedText>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    codes: Vec<Code>,
    sources: Vec<Source>,
    note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Agreement {
    key: Option<String>,
    code: String,
    kind: AgreementKind,
    title: LocalizedText,
    parties: Vec<Party>,
    signed_on: Option<EdtfDate>,
    period: Option<Period>,
    draft: bool,
    termination: Option<Termination>,
    parent: Option<AgreementId>,
    sources: Vec<Source>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Party {
    province: Option<ProvinceId>,
    organization: Option<OrganizationId>,
    role: PartyRole,
}

#[derive(Deserialize)]
pub(super) struct Activity {
    key: Option<String>,
    agreement: Option<AgreementId>,
    field: Option<FieldId>,
    sector: SectorId,
    title: LocalizedText,
    participants: Vec<Participant>,
    planned: Option<Period>,
    actual: Option<Period>,
    status: ActivityStatus,
    status_reason: Option<String>,
    commitments: Vec<Commitment>,
    sources: Vec<Source>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Participant {
    province: Option<ProvinceId>,
    organization: Option<OrganizationId>,
    role: Role,
}

#[derive(Deserialize)]
pub(super) struct Event {
    key: Option<String>,
    activity: Option<ActivityId>,
    agreement: Option<AgreementId>,
    kind: EventKind,
    title: LocalizedText,
    level: Option<EventLevel>,
    host: Option<ProvinceId>,
    place: Option<String>,
    period: Option<Period>,
    participants: Vec<Participant>,
    attendance: Option<u32>,
    status: EventStatus,
    status_reason: Option<String>,
    sources: Vec<Source>,
    note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Claim {
    key: Option<String>,
    agreement: Option<AgreementId>,
    metric: String,
    kind: ClaimKind,
    value: Option<domain::Decimal>,
    unit: Option<String>,
    qualifier: Option<Qualifier>,
    narrative: Option<LocalizedText>,
    scope: ClaimScope,
    stated_on: Option<EdtfDate>,
    stated_by: Option<String>,
    stated_by_organization: Option<OrganizationId>,
    conflicts_with: Vec<ClaimId>,
    sources: Vec<Source>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct ClaimScope {
    province: Option<ProvinceId>,
    sector: Option<SectorId>,
    period: Option<Period>,
    text: Option<String>,
}

impl From<Record> for v2::Record {
    fn from(record: Record) -> Self {
        match record {
            Record::Province(it) => Self::Province(it.into()),
            Record::Succession(it) => Self::Succession(it),
            Record::Organization(it) => Self::Organization(it),
            Record::Agreement(it) => Self::Agreement(it.into()),
            Record::Sector(it) => Self::Sector(it),
            Record::Field(it) => Self::Field(it),
            Record::Activity(it) => Self::Activity(it.into()),
            Record::Event(it) => Self::Event(it.into()),
            Record::Indicator(it) => Self::Indicator(it),
            Record::Outcome(it) => Self::Outcome(it),
            Record::Claim(it) => Self::Claim(it.into()),
            Record::Directive(it) => Self::Directive(it),
            Record::Document(it) => Self::Document(it),
        }
    }
}

impl From<Province> for v2::Province {
    fn from(it: Province) -> Self {
        let Province { key, kind, name, region, valid_from, valid_to, codes, sources, note } = it;
        let earlier = Vec::new();
        Self { key, kind, name, region, valid_from, valid_to, codes, earlier, sources, note }
    }
}

impl From<Agreement> for v2::Agreement {
    fn from(it: Agreement) -> Self {
        Self {
            key: it.key,
            code: it.code,
            kind: it.kind,
            title: it.title,
            parties: it.parties.into_iter().map(Into::into).collect(),
            signed_on: it.signed_on,
            period: it.period,
            draft: it.draft,
            termination: it.termination,
            parent: it.parent,
            sources: it.sources,
            note: it.note,
        }
    }
}

impl From<Party> for domain::Party {
    fn from(Party { province, organization, role }: Party) -> Self {
        Self { province, organization, role, side: None }
    }
}

impl From<Activity> for v2::Activity {
    fn from(it: Activity) -> Self {
        Self {
            key: it.key,
            agreement: it.agreement,
            field: it.field,
            sector: it.sector,
            title: it.title,
            participants: it.participants.into_iter().map(Into::into).collect(),
            planned: it.planned,
            actual: it.actual,
            status: it.status,
            status_reason: it.status_reason,
            commitments: it.commitments,
            sources: it.sources,
            note: it.note,
        }
    }
}

impl From<Participant> for domain::Participant {
    fn from(Participant { province, organization, role }: Participant) -> Self {
        Self { province, organization, role, side: None, basis: None }
    }
}

impl From<Event> for v2::Event {
    fn from(it: Event) -> Self {
        Self {
            key: it.key,
            activity: it.activity,
            agreement: it.agreement,
            kind: it.kind,
            title: it.title,
            level: it.level,
            host: it.host,
            place: it.place,
            period: it.period,
            participants: it.participants.into_iter().map(Into::into).collect(),
            attendance: it.attendance,
            status: it.status,
            status_reason: it.status_reason,
            sources: it.sources,
            note: it.note,
        }
    }
}

impl From<Claim> for domain::Claim {
    fn from(it: Claim) -> Self {
        let (metric, metric_words) = Metric::of_earlier_name(&it.metric);
        Self {
            key: it.key,
            agreement: it.agreement,
            metric,
            metric_words,
            kind: it.kind,
            value: it.value,
            unit: it.unit,
            qualifier: it.qualifier,
            narrative: it.narrative,
            scope: domain::ClaimScope {
                provinces: it.scope.province.into_iter().collect(),
                role: None,
                sector: it.scope.sector,
                period: it.scope.period,
                text: it.scope.text,
            },
            stated_on: it.stated_on,
            stated_by: it.stated_by,
            stated_by_organization: it.stated_by_organization,
            conflicts_with: it.conflicts_with,
            sources: it.sources,
            note: it.note,
        }
    }
}
