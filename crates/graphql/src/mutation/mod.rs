//! What can be written: one mutation for each intent, with one input and one payload.
//!
//! An input is read, the command it asks for is sent, and the payload tells what became of it.
//! Must not know any rule: what is wrong with an input the domain says, and who may send it the
//! policy.

use macros::{Object, object};
mod activity;
mod agreement;
mod amend;
mod bulk;
mod claim;
mod directive;
mod document;
mod event;
mod indicator;
mod inputs;
mod intent;
mod merge;
mod outcome;
mod payload;
mod place;
mod read;

use async_graphql::Result;

use super::types::{
    Activity, Agreement, Claim, Directive, Document, Event, Field, Indicator, Organization,
    Outcome, Province, Sector, Succession,
};
use super::{context::Context, table::Args};
use activity::{
    CancelActivityInput, CompleteActivityInput, PlanActivityInput, ResumeActivityInput,
    ReviseActivityPlanInput, StartActivityInput, SuspendActivityInput,
};
use agreement::{AddFieldInput, AmendAgreementInput, SignAgreementInput, TerminateAgreementInput};
use amend::{
    AmendActivityInput, AmendClaimInput, AmendDirectiveInput, AmendDocumentInput, AmendEventInput,
    AmendFieldInput, AmendIndicatorInput, AmendOrganizationInput, AmendProvinceInput,
    AmendSectorInput, AmendSuccessionInput, ReopenActivityInput, ReopenDirectiveInput,
    ReopenEventInput,
};
use bulk::{
    PlanActivitiesInput, PlanActivitiesPayload, RecordOutcomesInput, RecordOutcomesPayload,
    ScheduleEventsInput, ScheduleEventsPayload, send_each,
};
use claim::RecordClaimInput;
use directive::{AnswerDirectiveInput, CloseDirectiveInput, IssueDirectiveInput};
use document::AddDocumentInput;
use event::{CancelEventInput, ReportEventHeldInput, RescheduleEventInput, ScheduleEventInput};
use indicator::{DefineIndicatorInput, SetIndicatorTargetInput};
use intent::{Answer, send};
use merge::{
    MergeDocumentsInput, MergeOrganizationsInput, MergeProvincesInput, SeparateDocumentInput,
    SeparateOrganizationInput, SeparateProvinceInput,
};
use outcome::{
    ApproveOutcomesInput, CorrectOutcomeInput, RecordOutcomeInput, RetractOutcomeInput,
    ReturnOutcomeInput, SubmitOutcomeInput,
};
pub use payload::described;
use payload::{ApproveOutcomesPayload, Commit, UserError};
use place::{
    AddSectorInput, ChangeProvinceInput, RecordSuccessionInput, RegisterOrganizationInput,
    RegisterProvinceInput,
};

/// The root of all writes.
pub struct Mutation;

