//! The life of an activity: planned, started, halted, completed or given up.

use messages::{Say, message};

use super::{
    action::activity_from,
    agreement::refuse_terminated,
    patch::{Patch, Target},
    sides,
    work::Work,
};
use crate::{
    Activity, ActivityId, ActivityStatus, Agreement, AgreementId, Commitment, Event, EventId,
    Field, FieldId, LocalizedText, Participant, SectorId, Source,
    action::Action,
    check::stands_below,
    edge::Relation,
    edtf::EdtfDate,
    noun::NounId,
    period::{Period, PeriodError},
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `planActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanActivity {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The agreement; that of the field if none is named.
    pub agreement: Option<AgreementId>,
    /// The priority field of the agreement or of one above it.
    pub field: Option<FieldId>,
    /// The sector; derived from the field if there is one.
    pub sector: Option<SectorId>,
    /// Its title.
    pub title: LocalizedText,
    /// What it is about.
    pub description: Option<LocalizedText>,
    /// Who takes part, at least one.
    pub participants: Vec<Participant>,
    /// When it is to take place.
    pub planned: Option<Period>,
    /// The money committed to it.
    pub commitments: Vec<Commitment>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// What `reviseActivityPlan` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviseActivityPlan {
    /// The activity.
    pub activity: Target<ActivityId>,
    /// The agreement; where a field is set, it follows the field.
    pub agreement: Patch<AgreementId>,
    /// The priority field.
    pub field: Patch<FieldId>,
    /// The sector; where a field is set, it follows the field.
    pub sector: Patch<SectorId>,
    /// Its title.
    pub title: Patch<LocalizedText>,
    /// What it is about.
    pub description: Patch<LocalizedText>,
    /// Who takes part, all of them.
    pub participants: Patch<Vec<Participant>>,
    /// When it is to take place.
    pub planned: Patch<Period>,
    /// The money promised for it, all of it.
    pub commitments: Patch<Vec<Commitment>>,
    /// The documents that print it, all of them.
    pub sources: Patch<Vec<Source>>,
    /// What is uncertain.
    pub note: Patch<String>,
}

/// What `startActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartActivity {
    /// The activity, not begun yet.
    pub activity: Target<ActivityId>,
    /// The first day, not after today.
    pub started_on: EdtfDate,
}

/// What `suspendActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspendActivity {
    /// The activity.
    pub activity: Target<ActivityId>,
    /// Why it is halted.
    pub reason: String,
}

/// What `resumeActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeActivity {
    /// The activity, halted.
    pub activity: Target<ActivityId>,
    /// The first day; only if it is not recorded yet.
    pub started_on: Option<EdtfDate>,
}

/// What `completeActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteActivity {
    /// The activity, being carried out.
    pub activity: Target<ActivityId>,
    /// The last day, not after today.
    pub ended_on: EdtfDate,
    /// The first day; only if it is not recorded yet.
    pub started_on: Option<EdtfDate>,
}

/// What `cancelActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelActivity {
    /// The activity, not carried out yet.
    pub activity: Target<ActivityId>,
    /// Why it is given up.
    pub reason: String,
}

pub(super) fn plan<V: View>(work: &mut Work<'_, V>, input: &PlanActivity) -> Result<(), ViewFault> {
    let field = match input.field {
        Some(id) => work.peek::<Field>(id)?,
        None => None,
    };
    let sector = input.sector.or(field.as_ref().map(|field| field.sector));
    if sector.is_none() && input.field.is_none() {
        let message = message!("neither a field nor a sector is named; name one of them");
        work.problem(ProblemCode::Required, "sector", message);
    }
    let mut it = Activity {
        key: input.key.clone(),
        agreement: input.agreement,
        field: input.field,
        sector: sector.unwrap_or_else(|| SectorId::from_number(0)),
        title: input.title.clone(),
        description: input.description.clone(),
        participants: input.participants.clone(),
        planned: input.planned,
        actual: None,
        status: ActivityStatus::Planned,
        status_reason: None,
        commitments: input.commitments.clone(),
        sources: input.sources.clone(),
        note: input.note.clone(),
    };
    let agreement = it.agreement.or(field.map(|field| field.agreement));
    under(work, agreement, if input.agreement.is_some() { "agreement" } else { "field" })?;
    sides::fill(work, agreement, &mut it.participants)?;
    let known = work.problem_count();
    work.create(it)?;
    if sector.is_none() {
        // Told already, or it follows from the field, which is.
        work.forget(known, "sector");
    }
    Ok(())
}

