//! What a caller below ADMIN may bring in by a file: what their commands could make record by
//! record, and nothing else.
//!
//! It only adds. A record that is there already stays as it is; an outcome arrives as a draft or
//! submitted in the caller's name, so that somebody else approves it. Provinces, their
//! successions and changed records are left to administrators.

use std::collections::HashMap;

use super::{Caller, Denial, Refused, Role, Seen, reach::Reach};
use domain::{
    Action, ById, Change, Decision, Effect, Existing, Import, NounId, OutcomeStatus, Overlay,
    Problem, ProblemCode, Record, RecordId, Refusal, View, ViewFault, link::Linker,
};

/// The decision, where the caller may write all of it.
///
/// # Errors
/// [`Refused::Denied`] where the caller may not change what is there; otherwise every record
/// that is not theirs to write.
pub(super) fn confine(
    caller: &Caller,
    import: &Import,
    mut decision: Decision,
    view: &impl View,
) -> Result<Decision, Refused> {
    if import.existing == Existing::Replace {
        let (action, needs, has) = (Action::Import, Role::Admin, caller.role);
        return Err(Refused::Denied(Denial::Role { action, needs, has }));
    }
    let mut staged = Overlay::new(view);
    staged.apply(&decision.changes, 0, jiff::Timestamp::UNIX_EPOCH)?;
    let seen = Seen::new(caller, &staged);
    let reach = Reach::of(caller, &seen)?;
    let created = decision.effects.iter().enumerate();
    let positions: HashMap<RecordId, usize> = created
        .filter(|(_, (_, effect))| *effect == Effect::Created)
        .map(|(position, (id, _))| (*id, position))
        .collect();
    let mut problems = Vec::new();
    for change in &mut decision.changes {
        let draft = positions.get(&change.id).copied();
        let found = problems_of(caller, change, view, &seen, &reach)?;
        problems.extend(found.into_iter().map(|found| Problem { draft, ..found }));
        sign(caller, change);
    }
    if problems.is_empty() {
        return Ok(decision);
    }
    problems.sort_by_key(|problem| problem.draft);
    Err(Refused::Refusal(Refusal::Rejected(problems)))
}

/// Whoever brings in a submitted outcome has submitted it.
fn sign(caller: &Caller, change: &mut Change) {
    if let Record::Outcome(outcome) = &mut change.after {
        let submitted = outcome.status == OutcomeStatus::Submitted;
        outcome.submitted_by = submitted.then(|| caller.id.clone());
    }
}

fn problems_of<V: View, W: View>(
    caller: &Caller,
    change: &Change,
    view: &V,
    seen: &W,
    reach: &Reach<'_, W>,
) -> Result<Vec<Problem>, ViewFault> {
    if view.record(change.id)?.is_some() {
        // It would have been kept, were it one that the caller may see.
        let message = "another record has this key; use another";
        return Ok(vec![problem(ProblemCode::Taken, "key", message.to_owned())]);
    }
    let mut sight = Sight { seen, problems: Vec::new(), fault: None };
    drop(change.after.clone().relink::<ById>(&mut sight));
    if let Some(fault) = sight.fault {
        return Err(fault);
    }
    let mut problems = sight.problems;
    if let Some(refused) = unproven(caller, &change.after) {
        problems.push(refused);
    }
    if !covers(reach, &change.after)? {
        let (action, scope) = (made_by(&change.after), caller.scope);
        let denial = match action {
            Some(action) => Denial::Scope { action, scope },
            None => Denial::Role { action: Action::Import, needs: Role::Admin, has: caller.role },
        };
        problems.push(problem(ProblemCode::Forbidden, "", denial.to_string()));
    }
    Ok(problems)
}

/// What is wrong with an outcome that claims an approval which the registry has not seen.
fn unproven(caller: &Caller, record: &Record) -> Option<Problem> {
    let Record::Outcome(outcome) = record else { return None };
    if !matches!(outcome.status, OutcomeStatus::Draft | OutcomeStatus::Submitted) {
        let message = format!(
            "an outcome is brought in as DRAFT or SUBMITTED, not as {}; somebody else approves it",
            outcome.status
        );
        return Some(problem(ProblemCode::Forbidden, "status", message));
    }
    let other = outcome.submitted_by.as_deref().filter(|by| *by != caller.id)?;
    let message = format!("it says that `{other}` submitted it, but you do; leave it out");
    Some(problem(ProblemCode::Forbidden, "submittedBy", message))
}

/// The command that makes such a record; `None` where only administrators have one.
const fn made_by(record: &Record) -> Option<Action> {
    Some(match record {
        Record::Organization(_) => Action::RegisterOrganization,
        Record::Agreement(_) => Action::SignAgreement,
        Record::Sector(_) => Action::AddSector,
        Record::Field(_) => Action::AddField,
        Record::Activity(_) => Action::PlanActivity,
        Record::Event(_) => Action::ScheduleEvent,
        Record::Indicator(_) => Action::DefineIndicator,
        Record::Outcome(_) => Action::RecordOutcome,
        Record::Claim(_) => Action::RecordClaim,
        Record::Directive(_) => Action::IssueDirective,
        Record::Document(_) => Action::AddDocument,
        Record::Province(_) | Record::Succession(_) => return None,
    })
}

/// Whether the caller's scope covers the command that would make this record.
fn covers<V: View>(reach: &Reach<'_, V>, record: &Record) -> Result<bool, ViewFault> {
    match record {
        Record::Province(_) | Record::Succession(_) => Ok(false),
        Record::Organization(it) => reach.organizations_of(it.province),
        Record::Agreement(it) => reach.signs(it.parent, &it.parties),
        Record::Field(it) => reach.agreement_id(it.agreement),
        Record::Activity(it) => reach.plans_under(it.agreement, &it.participants),
        Record::Event(it) => {
            reach.schedules_under(it.activity, it.agreement, it.host, &it.participants)
        }
        Record::Indicator(it) => reach.activity_id(it.activity),
        Record::Outcome(it) => reach.results_of(it.event, it.activity),
        Record::Claim(it) => reach.claim(it),
        Record::Directive(it) => reach.issues_under(it.agreement, it.issued_by_organization),
        Record::Sector(_) | Record::Document(_) => Ok(true),
    }
}

fn problem(code: ProblemCode, field: &str, message: String) -> Problem {
    let field = field.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Problem::new(code, field, message)
}

/// Finds what a record points at and its sender may not see, which to them does not exist.
struct Sight<'a, W: View> {
    seen: &'a W,
    problems: Vec<Problem>,
    fault: Option<ViewFault>,
}

impl<W: View> Linker<ById, ById> for Sight<'_, W> {
    fn link<I: NounId>(&mut self, from: I, place: &'static str) -> I {
        match self.seen.record(from.record()) {
            Ok(Some(_)) => {}
            Ok(None) => {
                let message =
                    format!("no {} has the key named here; name one that exists", I::NOUN);
                self.problems.push(problem(ProblemCode::NotFound, place, message));
            }
            Err(fault) => self.fault = Some(fault),
        }
        from
    }
}
