//! Codes of administrative units, each with the days on which it means one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

/// Whether a day lies in `from..to`, where an absent end is open.
pub(super) fn within(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
}
