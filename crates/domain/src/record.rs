//! A record of any noun, and what holds for all nouns alike.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    declare::Described,
    link::{ById, ByKey, KeyOf, Link, Linker},
    noun::{Noun, NounId, RecordId, each_noun},
    pointing::See,
    relation::Relation,
    source::Source,
    term::Term,
    texts::{Part, Text, Texts},
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
    ($($(#[$doc:meta])* $noun:ident($id:ident) { $($_row:tt)+ })+) => {
        /// A record of any noun. Variants are appended only: their order is part of the stored form.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(bound = "")]
        pub enum Record<L: Link = ById> {
            $(
                #[doc = concat!("A record of [`Noun::", stringify!($noun), "`].")]
                $noun(super::$noun<L>),
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

            /// The documents and the note, to be changed.
            pub(super) fn sources_and_note_mut(
                &mut self,
            ) -> (&mut [Source<L>], &mut Option<String>) {
                match self { $(Self::$noun(it) => (&mut it.sources, &mut it.note),)+ }
            }

            /// Leaves each source where it comes first.
            pub(super) fn each_source_once(&mut self) {
                match self { $(Self::$noun(it) => super::commands::once(&mut it.sources),)+ }
            }

            /// Points the record by another kind of link.
            pub fn relink<B: Link>(self, to: &mut impl Linker<L, B>) -> Record<B> {
                match self { $(Self::$noun(it) => Record::$noun(it.relink(to)),)+ }
            }
        }

        impl Record {
            /// The day by which records of its noun are ordered; `None` sorts last.
            #[must_use]
            pub fn day(&self) -> Option<Date> {
                match self { $(Self::$noun(it) => it.day(),)+ }
            }

            /// Whether it is for everybody, as far as it tells itself: what stands under a draft
            /// agreement is as hidden as that.
            #[must_use]
            pub fn is_published(&self) -> bool {
                match self { $(Self::$noun(it) => it.is_published(),)+ }
            }

            /// The terms that name it besides its key, each with the attribute that holds it.
            #[must_use]
            pub fn own_terms(&self) -> Vec<(&'static str, Term)> {
                match self { $(Self::$noun(it) => it.terms(),)+ }
            }

            /// The texts that a search looks through, those that count most first.
            #[must_use]
            pub fn texts(&self) -> Vec<Text<'_>> {
                let mut texts = Texts::default();
                texts.plain(Part::Code, self.key());
                match self { $(Self::$noun(it) => it.texts(&mut texts),)+ }
                texts.plain(Part::Narrative, self.note());
                texts.sorted()
            }

            /// Notes that it was merged into what another record of the noun was merged into.
            pub(super) fn set_merged_into(&mut self, as_of: &Self) {
                match (self, as_of) {
                    (Self::Province(it), Self::Province(of)) => it.merged_into = of.merged_into,
                    (Self::Organization(it), Self::Organization(of)) => {
                        it.merged_into = of.merged_into;
                    }
                    (Self::Document(it), Self::Document(of)) => it.merged_into = of.merged_into,
                    _ => {}
                }
            }

            /// The record that it was merged into, if it was; records of most nouns never are.
            #[must_use]
            pub fn merged_into(&self) -> Option<RecordId> {
                match self {
                    Self::Province(it) => it.merged_into.map(NounId::record),
                    Self::Organization(it) => it.merged_into.map(NounId::record),
                    Self::Document(it) => it.merged_into.map(NounId::record),
                    _ => None,
                }
            }

            /// Shows every record that it points at, with where it does so and the relations that
            /// lead back.
            pub fn see_links(&self, see: See<'_>) {
                match self { $(Self::$noun(it) => it.see_links(see),)+ }
            }
        }

        impl Noun {
            /// The names of the attributes of its records, besides those that all nouns have.
            #[must_use]
            pub const fn attributes(self) -> &'static [&'static str] {
                match self { $(Self::$noun => super::$noun::ATTRIBUTES,)+ }
            }

            /// The relations by which records of the noun are found, besides those that all have.
            #[must_use]
            pub const fn relations(self) -> &'static [Relation] {
                match self { $(Self::$noun => super::$noun::RELATIONS,)+ }
            }
        }

        impl Record<ByKey> {
            /// The key of the record that it was merged into, if it was.
            #[must_use]
            pub fn merged_key(&self) -> Option<&str> {
                match self {
                    Self::Province(it) => it.merged_into.as_ref().map(KeyOf::as_str),
                    Self::Organization(it) => it.merged_into.as_ref().map(KeyOf::as_str),
                    Self::Document(it) => it.merged_into.as_ref().map(KeyOf::as_str),
                    _ => None,
                }
            }

            /// Reads what a file says of a record of a noun.
            ///
            /// # Errors
            /// Where it is not of the noun's form.
            pub fn read<'de, D: Deserializer<'de>>(noun: Noun, from: D) -> Result<Self, D::Error> {
                match noun { $(Noun::$noun => super::$noun::deserialize(from).map(Self::$noun),)+ }
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
            impl Entity for super::$noun {
                type Id = super::$id;

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

            impl From<super::$noun<ByKey>> for Record<ByKey> {
                fn from(it: super::$noun<ByKey>) -> Self {
                    Self::$noun(it)
                }
            }
        )+
    };
}

each_noun!(records);

impl Record {
    /// The records that it stands under, by whatever way: it is hidden while one of them is.
    #[must_use]
    pub fn stands_under(&self) -> Vec<RecordId> {
        let mut above = Vec::new();
        self.see_links(&mut |_, relations, id| {
            if relations.iter().any(|it| it.leads_below()) && !above.contains(&id) {
                above.push(id);
            }
        });
        above
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_points_at_a_noun_that_is_exported_later() {
        let place = |noun| Noun::IN_ORDER.iter().position(|it| *it == noun);
        for noun in Noun::ALL {
            for relation in noun.relations() {
                let from = relation.leads_from();
                assert!(from.is_some_and(|from| place(from) <= place(noun)), "{relation:?}");
            }
        }
    }
}
