//! A record of any noun, and what holds for all nouns alike.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Activity, Agreement, Claim, Directive, Document, Event, Field, Indicator, Organization,
    Outcome, Province, Sector, Succession,
    link::{ById, ByKey, Link, Linker},
    noun::{
        ActivityId, AgreementId, ClaimId, DirectiveId, DocumentId, EventId, FieldId, IndicatorId,
        Noun, NounId, OrganizationId, OutcomeId, ProvinceId, RecordId, SectorId, SuccessionId,
    },
    source::Source,
};

/// A noun's type: what it is called, how its records are named and wrapped.
pub trait Entity: Sized + Send + Sync + 'static {
    /// The type of its ids.
    type Id: NounId;

    /// The record, where it is of this noun.
    fn of(record: &Record) -> Option<&Self>;

    /// The record that holds this.
    fn into_record(self) -> Record;
}

macro_rules! records {
    ($($noun:ident($id:ident)),+ $(,)?) => {
        /// A record of any noun. Variants are appended only: their order is part of the stored form.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(bound = "")]
        pub enum Record<L: Link = ById> {
            $(
                #[doc = concat!("A record of [`Noun::", stringify!($noun), "`].")]
                $noun($noun<L>),
            )+
        }

        impl<L: Link> Record<L> {
            /// The noun that the record is of.
            #[must_use]
            pub const fn noun(&self) -> Noun {
                match self { $(Self::$noun(_) => Noun::$noun,)+ }
            }

            /// The external key, where the record has one.
            #[must_use]
            pub fn key(&self) -> Option<&str> {
                match self { $(Self::$noun(it) => it.key.as_deref(),)+ }
            }

            /// Gives the record another key, or none.
            pub fn set_key(&mut self, key: Option<String>) {
                match self { $(Self::$noun(it) => it.key = key,)+ }
            }

            /// The documents that print it.
            #[must_use]
            pub fn sources(&self) -> &[Source<L>] {
                match self { $(Self::$noun(it) => &it.sources,)+ }
            }

            /// What is uncertain about it.
            #[must_use]
            pub fn note(&self) -> Option<&str> {
                match self { $(Self::$noun(it) => it.note.as_deref(),)+ }
            }

            /// Points the record by another kind of link.
            pub fn relink<B: Link>(self, to: &mut impl Linker<L, B>) -> Record<B> {
                match self { $(Self::$noun(it) => Record::$noun(it.relink(to)),)+ }
            }
        }

        impl Record<ByKey> {
            /// Reads what a file says of a record of a noun.
            ///
            /// # Errors
            /// Where it is not of the noun's form.
            pub fn read<'de, D: Deserializer<'de>>(noun: Noun, from: D) -> Result<Self, D::Error> {
                match noun { $(Noun::$noun => $noun::deserialize(from).map(Self::$noun),)+ }
            }

            /// Writes what a file says of the record, without its noun.
            ///
            /// # Errors
            /// Where it cannot be written.
            pub fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$noun(it) => it.serialize(to),)+ }
            }
        }

        $(
            impl Entity for $noun {
                type Id = $id;

                fn of(record: &Record) -> Option<&Self> {
                    match record {
                        Record::$noun(it) => Some(it),
                        _ => None,
                    }
                }

                fn into_record(self) -> Record {
                    Record::$noun(self)
                }
            }

            impl From<$noun<ByKey>> for Record<ByKey> {
                fn from(it: $noun<ByKey>) -> Self {
                    Self::$noun(it)
                }
            }
        )+
    };
}

records! {
    Province(ProvinceId),
    Succession(SuccessionId),
    Organization(OrganizationId),
    Agreement(AgreementId),
    Sector(SectorId),
    Field(FieldId),
    Activity(ActivityId),
    Event(EventId),
    Indicator(IndicatorId),
    Outcome(OutcomeId),
    Claim(ClaimId),
    Directive(DirectiveId),
    Document(DocumentId),
}

/// One version of a record, as some command wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// Which record this is a version of.
    pub id: RecordId,
    /// The number of this version, from 1, without gaps.
    pub version: u32,
    /// The sequence number of the command that wrote it.
    pub seq: u64,
    /// When the record was first registered.
    pub created_at: jiff::Timestamp,
    /// When this version was written.
    pub updated_at: jiff::Timestamp,
    /// The record itself.
    pub record: Record,
}

/// What one command does to one record: its whole new content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record.
    pub id: RecordId,
    /// Its content after the command.
    pub after: Record,
}
