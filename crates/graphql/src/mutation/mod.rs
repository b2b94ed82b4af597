//! What can be written: one mutation for each intent, with one input and one payload.
//!
//! An input is read, the command it asks for is sent, and the payload tells what became of it.
//! Must not know any rule: what is wrong with an input the domain says, and who may send it the
//! policy.

use macros::{Object, object};
mod activity;
mod agreement;
mod claim;
mod directive;
mod document;
mod event;
mod indicator;
mod inputs;
mod intent;
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
use claim::RecordClaimInput;
use directive::{AnswerDirectiveInput, CloseDirectiveInput, IssueDirectiveInput};
use document::AddDocumentInput;
use event::{CancelEventInput, ReportEventHeldInput, RescheduleEventInput, ScheduleEventInput};
use indicator::{DefineIndicatorInput, SetIndicatorTargetInput};
use intent::{Answer, send};
use outcome::{
    ApproveOutcomesInput, CorrectOutcomeInput, RecordOutcomeInput, RetractOutcomeInput,
    ReturnOutcomeInput, SubmitOutcomeInput,
};
use payload::{Commit, UserError};
use place::{
    AddSectorInput, RecordSuccessionInput, RegisterOrganizationInput, RegisterProvinceInput,
};

/// The root of all writes.
pub struct Mutation;

