//! What mutations of indicators take.

use super::{
    inputs::{BaselineInput, LocalizedTextInput, PeriodInput, TargetInput},
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::Measure;
use domain::{ActivityId, Decimal, Indicator, IndicatorId, commands};

intent! {
    /// An indicator to register.
    DefineIndicatorInput creates Indicator => DefineIndicator {
        /// The activity that it measures.
        activity: IdOf<ActivityId>,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// How its values are to be read.
        measure: Measure,
        /// The unit of its values, such as `persons`, at most 300 characters; with the measure
        /// UNIT and no other.
        unit: Option<String>,
        /// Whether more is better.
        ascending: bool,
        /// Whether the values of later periods contain those of earlier ones.
        cumulative: bool,
        /// Where things stood before.
        baseline: Option<BaselineInput>,
        /// What is to be reached, period by period; at most 500.
        #[graphql(default)]
        targets: Vec<TargetInput>,
    }
}

intent! {
    /// What is to be reached by an indicator in a period.
    SetIndicatorTargetInput changes indicator: IndicatorId,
    commands::SetIndicatorTarget => SetIndicatorTarget {
        /// The period; a target of exactly this period is replaced.
        period: PeriodInput,
        /// The value to reach, in the indicator's unit; null or absent removes the target of the
        /// period.
        value: Option<Written<Decimal>>,
        /// What the value means: at most 2,000 characters.
        comment: Option<String>,
    }
}
