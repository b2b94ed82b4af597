//! The second form of records, frozen: agreements, activities and events had no description,
//! provinces and organizations no aliases, and none was merged into another. It is still written where
//! a machine of the cluster reads no later one.
//!
//! Bincode writes attributes in their order, without names: nothing here is ever edited.

use domain::{
    ActivityId, ActivityStatus, AgreementId, AgreementKind, Claim, Code, Commitment, Directive,
    EarlierForm, EdtfDate, EventKind, EventLevel, EventStatus, Field, FieldId, Indicator,
    LocalizedText, OrganizationKind, Outcome, Participant, Party, Period, ProvinceId, ProvinceKind,
    Reading, Reliability, Sector, SectorId, Source, Succession, Termination,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CodecError;

/// As `Record` was: its variants in their order.
#[derive(Serialize, Deserialize)]
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

#[derive(Serialize, Deserialize)]
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

#[derive(Serialize, Deserialize)]
pub(super) struct Organization {
    pub(super) key: Option<String>,
    pub(super) kind: OrganizationKind,
    pub(super) name: LocalizedText,
    pub(super) province: ProvinceId,
    pub(super) sources: Vec<Source>,
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize)]
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

#[derive(Serialize, Deserialize)]
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

#[derive(Serialize, Deserialize)]
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

#[derive(Serialize, Deserialize)]
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

/// The nouns that have got attributes since: both ways, as long as these are empty.
macro_rules! grown {
    ($($noun:ident { $($kept:ident),* $(,)? } and { $($added:ident),* })*) => {
        $(
            impl From<$noun> for domain::$noun {
                fn from(it: $noun) -> Self {
                    Self { $($kept: it.$kept,)* $($added: <_>::default()),* }
                }
            }

            impl TryFrom<&domain::$noun> for $noun {
                type Error = CodecError;

                fn try_from(it: &domain::$noun) -> Result<Self, CodecError> {
                    $(if !is_empty(&it.$added) {
                        return Err(CodecError::NoPlace(stringify!($added)));
                    })*
                    Ok(Self { $($kept: it.$kept.clone()),* })
                }
            }
        )*

        impl From<Record> for domain::Record {
            fn from(record: Record) -> Self {
                match record {
                    $(Record::$noun(it) => Self::$noun(it.into()),)*
                    Record::Succession(it) => Self::Succession(it),
                    Record::Sector(it) => Self::Sector(it),
                    Record::Field(it) => Self::Field(it),
                    Record::Indicator(it) => Self::Indicator(it),
                    Record::Outcome(it) => Self::Outcome(it),
                    Record::Claim(it) => Self::Claim(it),
                    Record::Directive(it) => Self::Directive(it),
                }
            }
        }

        impl TryFrom<&domain::Record> for Record {
            type Error = CodecError;

            fn try_from(record: &domain::Record) -> Result<Self, CodecError> {
                use domain::Record as Now;
                Ok(match record {
                    $(Now::$noun(it) => Self::$noun(it.try_into()?),)*
                    Now::Succession(it) => Self::Succession(it.clone()),
                    Now::Sector(it) => Self::Sector(it.clone()),
                    Now::Field(it) => Self::Field(it.clone()),
                    Now::Indicator(it) => Self::Indicator(it.clone()),
                    Now::Outcome(it) => Self::Outcome(it.clone()),
                    Now::Claim(it) => Self::Claim(it.clone()),
                    Now::Directive(it) => Self::Directive(it.clone()),
                })
            }
        }
    };
}

fn is_empty<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

grown! {
    Province {
        key, kind, name, region, valid_from, valid_to, codes, earlier, sources, note
    } and { aliases, merged_into }
    Organization {
        key, kind, name, province, sources, note
    } and { aliases, merged_into }
    Agreement {
        key, code, kind, title, parties, signed_on, period, draft, termination, parent, sources,
        note
    } and { description }
    Activity {
        key, agreement, field, sector, title, participants, planned, actual, status, status_reason,
        commitments, sources, note
    } and { description }
    Event {
        key, activity, agreement, kind, title, level, host, place, period, participants, attendance,
        status, status_reason, sources, note
    } and { description }
    Document {
        key, title, title_from_url, publisher, published_on, url, language, sha256, reliability,
        reading, sources, note
    } and { merged_into }
}
