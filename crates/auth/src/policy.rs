//! What a caller may do: by role which commands, by scope to which records.
//!
//! | role | may |
//! |---|---|
//! | ANONYMOUS, READER | read what is published |
//! | RECORDER | also plan and report activities and events, define indicators, record, submit and correct outcomes, record claims, answer directives, register organizations and documents; import what these commands could make |
//! | APPROVER | also approve, return and retract outcomes; never approve what they submitted |
//! | COORDINATOR | also sign, amend and end agreements, add fields and sectors, issue and close directives, merge duplicates |
//! | ADMIN, SYSTEM | everything, wherever; but approve nothing that they submitted |
//!
//! Seeds, and the records of another registry with their history (`register`, `transfer`), are the
//! program's own, which it does from a shell. A scope narrows the first four to the records of one province, organization or agreement.
//! What belongs to a scope, and what happens to it when its province ends, is told in [`Scope`].
//! Pure. Must not know tokens, nor how callers sign in.

mod command;
mod denial;
mod import;
mod nouns;
mod reach;
mod sight;
#[cfg(test)]
mod tests;

pub use denial::{Denial, Refused, least_role};
pub use sight::{Sight, VisibleView, may_see, sight_of};

use super::caller::{Caller, Role};
use denial::role_allows;
use domain::{Action, Command, Context, Decision, Record, RecordId, View, ViewFault};
use reach::ResolvedScope;

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
    let seen = VisibleView::new(caller, view);
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
    let seen = VisibleView::new(caller, view);
    let covered = ResolvedScope::of(caller, &seen)?.covers_command(command)?;
    Ok(if covered { Ok(()) } else { Err(Denial::Scope { action, scope: caller.scope }) })
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
    let seen = VisibleView::new(caller, view);
    let reach = ResolvedScope::of(caller, &seen)?;
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
