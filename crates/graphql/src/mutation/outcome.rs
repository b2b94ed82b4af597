//! What mutations of outcomes take.

use async_graphql::MaybeUndefined;

use super::{
    inputs::{ActorInput, LocalizedTextInput, OutcomeVersionInput, PeriodInput, SourceInput},
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::{Measure, OutcomeKind, Qualifier};
use domain::{ActivityId, Decimal, EventId, IndicatorId, OutcomeId, commands};

intent! {
    /// An outcome to record.
    RecordOutcomeInput creates commands::RecordOutcome => RecordOutcome {
        /// The kind of result.
        kind: OutcomeKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// The activity that it is a result of; derived from the event if there is one. An activity
        /// or an event is required.
        activity: Option<IdOf<ActivityId>>,
        /// The event that it is a result of.
        event: Option<IdOf<EventId>>,
        /// The indicator that it is a value of.
        indicator: Option<IdOf<IndicatorId>>,
        /// The measure of its value; derived from the indicator if there is one.
        measure: Option<Measure>,
        /// The value; omit it for a qualitative result. Not negative for a unit or percentage.
        value: Option<Written<Decimal>>,
        /// The unit of the value, at most 300 characters; derived from the indicator if there is
        /// one.
        unit: Option<String>,
        /// The precision of the value.
        qualifier: Option<Qualifier>,
        /// The result in words: at most 10,000 characters.
        narrative: Option<LocalizedTextInput>,
        /// The provider.
        provider: Option<ActorInput>,
        /// The beneficiary.
        beneficiary: Option<ActorInput>,
        /// The period that the value covers; it must have begun.
        period: Option<PeriodInput>,
        /// Whether it is submitted at once instead of kept as a draft.
        #[graphql(default)]
        submit: bool,
    }
}

intent! {
    /// An outcome to submit for approval.
    SubmitOutcomeInput changes outcome: OutcomeId, commands::SubmitOutcome => SubmitOutcome {}
}

intent! {
    /// Outcomes to approve, all or none.
    ApproveOutcomesInput asks commands::ApproveOutcomes => ApproveOutcomes {
        /// The outcomes; each is SUBMITTED, by somebody other than the caller: 1 to 500.
        outcomes: Vec<OutcomeVersionInput>,
    }
}

intent! {
    /// An outcome to return.
    ReturnOutcomeInput changes outcome: OutcomeId, commands::ReturnOutcome => ReturnOutcome {
        /// What to correct: at most 2,000 characters.
        note: String,
    }
}

intent! {
    /// Corrections of an outcome. Omitted fields are unchanged, null removes a value.
    CorrectOutcomeInput changes outcome: OutcomeId, commands::CorrectOutcome => CorrectOutcome {
        /// The kind of result.
        kind: MaybeUndefined<OutcomeKind>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// The activity; it cannot change once the outcome is approved.
        activity: MaybeUndefined<IdOf<ActivityId>>,
        /// The event; it cannot change once the outcome is approved.
        event: MaybeUndefined<IdOf<EventId>>,
        /// The indicator; it determines measure and unit.
        indicator: MaybeUndefined<IdOf<IndicatorId>>,
        /// The measure of its value.
        measure: MaybeUndefined<Measure>,
        /// The value.
        value: MaybeUndefined<Written<Decimal>>,
        /// The unit of the value: at most 300 characters.
        unit: MaybeUndefined<String>,
        /// The precision of the value.
        qualifier: MaybeUndefined<Qualifier>,
        /// The result in words: at most 10,000 characters.
        narrative: MaybeUndefined<LocalizedTextInput>,
        /// The provider.
        provider: MaybeUndefined<ActorInput>,
        /// The beneficiary.
        beneficiary: MaybeUndefined<ActorInput>,
        /// The period that the value covers; it must have begun.
        period: MaybeUndefined<PeriodInput>,
        /// All documents that prove it; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// An outcome to retract.
    RetractOutcomeInput changes outcome: OutcomeId, commands::RetractOutcome => RetractOutcome {
        /// The reason: at most 2,000 characters.
        reason: String,
    }
}
