//! The nouns, their ids, and the one id that can name any record.
//!
//! Ids are counted per noun, from 1, in the order of registration. They are internal: a
//! province's codes, an agreement's code and a file's keys are looked up, never used as identity.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a record is about. The discriminants are part of the stored form and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Noun {
    /// An administrative unit (tỉnh, thành phố).
    Province = 1,
    /// Units that became other units on a day.
    Succession = 2,
    /// A body that belongs to a province.
    Organization = 3,
    /// What provinces agreed (thỏa thuận).
    Agreement = 4,
    /// A branch of cooperation, such as tourism.
    Sector = 5,
    /// A priority field of one agreement (lĩnh vực).
    Field = 6,
    /// An agreed item (hoạt động).
    Activity = 7,
    /// Something that took place (sự kiện).
    Event = 8,
    /// What an activity is measured by.
    Indicator = 9,
    /// A recorded result.
    Outcome = 10,
    /// A figure that somebody published.
    Claim = 11,
    /// An instruction or recommendation from a review.
    Directive = 12,
    /// A source or evidence.
    Document = 13,
}

impl Noun {
    /// Every noun, in the order of its discriminant; a record never points at a noun whose
    /// records could not have been registered in the same command.
    pub const ALL: [Self; 13] = [
        Self::Province,
        Self::Succession,
        Self::Organization,
        Self::Agreement,
        Self::Sector,
        Self::Field,
        Self::Activity,
        Self::Event,
        Self::Indicator,
        Self::Outcome,
        Self::Claim,
        Self::Directive,
        Self::Document,
    ];

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

    /// The name as the schema spells it, such as `Activity`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Province => "Province",
            Self::Succession => "Succession",
            Self::Organization => "Organization",
            Self::Agreement => "Agreement",
            Self::Sector => "Sector",
            Self::Field => "Field",
            Self::Activity => "Activity",
            Self::Event => "Event",
            Self::Indicator => "Indicator",
            Self::Outcome => "Outcome",
            Self::Claim => "Claim",
            Self::Directive => "Directive",
            Self::Document => "Document",
        }
    }
}

impl Noun {
    /// The plural in lower case, such as `activities`: what files of many are called.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Province => "provinces",
            Self::Succession => "successions",
            Self::Organization => "organizations",
            Self::Agreement => "agreements",
            Self::Sector => "sectors",
            Self::Field => "fields",
            Self::Activity => "activities",
            Self::Event => "events",
            Self::Indicator => "indicators",
            Self::Outcome => "outcomes",
            Self::Claim => "claims",
            Self::Directive => "directives",
            Self::Document => "documents",
        }
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name().to_lowercase())
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

macro_rules! ids {
    ($($name:ident => $noun:ident),+ $(,)?) => {$(
        #[doc = concat!("The id of a record of [`Noun::", stringify!($noun), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(u64);

        impl NounId for $name {
            const NOUN: Noun = Noun::$noun;

            fn from_number(number: u64) -> Self {
                Self(number)
            }

            fn number(self) -> u64 {
                self.0
            }
        }

        impl From<$name> for RecordId {
            fn from(id: $name) -> Self {
                id.record()
            }
        }
    )+};
}

ids! {
    ProvinceId => Province,
    SuccessionId => Succession,
    OrganizationId => Organization,
    AgreementId => Agreement,
    SectorId => Sector,
    FieldId => Field,
    ActivityId => Activity,
    EventId => Event,
    IndicatorId => Indicator,
    OutcomeId => Outcome,
    ClaimId => Claim,
    DirectiveId => Directive,
    DocumentId => Document,
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
