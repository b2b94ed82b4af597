//! What can be asked of the registry, and the one function that answers.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Claim, Document, Field, Indicator, Organization, Province, Sector,
    commands::{
        self, AmendAgreement, AnswerDirective, ApproveOutcomes, CancelActivity, CancelEvent,
        CloseDirective, CompleteActivity, CorrectOutcome, IssueDirective, PlanActivity,
        RecordOutcome, RecordSuccession, ReportEventHeld, RescheduleEvent, ResumeActivity,
        RetractOutcome, ReturnOutcome, ReviseActivityPlan, ScheduleEvent, SetIndicatorTarget,
        SignAgreement, StartActivity, SubmitOutcome, SuspendActivity, TerminateAgreement,
    },
    noun::RecordId,
    problem::Refusal,
    record::Change,
    register::{self, Import, Register},
    view::View,
};

/// Who asks, and when: what rules know of the world outside the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The id of the caller, as the journal will tell it.
    pub by: String,
    /// The moment of the command.
    pub at: Timestamp,
    /// The day that it falls on where the registry is kept.
    pub today: Date,
}

/// Declares what can be asked: per intent its name in the code, its input, and its name outside.
macro_rules! commands {
    ($($(#[$meta:meta])* $intent:ident($input:ty) = $name:literal,)+) => {
        /// An intent to change the registry.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            /// Registers many records at once, as seeds do.
            Register(Register),
            /// Registers a part of a file of any size.
            Import(Import),
            $($(#[$meta])* $intent($input),)+
        }

        /// A command without its input: what a caller may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            /// Registers many records at once, as seeds do.
            Register,
            /// Registers a part of a file of any size.
            Import,
            $($(#[$meta])* $intent,)+
        }

        impl Command {
            /// What the command does.
            #[must_use]
            pub const fn action(&self) -> Action {
                match self {
                    Self::Register(_) => Action::Register,
                    Self::Import(_) => Action::Import,
                    $(Self::$intent(_) => Action::$intent,)+
                }
            }
        }

        impl Action {
            /// Every action, in the order of the nouns.
            pub const ALL: &'static [Self] = &[Self::Register, Self::Import, $(Self::$intent),+];

            /// The name by which the journal remembers the command and the API offers it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Register => "register",
                    Self::Import => "import",
                    $(Self::$intent => $name,)+
                }
            }
        }
    };
}

commands! {
    /// Registers an agreement, signed or as a draft.
    SignAgreement(SignAgreement) = "signAgreement",
    /// Changes what an agreement says, or signs a draft.
    AmendAgreement(AmendAgreement) = "amendAgreement",
    /// Ends an agreement early.
    TerminateAgreement(TerminateAgreement) = "terminateAgreement",
    /// Adds a priority field to an agreement.
    AddField(Field) = "addField",
    /// Registers an agreed item.
    PlanActivity(PlanActivity) = "planActivity",
    /// Changes what was agreed for an activity.
    ReviseActivityPlan(ReviseActivityPlan) = "reviseActivityPlan",
    /// Says that an activity began.
    StartActivity(StartActivity) = "startActivity",
    /// Halts an activity.
    SuspendActivity(SuspendActivity) = "suspendActivity",
    /// Goes on with a halted activity.
    ResumeActivity(ResumeActivity) = "resumeActivity",
    /// Says that an activity was carried out.
    CompleteActivity(CompleteActivity) = "completeActivity",
    /// Gives an activity up.
    CancelActivity(CancelActivity) = "cancelActivity",
    /// Registers an event that is to take place.
    ScheduleEvent(ScheduleEvent) = "scheduleEvent",
    /// Moves an event to other days, or puts it off without.
    RescheduleEvent(RescheduleEvent) = "rescheduleEvent",
    /// Says that an event took place.
    ReportEventHeld(ReportEventHeld) = "reportEventHeld",
    /// Gives an event up.
    CancelEvent(CancelEvent) = "cancelEvent",
    /// Says what an activity is measured by.
    DefineIndicator(Indicator) = "defineIndicator",
    /// Sets, changes or removes what is to be reached in a period.
    SetIndicatorTarget(SetIndicatorTarget) = "setIndicatorTarget",
    /// Records a result, as a draft or submitted at once.
    RecordOutcome(RecordOutcome) = "recordOutcome",
    /// Hands a result in for approval.
    SubmitOutcome(SubmitOutcome) = "submitOutcome",
    /// Approves results, all or none.
    ApproveOutcomes(ApproveOutcomes) = "approveOutcomes",
    /// Sends a result back with a note.
    ReturnOutcome(ReturnOutcome) = "returnOutcome",
    /// Corrects a result: in place until it is submitted, by a new revision once it is approved.
    CorrectOutcome(CorrectOutcome) = "correctOutcome",
    /// Withdraws an approved result.
    RetractOutcome(RetractOutcome) = "retractOutcome",
    /// Registers a figure that somebody published.
    RecordClaim(Claim) = "recordClaim",
    /// Registers an instruction or recommendation.
    IssueDirective(IssueDirective) = "issueDirective",
    /// Names activities that answer a directive.
    AnswerDirective(AnswerDirective) = "answerDirective",
    /// Says that a directive is settled or lapsed.
    CloseDirective(CloseDirective) = "closeDirective",
    /// Registers an administrative unit.
    RegisterProvince(Province) = "registerProvince",
    /// Says that units became other units.
    RecordSuccession(RecordSuccession) = "recordSuccession",
    /// Registers a body of a province.
    RegisterOrganization(Organization) = "registerOrganization",
    /// Adds a branch of cooperation.
    AddSector(Sector) = "addSector",
    /// Registers a source or piece of evidence.
    AddDocument(Document) = "addDocument",
}

impl Command {
    /// The name by which the journal remembers the command, which is the mutation's.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.action().name()
    }
}

/// What a command does: changes to be written, and what became of each record it named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// The records to write, each once; empty where everything is so already.
    pub changes: Vec<Change>,
    /// What became of each record that the command is about, the one that its answer shows first.
    pub effects: Vec<(RecordId, Effect)>,
}

/// What a command did to one record of its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// It is new.
    Created,
    /// It was there, and was given the new content.
    Updated,
    /// It was there with the same content.
    Unchanged,
    /// It was there with other content, and was left as it is.
    Kept,
}

/// Decides what a command does to the registry as the view shows it. Pure: the same command in
/// the same context on the same view always gives the same changes. Whether the caller may ask
/// is not decided here.
///
/// # Errors
/// [`Refusal::Rejected`] with every rule that the command breaks; [`Refusal::Fault`] where the
/// view cannot be read.
pub fn decide(context: &Context, command: &Command, view: &impl View) -> Result<Decision, Refusal> {
    match command {
        Command::Register(register) => register::decide(register, view),
        Command::Import(import) => register::decide_import(import, view),
        other => commands::decide(context, other, view),
    }
}
