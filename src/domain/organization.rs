//! Organization: a body that belongs to a province.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    declare::{Described, noun},
    link::Link,
    noun::{ProvinceId, RecordId},
    text::LocalizedText,
};

noun! {
    /// A people's committee, department, hospital… of a province.
    pub struct Organization<L: Link = ById> {
        /// What sort of body it is.
        pub kind: OrganizationKind,
        /// Its name.
        pub name: LocalizedText,
        /// The province that it belongs to.
        pub province: L::To<ProvinceId> => one(ProvinceOrganizations),
    }
}

/// What sort of body an organization is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganizationKind {
    /// Ủy ban nhân dân of a province.
    PeoplesCommittee,
    /// Sở, or another agency of a province.
    Department,
    /// Quận, huyện, or a city under a province.
    District,
    /// Bệnh viện.
    Hospital,
    /// Doanh nghiệp.
    Enterprise,
    /// Hiệp hội.
    Association,
    /// School or university.
    School,
    /// Any other.
    Other,
}

impl<A: Link> Organization<A> {}

impl Described for Organization {
    fn day(&self) -> Option<Date> {
        None
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [None; 2]
    }
}
