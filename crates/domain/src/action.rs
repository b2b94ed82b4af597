//! The list of commands: what each is called, who may send it, and what it writes.

use super::{caller_role::CallerRole, noun::Noun};

/// The one list of commands, handed to a macro that makes something for each: its name in the code
/// with the type of its input, and within braces its name outside, the least role that may send it,
/// what it writes, and the function of `commands` that decides it. One that changes records says
/// which part of its input names them.
///
/// The name outside is the mutation's, and stored: the journal remembers commands by it.
macro_rules! each_command {
    ($then:ident) => {
        $then! {
            /// Registers an agreement, signed or as a draft.
            SignAgreement(SignAgreement) {
                "signAgreement", Coordinator, creates Agreement, agreement::sign
            }
            /// Amends an agreement that is not terminated, or signs a draft.
            AmendAgreement(AmendAgreement) {
                "amendAgreement", Coordinator, changes Agreement at agreement, agreement::amend
            }
            /// Terminates a signed agreement early.
            TerminateAgreement(TerminateAgreement) {
                "terminateAgreement", Coordinator, changes Agreement at agreement, agreement::terminate
            }
            /// Adds a priority field to an agreement that is not terminated.
            AddField(Field) {
                "addField", Coordinator, creates Field, agreement::add_field
            }
            /// Registers an activity, as PLANNED.
            PlanActivity(PlanActivity) {
                "planActivity", Recorder, creates Activity, activity::plan
            }
            /// Changes the plan of an activity that is neither COMPLETED nor CANCELLED.
            ReviseActivityPlan(ReviseActivityPlan) {
                "reviseActivityPlan", Recorder, changes Activity at activity, activity::revise
            }
            /// Reports an activity as started: from PLANNED or UNKNOWN to ONGOING.
            StartActivity(StartActivity) {
                "startActivity", Recorder, changes Activity at activity, activity::start
            }
            /// Suspends an activity: from PLANNED, ONGOING or UNKNOWN to SUSPENDED.
            SuspendActivity(SuspendActivity) {
                "suspendActivity", Recorder, changes Activity at activity, activity::suspend
            }
            /// Resumes an activity: from SUSPENDED to ONGOING.
            ResumeActivity(ResumeActivity) {
                "resumeActivity", Recorder, changes Activity at activity, activity::resume
            }
            /// Reports an activity as completed: from ONGOING or UNKNOWN to COMPLETED.
            CompleteActivity(CompleteActivity) {
                "completeActivity", Recorder, changes Activity at activity, activity::complete
            }
            /// Cancels an activity: from any status except COMPLETED to CANCELLED.
            CancelActivity(CancelActivity) {
                "cancelActivity", Recorder, changes Activity at activity, activity::cancel
            }
            /// Registers an event, as SCHEDULED.
            ScheduleEvent(ScheduleEvent) {
                "scheduleEvent", Recorder, creates Event, event::schedule
            }
            /// Moves an event that is SCHEDULED, POSTPONED or UNKNOWN to other days, or postpones
            /// it without new days: to SCHEDULED or POSTPONED.
            RescheduleEvent(RescheduleEvent) {
                "rescheduleEvent", Recorder, changes Event at event, event::reschedule
            }
            /// Reports an event as held: from SCHEDULED, POSTPONED or UNKNOWN to HELD.
            ReportEventHeld(ReportEventHeld) {
                "reportEventHeld", Recorder, changes Event at event, event::report_held
            }
            /// Cancels an event: from SCHEDULED, POSTPONED or UNKNOWN to CANCELLED.
            CancelEvent(CancelEvent) {
                "cancelEvent", Recorder, changes Event at event, event::cancel
            }
            /// Defines an indicator of an activity.
            DefineIndicator(Indicator) {
                "defineIndicator", Recorder, creates Indicator, indicator::define
            }
            /// Sets, changes or removes the target of a period.
            SetIndicatorTarget(SetIndicatorTarget) {
                "setIndicatorTarget", Recorder, changes Indicator at indicator, indicator::set_target
            }
            /// Records an outcome of an activity or event, as DRAFT or SUBMITTED.
            RecordOutcome(RecordOutcome) {
                "recordOutcome", Recorder, creates Outcome, outcome::record
            }
            /// Submits an outcome for approval: from DRAFT or RETURNED to SUBMITTED.
            SubmitOutcome(SubmitOutcome) {
                "submitOutcome", Recorder, changes Outcome at outcome, outcome::submit
            }
            /// Approves outcomes, all or none: from SUBMITTED to APPROVED. A correction supersedes
            /// the outcome that it corrects. A caller cannot approve their own submissions.
            ApproveOutcomes(ApproveOutcomes) {
                "approveOutcomes", Approver, changes Outcome at outcomes, outcome::approve
            }
            /// Returns an outcome with a note: from SUBMITTED to RETURNED.
            ReturnOutcome(ReturnOutcome) {
                "returnOutcome", Approver, changes Outcome at outcome, outcome::send_back
            }
            /// Corrects an outcome. A DRAFT or RETURNED outcome is changed in place. For an
            /// APPROVED one, a revision is recorded as SUBMITTED, which supersedes it when it is
            /// approved. Returns the outcome that holds the correction.
            CorrectOutcome(CorrectOutcome) {
                "correctOutcome", Recorder, changes Outcome at outcome, outcome::correct
            }
            /// Retracts an outcome: from APPROVED to RETRACTED. It stays readable.
            RetractOutcome(RetractOutcome) {
                "retractOutcome", Approver, changes Outcome at outcome, outcome::retract
            }
            /// Registers a published figure.
            RecordClaim(Claim) {
                "recordClaim", Recorder, creates Claim, claim::record
            }
            /// Registers an instruction or recommendation, as OPEN.
            IssueDirective(IssueDirective) {
                "issueDirective", Coordinator, creates Directive, directive::issue
            }
            /// Names activities that answer a directive: from OPEN to ANSWERED, or adds more.
            AnswerDirective(AnswerDirective) {
                "answerDirective", Recorder, changes Directive at directive, directive::answer
            }
            /// Closes a directive that is settled or lapsed: to CLOSED.
            CloseDirective(CloseDirective) {
                "closeDirective", Coordinator, changes Directive at directive, directive::close
            }
            /// Registers an administrative unit.
            RegisterProvince(Province) {
                "registerProvince", Admin, creates Province, place::register_province
            }
            /// Records that a unit has another kind or name from a day on. It stays the same unit.
            ChangeProvince(ChangeProvince) {
                "changeProvince", Admin, changes Province at province, place::change_province
            }
            /// Records that units became other units on a day, or went on with more land or less.
            RecordSuccession(RecordSuccession) {
                "recordSuccession", Admin, creates Succession, place::record_succession
            }
            /// Registers an organization of a province.
            RegisterOrganization(Organization) {
                "registerOrganization", Recorder, creates Organization, place::register_organization
            }
            /// Adds a sector of cooperation.
            AddSector(Sector) {
                "addSector", Coordinator, creates Sector, place::add_sector
            }
            /// Registers a source or piece of evidence.
            AddDocument(Document) {
                "addDocument", Recorder, creates Document, document::add
            }
            /// Corrects what is recorded of an activity, whatever its status.
            AmendActivity(AmendActivity) {
                "amendActivity", Coordinator, changes Activity at activity, amend::activity
            }
            /// Reopens an activity: from COMPLETED to ONGOING, without its last day, or from
            /// CANCELLED to PLANNED.
            ReopenActivity(ReopenActivity) {
                "reopenActivity", Coordinator, changes Activity at activity, reopen::activity
            }
            /// Corrects what is recorded of an event, whatever its status.
            AmendEvent(AmendEvent) {
                "amendEvent", Coordinator, changes Event at event, amend::event
            }
            /// Reopens an event: from HELD, without its attendance, or CANCELLED to SCHEDULED.
            ReopenEvent(ReopenEvent) {
                "reopenEvent", Coordinator, changes Event at event, reopen::event
            }
            /// Corrects what is recorded of a priority field.
            AmendField(AmendField) {
                "amendField", Coordinator, changes Field at field, amend::field
            }
            /// Corrects what is recorded of an indicator; targets have `setIndicatorTarget`.
            AmendIndicator(AmendIndicator) {
                "amendIndicator", Recorder, changes Indicator at indicator, amend::indicator
            }
            /// Corrects what is recorded of a directive.
            AmendDirective(AmendDirective) {
                "amendDirective", Coordinator, changes Directive at directive, amend::directive
            }
            /// Reopens a directive: from CLOSED to ANSWERED, or to OPEN if nothing answers it; from
            /// ANSWERED to OPEN, without its answers.
            ReopenDirective(ReopenDirective) {
                "reopenDirective", Coordinator, changes Directive at directive, reopen::directive
            }
            /// Corrects what is recorded of a claim.
            AmendClaim(AmendClaim) {
                "amendClaim", Coordinator, changes Claim at claim, amend::claim
            }
            /// Corrects what is recorded of a province.
            AmendProvince(AmendProvince) {
                "amendProvince", Admin, changes Province at province, amend::province
            }
            /// Corrects what is recorded of a succession.
            AmendSuccession(AmendSuccession) {
                "amendSuccession", Admin, changes Succession at succession, amend::succession
            }
            /// Corrects what is recorded of an organization.
            AmendOrganization(AmendOrganization) {
                "amendOrganization", Recorder, changes Organization at organization,
                amend::organization
            }
            /// Corrects what is recorded of a sector.
            AmendSector(AmendSector) {
                "amendSector", Coordinator, changes Sector at sector, amend::sector
            }
            /// Corrects what is recorded of a document.
            AmendDocument(AmendDocument) {
                "amendDocument", Coordinator, changes Document at document, amend::document
            }
            /// Merges an organization that was registered twice: what points at the duplicate points
            /// at the one that stays, which takes over its names, documents and whatever else only
            /// the duplicate has. An id or key of the duplicate finds the one that stays. Only for
            /// callers who are not confined to a province, organization or agreement.
            MergeOrganizations(MergeOrganizations) {
                "mergeOrganizations", Coordinator, changes Organization at organization,
                merge::organizations
            }
            /// Makes a merged organization its own again. What pointed at it before stays where the
            /// merge led it. Only for callers who are not confined.
            SeparateOrganization(SeparateOrganization) {
                "separateOrganization", Coordinator, changes Organization at organization,
                merge::separate_organization
            }
            /// Merges a document that was registered twice, as `mergeOrganizations` does.
            MergeDocuments(MergeDocuments) {
                "mergeDocuments", Coordinator, changes Document at document, merge::documents
            }
            /// Makes a merged document its own again, as `separateOrganization` does.
            SeparateDocument(SeparateDocument) {
                "separateDocument", Coordinator, changes Document at document,
                merge::separate_document
            }
            /// Merges a unit that was registered twice, as `mergeOrganizations` does. Units of which
            /// one became the other have a succession instead.
            MergeProvinces(MergeProvinces) {
                "mergeProvinces", Admin, changes Province at province, merge::provinces
            }
            /// Makes a merged unit its own again, as `separateOrganization` does.
            SeparateProvince(SeparateProvince) {
                "separateProvince", Admin, changes Province at province, merge::separate_province
            }
        }
    };
}

