//! Organization: a body that belongs to a province.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    name::folded,
    noun::{Noun, OrganizationId, ProvinceId},
    term::Term,
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
        /// Other names by which people call it: abbreviations, spellings, former names.
        #[serde(default)]
        pub aliases: Vec<String>,
        /// The province that it belongs to.
        pub province: L::To<ProvinceId> => one(ProvinceOrganizations),
        /// The organization that this was registered as once more, if so: it stands for this one.
        #[serde(default)]
        pub merged_into: Option<L::To<OrganizationId>> => maybe(OrganizationDuplicates),
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

    fn terms(&self) -> Vec<(&'static str, Term)> {
        let names = [self.name.vi(), self.name.en()].into_iter().flatten();
        let names = names.chain(self.aliases.iter().map(String::as_str));
        names.map(|it| ("name", Term::Name(Noun::Organization, folded(it)))).collect()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.name));
        self.aliases.iter().for_each(|alias| texts.plain(Part::Title, Some(alias)));
    }
}
