//! Sector: a branch of cooperation. Sectors are records, so that an agency can add one.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    source::Source,
    text::LocalizedText,
};

/// A branch of cooperation, such as tourism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Sector<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The code, such as `TOURISM`; no two sectors share one.
    pub code: String,
    /// Its name.
    pub name: LocalizedText,
    /// What belongs to it.
    #[serde(default)]
    pub description: Option<LocalizedText>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

impl<A: Link> Sector<A> {
    /// Points the sector by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Sector<B> {
        Sector {
            key: self.key,
            code: self.code,
            name: self.name,
            description: self.description,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
