//! What a caller may do: by role which commands, by scope to which records.
//!
//! | role | may |
//! |---|---|
//! | ANONYMOUS, READER | read what is published |
//! | RECORDER | also plan and report activities and events, define indicators, record, submit and correct outcomes, record claims, answer directives, register organizations and documents |
//! | APPROVER | also approve, return and retract outcomes; never approve what they submitted |
//! | COORDINATOR | also sign, amend and end agreements, add fields and sectors, issue and close directives; import what these commands could make |
//! | ADMIN, SYSTEM | everything, wherever; but approve nothing that they submitted |
//!
//! A scope narrows the first four to the records of one province, organization or agreement.
//! What belongs to a scope, and what happens to it when its province ends, is told in [`Scope`].
//! Pure. Must not know tokens, nor how callers sign in.

mod command;
mod import;
mod reach;
mod sight;
#[cfg(test)]
mod tests;

use std::fmt;

pub use sight::{Seen, may_see};

use domain::{
    Action, AgreementId, Command, Context, Decision, OrganizationId, ProvinceId, Record, RecordId,
    Refusal, View, ViewFault,
};
use reach::Reach;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The id by which the journal remembers them; never given to anybody else.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// Which commands they may use.
    pub role: Role,
    /// For which records.
    pub scope: Scope,
}

impl Caller {
    /// A part of the program itself, such as `seed`.
    #[must_use]
    pub fn system(name: &str) -> Self {
        let id = format!("system:{name}");
        Self { id, name: name.to_owned(), role: Role::System, scope: Scope::All }
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous() -> Self {
        let name = "anonymous".to_owned();
        Self { id: name.clone(), name, role: Role::Anonymous, scope: Scope::All }
    }
}

/// What a caller may do. Each may do all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Has not signed in.
    Anonymous,
    /// Reads; also the drafts of agreements that its own province or organization negotiates.
    Reader,
    /// Records for its own.
    Recorder,
    /// Approves what others recorded for its own.
    Approver,
    /// Runs agreements.
    Coordinator,
    /// Does everything.
    Admin,
    /// The program itself: seeds and the command line.
    System,
}

impl Role {
    /// The name, as written everywhere outside the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "ANONYMOUS",
            Self::Reader => "READER",
            Self::Recorder => "RECORDER",
            Self::Approver => "APPROVER",
            Self::Coordinator => "COORDINATOR",
            Self::Admin => "ADMIN",
            Self::System => "SYSTEM",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The records that a caller may act on.
///
/// A province or organization may act on what it takes part in, is a party to, or hosts. A
/// province speaks for its organizations; an organization only for itself. When a province ends,
/// its callers keep their rights over its records, and callers of every unit that succeeded it
/// gain the same rights: somebody must be able to carry on what it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All records.
    All,
    /// Those of a province and of the units that it succeeded.
    Province(ProvinceId),
    /// Those of an organization.
    Organization(OrganizationId),
    /// Those of an agreement and of the agreements under it.
    Agreement(AgreementId),
}

/// Why a caller may not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// They have not signed in.
    #[error("`{}` needs a token; send one as `Authorization: Bearer …`", .0.name())]
    Anonymous(Action),
    /// Their role does not have the command.
    #[error("`{}` needs the role {needs}, and yours is {has}; ask an administrator", .action.name())]
    Role {
        /// What they asked for.
        action: Action,
        /// The least role that may.
        needs: Role,
        /// Theirs.
        has: Role,
    },
    /// The record is none of theirs.
    #[error(
        "`{}` is not yours to do here: {}", .action.name(),
        explained(*.scope)
    )]
    Scope {
        /// What they asked for.
        action: Action,
        /// Theirs.
        scope: Scope,
    },
}

const fn explained(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "your token covers all records",
        Scope::Province(_) => "your token covers what your province takes part in or is a party to",
        Scope::Organization(_) => {
            "your token covers what your organization takes part in or is a party to"
        }
        Scope::Agreement(_) => "your token covers the records of one agreement",
    }
}

/// Why a command was not decided for a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// They may not.
    Denied(Denial),
    /// Nobody may: it breaks rules, or they could not be asked.
    Refusal(Refusal),
}

impl From<ViewFault> for Refused {
    fn from(fault: ViewFault) -> Self {
        Self::Refusal(fault.into())
    }
}

