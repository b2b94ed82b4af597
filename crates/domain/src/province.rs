//! Province: an administrative unit, and the codes that named it at different times.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    code::{Code, within},
    declare::{Described, noun},
    link::Link,
    name::folded,
    noun::{Noun, ProvinceId},
    term::Term,
    text::{Lang, LocalizedText},
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// An administrative unit of the first level.
    ///
    /// A unit is what it was from one reorganisation to the next: the Gia Lai before 2025-07-01 and
    /// the enlarged one after it are two records, tied by a [`Succession`](super::Succession). One
    /// that goes on after a part was carved out of it, or after it took in another, or with another
    /// kind or name, is one record.
    pub struct Province<L: Link = ById> {
        /// Centrally governed city, or province, as it is now or was last.
        pub kind: ProvinceKind,
        /// The name without the word for the kind, as it is now or was last.
        pub name: LocalizedText,
        /// Other names by which people call it: abbreviations, spellings, former names.
        #[serde(default)]
        pub aliases: Vec<String>,
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
        /// The unit that this was registered as once more, if so: it stands for this one.
        #[serde(default)]
        pub merged_into: Option<L::To<ProvinceId>> => maybe(ProvinceDuplicates),
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

impl ProvinceKind {
    /// The name of a unit of this kind with the word for the kind, such as `Tỉnh Đắk Lắk`.
    #[must_use]
    pub fn full_name(self, name: &str, lang: Lang) -> String {
        match (self, lang) {
            (Self::Municipality, Lang::Vi) => format!("Thành phố {name}"),
            (Self::Province, Lang::Vi) => format!("Tỉnh {name}"),
            (Self::Municipality, Lang::En) => format!("{name} City"),
            (Self::Province, Lang::En) => format!("{name} Province"),
        }
    }
}

impl<L: Link> Province<L> {
    /// Whether the unit exists on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }

    /// The kind and name on a day; before its first day those that it began with, after its last
    /// those that it ended with.
    #[must_use]
    pub fn form_on(&self, day: Date) -> (ProvinceKind, &LocalizedText) {
        let earlier = self.earlier.iter().find(|form| day < form.until);
        earlier.map_or((self.kind, &self.name), |form| (form.kind, &form.name))
    }

    /// Every name that it has or had, with and without the word for its kind, and its aliases.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let earlier = self.earlier.iter().map(|form| (form.kind, &form.name));
        let mut names = self.aliases.clone();
        for (kind, name) in earlier.chain([(self.kind, &self.name)]) {
            for (lang, name) in [(Lang::Vi, name.vi()), (Lang::En, name.en())] {
                let Some(name) = name else { continue };
                names.extend([name.to_owned(), kind.full_name(name, lang)]);
                if (kind, lang) == (ProvinceKind::Municipality, Lang::Vi) {
                    names.push(format!("TP {name}"));
                }
            }
        }
        names
    }

    /// Notes that the unit has another kind and name from a day until its next change.
    pub(super) fn change_form(&mut self, on: Date, kind: ProvinceKind, name: LocalizedText) {
        let place = self.earlier.iter().position(|form| on < form.until);
        let present = match place.and_then(|place| self.earlier.get_mut(place)) {
            Some(form) => (&mut form.kind, &mut form.name),
            None => (&mut self.kind, &mut self.name),
        };
        let was = EarlierForm {
            until: on,
            kind: std::mem::replace(present.0, kind),
            name: std::mem::replace(present.1, name),
        };
        self.earlier.insert(place.unwrap_or(self.earlier.len()), was);
    }
}

impl Described for Province {
    fn day(&self) -> Option<Date> {
        self.valid_from
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        let codes = self.codes.iter();
        let codes = codes.map(|it| ("codes", Term::ProvinceCode(it.scheme, it.value.clone())));
        let names = self.names().into_iter();
        codes.chain(names.map(|it| ("name", Term::Name(Noun::Province, folded(&it))))).collect()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.name));
        self.earlier.iter().for_each(|form| texts.localized(Part::Title, Some(&form.name)));
        self.aliases.iter().for_each(|alias| texts.plain(Part::Title, Some(alias)));
        texts.localized(Part::Place, self.region.as_ref());
        self.codes.iter().for_each(|code| texts.plain(Part::Code, Some(&code.value)));
    }
}
