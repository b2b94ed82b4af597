//! Organization: a body that belongs to a province.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::ProvinceId,
    source::Source,
    text::LocalizedText,
};

/// A people's committee, department, hospital… of a province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// What sort of body it is.
    pub kind: OrganizationKind,
    /// Its name.
    pub name: LocalizedText,
    /// The province that it belongs to.
    pub province: L::To<ProvinceId>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
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

impl<A: Link> Organization<A> {
    /// Points the organization by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Organization<B> {
        Organization {
            key: self.key,
            kind: self.kind,
            name: self.name,
            province: to.link(self.province, "province"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
