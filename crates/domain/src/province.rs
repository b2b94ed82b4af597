//! Province: an administrative unit, and the codes that named it at different times.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    source::Source,
    text::LocalizedText,
};

/// An administrative unit of the first level.
///
/// A unit is what it was from one reorganisation to the next: the Gia Lai before 2025-07-01 and
/// the enlarged one after it are two records, tied by a [`Succession`](super::Succession).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Province<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// City under the central government, or province.
    pub kind: ProvinceKind,
    /// The name without the word for the kind.
    pub name: LocalizedText,
    /// The socio-economic region; absent where none is stated, as after 2025.
    #[serde(default)]
    pub region: Option<LocalizedText>,
    /// The first day on which the unit existed; absent where no source prints it.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The first day on which it no longer existed; absent while it exists.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// Its codes, each with the days on which it meant this unit.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain, in the words of the person who recorded it.
    #[serde(default)]
    pub note: Option<String>,
}

/// City under the central government, or province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProvinceKind {
    /// Thành phố trực thuộc trung ương.
    Municipality,
    /// Tỉnh.
    Province,
}

/// A code that named a unit for some time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Code {
    /// Who assigned it.
    pub scheme: CodeScheme,
    /// The code as printed, such as `52` or `VN-31`.
    pub value: String,
    /// The first day on which it meant this unit; absent where it always did.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The first day on which it no longer did; absent while it does.
    #[serde(default)]
    pub valid_to: Option<Date>,
}

impl Code {
    /// Whether the code names its unit on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }
}

/// A system of codes for administrative units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CodeScheme {
    /// General Statistics Office of Viet Nam, two digits.
    Gso,
    /// ISO 3166-2.
    #[serde(rename = "ISO_3166_2")]
    Iso3166_2,
    /// NUTS regions of the European Union.
    Nuts,
    /// Wikidata item.
    Wikidata,
    /// Any other.
    Other,
}

impl<L: Link> Province<L> {
    /// Whether the unit exists on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }

    /// Points the province by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<L, B>) -> Province<B> {
        Province {
            key: self.key,
            kind: self.kind,
            name: self.name,
            region: self.region,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            codes: self.codes,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}

/// Whether a day lies in `from..to`, where an absent end is open.
fn within(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
}
