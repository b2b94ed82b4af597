//! Succession: the day on which units became other units.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    noun::{DocumentId, ProvinceId},
    texts::Texts,
};

noun! {
    /// Predecessor units became successor units on a day, by an instrument.
    ///
    /// Many predecessors and one successor are a merger; one predecessor and many successors a split.
    pub struct Succession<L: Link = ById> {
        /// The first day of the successors.
        pub on: Date,
        /// The resolution or decision that ordered it.
        #[serde(default)]
        pub instrument: Option<L::To<DocumentId>> => maybe(DocumentSuccessions),
        /// The units that ended.
        pub predecessors: Vec<L::To<ProvinceId>> => many(ProvinceSucceededBy),
        /// The units that began.
        pub successors: Vec<L::To<ProvinceId>> => many(ProvincePrecededBy),
    }
}

impl Described for Succession {
    fn day(&self) -> Option<Date> {
        Some(self.on)
    }

    fn texts<'a>(&'a self, _: &mut Texts<'a>) {}
}
