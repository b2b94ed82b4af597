//! Succession: the day on which units became other units.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::{DocumentId, ProvinceId},
    source::Source,
};

/// Predecessor units became successor units on a day, by an instrument.
///
/// Many predecessors and one successor are a merger; one predecessor and many successors a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Succession<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The first day of the successors.
    pub on: Date,
    /// The resolution or decision that ordered it.
    #[serde(default)]
    pub instrument: Option<L::To<DocumentId>>,
    /// The units that ended.
    pub predecessors: Vec<L::To<ProvinceId>>,
    /// The units that began.
    pub successors: Vec<L::To<ProvinceId>>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

impl<A: Link> Succession<A> {
    /// Points the succession by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Succession<B> {
        Succession {
            key: self.key,
            on: self.on,
            instrument: to.link_option(self.instrument, "instrument"),
            predecessors: to.link_all(self.predecessors, "predecessors"),
            successors: to.link_all(self.successors, "successors"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
