//! One intent each: what every command but `register` takes, and what it does.
//!
//! A command builds the content that its records are to have, keeps the status machines, and
//! has the shared checks apply the rules that hold whoever writes; all that is wrong with
//! an input is told at once. Must not know who may ask: that is the policy's.

mod action;
mod activity;
mod agreement;
mod amend;
mod claim;
mod directive;
mod document;
mod event;
mod indicator;
mod merge;
mod outcome;
mod patch;
mod place;
mod reopen;
mod sides;
mod work;

pub use activity::{
    CancelActivity, CompleteActivity, PlanActivity, ResumeActivity, ReviseActivityPlan,
    StartActivity, SuspendActivity,
};
pub use agreement::{AmendAgreement, SignAgreement, TerminateAgreement};
pub use amend::{
    AmendActivity, AmendClaim, AmendDirective, AmendDocument, AmendEvent, AmendField,
    AmendIndicator, AmendOrganization, AmendProvince, AmendSector, AmendSuccession,
};
pub use directive::{AnswerDirective, CloseDirective, IssueDirective};
pub use event::{CancelEvent, ReportEventHeld, RescheduleEvent, ScheduleEvent};
pub use indicator::SetIndicatorTarget;
pub use merge::{
    MOVED_MAX, MergeDocuments, MergeOrganizations, MergeProvinces, SeparateDocument,
    SeparateOrganization, SeparateProvince,
};
pub use outcome::{
    ApproveOutcomes, CorrectOutcome, RecordOutcome, RetractOutcome, ReturnOutcome, SubmitOutcome,
};
pub use patch::{Patch, Target};
pub use place::{ChangeProvince, NewProvince, RecordSuccession, Successor};
pub use reopen::{ReopenActivity, ReopenDirective, ReopenEvent};

use super::{
    Claim, Document, Field, Indicator, Organization, Province, Sector,
    action::{Action, each_command},
    decision::{Context, Decision},
    noun::{NounId, RecordId},
    problem::{Refusal, ViewFault},
    register::{Import, Register},
    view::View,
};
pub(super) use merge::once;
use work::Work;

macro_rules! commands {
    ($(
        $(#[$doc:meta])*
        $action:ident($input:ident) {
            $name:literal, $role:ident, $does:ident $noun:ident $(at $target:ident)?,
            $module:ident::$decide:ident
        }
    )+) => {
        /// An intent to change the registry.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            /// Registers many records at once, as seeds do.
            Register(Register),
            /// Registers a part of a file of any size.
            Import(Import),
            /// Takes over a part of another registry's records, with what became of them there.
            Transfer(Import),
            $($(#[$doc])* $action($input),)+
        }

        impl Command {
            /// What the command does.
            #[must_use]
            pub const fn action(&self) -> Action {
                match self {
                    Self::Register(_) => Action::Register,
                    Self::Import(_) => Action::Import,
                    Self::Transfer(_) => Action::Transfer,
                    $(Self::$action(_) => Action::$action,)+
                }
            }

            /// The records that the command changes, as its input names them.
            #[must_use]
            pub fn targets(&self) -> Vec<RecordId> {
                match self {
                    $($(Self::$action(input) => input.$target.ids(),)?)+
                    _ => Vec::new(),
                }
            }
        }

        fn dispatch<V: View>(work: &mut Work<'_, V>, command: &Command) -> Result<(), ViewFault> {
            match command {
                Command::Register(_) | Command::Import(_) | Command::Transfer(_) => Ok(()),
                $(Command::$action(input) => $module::$decide(work, input),)+
            }
        }
    };
}

each_command!(commands);

impl Command {
    /// The name by which the journal remembers the command, which is the mutation's.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.action().name()
    }
}

/// Names the records that a command changes.
trait Targets {
    fn ids(&self) -> Vec<RecordId>;
}

impl<I: NounId> Targets for Target<I> {
    fn ids(&self) -> Vec<RecordId> {
        vec![self.id.record()]
    }
}

impl<I: NounId> Targets for Vec<Target<I>> {
    fn ids(&self) -> Vec<RecordId> {
        self.iter().map(|target| target.id.record()).collect()
    }
}

pub(super) fn decide(
    context: &Context,
    command: &Command,
    view: &impl View,
) -> Result<Decision, Refusal> {
    let mut work = Work::new(context, view);
    dispatch(&mut work, command)?;
    work.finish()
}
