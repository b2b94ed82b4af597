//! Province: an administrative unit, and the codes that named it at different times.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    code::{Code, within},
    declare::{Described, noun},
    link::Link,
    noun::RecordId,
    term::Term,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// An administrative unit of the first level.
    ///
    /// A unit is what it was from one reorganisation to the next: the Gia Lai before 2025-07-01 and
    /// the enlarged one after it are two records, tied by a [`Succession`](super::Succession).
    pub struct Province<L: Link = ById> {
        /// Centrally governed city, or province, as it is now or was last.
        pub kind: ProvinceKind,
        /// The name without the word for the kind, as it is now or was last.
        pub name: LocalizedText,
        /// The socio-economic region; absent where none is stated, as after 2025.
        #[serde(default)]
        pub region: Option<LocalizedText>,
        /// The first day on which the unit existed; omit it if no source prints it.
        #[serde(default)]
        pub valid_from: Option<Date>,
        /// The first day on which it no longer existed; omit it while it exists.
        #[serde(default)]
        pub valid_to: Option<Date>,
        /// Its codes, each with the days on which it belonged to this unit.
        #[serde(default)]
        pub codes: Vec<Code>,
        /// What it was before its kind or name changed, in the order of time.
        #[serde(default)]
        pub earlier: Vec<EarlierForm>,
    }
}

/// The kind and name of a unit until they changed. The unit stays the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EarlierForm {
    /// The first day on which it no longer had this kind and name.
    pub until: Date,
    /// The kind until then.
    pub kind: ProvinceKind,
    /// The name until then.
    pub name: LocalizedText,
}

vocabulary! {
    /// Centrally governed city, or province.
    pub enum ProvinceKind {
        /// Centrally governed city (thành phố trực thuộc trung ương).
        Municipality = "MUNICIPALITY",
        /// Province (tỉnh).
        Province = "PROVINCE",
    }
}

impl<L: Link> Province<L> {
    /// Whether the unit exists on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }
}

impl Described for Province {
    fn day(&self) -> Option<Date> {
        self.valid_from
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [None; 2]
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        let codes = self.codes.iter();
        codes.map(|it| ("codes", Term::ProvinceCode(it.scheme, it.value.clone()))).collect()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.name));
        texts.localized(Part::Place, self.region.as_ref());
        self.codes.iter().for_each(|code| texts.plain(Part::Code, Some(&code.value)));
    }
}
