//! The life of an outcome: recorded, submitted, approved or returned, corrected, retracted.

use messages::message;

use super::{
    action::{open_correction, outcome_from},
    patch::{Patch, Target},
    work::Work,
};
use crate::{
    ActivityId, Actor, Decimal, EventId, Indicator, IndicatorId, LocalizedText, Measure, Outcome,
    OutcomeId, OutcomeKind, OutcomeStatus, Qualifier, Source,
    action::Action,
    check::LIST_MAX,
    period::Period,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `recordOutcome` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordOutcome {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The kind of result.
    pub kind: OutcomeKind,
    /// Its title.
    pub title: LocalizedText,
    /// The activity that it is a result of; may be left to the event.
    pub activity: Option<ActivityId>,
    /// The event that it is a result of.
    pub event: Option<EventId>,
    /// The indicator that it is a value of.
    pub indicator: Option<IndicatorId>,
    /// The measure of its value; derived from the indicator if there is one.
    pub measure: Option<Measure>,
    /// The value; absent for a qualitative result.
    pub value: Option<Decimal>,
    /// The unit of the value; may be left to the indicator.
    pub unit: Option<String>,
    /// The precision of the value.
    pub qualifier: Option<Qualifier>,
    /// The result in words.
    pub narrative: Option<LocalizedText>,
    /// The provider.
    pub provider: Option<Actor>,
    /// The beneficiary.
    pub beneficiary: Option<Actor>,
    /// The period that the value covers.
    pub period: Option<Period>,
    /// The documents that prove it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
    /// Whether it is submitted at once instead of kept as a draft.
    pub submit: bool,
}

/// What `submitOutcome` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmitOutcome {
    /// The outcome, a draft or returned.
    pub outcome: Target<OutcomeId>,
}

/// What `approveOutcomes` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveOutcomes {
    /// The outcomes, submitted; all are approved or none.
    pub outcomes: Vec<Target<OutcomeId>>,
}

/// What `returnOutcome` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOutcome {
    /// The outcome, submitted.
    pub outcome: Target<OutcomeId>,
    /// What is to be mended.
    pub note: String,
}

/// What `correctOutcome` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectOutcome {
    /// The outcome: a draft or returned one is corrected in place; of an approved one a revision
    /// is submitted, which takes its place when it is approved.
    pub outcome: Target<OutcomeId>,
    /// The kind of result.
    pub kind: Patch<OutcomeKind>,
    /// Its title.
    pub title: Patch<LocalizedText>,
    /// The activity; cannot be changed once the outcome is approved.
    pub activity: Patch<ActivityId>,
    /// The event; cannot be changed once the outcome is approved.
    pub event: Patch<EventId>,
    /// The indicator; it determines measure and unit.
    pub indicator: Patch<IndicatorId>,
    /// The measure of its value.
    pub measure: Patch<Measure>,
    /// The value.
    pub value: Patch<Decimal>,
    /// The unit of the value.
    pub unit: Patch<String>,
    /// The precision of the value.
    pub qualifier: Patch<Qualifier>,
    /// The result in words.
    pub narrative: Patch<LocalizedText>,
    /// The provider.
    pub provider: Patch<Actor>,
    /// The beneficiary.
    pub beneficiary: Patch<Actor>,
    /// The period that the value covers.
    pub period: Patch<Period>,
    /// The documents that prove it, all of them.
    pub sources: Patch<Vec<Source>>,
    /// What is uncertain.
    pub note: Patch<String>,
}

/// What `retractOutcome` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetractOutcome {
    /// The outcome, approved.
    pub outcome: Target<OutcomeId>,
    /// Why it is withdrawn.
    pub reason: String,
}

