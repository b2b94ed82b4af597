//! Sector: a branch of cooperation. Sectors are records, so that an agency can add one.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    term::Term,
    text::LocalizedText,
    texts::{Part, Texts},
};

noun! {
    /// A branch of cooperation, such as tourism.
    pub struct Sector<L: Link = ById> {
        /// The code, such as `TOURISM`; unique among sectors.
        pub code: String,
        /// Its name.
        pub name: LocalizedText,
        /// What it covers.
        #[serde(default)]
        pub description: Option<LocalizedText>,
    }
}

impl Described for Sector {
    fn day(&self) -> Option<Date> {
        None
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        vec![("code", Term::SectorCode(self.code.clone()))]
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.name));
        texts.plain(Part::Code, Some(&self.code));
        texts.localized(Part::Narrative, self.description.as_ref());
    }
}
