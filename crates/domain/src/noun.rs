//! The list of nouns, their ids, and the one id that can name any record.
//!
//! Ids are counted per noun, from 1, in the order of registration. They are internal: a
//! province's codes, an agreement's code and a file's keys are looked up, never used as identity.

use std::fmt;

use messages::{Message, Say, message};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The one list of nouns, handed to a macro that makes something for each: what a noun is called,
/// the type of its ids, and within braces its stored discriminant, its name in files, its plural,
/// and its place in exports, where no record points at a noun that comes later.
///
/// A noun is appended, with the next discriminant. Two places that are the same, or a discriminant
/// that is left out, are told by the compiler.
macro_rules! each_noun {
    ($then:ident) => {
        $then! {
            /// An administrative unit (tỉnh, thành phố).
            Province(ProvinceId) { 1, province, "provinces", exported 2 }
            /// Units that became other units on a day.
            Succession(SuccessionId) { 2, succession, "successions", exported 3 }
            /// A body that belongs to a province.
            Organization(OrganizationId) { 3, organization, "organizations", exported 5 }
            /// What provinces agreed (thỏa thuận).
            Agreement(AgreementId) { 4, agreement, "agreements", exported 6 }
            /// A branch of cooperation, such as tourism.
            Sector(SectorId) { 5, sector, "sectors", exported 4 }
            /// A priority field of one agreement (lĩnh vực).
            Field(FieldId) { 6, field, "fields", exported 7 }
            /// An agreed item (hoạt động).
            Activity(ActivityId) { 7, activity, "activities", exported 8 }
            /// Something that took place (sự kiện).
            Event(EventId) { 8, event, "events", exported 9 }
            /// What an activity is measured by.
            Indicator(IndicatorId) { 9, indicator, "indicators", exported 10 }
            /// A recorded result.
            Outcome(OutcomeId) { 10, outcome, "outcomes", exported 11 }
            /// A figure that somebody published.
            Claim(ClaimId) { 11, claim, "claims", exported 12 }
            /// An instruction or recommendation from a review.
            Directive(DirectiveId) { 12, directive, "directives", exported 13 }
            /// A source or evidence.
            Document(DocumentId) { 13, document, "documents", exported 1 }
        }
    };
}

pub(crate) use each_noun;

macro_rules! nouns {
    ($(
        $(#[$doc:meta])*
        $noun:ident($id:ident) {
            $tag:literal, $singular:ident, $plural:literal, exported $place:literal
        }
    )+) => {
        /// What a record is about. The discriminants are part of the stored form and never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Noun { $($(#[$doc])* $noun = $tag,)+ }

        impl Noun {
            /// Every noun, in the order of its discriminant.
            pub const ALL: [Self; [$($tag),+].len()] = [$(Self::$noun),+];

            /// Every noun, in an order in which no record points at a later one, but for records of
            /// its own noun: that of exports.
            pub const IN_ORDER: [Self; Self::ALL.len()] = {
                let mut order = Self::ALL;
                $(order[$place - 1] = Self::$noun;)+
                order
            };

            /// The name as the schema spells it, such as `Activity`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$noun => stringify!($noun),)+ }
            }

            /// The name as files spell it, such as `activity`.
            #[must_use]
            pub const fn singular(self) -> &'static str {
                match self { $(Self::$noun => stringify!($singular),)+ }
            }

            /// The plural in lower case, such as `activities`: what files of many are called.
            #[must_use]
            pub const fn plural(self) -> &'static str {
                match self { $(Self::$noun => $plural,)+ }
            }
        }

        const _: () = {
            let (mut noun, places) = (0, [$($place),+]);
            while noun < Noun::ALL.len() {
                assert!(Noun::ALL[noun] as usize == noun + 1, "discriminants count from 1");
                let holder = Noun::IN_ORDER[places[noun] - 1];
                assert!(holder as usize == noun + 1, "two nouns have one place in exports");
                noun += 1;
            }
        };

        $(
            #[doc = concat!("The id of a record of [`Noun::", stringify!($noun), "`].")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
            pub struct $id(u64);

            impl NounId for $id {
                const NOUN: Noun = Noun::$noun;

                fn from_number(number: u64) -> Self {
                    Self(number)
                }

                fn number(self) -> u64 {
                    self.0
                }
            }

            impl From<$id> for RecordId {
                fn from(id: $id) -> Self {
                    id.record()
                }
            }
        )+
    };
}

each_noun!(nouns);

impl Noun {
    /// The noun with this discriminant.
    #[must_use]
    pub fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.get(usize::from(tag).checked_sub(1)?).copied()
    }

    /// The discriminant.
    #[must_use]
    pub const fn tag(self) -> u8 {
        self as u8
    }

    /// The noun that files call so.
    #[must_use]
    pub fn named(singular: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.singular() == singular)
    }
}

impl Say for Noun {
    /// Its name; the catalogue has each.
    fn message(&self) -> Message {
        Message::new(self.singular(), Vec::new())
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.singular())
    }
}

/// The id of a record of any noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordId {
    /// Which noun the record is of.
    pub noun: Noun,
    /// Its number within the noun, from 1.
    pub number: u64,
}

impl RecordId {
    const NUMBER_BITS: u32 = 56;

    /// Packs the id into eight bytes that sort by noun, then by number.
    #[must_use]
    pub const fn pack(self) -> u64 {
        ((self.noun as u64) << Self::NUMBER_BITS) | self.number
    }

    /// Reads a packed id; `None` where no noun has this tag or the number is 0.
    #[must_use]
    pub fn unpack(packed: u64) -> Option<Self> {
        let noun = Noun::from_tag(u8::try_from(packed >> Self::NUMBER_BITS).ok()?)?;
        let number = packed & ((1 << Self::NUMBER_BITS) - 1);
        (number > 0).then_some(Self { noun, number })
    }
}

impl Say for RecordId {
    fn message(&self) -> Message {
        message!("{noun} {number}", noun = self.noun, number = self.number)
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.noun, self.number)
    }
}

/// The id of a record of one noun.
pub trait NounId:
    Copy
    + fmt::Debug
    + Eq
    + std::hash::Hash
    + Ord
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// The noun that this type of id names.
    const NOUN: Noun;

    /// The id with this number within the noun.
    fn from_number(number: u64) -> Self;

    /// The number within the noun.
    fn number(self) -> u64;

    /// The same id, with its noun told at run time.
    fn record(self) -> RecordId {
        RecordId { noun: Self::NOUN, number: self.number() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_id_reads_back_and_sorts_by_noun_then_number() {
        let mut packed = Vec::new();
        for noun in Noun::ALL {
            for number in [1, 2, (1 << 56) - 1] {
                let id = RecordId { noun, number };
                assert_eq!(RecordId::unpack(id.pack()), Some(id));
                packed.push(id.pack());
            }
        }
        assert!(packed.is_sorted());
    }

    #[test]
    fn what_no_record_can_have_is_not_an_id() {
        for packed in [0, 5, 14 << 56 | 1, 1 << 56, u64::MAX] {
            assert_eq!(RecordId::unpack(packed), None, "{packed:#x}");
        }
    }
}
