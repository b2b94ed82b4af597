//! The text by which records are ordered by title.

use super::{
    record::Record,
    text::{Lang, LocalizedText},
    vocabulary::Vocabulary,
};

impl Record {
    /// The title or name, or what stands for one where the noun has none: the day of a succession,
    /// what a claim counts. Empty where a field is called as its sector is.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        let text = |text: &LocalizedText| text.get(lang).to_owned();
        match self {
            Self::Province(it) => text(&it.name),
            Self::Succession(it) => it.on.to_string(),
            Self::Organization(it) => text(&it.name),
            Self::Agreement(it) => text(&it.title),
            Self::Sector(it) => text(&it.name),
            Self::Field(it) => it.title.as_ref().map_or_else(String::new, text),
            Self::Activity(it) => text(&it.title),
            Self::Event(it) => text(&it.title),
            Self::Indicator(it) => text(&it.title),
            Self::Outcome(it) => text(&it.title),
            Self::Claim(it) => {
                it.metric_words.clone().unwrap_or_else(|| it.metric.word().to_owned())
            }
            Self::Directive(it) => text(&it.text),
            Self::Document(it) => it.title.clone(),
        }
    }
}