/// Decides a command for a caller, to whom a record that they may not see does not exist: a
/// command that names one is refused as if it named nothing.
///
/// # Errors
/// [`Refused::Denied`] where they may not, else as [`domain::decide`](domain::decide).
pub fn decide(
    caller: &Caller,
    context: &Context,
    command: &Command,
    view: &impl View,
) -> Result<Decision, Refused> {
    authorise(caller, command, view)?.map_err(Refused::Denied)?;
    let seen = Seen::new(caller, view);
    let decision = domain::decide(context, command, &seen).map_err(Refused::Refusal)?;
    match command {
        Command::Import(import) if caller.role < Role::Admin => {
            import::confine(caller, import, decision, view)
        }
        _ => Ok(decision),
    }
}

/// Whether a caller may send a command. What the command names but does not exist, or may not be
/// seen, is no reason to deny it: [`decide`] refuses it for that.
///
/// # Errors
/// Outside where the view cannot be read, inside why they may not.
pub fn authorise(
    caller: &Caller,
    command: &Command,
    view: &impl View,
) -> Result<Result<(), Denial>, ViewFault> {
    let action = command.action();
    if let Err(denial) = role_allows(caller, action) {
        return Ok(Err(denial));
    }
    if caller.role >= Role::Admin {
        return Ok(Ok(()));
    }
    let seen = Seen::new(caller, view);
    let covered = Reach::of(caller, &seen)?.covers_command(command)?;
    Ok(if covered { Ok(()) } else { Err(Denial::Scope { action, scope: caller.scope }) })
}

fn role_allows(caller: &Caller, action: Action) -> Result<(), Denial> {
    let needs = least_role(action);
    match caller.role {
        Role::Anonymous => Err(Denial::Anonymous(action)),
        has if has < needs => Err(Denial::Role { action, needs, has }),
        _ => Ok(()),
    }
}

/// The least role that may send a command.
#[must_use]
pub const fn least_role(action: Action) -> Role {
    match action {
        Action::Register | Action::RegisterProvince | Action::RecordSuccession => Role::Admin,
        Action::SignAgreement
        | Action::AmendAgreement
        | Action::TerminateAgreement
        | Action::AddField
        | Action::AddSector
        | Action::Import
        | Action::IssueDirective
        | Action::CloseDirective => Role::Coordinator,
        Action::ApproveOutcomes | Action::ReturnOutcome | Action::RetractOutcome => Role::Approver,
        Action::PlanActivity
        | Action::ReviseActivityPlan
        | Action::StartActivity
        | Action::SuspendActivity
        | Action::ResumeActivity
        | Action::CompleteActivity
        | Action::CancelActivity
        | Action::ScheduleEvent
        | Action::RescheduleEvent
        | Action::ReportEventHeld
        | Action::CancelEvent
        | Action::DefineIndicator
        | Action::SetIndicatorTarget
        | Action::RecordOutcome
        | Action::SubmitOutcome
        | Action::CorrectOutcome
        | Action::RecordClaim
        | Action::AnswerDirective
        | Action::RegisterOrganization
        | Action::AddDocument => Role::Recorder,
    }
}

/// What a caller may do to a record in its present state, and make under it: what a front end
/// offers. Each is one that [`decide`] refuses neither for the caller nor for the status, given
/// input that is right otherwise; what is not listed it refuses.
///
/// # Errors
/// Where the view cannot be read.
pub fn allowed_actions(
    caller: &Caller,
    id: RecordId,
    record: &Record,
    view: &impl View,
) -> Result<Vec<Action>, ViewFault> {
    let mut allowed = Vec::new();
    if caller.role < Role::Recorder || !may_see(caller, id, record, view)? {
        return Ok(allowed);
    }
    let seen = Seen::new(caller, view);
    let reach = Reach::of(caller, &seen)?;
    for &action in Action::ALL {
        if role_allows(caller, action).is_ok()
            && action.is_possible(id, record, &caller.id, &seen)?
            && reach.covers_action(action, id, record)?
        {
            allowed.push(action);
        }
    }
    Ok(allowed)
}

/// What a caller's role may do at all, to the records of its scope.
#[must_use]
pub fn allowed_anywhere(caller: &Caller) -> Vec<Action> {
    let allowed = |action: &Action| role_allows(caller, *action).is_ok();
    Action::ALL.iter().copied().filter(allowed).collect()
}