macro_rules! mutations {
    (
        $($(#[$doc:meta])*
        $name:ident($input:ty) -> $payload:ident { $noun:ident: $type:ident };)+
        ---
        $($body:tt)*
    ) => {
        $(
            /// What became of an input of this mutation.
            #[derive(Object)]
            pub struct $payload {
                /// The record as the change left it, also where the input is sent again; as it is
                /// where nothing was written. Null where the input was refused, and where a dry
                /// run would register it.
                $noun: Option<$type>,
                /// The change; null where nothing was written: the input was refused, was a dry
                /// run, or says what is recorded already.
                change: Option<Commit>,
                /// All that is wrong with the input; empty where it was accepted.
                errors: Vec<UserError>,
            }
        )+

        /// The root of all writes. Those of one request are done one after the other, each on what
        /// those before it wrote; each is done as a whole or not at all, and is durable when it
        /// is answered.
        ///
        /// Each takes one input, and tells all that is wrong with it at once in `errors`. The
        /// role named in each description is the least that may; it must cover the records named,
        /// as `viewer` and `viewerCan` tell. Who may not gets a top-level error with the code
        /// UNAUTHENTICATED or FORBIDDEN.
        #[object]
        impl Mutation {
            $(
                $(#[$doc])*
                async fn $name(
                    &self,
                    ctx: &Context,
                    args: Args<'_>,
                    /// What is asked.
                    input: $input,
                ) -> Option<Result<$payload>> {
                    let tell = |answer: Answer| {
                        let $noun = answer.one()?;
                        Ok($payload { $noun, change: answer.change, errors: answer.errors })
                    };
                    Some(send(ctx, args, input).await.and_then(tell))
                }
            )+

            $($body)*
        }
    };
}

mutations! {
    /// Registers an agreement, signed or as a draft. COORDINATOR.
    sign_agreement(SignAgreementInput) -> SignAgreementPayload { agreement: Agreement };
    /// Changes what an agreement says, or signs a draft; not once it was terminated. COORDINATOR.
    amend_agreement(AmendAgreementInput) -> AmendAgreementPayload { agreement: Agreement };
    /// Ends a signed agreement early. COORDINATOR.
    terminate_agreement(TerminateAgreementInput) -> TerminateAgreementPayload { agreement: Agreement };
    /// Adds a priority field to an agreement that was not terminated. COORDINATOR.
    add_field(AddFieldInput) -> AddFieldPayload { field: Field };
    /// Registers an agreed item, as PLANNED. RECORDER.
    plan_activity(PlanActivityInput) -> PlanActivityPayload { activity: Activity };
    /// Changes what was agreed for an activity that is neither COMPLETED nor CANCELLED. RECORDER.
    revise_activity_plan(ReviseActivityPlanInput) -> ReviseActivityPlanPayload { activity: Activity };
    /// Says that an activity began: from PLANNED or UNKNOWN to ONGOING. RECORDER.
    start_activity(StartActivityInput) -> StartActivityPayload { activity: Activity };
    /// Halts an activity: from PLANNED, ONGOING or UNKNOWN to SUSPENDED. RECORDER.
    suspend_activity(SuspendActivityInput) -> SuspendActivityPayload { activity: Activity };
    /// Goes on with a halted activity: from SUSPENDED to ONGOING. RECORDER.
    resume_activity(ResumeActivityInput) -> ResumeActivityPayload { activity: Activity };
    /// Says that an activity was carried out: from ONGOING or UNKNOWN to COMPLETED. RECORDER.
    complete_activity(CompleteActivityInput) -> CompleteActivityPayload { activity: Activity };
    /// Gives an activity up: from any status but COMPLETED to CANCELLED. RECORDER.
    cancel_activity(CancelActivityInput) -> CancelActivityPayload { activity: Activity };
    /// Registers an event, as SCHEDULED. RECORDER.
    schedule_event(ScheduleEventInput) -> ScheduleEventPayload { event: Event };
    /// Moves an event that is SCHEDULED, POSTPONED or UNKNOWN to other days, or puts it off without
    /// any: to SCHEDULED or POSTPONED. RECORDER.
    reschedule_event(RescheduleEventInput) -> RescheduleEventPayload { event: Event };
    /// Says that an event took place: from SCHEDULED, POSTPONED or UNKNOWN to HELD. RECORDER.
    report_event_held(ReportEventHeldInput) -> ReportEventHeldPayload { event: Event };
    /// Gives an event up: from SCHEDULED, POSTPONED or UNKNOWN to CANCELLED. RECORDER.
    cancel_event(CancelEventInput) -> CancelEventPayload { event: Event };
    /// Says what an activity is measured by. RECORDER.
    define_indicator(DefineIndicatorInput) -> DefineIndicatorPayload { indicator: Indicator };
    /// Sets, changes or removes what is to be reached in a period. RECORDER.
    set_indicator_target(SetIndicatorTargetInput) -> SetIndicatorTargetPayload { indicator: Indicator };
    /// Records a result of an activity or event, as DRAFT or SUBMITTED. RECORDER.
    record_outcome(RecordOutcomeInput) -> RecordOutcomePayload { outcome: Outcome };
    /// Hands a result in for approval: from DRAFT or RETURNED to SUBMITTED. RECORDER.
    submit_outcome(SubmitOutcomeInput) -> SubmitOutcomePayload { outcome: Outcome };
    /// Sends a result back with a note: from SUBMITTED to RETURNED. APPROVER.
    return_outcome(ReturnOutcomeInput) -> ReturnOutcomePayload { outcome: Outcome };
    /// Corrects a result. One that is DRAFT or RETURNED is changed in place; of an APPROVED one a
    /// revision is recorded as SUBMITTED, which supersedes it when it is approved. Answers with
    /// what holds the correction. RECORDER.
    correct_outcome(CorrectOutcomeInput) -> CorrectOutcomePayload { outcome: Outcome };
    /// Withdraws a result: from APPROVED to RETRACTED; it stays readable. APPROVER.
    retract_outcome(RetractOutcomeInput) -> RetractOutcomePayload { outcome: Outcome };
    /// Registers a figure that somebody published. RECORDER.
    record_claim(RecordClaimInput) -> RecordClaimPayload { claim: Claim };
    /// Registers an instruction or recommendation, as OPEN. COORDINATOR.
    issue_directive(IssueDirectiveInput) -> IssueDirectivePayload { directive: Directive };
    /// Names activities that answer a directive: from OPEN to ANSWERED, or more of them. RECORDER.
    answer_directive(AnswerDirectiveInput) -> AnswerDirectivePayload { directive: Directive };
    /// Says that a directive is settled or lapsed: to CLOSED. COORDINATOR.
    close_directive(CloseDirectiveInput) -> CloseDirectivePayload { directive: Directive };
    /// Registers an administrative unit. ADMIN.
    register_province(RegisterProvinceInput) -> RegisterProvincePayload { province: Province };
    /// Says that units became other units on a day. ADMIN.
    record_succession(RecordSuccessionInput) -> RecordSuccessionPayload { succession: Succession };
    /// Registers a body of a province. RECORDER.
    register_organization(RegisterOrganizationInput) -> RegisterOrganizationPayload { organization: Organization };
    /// Adds a branch of cooperation. COORDINATOR.
    add_sector(AddSectorInput) -> AddSectorPayload { sector: Sector };
    /// Registers a source or piece of evidence. RECORDER.
    add_document(AddDocumentInput) -> AddDocumentPayload { document: Document };
    ---
    /// Approves results, all or none: from SUBMITTED to APPROVED; a correction supersedes what it
    /// corrects. Who submitted a result cannot approve it. APPROVER.
    async fn approve_outcomes(
        &self,
        ctx: &Context,
        args: Args<'_>,
        /// What is asked.
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
}

/// What became of an input of this mutation.
#[derive(Object)]
pub struct ApproveOutcomesPayload {
    /// The outcomes in the order of the input, as the change left them, also where the input is
    /// sent again; as they are where nothing was written. Null where the input was refused.
    outcomes: Option<Vec<Outcome>>,
    /// The change; null where nothing was written: the input was refused, or was a dry run.
    change: Option<Commit>,
    /// All that is wrong with the input; empty where it was accepted.
    errors: Vec<UserError>,
}