/// Nothing is added to an agreement that was terminated.
fn under<V: View>(
    work: &mut Work<'_, V>,
    agreement: Option<AgreementId>,
    field: &str,
) -> Result<(), ViewFault> {
    if let Some(id) = agreement
        && let Some(agreement) = work.peek::<Agreement>(id)?
    {
        refuse_terminated(work, &agreement, field, "planActivity");
    }
    Ok(())
}

pub(super) fn revise<V: View>(
    work: &mut Work<'_, V>,
    input: &ReviseActivityPlan,
) -> Result<(), ViewFault> {
    let Some(before) = work.target::<Activity>("activity", input.activity)? else {
        return Ok(());
    };
    let from = activity_from(Action::ReviseActivityPlan);
    work.step("activity", "reviseActivityPlan", Ok(before.status), before.status, from);
    let mut it = before.clone();
    input.field.apply(&mut it.field);
    if let Some(id) = input.field.set()
        && let Some(field) = work.peek::<Field>(*id)?
    {
        // The field brings both, unless the input contradicts it, which the rules tell. An
        // agreement below the field's stays.
        if !stands_below(work.view(), it.agreement, field.agreement)? {
            it.agreement = None;
        }
        it.sector = field.sector;
        under(work, Some(field.agreement), "field")?;
    }
    if let Some(id) = input.agreement.set() {
        under(work, Some(*id), "agreement")?;
    }
    input.agreement.apply(&mut it.agreement);
    work.require("sector", &input.sector, &mut it.sector);
    work.require("title", &input.title, &mut it.title);
    input.description.apply(&mut it.description);
    input.participants.apply_list(&mut it.participants);
    if input.participants.set().is_some() {
        let of_field = match it.field {
            Some(id) => work.peek::<Field>(id)?.map(|field| field.agreement),
            None => None,
        };
        sides::fill(work, it.agreement.or(of_field), &mut it.participants)?;
    }
    input.planned.apply(&mut it.planned);
    input.commitments.apply_list(&mut it.commitments);
    input.sources.apply_list(&mut it.sources);
    input.note.apply(&mut it.note);
    work.update(input.activity.id, it)?;
    carry_events(work, input.activity.id)?;
    work.keeps_fitting(input.activity.id.record())
}

/// The events of an activity are under its agreement: they go where it goes.
pub(super) fn carry_events<V: View>(
    work: &mut Work<'_, V>,
    id: ActivityId,
) -> Result<(), ViewFault> {
    let Some(activity) = work.peek::<Activity>(id)? else { return Ok(()) };
    for event in work.view().linked(Relation::ActivityEvents, id.record())? {
        let event = EventId::from_number(event.number);
        if let Some(it) = work.peek::<Event>(event)?
            && it.agreement != activity.agreement
        {
            work.update(event, Event { agreement: activity.agreement, ..it })?;
        }
    }
    Ok(())
}

/// The activity, about to go from its status to another by this command.
fn enter<V: View>(
    work: &mut Work<'_, V>,
    target: Target<ActivityId>,
    action: Action,
    to: ActivityStatus,
) -> Result<Option<Activity>, ViewFault> {
    let Some(mut it) = work.target::<Activity>("activity", target)? else { return Ok(None) };
    let step = it.status.transition(to);
    work.step("activity", action.name(), step, it.status, activity_from(action));
    it.status = to;
    it.status_reason = None;
    work.rename("statusReason", "reason");
    Ok(Some(it))
}

