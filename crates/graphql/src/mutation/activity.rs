//! What mutations of activities take.

use async_graphql::MaybeUndefined;

use super::{
    inputs::{CommitmentInput, LocalizedTextInput, ParticipantInput, PeriodInput, SourceInput},
    intent::intent,
    read::{IdOf, Written},
};
use domain::{ActivityId, AgreementId, EdtfDate, FieldId, SectorId, commands};

intent! {
    /// An agreed item to register.
    PlanActivityInput creates commands::PlanActivity => PlanActivity {
        /// The agreement; may be left to the field.
        agreement: Option<IdOf<AgreementId>>,
        /// The priority field of the agreement. A field or a sector is named.
        field: Option<IdOf<FieldId>>,
        /// The sector; may be left to the field.
        sector: Option<IdOf<SectorId>>,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// Who takes part, and as what: 1 to 500.
        participants: Vec<ParticipantInput>,
        /// When it is to take place.
        planned: Option<PeriodInput>,
        /// The money promised for it; at most 500.
        #[graphql(default)]
        commitments: Vec<CommitmentInput>,
    }
}

intent! {
    /// What the plan of an activity is to say; what is absent stays, what is null is removed.
    ReviseActivityPlanInput changes activity: ActivityId,
    commands::ReviseActivityPlan => ReviseActivityPlan {
        /// The agreement; follows the field, where one is set.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// The priority field.
        field: MaybeUndefined<IdOf<FieldId>>,
        /// The sector; follows the field, where one is set.
        sector: MaybeUndefined<IdOf<SectorId>>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// Who takes part, all of them: 1 to 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// When it is to take place.
        planned: MaybeUndefined<PeriodInput>,
        /// The money promised for it, all of it; at most 500.
        commitments: MaybeUndefined<Vec<CommitmentInput>>,
        /// The documents that print it, all of them; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// The beginning of an activity.
    StartActivityInput changes activity: ActivityId, commands::StartActivity => StartActivity {
        /// When it began, not after today.
        started_on: Written<EdtfDate>,
    }
}

intent! {
    /// The halt of an activity.
    SuspendActivityInput changes activity: ActivityId,
    commands::SuspendActivity => SuspendActivity {
        /// Why it is halted: at most 2,000 characters.
        reason: String,
    }
}

intent! {
    /// The resumption of an activity.
    ResumeActivityInput changes activity: ActivityId, commands::ResumeActivity => ResumeActivity {
        /// When it began, not after today; only where that is not recorded yet.
        started_on: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// The end of an activity that was carried out.
    CompleteActivityInput changes activity: ActivityId,
    commands::CompleteActivity => CompleteActivity {
        /// When it ended, not after today.
        ended_on: Written<EdtfDate>,
        /// When it began; only where that is not recorded yet.
        started_on: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// The end of an activity that was not carried out.
    CancelActivityInput changes activity: ActivityId, commands::CancelActivity => CancelActivity {
        /// Why it is given up: at most 2,000 characters.
        reason: String,
    }
}
