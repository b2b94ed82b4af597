//! Indicator: what an activity is measured by. Names follow the IATI activity standard 2.03.

use serde::{Deserialize, Serialize};

use super::{
    decimal::Decimal,
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    noun::ActivityId,
    period::Period,
    source::Source,
    text::LocalizedText,
};

/// A measure of an activity, with its baseline and targets.
///
/// The actual values are the approved outcomes that name the indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Indicator<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The activity that it measures.
    pub activity: L::To<ActivityId>,
    /// Its title.
    pub title: LocalizedText,
    /// How its values are to be read.
    pub measure: Measure,
    /// The unit of its values, such as `persons`; absent for a measure without unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// Whether more is better.
    pub ascending: bool,
    /// Whether the values of later periods contain those of earlier ones.
    pub cumulative: bool,
    /// Where things stood before.
    #[serde(default)]
    pub baseline: Option<Baseline>,
    /// What is to be reached, period by period.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// How a value is to be read (IATI codelist `IndicatorMeasure`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Measure {
    /// A count or amount of some unit.
    Unit,
    /// A part of a hundred.
    Percentage,
    /// A number that only names a class.
    Nominal,
    /// A number that only ranks.
    Ordinal,
    /// Words, no number.
    Qualitative,
}

/// Where things stood before an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Baseline {
    /// The year that it was taken in.
    pub year: u16,
    /// The day, where it is known more closely.
    #[serde(default)]
    pub date: Option<EdtfDate>,
    /// The value.
    #[serde(default)]
    pub value: Option<Decimal>,
    /// How it was taken.
    #[serde(default)]
    pub comment: Option<String>,
}

/// What is to be reached in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// The period.
    pub period: Period,
    /// The value to reach.
    pub value: Decimal,
    /// What the value means.
    #[serde(default)]
    pub comment: Option<String>,
}

impl<A: Link> Indicator<A> {
    /// Points the indicator by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Indicator<B> {
        Indicator {
            key: self.key,
            activity: to.link(self.activity, "activity"),
            title: self.title,
            measure: self.measure,
            unit: self.unit,
            ascending: self.ascending,
            cumulative: self.cumulative,
            baseline: self.baseline,
            targets: self.targets,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
