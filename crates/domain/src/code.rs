//! Codes of administrative units, each with the days on which it means one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vocabulary::vocabulary;

/// A code that named a unit for some time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Code {
    /// The code scheme.
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

    /// Whether both are the same code, valid on a common day.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.value == other.value && self.shares_days(other)
    }

    /// Whether it and another code of the same scheme name a unit on the same day.
    #[must_use]
    pub fn shares_days(&self, other: &Self) -> bool {
        let starts_before = |a: &Self, b: &Self| match (a.valid_from, b.valid_to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        self.scheme == other.scheme && starts_before(self, other) && starts_before(other, self)
    }
}

vocabulary! {
    /// A code scheme for administrative units.
    pub enum CodeScheme {
        /// General Statistics Office of Viet Nam (Tổng cục Thống kê): two digits, three before
        /// 2004-07-08. Seven of these codes were reassigned on 2025-07-01.
        Gso = "GSO",
        /// ISO 3166-2, such as `VN-31`.
        Iso3166_2 = "ISO_3166_2",
        /// NUTS regions of the European Union, such as `BG41`.
        Nuts = "NUTS",
        /// Wikidata item, such as `Q1854`.
        Wikidata = "WIKIDATA",
        /// Other (khác).
        Other = "OTHER",
    }
}

/// Whether a day lies in `from..to`, where an absent end is open.
pub(super) fn within(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
}
