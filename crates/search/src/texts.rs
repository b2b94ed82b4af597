//! Which texts of a record are searched, and as what they count.

use domain::{Lang, LocalizedText, Record};

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
    /// All of them.
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

/// The texts of a record that a search looks through, those that count most first.
#[must_use]
pub fn texts(record: &Record) -> Vec<Text<'_>> {
    let mut texts = Texts(Vec::new());
    texts.plain(Part::Code, record.key());
    match record {
        Record::Province(it) => {
            texts.localized(Part::Title, Some(&it.name));
            texts.localized(Part::Place, it.region.as_ref());
            it.codes.iter().for_each(|code| texts.plain(Part::Code, Some(&code.value)));
        }
        Record::Succession(_) => {}
        Record::Organization(it) => texts.localized(Part::Title, Some(&it.name)),
        Record::Agreement(it) => {
            texts.localized(Part::Title, Some(&it.title));
            texts.plain(Part::Code, Some(&it.code));
            let termination = it.termination.as_ref();
            texts.plain(Part::Narrative, termination.map(|it| it.reason.as_str()));
        }
        Record::Sector(it) => {
            texts.localized(Part::Title, Some(&it.name));
            texts.plain(Part::Code, Some(&it.code));
            texts.localized(Part::Narrative, it.description.as_ref());
        }
        Record::Field(it) => {
            texts.localized(Part::Title, it.title.as_ref());
            texts.localized(Part::Narrative, it.objectives.as_ref());
        }
        Record::Activity(it) => {
            texts.localized(Part::Title, Some(&it.title));
            texts.plain(Part::Narrative, it.status_reason.as_deref());
        }
        Record::Event(it) => {
            texts.localized(Part::Title, Some(&it.title));
            texts.plain(Part::Place, it.place.as_deref());
            texts.plain(Part::Narrative, it.status_reason.as_deref());
        }
        Record::Indicator(it) => texts.localized(Part::Title, Some(&it.title)),
        Record::Outcome(it) => {
            texts.localized(Part::Title, Some(&it.title));
            texts.localized(Part::Narrative, it.narrative.as_ref());
            texts.plain(Part::Narrative, it.status_reason.as_deref());
        }
        Record::Claim(it) => {
            texts.plain(Part::Code, Some(&it.metric));
            texts.plain(Part::Place, it.scope.text.as_deref());
            texts.localized(Part::Narrative, it.narrative.as_ref());
            texts.plain(Part::Narrative, it.stated_by.as_deref());
        }
        Record::Directive(it) => {
            texts.localized(Part::Narrative, Some(&it.text));
            texts.plain(Part::Narrative, it.issued_by.as_deref());
            it.addressed_to.iter().for_each(|to| texts.plain(Part::Narrative, Some(to)));
        }
        Record::Document(it) => {
            texts.plain(Part::Title, Some(&it.title));
            texts.plain(Part::Narrative, it.publisher.as_deref());
        }
    }
    texts.plain(Part::Narrative, record.note());
    texts.0.sort_by_key(|text| text.part);
    texts.0
}

struct Texts<'a>(Vec<Text<'a>>);

impl<'a> Texts<'a> {
    fn plain(&mut self, part: Part, text: Option<&'a str>) {
        self.0.extend(text.map(|text| Text { part, lang: None, says: text }));
    }

    fn localized(&mut self, part: Part, text: Option<&'a LocalizedText>) {
        let Some(text) = text else { return };
        for (lang, text) in [(Lang::Vi, text.vi()), (Lang::En, text.en())] {
            self.0.extend(text.map(|text| Text { part, lang: Some(lang), says: text }));
        }
    }
}