macro_rules! mutations {
    (
        $($name:ident($(#[$what:meta])* $input:ty) -> $payload:ident { $noun:ident: $type:ident };)+
        ---
        $($body:tt)*
    ) => {
        $(
            /// The result of this mutation.
            #[derive(Object)]
            pub struct $payload {
                /// The record after the change, also for a repeated command; the present record if
                /// nothing was written. Null if the input was refused, or if a dry run would
                /// register the record.
                $noun: Option<$type>,
                /// The committed change; null if nothing was written, because the input was
                /// refused, was a dry run, or changes nothing.
                change: Option<Commit>,
                /// All errors of the input; empty if it was accepted.
                errors: Vec<UserError>,
            }

            impl $payload {
                /// What became of an input.
                fn of(answer: Answer) -> Result<Self> {
                    let $noun = answer.one()?;
                    Ok(Self { $noun, change: answer.change, errors: answer.errors })
                }
            }
        )+

        /// The root of all writes. The mutations of one request run in sequence, each on the result
        /// of the ones before. Each is applied as a whole or not at all, and is durable when it is
        /// answered.
        ///
        /// Each takes one input and returns all errors of it in `errors`. Its description names the
        /// lowest role that may send it. The role must cover the records named; `viewer` and
        /// `viewerCan` show this. Callers without the permission get a top-level error with the
        /// code UNAUTHENTICATED or FORBIDDEN.
        #[object]
        impl Mutation {
            $(
                async fn $name(
                    &self,
                    ctx: &Context,
                    args: Args<'_>,
                    $(#[$what])*
                    input: $input,
                ) -> Option<Result<$payload>> {
                    Some(send(ctx, args, input).await.and_then($payload::of))
                }
            )+

            $($body)*
        }
    };
}

mutations! {
    sign_agreement(
        /// The agreement: its title, parties, period and day of signing.
        SignAgreementInput
    ) -> SignAgreementPayload { agreement: Agreement };
    amend_agreement(
        /// The agreement, and the attributes to change.
        AmendAgreementInput
    ) -> AmendAgreementPayload { agreement: Agreement };
    terminate_agreement(
        /// The agreement, the day and the reason.
        TerminateAgreementInput
    ) -> TerminateAgreementPayload { agreement: Agreement };
    add_field(
        /// The agreement, and the sector of the new field.
        AddFieldInput
    ) -> AddFieldPayload { field: Field };
    plan_activity(
        /// The activity: its title, participants, planned period and commitments.
        PlanActivityInput
    ) -> PlanActivityPayload { activity: Activity };
    revise_activity_plan(
        /// The activity, and the parts of its plan to change.
        ReviseActivityPlanInput
    ) -> ReviseActivityPlanPayload { activity: Activity };
    start_activity(
        /// The activity, and its first day.
        StartActivityInput
    ) -> StartActivityPayload { activity: Activity };
    suspend_activity(
        /// The activity, and the reason.
        SuspendActivityInput
    ) -> SuspendActivityPayload { activity: Activity };
    resume_activity(
        /// The activity to resume.
        ResumeActivityInput
    ) -> ResumeActivityPayload { activity: Activity };
    complete_activity(
        /// The activity, and its last day.
        CompleteActivityInput
    ) -> CompleteActivityPayload { activity: Activity };
    cancel_activity(
        /// The activity, and the reason.
        CancelActivityInput
    ) -> CancelActivityPayload { activity: Activity };
    schedule_event(
        /// The event: its title, kind, days, host and participants.
        ScheduleEventInput
    ) -> ScheduleEventPayload { event: Event };
    reschedule_event(
        /// The event, and its new days, or the reason for postponing it.
        RescheduleEventInput
    ) -> RescheduleEventPayload { event: Event };
    report_event_held(
        /// The event, and the report on it: days, place, participants and attendance.
        ReportEventHeldInput
    ) -> ReportEventHeldPayload { event: Event };
    cancel_event(
        /// The event, and the reason.
        CancelEventInput
    ) -> CancelEventPayload { event: Event };
    define_indicator(
        /// The activity, and the measure, baseline and targets of the indicator.
        DefineIndicatorInput
    ) -> DefineIndicatorPayload { indicator: Indicator };
    set_indicator_target(
        /// The indicator, the period and the target value.
        SetIndicatorTargetInput
    ) -> SetIndicatorTargetPayload { indicator: Indicator };
    record_outcome(
        /// The outcome: its subject, value, provider, beneficiary and evidence.
        RecordOutcomeInput
    ) -> RecordOutcomePayload { outcome: Outcome };
    submit_outcome(
        /// The outcome to submit.
        SubmitOutcomeInput
    ) -> SubmitOutcomePayload { outcome: Outcome };
    return_outcome(
        /// The outcome, and the note for its author.
        ReturnOutcomeInput
    ) -> ReturnOutcomePayload { outcome: Outcome };
    correct_outcome(
        /// The outcome, and the attributes to correct.
        CorrectOutcomeInput
    ) -> CorrectOutcomePayload { outcome: Outcome };
    retract_outcome(
        /// The outcome, and the reason.
        RetractOutcomeInput
    ) -> RetractOutcomePayload { outcome: Outcome };
    record_claim(
        /// The claim: its agreement, metric, value, scope and documents.
        RecordClaimInput
    ) -> RecordClaimPayload { claim: Claim };
    issue_directive(
        /// The directive: its agreement, text, issuer, addressees and due date.
        IssueDirectiveInput
    ) -> IssueDirectivePayload { directive: Directive };
    answer_directive(
        /// The directive, and the activities that answer it.
        AnswerDirectiveInput
    ) -> AnswerDirectivePayload { directive: Directive };
    close_directive(
        /// The directive to close.
        CloseDirectiveInput
    ) -> CloseDirectivePayload { directive: Directive };
    register_province(
        /// The province: its name, kind, codes and days of validity.
        RegisterProvinceInput
    ) -> RegisterProvincePayload { province: Province };
    change_province(
        /// The unit, the day, and its new kind or name.
        ChangeProvinceInput
    ) -> ChangeProvincePayload { province: Province };
    record_succession(
        /// The units that end, the units that begin, the day and the legal instrument.
        RecordSuccessionInput
    ) -> RecordSuccessionPayload { succession: Succession };
    register_organization(
        /// The organization: its name, kind and province.
        RegisterOrganizationInput
    ) -> RegisterOrganizationPayload { organization: Organization };
    add_sector(
        /// The code and the name of the sector.
        AddSectorInput
    ) -> AddSectorPayload { sector: Sector };
    add_document(
        /// The document: its title, publisher, date of publication and address.
        AddDocumentInput
    ) -> AddDocumentPayload { document: Document };
    amend_activity(
        /// The activity, the attributes to correct, and the reason.
        AmendActivityInput
    ) -> AmendActivityPayload { activity: Activity };
    reopen_activity(
        /// The activity, and the reason.
        ReopenActivityInput
    ) -> ReopenActivityPayload { activity: Activity };
    amend_event(
        /// The event, the attributes to correct, and the reason.
        AmendEventInput
    ) -> AmendEventPayload { event: Event };
    reopen_event(
        /// The event, and the reason.
        ReopenEventInput
    ) -> ReopenEventPayload { event: Event };
    amend_field(
        /// The field, the attributes to correct, and the reason.
        AmendFieldInput
    ) -> AmendFieldPayload { field: Field };
    amend_indicator(
        /// The indicator, the attributes to correct, and the reason.
        AmendIndicatorInput
    ) -> AmendIndicatorPayload { indicator: Indicator };
    amend_directive(
        /// The directive, the attributes to correct, and the reason.
        AmendDirectiveInput
    ) -> AmendDirectivePayload { directive: Directive };
    reopen_directive(
        /// The directive, and the reason.
        ReopenDirectiveInput
    ) -> ReopenDirectivePayload { directive: Directive };
    amend_claim(
        /// The claim, the attributes to correct, and the reason.
        AmendClaimInput
    ) -> AmendClaimPayload { claim: Claim };
    amend_province(
        /// The province, the attributes to correct, and the reason.
        AmendProvinceInput
    ) -> AmendProvincePayload { province: Province };
    amend_succession(
        /// The succession, the attributes to correct, and the reason.
        AmendSuccessionInput
    ) -> AmendSuccessionPayload { succession: Succession };
    amend_organization(
        /// The organization, the attributes to correct, and the reason.
        AmendOrganizationInput
    ) -> AmendOrganizationPayload { organization: Organization };
    amend_sector(
        /// The sector, the attributes to correct, and the reason.
        AmendSectorInput
    ) -> AmendSectorPayload { sector: Sector };
    amend_document(
        /// The document, the attributes to correct, and the reason.
        AmendDocumentInput
    ) -> AmendDocumentPayload { document: Document };
    merge_organizations(
        /// The organization that stays, its duplicate, and the reason.
        MergeOrganizationsInput
    ) -> MergeOrganizationsPayload { organization: Organization };
    separate_organization(
        /// The merged organization, and the reason.
        SeparateOrganizationInput
    ) -> SeparateOrganizationPayload { organization: Organization };
    merge_documents(
        /// The document that stays, its duplicate, and the reason.
        MergeDocumentsInput
    ) -> MergeDocumentsPayload { document: Document };
    separate_document(
        /// The merged document, and the reason.
        SeparateDocumentInput
    ) -> SeparateDocumentPayload { document: Document };
    merge_provinces(
        /// The province that stays, its duplicate, and the reason.
        MergeProvincesInput
    ) -> MergeProvincesPayload { province: Province };
    separate_province(
        /// The merged province, and the reason.
        SeparateProvinceInput
    ) -> SeparateProvincePayload { province: Province };
    ---
    async fn approve_outcomes(
        &self,
        ctx: &Context,
        args: Args<'_>,
        /// The outcomes to approve.
        input: ApproveOutcomesInput,
    ) -> Option<Result<ApproveOutcomesPayload>> {
        let tell = |answer: Answer| {
            let accepted = answer.errors.is_empty();
            let outcomes = if accepted { Some(answer.all()?) } else { None };
            let (change, errors) = (answer.change, answer.errors);
            Ok(ApproveOutcomesPayload { outcomes, change, errors })
        };
        Some(send(ctx, args, input).await.and_then(tell))
    }

    /// Records outcomes, each as `recordOutcome` would: with its own key, change and errors. RECORDER.
    async fn record_outcomes(
        &self,
        ctx: &Context,
        args: Args<'_>,
        /// The outcomes to record.
        input: RecordOutcomesInput,
    ) -> Option<Result<RecordOutcomesPayload>> {
        let sent = send_each(ctx, args, "recordOutcome", "outcomes", input.outcomes).await;
        Some(sent.and_then(|(answers, errors)| {
            let results = answers.into_iter().map(RecordOutcomePayload::of).collect::<Result<_>>();
            Ok(RecordOutcomesPayload { results: results?, errors })
        }))
    }

    /// Registers activities, each as `planActivity` would: with its own key, change and errors.
    /// RECORDER.
    async fn plan_activities(
        &self,
        ctx: &Context,
        args: Args<'_>,
        /// The activities to register.
        input: PlanActivitiesInput,
    ) -> Option<Result<PlanActivitiesPayload>> {
        let sent = send_each(ctx, args, "planActivity", "activities", input.activities).await;
        Some(sent.and_then(|(answers, errors)| {
            let results = answers.into_iter().map(PlanActivityPayload::of).collect::<Result<_>>();
            Ok(PlanActivitiesPayload { results: results?, errors })
        }))
    }

    /// Registers events, each as `scheduleEvent` would: with its own key, change and errors. RECORDER.
    async fn schedule_events(
        &self,
        ctx: &Context,
        args: Args<'_>,
        /// The events to register.
        input: ScheduleEventsInput,
    ) -> Option<Result<ScheduleEventsPayload>> {
        let sent = send_each(ctx, args, "scheduleEvent", "events", input.events).await;
        Some(sent.and_then(|(answers, errors)| {
            let results = answers.into_iter().map(ScheduleEventPayload::of).collect::<Result<_>>();
            Ok(ScheduleEventsPayload { results: results?, errors })
        }))
    }
}
