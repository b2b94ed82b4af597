//! What can be written: one mutation for each intent, with one input and one payload.
//!
//! An input is read, the command it asks for is sent, and the payload tells what became of it.
//! Must not know any rule: what is wrong with an input the domain says, and who may send it the
//! policy.

use macros::{Object, object};
mod activity;
mod agreement;
mod amend;
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
use domain::{Action, vocabulary::Vocabulary};

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
    AddSectorInput, ChangeProvinceInput, RecordSuccessionInput, RegisterOrganizationInput,
    RegisterProvinceInput,
};

/// The root of all writes.
pub struct Mutation;

/// The description of a mutation, with the least role that may send it; `None` where no command
/// has its name.
pub fn described(name: &str, description: &str) -> Option<String> {
    let action = Action::ALL.iter().find(|action| action.name() == name)?;
    Some(format!("{description} {}.", action.least_role().word()))
}

macro_rules! mutations {
    (
        $($(#[$doc:meta])*
        $name:ident($(#[$what:meta])* $input:ty) -> $payload:ident { $noun:ident: $type:ident };)+
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
                $(#[$doc])*
                async fn $name(
                    &self,
                    ctx: &Context,
                    args: Args<'_>,
                    $(#[$what])*
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
    /// Registers an agreement, signed or as a draft.
    sign_agreement(
        /// The agreement: its title, parties, period and day of signing.
        SignAgreementInput
    ) -> SignAgreementPayload { agreement: Agreement };
    /// Amends an agreement that is not terminated, or signs a draft.
    amend_agreement(
        /// The agreement, and the attributes to change.
        AmendAgreementInput
    ) -> AmendAgreementPayload { agreement: Agreement };
    /// Terminates a signed agreement early.
    terminate_agreement(
        /// The agreement, the day and the reason.
        TerminateAgreementInput
    ) -> TerminateAgreementPayload { agreement: Agreement };
    /// Adds a priority field to an agreement that is not terminated.
    add_field(
        /// The agreement, and the sector of the new field.
        AddFieldInput
    ) -> AddFieldPayload { field: Field };
    /// Registers an activity, as PLANNED.
    plan_activity(
        /// The activity: its title, participants, planned period and commitments.
        PlanActivityInput
    ) -> PlanActivityPayload { activity: Activity };
    /// Changes the plan of an activity that is neither COMPLETED nor CANCELLED.
    revise_activity_plan(
        /// The activity, and the parts of its plan to change.
        ReviseActivityPlanInput
    ) -> ReviseActivityPlanPayload { activity: Activity };
    /// Reports an activity as started: from PLANNED or UNKNOWN to ONGOING.
    start_activity(
        /// The activity, and its first day.
        StartActivityInput
    ) -> StartActivityPayload { activity: Activity };
    /// Suspends an activity: from PLANNED, ONGOING or UNKNOWN to SUSPENDED.
    suspend_activity(
        /// The activity, and the reason.
        SuspendActivityInput
    ) -> SuspendActivityPayload { activity: Activity };
    /// Resumes an activity: from SUSPENDED to ONGOING.
    resume_activity(
        /// The activity to resume.
        ResumeActivityInput
    ) -> ResumeActivityPayload { activity: Activity };
    /// Reports an activity as completed: from ONGOING or UNKNOWN to COMPLETED.
    complete_activity(
        /// The activity, and its last day.
        CompleteActivityInput
    ) -> CompleteActivityPayload { activity: Activity };
    /// Cancels an activity: from any status except COMPLETED to CANCELLED.
    cancel_activity(
        /// The activity, and the reason.
        CancelActivityInput
    ) -> CancelActivityPayload { activity: Activity };
    /// Registers an event, as SCHEDULED.
    schedule_event(
        /// The event: its title, kind, days, host and participants.
        ScheduleEventInput
    ) -> ScheduleEventPayload { event: Event };
    /// Moves an event that is SCHEDULED, POSTPONED or UNKNOWN to other days, or postpones it
    /// without new days: to SCHEDULED or POSTPONED.
    reschedule_event(
        /// The event, and its new days, or the reason for postponing it.
        RescheduleEventInput
    ) -> RescheduleEventPayload { event: Event };
    /// Reports an event as held: from SCHEDULED, POSTPONED or UNKNOWN to HELD.
    report_event_held(
        /// The event, and the report on it: days, place, participants and attendance.
        ReportEventHeldInput
    ) -> ReportEventHeldPayload { event: Event };
    /// Cancels an event: from SCHEDULED, POSTPONED or UNKNOWN to CANCELLED.
    cancel_event(
        /// The event, and the reason.
        CancelEventInput
    ) -> CancelEventPayload { event: Event };
    /// Defines an indicator of an activity.
    define_indicator(
        /// The activity, and the measure, baseline and targets of the indicator.
        DefineIndicatorInput
    ) -> DefineIndicatorPayload { indicator: Indicator };
    /// Sets, changes or removes the target of a period.
    set_indicator_target(
        /// The indicator, the period and the target value.
        SetIndicatorTargetInput
    ) -> SetIndicatorTargetPayload { indicator: Indicator };
    /// Records an outcome of an activity or event, as DRAFT or SUBMITTED.
    record_outcome(
        /// The outcome: its subject, value, provider, beneficiary and evidence.
        RecordOutcomeInput
    ) -> RecordOutcomePayload { outcome: Outcome };
    /// Submits an outcome for approval: from DRAFT or RETURNED to SUBMITTED.
    submit_outcome(
        /// The outcome to submit.
        SubmitOutcomeInput
    ) -> SubmitOutcomePayload { outcome: Outcome };
    /// Returns an outcome with a note: from SUBMITTED to RETURNED.
    return_outcome(
        /// The outcome, and the note for its author.
        ReturnOutcomeInput
    ) -> ReturnOutcomePayload { outcome: Outcome };
    /// Corrects an outcome. A DRAFT or RETURNED outcome is changed in place. For an APPROVED one, a
    /// revision is recorded as SUBMITTED, which supersedes it when it is approved. Returns the
    /// outcome that holds the correction.
    correct_outcome(
        /// The outcome, and the attributes to correct.
        CorrectOutcomeInput
    ) -> CorrectOutcomePayload { outcome: Outcome };
    /// Retracts an outcome: from APPROVED to RETRACTED. It stays readable.
    retract_outcome(
        /// The outcome, and the reason.
        RetractOutcomeInput
    ) -> RetractOutcomePayload { outcome: Outcome };
    /// Registers a published figure.
    record_claim(
        /// The claim: its agreement, metric, value, scope and documents.
        RecordClaimInput
    ) -> RecordClaimPayload { claim: Claim };
    /// Registers an instruction or recommendation, as OPEN.
    issue_directive(
        /// The directive: its agreement, text, issuer, addressees and due date.
        IssueDirectiveInput
    ) -> IssueDirectivePayload { directive: Directive };
    /// Names activities that answer a directive: from OPEN to ANSWERED, or adds more.
    answer_directive(
        /// The directive, and the activities that answer it.
        AnswerDirectiveInput
    ) -> AnswerDirectivePayload { directive: Directive };
    /// Closes a directive that is settled or lapsed: to CLOSED.
    close_directive(
        /// The directive to close.
        CloseDirectiveInput
    ) -> CloseDirectivePayload { directive: Directive };
    /// Registers an administrative unit.
    register_province(
        /// The province: its name, kind, codes and days of validity.
        RegisterProvinceInput
    ) -> RegisterProvincePayload { province: Province };
    /// Records that a unit has another kind or name from a day on. It stays the same unit.
    change_province(
        /// The unit, the day, and its new kind or name.
        ChangeProvinceInput
    ) -> ChangeProvincePayload { province: Province };
    /// Records that units became other units on a day, or went on with more land or less.
    record_succession(
        /// The units that end, the units that begin, the day and the legal instrument.
        RecordSuccessionInput
    ) -> RecordSuccessionPayload { succession: Succession };
    /// Registers an organization of a province.
    register_organization(
        /// The organization: its name, kind and province.
        RegisterOrganizationInput
    ) -> RegisterOrganizationPayload { organization: Organization };
    /// Adds a sector of cooperation.
    add_sector(
        /// The code and the name of the sector.
        AddSectorInput
    ) -> AddSectorPayload { sector: Sector };
    /// Registers a source or piece of evidence.
    add_document(
        /// The document: its title, publisher, date of publication and address.
        AddDocumentInput
    ) -> AddDocumentPayload { document: Document };
    /// Corrects what is recorded of an activity, whatever its status.
    amend_activity(
        /// The activity, the attributes to correct, and the reason.
        AmendActivityInput
    ) -> AmendActivityPayload { activity: Activity };
    /// Reopens an activity: from COMPLETED to ONGOING, without its last day, or from CANCELLED to
    /// PLANNED.
    reopen_activity(
        /// The activity, and the reason.
        ReopenActivityInput
    ) -> ReopenActivityPayload { activity: Activity };
    /// Corrects what is recorded of an event, whatever its status.
    amend_event(
        /// The event, the attributes to correct, and the reason.
        AmendEventInput
    ) -> AmendEventPayload { event: Event };
    /// Reopens an event: from HELD, without its attendance, or CANCELLED to SCHEDULED.
    reopen_event(
        /// The event, and the reason.
        ReopenEventInput
    ) -> ReopenEventPayload { event: Event };
    /// Corrects what is recorded of a priority field.
    amend_field(
        /// The field, the attributes to correct, and the reason.
        AmendFieldInput
    ) -> AmendFieldPayload { field: Field };
    /// Corrects what is recorded of an indicator; targets have `setIndicatorTarget`.
    amend_indicator(
        /// The indicator, the attributes to correct, and the reason.
        AmendIndicatorInput
    ) -> AmendIndicatorPayload { indicator: Indicator };
    /// Corrects what is recorded of a directive.
    amend_directive(
        /// The directive, the attributes to correct, and the reason.
        AmendDirectiveInput
    ) -> AmendDirectivePayload { directive: Directive };
    /// Reopens a directive: from CLOSED to ANSWERED, or to OPEN if nothing answers it; from ANSWERED
    /// to OPEN, without its answers.
    reopen_directive(
        /// The directive, and the reason.
        ReopenDirectiveInput
    ) -> ReopenDirectivePayload { directive: Directive };
    /// Corrects what is recorded of a claim.
    amend_claim(
        /// The claim, the attributes to correct, and the reason.
        AmendClaimInput
    ) -> AmendClaimPayload { claim: Claim };
    /// Corrects what is recorded of a province.
    amend_province(
        /// The province, the attributes to correct, and the reason.
        AmendProvinceInput
    ) -> AmendProvincePayload { province: Province };
    /// Corrects what is recorded of a succession.
    amend_succession(
        /// The succession, the attributes to correct, and the reason.
        AmendSuccessionInput
    ) -> AmendSuccessionPayload { succession: Succession };
    /// Corrects what is recorded of an organization.
    amend_organization(
        /// The organization, the attributes to correct, and the reason.
        AmendOrganizationInput
    ) -> AmendOrganizationPayload { organization: Organization };
    /// Corrects what is recorded of a sector.
    amend_sector(
        /// The sector, the attributes to correct, and the reason.
        AmendSectorInput
    ) -> AmendSectorPayload { sector: Sector };
    /// Corrects what is recorded of a document.
    amend_document(
        /// The document, the attributes to correct, and the reason.
        AmendDocumentInput
    ) -> AmendDocumentPayload { document: Document };
    ---
    /// Approves outcomes, all or none: from SUBMITTED to APPROVED. A correction supersedes the
    /// outcome that it corrects. A caller cannot approve their own submissions.
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
}

/// The result of this mutation.
#[derive(Object)]
pub struct ApproveOutcomesPayload {
    /// The outcomes in the order of the input, after the change, also for a repeated command; the
    /// present outcomes if nothing was written. Null if the input was refused.
    outcomes: Option<Vec<Outcome>>,
    /// The committed change; null if nothing was written, because the input was refused or was a
    /// dry run.
    change: Option<Commit>,
    /// All errors of the input; empty if it was accepted.
    errors: Vec<UserError>,
}
