//! Which texts of a record are searched, and as what they count.

use super::text::{Lang, LocalizedText};

/// What a text is to its record. The earlier, the more it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Its title or name.
    Title,
    /// What names it among others: its key, and its codes.
    Code,
    /// Where it is or took place.
    Place,
    /// What is told of it.
    Narrative,
}

impl Part {
    /// All directives.
    pub const ALL: [Self; 4] = [Self::Title, Self::Code, Self::Place, Self::Narrative];
}

/// A text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// What it is to its record.
    pub part: Part,
    /// Its language, where it has one.
    pub lang: Option<Lang>,
    /// What it says.
    pub says: &'a str,
}

/// Takes the texts of a record.
#[derive(Debug, Default)]
pub struct Texts<'a>(Vec<Text<'a>>);

impl<'a> Texts<'a> {
    /// Takes a text in no language, where there is one.
    pub fn plain(&mut self, part: Part, text: Option<&'a str>) {
        self.0.extend(text.map(|text| Text { part, lang: None, says: text }));
    }

    /// Takes a text in its languages, where there is one.
    pub fn localized(&mut self, part: Part, text: Option<&'a LocalizedText>) {
        let Some(text) = text else { return };
        for (lang, text) in [(Lang::Vi, text.vi()), (Lang::En, text.en())] {
            self.0.extend(text.map(|text| Text { part, lang: Some(lang), says: text }));
        }
    }

    /// The texts, those that count most first.
    pub(super) fn sorted(mut self) -> Vec<Text<'a>> {
        self.0.sort_by_key(|text| text.part);
        self.0
    }
}
