//! The catalogue: what messages and words are in another language than English.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    label::labels,
    recognise::{LONGEST, Pattern},
    template::{Part, parts},
};

/// What messages and words are in another language than English.
#[derive(Debug, Default)]
pub struct Catalogue {
    messages: BTreeMap<String, String>,
    /// Of the texts that come as such: ours after a library had them, and those of libraries.
    patterns: Vec<Pattern>,
}

static VIETNAMESE: LazyLock<Catalogue> = LazyLock::new(|| {
    // A test reads the file; without it everybody reads English.
    Catalogue::read(include_str!("../catalogue/vi.toml")).unwrap_or_default()
});

impl Catalogue {
    /// What messages and words are in Vietnamese.
    #[must_use]
    pub fn vietnamese() -> &'static Self {
        &VIETNAMESE
    }

    /// Reads a catalogue: tables by topic, each of translations by English template. Those of the
    /// table `texts` are only looked for in texts of others.
    ///
    /// # Errors
    /// Where it is not of that form, or has a template twice.
    pub fn read(text: &str) -> Result<Self, String> {
        type Topics = BTreeMap<String, BTreeMap<String, String>>;
        let topics: Topics = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut messages = BTreeMap::new();
        let mut patterns = Vec::new();
        for (topic, table) in topics {
            for (template, said) in table {
                patterns.extend(Pattern::of(&template, &said, topic == "texts"));
                if topic == "texts" {
                    continue;
                }
                if messages.contains_key(&template) {
                    return Err(format!("the catalogue has `{template}` twice; remove one"));
                }
                messages.insert(template, said);
            }
        }
        // What says most of a text tells it best.
        patterns.sort_by_key(Pattern::rank);
        Ok(Self { messages, patterns })
    }

    /// What a template is in the language.
    #[must_use]
    pub fn template(&self, template: &str) -> Option<&str> {
        self.messages.get(template).map(String::as_str)
    }

    /// All translations, by English template.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().map(|(template, said)| (template.as_str(), said.as_str()))
    }

    /// What a text is in the language, where it is one of ours that went through a library, or one
    /// of a library that the catalogue knows; else the text as it is.
    pub(super) fn recognised(&self, text: &str) -> String {
        self.within_depth(text, 4)
    }

    fn within_depth(&self, text: &str, depth: usize) -> String {
        if text.is_empty() || text.len() > LONGEST || depth == 0 {
            return text.to_owned();
        }
        if let Some(said) = self.template(text) {
            return said.to_owned();
        }
        let found = self.patterns.iter().find_map(|pattern| Some((pattern, pattern.read(text)?)));
        let Some((pattern, values)) = found else { return text.to_owned() };
        let mut said = String::new();
        for part in parts(pattern.said()) {
            match part {
                Part::Text(text) => said.push_str(text),
                Part::Argument(name) => match values.get(name) {
                    Some(value) => said.push_str(&self.within_depth(value, depth - 1)),
                    None => said.extend(["{", name, "}"]),
                },
            }
        }
        said
    }

    /// What a word of an enum is within a sentence: its label, not as a title.
    pub(super) fn word(list: &str, word: &str) -> String {
        let label = labels().get(list).and_then(|words| words.get(word));
        label.map_or_else(|| word.to_owned(), |label| as_in_a_sentence(&label.vi))
    }
}

/// A label without its capital, but that of an abbreviation or a name.
fn as_in_a_sentence(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_read_and_has_no_template_twice() {
        let read = Catalogue::read(include_str!("../catalogue/vi.toml"));
        read.unwrap_or_else(|error| panic!("{error}"));
        let twice = Catalogue::read("[a]\n\"x\" = \"y\"\n[b]\n\"x\" = \"z\"\n");
        assert!(twice.unwrap_err().contains("`x` twice"));
    }

    #[test]
    fn a_text_that_went_through_a_library_is_recognised() {
        let catalogue = Catalogue::read(
            "[a]\n\
             \"activity\" = \"hoạt động\"\n\
             \"{value} is not a date; write YYYY\" = \"{value} không phải là ngày; hãy ghi YYYY\"\n\
             [texts]\n\
             \"{message} at line {line} column {column}\" = \
             \"{message} tại dòng {line} cột {column}\"\n",
        )
        .unwrap();
        for (text, said) in [
            (
                "`x` is not a date; write YYYY at line 1 column 7",
                "`x` không phải là ngày; hãy ghi YYYY tại dòng 1 cột 7",
            ),
            ("`x` is not a date; write YYYY", "`x` không phải là ngày; hãy ghi YYYY"),
            ("a `activity` b activity", "a `activity` b activity"),
            ("activity", "hoạt động"),
            ("something else", "something else"),
            ("", ""),
        ] {
            assert_eq!(catalogue.recognised(text), said);
        }
    }

    #[test]
    fn a_label_stands_in_a_sentence_without_its_capital() {
        for (label, within) in
            [("Đã duyệt", "đã duyệt"), ("ODA", "ODA"), ("", ""), ("Ủy ban", "ủy ban")]
        {
            assert_eq!(as_in_a_sentence(label), within);
        }
    }
}
