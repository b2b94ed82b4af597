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
    /// A result to record.
    RecordOutcomeInput creates commands::RecordOutcome => RecordOutcome {
        /// What sort of result it is.
        kind: OutcomeKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// The activity that it is a result of; may be left to the event. An activity or an event
        /// is named.
        activity: Option<IdOf<ActivityId>>,
        /// The event that it is a result of.
        event: Option<IdOf<EventId>>,
        /// The indicator that it is a value of.
        indicator: Option<IdOf<IndicatorId>>,
        /// How its value is to be read; may be left to the indicator.
        measure: Option<Measure>,
        /// The value; absent for a qualitative result. From 0 on for a unit or percentage.
        value: Option<Written<Decimal>>,
        /// The unit of the value, at most 300 characters; may be left to the indicator.
        unit: Option<String>,
        /// How exactly the value is known.
        qualifier: Option<Qualifier>,
        /// The result in words: at most 10,000 characters.
        narrative: Option<LocalizedTextInput>,
        /// Who gave.
        provider: Option<ActorInput>,
        /// Who received.
        beneficiary: Option<ActorInput>,
        /// The time that the value covers; has begun.
        period: Option<PeriodInput>,
        /// Whether it is submitted at once, and not kept as a draft.
        #[graphql(default)]
        submit: bool,
    }
}

intent! {
    /// A result to hand in for approval.
    SubmitOutcomeInput changes outcome: OutcomeId, commands::SubmitOutcome => SubmitOutcome {}
}

intent! {
    /// Results to approve, all or none.
    ApproveOutcomesInput asks commands::ApproveOutcomes => ApproveOutcomes {
        /// The outcomes, each submitted, by others than the caller: 1 to 500.
        outcomes: Vec<OutcomeVersionInput>,
    }
}

intent! {
    /// A result to send back.
    ReturnOutcomeInput changes outcome: OutcomeId, commands::ReturnOutcome => ReturnOutcome {
        /// What is to be mended: at most 2,000 characters.
        note: String,
    }
}

intent! {
    /// What a result is to say; what is absent stays, what is null is removed.
    CorrectOutcomeInput changes outcome: OutcomeId, commands::CorrectOutcome => CorrectOutcome {
        /// What sort of result it is.
        kind: MaybeUndefined<OutcomeKind>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// The activity; stays once the outcome is approved.
        activity: MaybeUndefined<IdOf<ActivityId>>,
        /// The event; stays once the outcome is approved.
        event: MaybeUndefined<IdOf<EventId>>,
        /// The indicator; brings measure and unit.
        indicator: MaybeUndefined<IdOf<IndicatorId>>,
        /// How its value is to be read.
        measure: MaybeUndefined<Measure>,
        /// The value.
        value: MaybeUndefined<Written<Decimal>>,
        /// The unit of the value: at most 300 characters.
        unit: MaybeUndefined<String>,
        /// How exactly the value is known.
        qualifier: MaybeUndefined<Qualifier>,
        /// The result in words: at most 10,000 characters.
        narrative: MaybeUndefined<LocalizedTextInput>,
        /// Who gave.
        provider: MaybeUndefined<ActorInput>,
        /// Who received.
        beneficiary: MaybeUndefined<ActorInput>,
        /// The time that the value covers; has begun.
        period: MaybeUndefined<PeriodInput>,
        /// The documents that prove it, all of them; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// A result to withdraw.
    RetractOutcomeInput changes outcome: OutcomeId, commands::RetractOutcome => RetractOutcome {
        /// Why it is withdrawn: at most 2,000 characters.
        reason: String,
    }
}
