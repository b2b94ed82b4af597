//! Field: a priority field of one agreement.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::{AgreementId, OrganizationId, SectorId},
    source::Source,
    text::LocalizedText,
};

/// A priority field of one agreement (lĩnh vực hợp tác trọng tâm).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Field<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The agreement that names it.
    pub agreement: L::To<AgreementId>,
    /// Its sector.
    pub sector: L::To<SectorId>,
    /// Its title, where the agreement words it otherwise than the sector's name.
    #[serde(default)]
    pub title: Option<LocalizedText>,
    /// What the parties want to reach in it.
    #[serde(default)]
    pub objectives: Option<LocalizedText>,
    /// The organization in the lead.
    #[serde(default)]
    pub lead: Option<L::To<OrganizationId>>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

impl<A: Link> Field<A> {
    /// Points the field by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Field<B> {
        Field {
            key: self.key,
            agreement: to.link(self.agreement, "agreement"),
            sector: to.link(self.sector, "sector"),
            title: self.title,
            objectives: self.objectives,
            lead: to.link_option(self.lead, "lead"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