pub(super) fn record<V: View>(
    work: &mut Work<'_, V>,
    input: &RecordOutcome,
) -> Result<(), ViewFault> {
    let indicator = match input.indicator {
        Some(id) => work.peek::<Indicator>(id)?,
        None => None,
    };
    let measure = input.measure.or(indicator.as_ref().map(|it| it.measure));
    if measure.is_none() && input.indicator.is_none() {
        let message =
            message!("the measure of the value is missing; write it, or name an indicator");
        work.problem(ProblemCode::Required, "measure", message);
    }
    let it = Outcome {
        key: input.key.clone(),
        kind: input.kind,
        title: input.title.clone(),
        activity: input.activity,
        event: input.event,
        indicator: input.indicator,
        measure: measure.unwrap_or_else(|| harmless(input.value)),
        value: input.value,
        unit: input.unit.clone().or_else(|| indicator.and_then(|it| it.unit)),
        qualifier: input.qualifier,
        narrative: input.narrative.clone(),
        provider: input.provider.clone(),
        beneficiary: input.beneficiary.clone(),
        period: input.period,
        status: if input.submit { OutcomeStatus::Submitted } else { OutcomeStatus::Draft },
        status_reason: None,
        supersedes: None,
        submitted_by: input.submit.then(|| work.by().to_owned()),
        sources: input.sources.clone(),
        note: input.note.clone(),
    };
    work.create(it).map(drop)
}

/// Where the measure is missing, which is told already, no other rule must take offence.
const fn harmless(value: Option<Decimal>) -> Measure {
    match value {
        Some(_) => Measure::Nominal,
        None => Measure::Qualitative,
    }
}

/// The outcome, about to go from its status to another by this command.
fn enter<V: View>(
    work: &mut Work<'_, V>,
    field: &str,
    target: Target<OutcomeId>,
    action: Action,
    to: OutcomeStatus,
) -> Result<Option<Outcome>, ViewFault> {
    let Some(mut it) = work.target::<Outcome>(field, target)? else { return Ok(None) };
    let step = it.status.transition(to);
    work.step(field, action.name(), step, it.status, outcome_from(action));
    it.status = to;
    it.status_reason = None;
    Ok(Some(it))
}

pub(super) fn submit<V: View>(
    work: &mut Work<'_, V>,
    input: &SubmitOutcome,
) -> Result<(), ViewFault> {
    let to = OutcomeStatus::Submitted;
    let Some(mut it) = enter(work, "outcome", input.outcome, Action::SubmitOutcome, to)? else {
        return Ok(());
    };
    it.submitted_by = Some(work.by().to_owned());
    work.update(input.outcome.id, it)
}

pub(super) fn approve<V: View>(
    work: &mut Work<'_, V>,
    input: &ApproveOutcomes,
) -> Result<(), ViewFault> {
    if input.outcomes.is_empty() {
        work.problem(
            ProblemCode::Required,
            "outcomes",
            message!("no outcome is named; name one or more"),
        );
    }
    if input.outcomes.len() > LIST_MAX {
        let message = message!(
            "{} outcomes are named; {LIST_MAX} are approved at once; send several commands",
            input.outcomes.len()
        );
        work.problem(ProblemCode::TooLong, "outcomes", message);
        return Ok(());
    }
    for (place, target) in input.outcomes.iter().enumerate() {
        if input.outcomes[..place].iter().any(|other| other.id == target.id) {
            let message = message!("this outcome is named twice; name it once");
            work.problem(ProblemCode::Duplicate, &format!("outcomes.{place}.outcome"), message);
            continue;
        }
        approve_one(work, place, *target)?;
    }
    Ok(())
}

fn approve_one<V: View>(
    work: &mut Work<'_, V>,
    place: usize,
    target: Target<OutcomeId>,
) -> Result<(), ViewFault> {
    let field = format!("outcomes.{place}.outcome");
    let to = OutcomeStatus::Approved;
    let Some(it) = enter(work, &field, target, Action::ApproveOutcomes, to)? else {
        return Ok(());
    };
    if it.submitted_by.as_deref() == Some(work.by()) {
        let message = message!("you submitted this outcome; somebody else has to approve it");
        work.problem(ProblemCode::SelfApproval, &field, message);
    }
    let corrected = it.supersedes;
    let known = work.problem_count();
    work.update(target.id, it)?;
    if let Some(id) = corrected
        && let Some(mut earlier) = work.peek::<Outcome>(id)?
        // One that was retracted meanwhile stays so.
        && let Ok(superseded) = earlier.status.transition(OutcomeStatus::Superseded)
    {
        earlier.status = superseded;
        work.update(id, earlier)?;
    }
    work.retell(known, |field| {
        field.splice(0..0, ["outcomes".to_owned(), place.to_string()]);
    });
    Ok(())
}

