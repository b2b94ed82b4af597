//! What mutations of activities take.

use async_graphql::MaybeUndefined;

use super::{
    inputs::{CommitmentInput, LocalizedTextInput, ParticipantInput, PeriodInput, SourceInput},
    intent::intent,
    read::{IdOf, Written},
};
use domain::{ActivityId, AgreementId, EdtfDate, FieldId, SectorId, commands};

intent! {
    /// An activity to register.
    PlanActivityInput creates commands::PlanActivity => PlanActivity {
        /// The agreement; that of the field if none is named.
        agreement: Option<IdOf<AgreementId>>,
        /// The priority field of the agreement, or of one that this stands under. A field or a sector is
        /// required.
        field: Option<IdOf<FieldId>>,
        /// The sector; derived from the field if there is one.
        sector: Option<IdOf<SectorId>>,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: Option<LocalizedTextInput>,
        /// The participants with their roles: 1 to 500.
        participants: Vec<ParticipantInput>,
        /// When it is to take place.
        planned: Option<PeriodInput>,
        /// The money committed to it; at most 500.
        #[graphql(default)]
        commitments: Vec<CommitmentInput>,
    }
}

intent! {
    /// Changes of the plan of an activity. Omitted fields are unchanged, null removes a value.
    ReviseActivityPlanInput changes activity: ActivityId,
    commands::ReviseActivityPlan => ReviseActivityPlan {
        /// The agreement; that of the field if one is set, unless it stands under that already.
        agreement: MaybeUndefined<IdOf<AgreementId>>,
        /// The priority field.
        field: MaybeUndefined<IdOf<FieldId>>,
        /// The sector; derived from the field if one is set.
        sector: MaybeUndefined<IdOf<SectorId>>,
        /// Its title: at most 500 characters.
        title: MaybeUndefined<LocalizedTextInput>,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: MaybeUndefined<LocalizedTextInput>,
        /// All participants with their roles: 1 to 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// When it is to take place.
        planned: MaybeUndefined<PeriodInput>,
        /// All money committed to it; at most 500.
        commitments: MaybeUndefined<Vec<CommitmentInput>>,
        /// All documents that print it; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
        /// What is uncertain: at most 2,000 characters.
        note: MaybeUndefined<String>,
    }
}

intent! {
    /// An activity to report as started.
    StartActivityInput changes activity: ActivityId, commands::StartActivity => StartActivity {
        /// The first day, not after today.
        started_on: Written<EdtfDate>,
    }
}

intent! {
    /// An activity to suspend.
    SuspendActivityInput changes activity: ActivityId,
    commands::SuspendActivity => SuspendActivity {
        /// The reason: at most 2,000 characters.
        reason: String,
    }
}

intent! {
    /// An activity to resume.
    ResumeActivityInput changes activity: ActivityId, commands::ResumeActivity => ResumeActivity {
        /// The first day, not after today; only if it is not recorded yet.
        started_on: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// An activity to report as completed.
    CompleteActivityInput changes activity: ActivityId,
    commands::CompleteActivity => CompleteActivity {
        /// The last day, not after today.
        ended_on: Written<EdtfDate>,
        /// The first day; only if it is not recorded yet.
        started_on: Option<Written<EdtfDate>>,
    }
}

intent! {
    /// An activity to cancel.
    CancelActivityInput changes activity: ActivityId, commands::CancelActivity => CancelActivity {
        /// The reason: at most 2,000 characters.
        reason: String,
    }
}