pub(crate) use each_command;

macro_rules! actions {
    ($(
        $(#[doc = $doc:literal])+
        $action:ident($input:ty) {
            $name:literal, $role:ident, $does:ident $noun:ident $(at $target:ident)?, $($by:tt)+
        }
    )+) => {
        /// A command without its input: what a caller may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            /// Registers many records at once, as seeds do.
            Register,
            /// Registers a part of a file of any size.
            Import,
            /// Takes over a part of another registry's records, with what became of them there.
            Transfer,
            $($(#[doc = $doc])+ $action,)+
        }

        impl Action {
            /// Every action, in the order of the list.
            pub const ALL: &'static [Self] = &[Self::Register, Self::Import, Self::Transfer, $(Self::$action),+];

            /// The name by which the journal remembers the command and the API offers it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Register => "register",
                    Self::Import => "import",
                    Self::Transfer => "transfer",
                    $(Self::$action => $name,)+
                }
            }

            /// What the command does, in one paragraph.
            #[must_use]
            pub fn description(self) -> String {
                let documented = match self {
                    Self::Register => "Registers many records at once, as seeds do.",
                    Self::Import => "Registers a part of a file of any size.",
                    Self::Transfer => "Takes over a part of another registry's records, with what \
                                       became of them there.",
                    $(Self::$action => concat!($($doc),+),)+
                };
                documented.trim_start().to_owned()
            }

            /// The least role that may send the command.
            #[must_use]
            pub const fn least_role(self) -> CallerRole {
                match self {
                    // The program's own, from a shell: nobody has them by a token.
                    Self::Register | Self::Transfer => CallerRole::System,
                    Self::Import => CallerRole::Recorder,
                    $(Self::$action => CallerRole::$role,)+
                }
            }

            /// What the command writes.
            #[must_use]
            pub const fn writes(self) -> Writes {
                match self {
                    Self::Register | Self::Import | Self::Transfer => Writes::AnyNoun,
                    $(Self::$action => Writes::$does(Noun::$noun),)+
                }
            }
        }
    };
}

each_command!(actions);

/// What a command writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Writes {
    /// Records of whatever noun.
    AnyNoun,
    /// A new record of a noun.
    New(Noun),
    /// Records of a noun that are there.
    Changed(Noun),
}

impl Writes {
    const fn creates(noun: Noun) -> Self {
        Self::New(noun)
    }

    const fn changes(noun: Noun) -> Self {
        Self::Changed(noun)
    }
}

impl Action {
    /// The command that makes a record of a noun.
    #[must_use]
    pub fn that_creates(noun: Noun) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.writes() == Writes::New(noun))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_says_what_it_does_in_one_paragraph() {
        assert_eq!(
            Action::CorrectOutcome.description(),
            "Corrects an outcome. A DRAFT or RETURNED outcome is changed in place. For an APPROVED \
             one, a revision is recorded as SUBMITTED, which supersedes it when it is approved. \
             Returns the outcome that holds the correction."
        );
    }

    #[test]
    fn a_name_outside_is_the_one_in_the_code_and_names_one_command() {
        for action in Action::ALL {
            let code = format!("{action:?}");
            assert!(action.name()[..1].eq_ignore_ascii_case(&code[..1]), "{code}");
            assert_eq!(action.name()[1..], code[1..]);
        }
    }
}
