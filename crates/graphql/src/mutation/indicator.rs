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
        /// The measure of its values.
        measure: Measure,
        /// The unit of its values, such as `persons`, at most 300 characters; only for the measure
        /// UNIT, which requires it.
        unit: Option<String>,
        /// Whether a higher value is better.
        ascending: bool,
        /// Whether values of later periods include those of earlier ones.
        cumulative: bool,
        /// The value before the activity.
        baseline: Option<BaselineInput>,
        /// The targets, by period; at most 500.
        #[graphql(default)]
        targets: Vec<TargetInput>,
    }
}

intent! {
    /// The target of an indicator for a period.
    SetIndicatorTargetInput changes indicator: IndicatorId,
    commands::SetIndicatorTarget => SetIndicatorTarget {
        /// The period; it replaces a target of exactly this period.
        period: PeriodInput,
        /// The target value, in the indicator's unit; null or omitted removes the target of the
        /// period.
        value: Option<Written<Decimal>>,
        /// What the value means: at most 2,000 characters.
        comment: Option<String>,
    }
}
