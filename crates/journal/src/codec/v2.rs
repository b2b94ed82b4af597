//! The second form of records, frozen: agreements, activities and events had no description,
//! provinces and organizations no aliases, and none was merged into another.
//!
//! Bincode writes attributes in their order, without names: nothing here is ever edited.

use domain::{
    ActivityId, ActivityStatus, AgreementId, AgreementKind, Claim, Code, Commitment, Directive,
    EarlierForm, EdtfDate, EventKind, EventLevel, EventStatus, Field, FieldId, Indicator,
    LocalizedText, OrganizationKind, Outcome, Participant, Party, Period, ProvinceId, ProvinceKind,
    Reading, Reliability, Sector, SectorId, Source, Succession, Termination,
};
use jiff::civil::Date;
use serde::Deserialize;

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
    pub(super) key: Option<String>,
    pub(super) kind: ProvinceKind,
    pub(super) name: LocalizedText,
    pub(super) region: Option<LocalizedText>,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) codes: Vec<Code>,
    pub(super) earlier: Vec<EarlierForm>,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Organization {
    pub(super) key: Option<String>,
    pub(super) kind: OrganizationKind,
    pub(super) name: LocalizedText,
    pub(super) province: ProvinceId,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Agreement {
    pub(super) key: Option<String>,
    pub(super) code: String,
    pub(super) kind: AgreementKind,
    pub(super) title: LocalizedText,
    pub(super) parties: Vec<Party>,
    pub(super) signed_on: Option<EdtfDate>,
    pub(super) period: Option<Period>,
    pub(super) draft: bool,
    pub(super) termination: Option<Termination>,
    pub(super) parent: Option<AgreementId>,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Activity {
    pub(super) key: Option<String>,
    pub(super) agreement: Option<AgreementId>,
    pub(super) field: Option<FieldId>,
    pub(super) sector: SectorId,
    pub(super) title: LocalizedText,
    pub(super) participants: Vec<Participant>,
    pub(super) planned: Option<Period>,
    pub(super) actual: Option<Period>,
    pub(super) status: ActivityStatus,
    pub(super) status_reason: Option<String>,
    pub(super) commitments: Vec<Commitment>,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) key: Option<String>,
    pub(super) activity: Option<ActivityId>,
    pub(super) agreement: Option<AgreementId>,
    pub(super) kind: EventKind,
    pub(super) title: LocalizedText,
    pub(super) level: Option<EventLevel>,
    pub(super) host: Option<ProvinceId>,
    pub(super) place: Option<String>,
    pub(super) period: Option<Period>,
    pub(super) participants: Vec<Participant>,
    pub(super) attendance: Option<u32>,
    pub(super) status: EventStatus,
    pub(super) status_reason: Option<String>,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Document {
    pub(super) key: Option<String>,
    pub(super) title: String,
    pub(super) title_from_url: bool,
    pub(super) publisher: Option<String>,
    pub(super) published_on: Option<EdtfDate>,
    pub(super) url: Option<String>,
    pub(super) language: String,
    pub(super) sha256: Option<String>,
    pub(super) reliability: Reliability,
    pub(super) reading: Reading,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

impl From<Record> for domain::Record {
    fn from(record: Record) -> Self {
        match record {
            Record::Province(it) => Self::Province(it.into()),
            Record::Succession(it) => Self::Succession(it),
            Record::Organization(it) => Self::Organization(it.into()),
            Record::Agreement(it) => Self::Agreement(it.into()),
            Record::Sector(it) => Self::Sector(it),
            Record::Field(it) => Self::Field(it),
            Record::Activity(it) => Self::Activity(it.into()),
            Record::Event(it) => Self::Event(it.into()),
            Record::Indicator(it) => Self::Indicator(it),
            Record::Outcome(it) => Self::Outcome(it),
            Record::Claim(it) => Self::Claim(it),
            Record::Directive(it) => Self::Directive(it),
            Record::Document(it) => Self::Document(it.into()),
        }
    }
}

impl From<Province> for domain::Province {
    fn from(it: Province) -> Self {
        Self {
            key: it.key,
            kind: it.kind,
            name: it.name,
            region: it.region,
            valid_from: it.valid_from,
            valid_to: it.valid_to,
            codes: it.codes,
            earlier: it.earlier,
            sources: it.sources,
            note: it.note,
            aliases: Vec::new(),
            merged_into: None,
        }
    }
}

impl From<Organization> for domain::Organization {
    fn from(it: Organization) -> Self {
        Self {
            key: it.key,
            kind: it.kind,
            name: it.name,
            province: it.province,
            sources: it.sources,
            note: it.note,
            aliases: Vec::new(),
            merged_into: None,
        }
    }
}

impl From<Agreement> for domain::Agreement {
    fn from(it: Agreement) -> Self {
        Self {
            key: it.key,
            code: it.code,
            kind: it.kind,
            title: it.title,
            parties: it.parties,
            signed_on: it.signed_on,
            period: it.period,
            draft: it.draft,
            termination: it.termination,
            parent: it.parent,
            sources: it.sources,
            note: it.note,
            description: None,
        }
    }
}

impl From<Activity> for domain::Activity {
    fn from(it: Activity) -> Self {
        Self {
            key: it.key,
            agreement: it.agreement,
            field: it.field,
            sector: it.sector,
            title: it.title,
            participants: it.participants,
            planned: it.planned,
            actual: it.actual,
            status: it.status,
            status_reason: it.status_reason,
            commitments: it.commitments,
            sources: it.sources,
            note: it.note,
            description: None,
        }
    }
}

impl From<Event> for domain::Event {
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
            participants: it.participants,
            attendance: it.attendance,
            status: it.status,
            status_reason: it.status_reason,
            sources: it.sources,
            note: it.note,
            description: None,
        }
    }
}

impl From<Document> for domain::Document {
    fn from(it: Document) -> Self {
        Self {
            key: it.key,
            title: it.title,
            title_from_url: it.title_from_url,
            publisher: it.publisher,
            published_on: it.published_on,
            url: it.url,
            language: it.language,
            sha256: it.sha256,
            reliability: it.reliability,
            reading: it.reading,
            sources: it.sources,
            note: it.note,
            merged_into: None,
        }
    }
}
