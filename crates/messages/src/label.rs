//! What the words of the API's enums are called.

use std::{collections::BTreeMap, sync::LazyLock};

/// What a word is called.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// By the name of an enum, then by word.
pub(super) type Labels = BTreeMap<String, BTreeMap<String, Label>>;

static LABELS: LazyLock<Labels> =
    LazyLock::new(|| toml::from_str(include_str!("../catalogue/labels.toml")).unwrap_or_default());

/// What the words of an enum of the API are called, by word; `None` where it is not known.
#[must_use]
pub fn labels(list: &str) -> Option<&'static BTreeMap<String, Label>> {
    LABELS.get(list)
}
