//! Indicator: what an activity is measured by. Names follow the IATI activity standard 2.03.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    decimal::Decimal,
    declare::{Described, noun},
    edtf::EdtfDate,
    noun::{ActivityId, NounId, RecordId},
    period::Period,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// A measure of an activity, with its baseline and targets.
    ///
    /// The actual values are the approved outcomes that name the indicator.
    pub struct Indicator<L: Link = ById> {
        /// The activity that it measures.
        pub activity: L::To<ActivityId> => one(ActivityIndicators),
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
    }
}

vocabulary! {
    /// How a value is to be read (IATI codelist `IndicatorMeasure`).
    pub enum Measure {
        /// A count or amount of some unit.
        Unit = "UNIT",
        /// A part of a hundred.
        Percentage = "PERCENTAGE",
        /// A number that only names a class.
        Nominal = "NOMINAL",
        /// A number that only ranks.
        Ordinal = "ORDINAL",
        /// Words, no number.
        Qualitative = "QUALITATIVE",
    }
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

impl Described for Indicator {
    fn day(&self) -> Option<Date> {
        None
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [Some(self.activity.record()), None]
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
    }
}
