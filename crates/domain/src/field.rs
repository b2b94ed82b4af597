//! Field: a priority field of one agreement.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    noun::{AgreementId, OrganizationId, SectorId},
    text::LocalizedText,
    texts::{Part, Texts},
};

noun! {
    /// A priority field of one agreement (lĩnh vực hợp tác trọng tâm).
    pub struct Field<L: Link = ById> {
        /// The agreement that names it.
        pub agreement: L::To<AgreementId> => one(AgreementFields),
        /// Its sector.
        pub sector: L::To<SectorId> => one(SectorFields),
        /// Its title, if the agreement words it differently from the sector's name.
        #[serde(default)]
        pub title: Option<LocalizedText>,
        /// The objectives of the parties.
        #[serde(default)]
        pub objectives: Option<LocalizedText>,
        /// The lead organization.
        #[serde(default)]
        pub lead: Option<L::To<OrganizationId>> => maybe(OrganizationFields),
    }
}

impl Described for Field {
    fn day(&self) -> Option<Date> {
        None
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, self.title.as_ref());
        texts.localized(Part::Narrative, self.objectives.as_ref());
    }
}
