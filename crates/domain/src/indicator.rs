//! Indicator: what an activity is measured by. Names follow the IATI activity standard 2.03.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    decimal::Decimal,
    declare::{Described, noun},
    edtf::EdtfDate,
    noun::ActivityId,
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
        /// The measure of its values.
        pub measure: Measure,
        /// The unit of its values, such as `persons`; absent for a measure without unit.
        #[serde(default)]
        pub unit: Option<String>,
        /// Whether a higher value is better.
        pub ascending: bool,
        /// Whether values of later periods include those of earlier ones.
        pub cumulative: bool,
        /// The value before the activity.
        #[serde(default)]
        pub baseline: Option<Baseline>,
        /// The targets, by period.
        #[serde(default)]
        pub targets: Vec<Target>,
    }
}

vocabulary! {
    /// The measure of a value (IATI codelist IndicatorMeasure).
    pub enum Measure {
        /// A count or an amount in a unit (số lượng).
        Unit = "UNIT",
        /// A percentage (tỷ lệ phần trăm).
        Percentage = "PERCENTAGE",
        /// Nominal (định danh): the number names a class.
        Nominal = "NOMINAL",
        /// Ordinal (thứ bậc): the number is a rank.
        Ordinal = "ORDINAL",
        /// Qualitative (định tính): words, no number.
        Qualitative = "QUALITATIVE",
    }
}

/// The situation before an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Baseline {
    /// The year of the measurement.
    pub year: u16,
    /// The date, if it is known.
    #[serde(default)]
    pub date: Option<EdtfDate>,
    /// The value.
    #[serde(default)]
    pub value: Option<Decimal>,
    /// How it was measured.
    #[serde(default)]
    pub comment: Option<String>,
}

/// A target for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// The period.
    pub period: Period,
    /// The target value.
    pub value: Decimal,
    /// What the value means.
    #[serde(default)]
    pub comment: Option<String>,
}

impl Target {
    /// Returns whether it is the target for a period: one of the same days, however written.
    #[must_use]
    pub fn is_for(&self, period: Period) -> bool {
        let days = |period: Period| (period.earliest(), period.latest());
        days(self.period) == days(period)
    }
}

impl Described for Indicator {
    fn day(&self) -> Option<Date> {
        None
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
    }
}