pub(super) fn send_back<V: View>(
    work: &mut Work<'_, V>,
    input: &ReturnOutcome,
) -> Result<(), ViewFault> {
    let to = OutcomeStatus::Returned;
    let Some(mut it) = enter(work, "outcome", input.outcome, Action::ReturnOutcome, to)? else {
        return Ok(());
    };
    it.status_reason = Some(input.note.clone());
    work.rename("statusReason", "note");
    work.update(input.outcome.id, it)
}

pub(super) fn retract<V: View>(
    work: &mut Work<'_, V>,
    input: &RetractOutcome,
) -> Result<(), ViewFault> {
    let to = OutcomeStatus::Retracted;
    let Some(mut it) = enter(work, "outcome", input.outcome, Action::RetractOutcome, to)? else {
        return Ok(());
    };
    it.status_reason = Some(input.reason.clone());
    work.rename("statusReason", "reason");
    work.update(input.outcome.id, it)
}

pub(super) fn correct<V: View>(
    work: &mut Work<'_, V>,
    input: &CorrectOutcome,
) -> Result<(), ViewFault> {
    let Some(before) = work.target::<Outcome>("outcome", input.outcome)? else { return Ok(()) };
    let from = outcome_from(Action::CorrectOutcome);
    work.step("outcome", "correctOutcome", Ok(before.status), before.status, from);
    let mut it = before.clone();
    patch(work, input, &mut it)?;
    if before.status != OutcomeStatus::Approved {
        return work.update(input.outcome.id, it);
    }
    let moved = [("activity", it.activity != before.activity), ("event", it.event != before.event)];
    for (field, _) in moved.into_iter().filter(|(_, moved)| *moved) {
        let message = message!(
            "an approved outcome stays with what it is a result of; retract it, and \
                       record another"
        );
        work.problem(ProblemCode::Inconsistent, field, message);
    }
    if let Some(open) = open_correction(work.view(), input.outcome.id)? {
        let message = message!(
            "the {open} corrects it already and is not approved yet; correct or \
                               approve that one"
        );
        work.problem(ProblemCode::Conflict, "outcome", message);
    }
    if it == before {
        let message = message!("the correction changes nothing; change something");
        work.problem(ProblemCode::Inconsistent, "outcome", message);
    }
    it.key = None;
    it.status = OutcomeStatus::Submitted;
    it.supersedes = Some(input.outcome.id);
    it.submitted_by = Some(work.by().to_owned());
    work.create(it).map(drop)
}

fn patch<V: View>(
    work: &mut Work<'_, V>,
    input: &CorrectOutcome,
    it: &mut Outcome,
) -> Result<(), ViewFault> {
    work.require("kind", &input.kind, &mut it.kind);
    work.require("title", &input.title, &mut it.title);
    if input.event.set().is_some_and(|event| it.event != Some(*event)) {
        // The event brings its own.
        it.activity = None;
    }
    input.event.apply(&mut it.event);
    input.activity.apply(&mut it.activity);
    input.indicator.apply(&mut it.indicator);
    if let Some(id) = input.indicator.set()
        && let Some(indicator) = work.peek::<Indicator>(*id)?
    {
        it.measure = indicator.measure;
        it.unit = indicator.unit;
    }
    work.require("measure", &input.measure, &mut it.measure);
    input.value.apply(&mut it.value);
    input.unit.apply(&mut it.unit);
    input.qualifier.apply(&mut it.qualifier);
    input.narrative.apply(&mut it.narrative);
    input.provider.apply(&mut it.provider);
    input.beneficiary.apply(&mut it.beneficiary);
    input.period.apply(&mut it.period);
    input.sources.apply_list(&mut it.sources);
    input.note.apply(&mut it.note);
    Ok(())
}
