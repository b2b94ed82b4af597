//! Organization: a body that belongs to a province.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    noun::{ProvinceId, RecordId},
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// A people's committee, department, hospital… of a province.
    pub struct Organization<L: Link = ById> {
        /// The kind of organization.
        pub kind: OrganizationKind,
        /// Its name.
        pub name: LocalizedText,
        /// The province that it belongs to.
        pub province: L::To<ProvinceId> => one(ProvinceOrganizations),
    }
}

vocabulary! {
    /// The kind of organization.
    pub enum OrganizationKind {
        /// People's committee (Ủy ban nhân dân) of a province.
        PeoplesCommittee = "PEOPLES_COMMITTEE",
        /// Department (sở), or another agency of a province.
        Department = "DEPARTMENT",
        /// District (quận, huyện), or a city under a province.
        District = "DISTRICT",
        /// Hospital (bệnh viện).
        Hospital = "HOSPITAL",
        /// Enterprise (doanh nghiệp).
        Enterprise = "ENTERPRISE",
        /// Association (hiệp hội).
        Association = "ASSOCIATION",
        /// School or university (trường học, trường đại học).
        School = "SCHOOL",
        /// Other (khác).
        Other = "OTHER",
    }
}

impl Described for Organization {
    fn day(&self) -> Option<Date> {
        None
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [None; 2]
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.name));
    }
}
