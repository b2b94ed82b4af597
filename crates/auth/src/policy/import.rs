//! What a caller below ADMIN may bring in by a file: what their commands could make record by
//! record, and nothing else.
//!
//! It only adds. A record that is there already stays as it is. What a RECORDER's mutations make, a
//! RECORDER imports; provinces, their successions and changed records are left to administrators.
//! What holds for all imports, such as that none approves an outcome, are rules of the domain.

use std::collections::HashMap;

use super::{
    denial::{Denial, Refused, role_allows},
    reach::ResolvedScope,
    sight::VisibleView,
};
use crate::caller::{Caller, Role};
use messages::{Message, Say, message};

use domain::{
    Action, ById, Change, Decision, Effect, Existing, FieldPath, Import, NounId, Overlay, Problem,
    ProblemCode, RecordId, Refusal, View, ViewFault, link::Linker,
};

/// The decision, where the caller may write all of it.
///
/// # Errors
/// [`Refused::Denied`] where the caller may not change what is there; otherwise every record
/// that is not theirs to write.
pub(super) fn confine(
    caller: &Caller,
    import: &Import,
    decision: Decision,
    view: &impl View,
) -> Result<Decision, Refused> {
    if import.existing == Existing::Replace {
        let (action, needs, has) = (Action::Import, Role::Admin, caller.role);
        return Err(Refused::Denied(Denial::Role { action, needs, has }));
    }
    let mut staged = Overlay::new(view);
    staged.apply(&decision.changes, 0, jiff::Timestamp::UNIX_EPOCH)?;
    let seen = VisibleView::new(caller, &staged);
    let reach = ResolvedScope::of(caller, &seen)?;
    let created = decision.effects.iter().enumerate();
    let positions: HashMap<RecordId, usize> = created
        .filter(|(_, (_, effect))| *effect == Effect::Created)
        .map(|(position, (id, _))| (*id, position))
        .collect();
    let mut problems = Vec::new();
    for change in &decision.changes {
        let draft = positions.get(&change.id).copied();
        let found = problems_of(caller, change, view, &seen, &reach)?;
        problems.extend(found.into_iter().map(|found| Problem { draft, ..found }));
    }
    if problems.is_empty() {
        return Ok(decision);
    }
    problems.sort_by_key(|problem| problem.draft);
    Err(Refused::Refusal(Refusal::Rejected(problems)))
}

fn problems_of<V: View, W: View>(
    caller: &Caller,
    change: &Change,
    view: &V,
    seen: &W,
    reach: &ResolvedScope<'_, W>,
) -> Result<Vec<Problem>, ViewFault> {
    if view.record(change.id)?.is_some() {
        // It would have been kept, were it one that the caller may see.
        let message = message!("another record has this key; use another");
        return Ok(vec![problem(ProblemCode::Taken, "key", message)]);
    }
    let mut sight = Sight { seen, problems: Vec::new(), fault: None };
    drop(change.after.clone().relink::<ById>(&mut sight));
    if let Some(fault) = sight.fault {
        return Err(fault);
    }
    let mut problems = sight.problems;
    let action = Action::that_creates(change.id.noun).unwrap_or(Action::Register);
    let denial = match role_allows(caller, action) {
        Err(denial) => Some(denial),
        Ok(()) if reach.covers_new(&change.after)? => None,
        Ok(()) => Some(Denial::Scope { action, scope: caller.scope }),
    };
    if let Some(denial) = denial {
        problems.push(Problem::new(ProblemCode::Forbidden, Vec::new(), denial.message()));
    }
    Ok(problems)
}

fn problem(code: ProblemCode, attribute: &'static str, message: Message) -> Problem {
    Problem::new(code, FieldPath::of(attribute).parts(), message)
}

/// Finds what a record points at and its sender may not see, which to them does not exist.
struct Sight<'a, W: View> {
    seen: &'a W,
    problems: Vec<Problem>,
    fault: Option<ViewFault>,
}

impl<W: View> Linker<ById, ById> for Sight<'_, W> {
    fn link<I: NounId>(&mut self, from: I, place: &FieldPath<'_>) -> I {
        match self.seen.record(from.record()) {
            Ok(Some(_)) => {}
            Ok(None) => {
                let message =
                    message!("no {} has the key named here; name one that exists", I::NOUN);
                self.problems.push(Problem::new(ProblemCode::NotFound, place.parts(), message));
            }
            Err(fault) => self.fault = Some(fault),
        }
        from
    }
}
