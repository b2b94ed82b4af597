//! Terms: the human keys that name a record.

use super::{code::CodeScheme, noun::Noun};

/// A human key of a record. No two records of a noun share a key or a code, except province
/// codes, which share a value at different times. Names are shared at any time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// The external key of a record of a noun.
    Key(Noun, String),
    /// An agreement's code.
    AgreementCode(String),
    /// A sector's code.
    SectorCode(String),
    /// A province's code at some time.
    ProvinceCode(CodeScheme, String),
    /// A document's address.
    DocumentUrl(String),
    /// A name or alias of a record of a noun, [folded](super::name::folded). Several records may
    /// share one.
    Name(Noun, String),
}

impl Term {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Key(_, text)
            | Self::AgreementCode(text)
            | Self::SectorCode(text)
            | Self::ProvinceCode(_, text)
            | Self::DocumentUrl(text)
            | Self::Name(_, text) => text,
        }
    }

    /// Whether it names but one record at a time: keys, most codes, and addresses. The codes of
    /// provinces change hands, and names are shared.
    #[must_use]
    pub const fn is_unique(&self) -> bool {
        !matches!(self, Self::ProvinceCode(..) | Self::Name(..))
    }
}
