//! What the words of the API's enums are called.

use std::{collections::BTreeMap, sync::LazyLock};

/// What a word is called.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(from = "(String, String)")]
pub struct Label {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl From<(String, String)> for Label {
    fn from((vi, en): (String, String)) -> Self {
        Self { vi, en }
    }
}

/// What the words of each enum are called, by the enum's name, then by word.
pub type Labels = BTreeMap<String, BTreeMap<String, Label>>;

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    // A test reads the file; without it words stand for themselves.
    read(include_str!("../catalogue/labels.toml")).unwrap_or_default()
});

fn read(text: &str) -> Result<Labels, toml::de::Error> {
    toml::from_str(text)
}

/// What the words of the API's enums are called.
#[must_use]
pub fn labels() -> &'static Labels {
    &LABELS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labels_are_read_and_each_says_something() {
        let labels = read(include_str!("../catalogue/labels.toml"));
        for (list, words) in labels.unwrap_or_else(|error| panic!("{error}")) {
            for (word, Label { vi, en }) in words {
                let is_said = |text: &str| !text.is_empty() && text.trim() == text;
                assert!(is_said(&vi) && is_said(&en), "{list}.{word}");
            }
        }
    }
}