/// Fills in when the activity began, where it is not recorded yet.
fn begin<V: View>(work: &mut Work<'_, V>, it: &mut Activity, started_on: Option<EdtfDate>) {
    let Some(started) = started_on else { return };
    work.not_after_today("startedOn", started);
    let recorded = it.actual.and_then(|actual| actual.start());
    if let Some(recorded) = recorded
        && recorded != started
    {
        let message = message!("it began on {recorded} already, not on {started}; leave this out");
        work.problem(ProblemCode::Inconsistent, "startedOn", message);
    }
    let end = it.actual.and_then(|actual| actual.end());
    took_place(work, it, Some(started), end, "startedOn");
}

fn took_place<V: View>(
    work: &mut Work<'_, V>,
    it: &mut Activity,
    start: Option<EdtfDate>,
    end: Option<EdtfDate>,
    field: &str,
) {
    match Period::new(start, end) {
        Ok(actual) => it.actual = Some(actual),
        Err(PeriodError::Open) => it.actual = None,
        Err(backwards) => work.problem(ProblemCode::OutOfOrder, field, backwards.message()),
    }
}

/// Gives the activity the days that were reported, which are told under the names of the input.
fn reported<V: View>(
    work: &mut Work<'_, V>,
    target: Target<ActivityId>,
    it: Activity,
) -> Result<(), ViewFault> {
    let known = work.problem_count();
    work.update(target.id, it)?;
    work.forget(known, "actual");
    Ok(())
}

pub(super) fn start<V: View>(
    work: &mut Work<'_, V>,
    input: &StartActivity,
) -> Result<(), ViewFault> {
    let to = ActivityStatus::Ongoing;
    let Some(mut it) = enter(work, input.activity, Action::StartActivity, to)? else {
        return Ok(());
    };
    begin(work, &mut it, Some(input.started_on));
    reported(work, input.activity, it)
}

pub(super) fn suspend<V: View>(
    work: &mut Work<'_, V>,
    input: &SuspendActivity,
) -> Result<(), ViewFault> {
    let to = ActivityStatus::Suspended;
    let Some(mut it) = enter(work, input.activity, Action::SuspendActivity, to)? else {
        return Ok(());
    };
    it.status_reason = Some(input.reason.clone());
    work.update(input.activity.id, it)
}

pub(super) fn resume<V: View>(
    work: &mut Work<'_, V>,
    input: &ResumeActivity,
) -> Result<(), ViewFault> {
    let to = ActivityStatus::Ongoing;
    let Some(mut it) = enter(work, input.activity, Action::ResumeActivity, to)? else {
        return Ok(());
    };
    begin(work, &mut it, input.started_on);
    reported(work, input.activity, it)
}

pub(super) fn complete<V: View>(
    work: &mut Work<'_, V>,
    input: &CompleteActivity,
) -> Result<(), ViewFault> {
    let to = ActivityStatus::Completed;
    let Some(mut it) = enter(work, input.activity, Action::CompleteActivity, to)? else {
        return Ok(());
    };
    begin(work, &mut it, input.started_on);
    work.not_after_today("endedOn", input.ended_on);
    let start = it.actual.and_then(|actual| actual.start());
    took_place(work, &mut it, start, Some(input.ended_on), "endedOn");
    reported(work, input.activity, it)
}

pub(super) fn cancel<V: View>(
    work: &mut Work<'_, V>,
    input: &CancelActivity,
) -> Result<(), ViewFault> {
    let to = ActivityStatus::Cancelled;
    let Some(mut it) = enter(work, input.activity, Action::CancelActivity, to)? else {
        return Ok(());
    };
    it.status_reason = Some(input.reason.clone());
    work.update(input.activity.id, it)
}
