//! The life of an event: scheduled, moved, held or given up.

use messages::message;

use super::{
    action::event_from,
    agreement::refuse_terminated,
    patch::{Patch, Target},
    sides,
    work::Work,
};
use crate::{
    Activity, ActivityId, ActivityStatus, Agreement, AgreementId, Event, EventId, EventKind,
    EventLevel, EventStatus, LocalizedText, Participant, ProvinceId, Source,
    action::Action,
    period::Period,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `scheduleEvent` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleEvent {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The activity that it belongs to.
    pub activity: Option<ActivityId>,
    /// The agreement that it belongs to, if there is no activity.
    pub agreement: Option<AgreementId>,
    /// The kind of event.
    pub kind: EventKind,
    /// Its title.
    pub title: LocalizedText,
    /// What it is about.
    pub description: Option<LocalizedText>,
    /// At which level it is held.
    pub level: Option<EventLevel>,
    /// The province where it takes place.
    pub host: Option<ProvinceId>,
    /// The place within that province.
    pub place: Option<String>,
    /// The period from its first to its last day.
    pub period: Period,
    /// The participants with their roles.
    pub participants: Vec<Participant>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// What `rescheduleEvent` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescheduleEvent {
    /// The event, not held yet.
    pub event: Target<EventId>,
    /// Its new days; without them the event becomes POSTPONED.
    pub period: Option<Period>,
    /// Where it now takes place.
    pub host: Patch<ProvinceId>,
    /// The place within that province.
    pub place: Patch<String>,
    /// Why it is put off; only without new days.
    pub reason: Option<String>,
}

/// What `reportEventHeld` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEventHeld {
    /// The event.
    pub event: Target<EventId>,
    /// The days on which it was held; omit them if the recorded days are right.
    pub period: Option<Period>,
    /// How many people attended.
    pub attendance: Option<u32>,
    /// Where it was held.
    pub host: Patch<ProvinceId>,
    /// The place within that province.
    pub place: Patch<String>,
    /// Who took part, all of them.
    pub participants: Patch<Vec<Participant>>,
    /// The documents that print it, all of them.
    pub sources: Patch<Vec<Source>>,
}

/// What `cancelEvent` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelEvent {
    /// The event, not held yet.
    pub event: Target<EventId>,
    /// Why it is given up.
    pub reason: String,
}

pub(super) fn schedule<V: View>(
    work: &mut Work<'_, V>,
    input: &ScheduleEvent,
) -> Result<(), ViewFault> {
    belongs(work, input)?;
    let mut it = Event {
        key: input.key.clone(),
        activity: input.activity,
        agreement: input.agreement,
        kind: input.kind,
        title: input.title.clone(),
        description: input.description.clone(),
        level: input.level,
        host: input.host,
        place: input.place.clone(),
        period: Some(input.period),
        participants: input.participants.clone(),
        attendance: None,
        status: EventStatus::Scheduled,
        status_reason: None,
        sources: input.sources.clone(),
        note: input.note.clone(),
    };
    let agreement = under(work, &it)?;
    sides::fill(work, agreement, &mut it.participants)?;
    work.create(it).map(drop)
}

/// An event belongs to an activity that goes on, or to an agreement that does.
fn belongs<V: View>(work: &mut Work<'_, V>, input: &ScheduleEvent) -> Result<(), ViewFault> {
    if let Some(id) = input.activity
        && let Some(activity) = work.peek::<Activity>(id)?
        && activity.status == ActivityStatus::Cancelled
    {
        let message = message!("the activity is CANCELLED; name one that is not");
        work.problem(ProblemCode::IllegalTransition, "activity", message);
    }
    if let Some(id) = input.agreement
        && let Some(agreement) = work.peek::<Agreement>(id)?
        && input.activity.is_none()
    {
        refuse_terminated(work, &agreement, "agreement", "scheduleEvent");
    }
    Ok(())
}

/// The agreement that an event belongs to: its activity's, where it names one.
fn under<V: View>(work: &Work<'_, V>, it: &Event) -> Result<Option<AgreementId>, ViewFault> {
    match it.activity {
        Some(id) => Ok(work.peek::<Activity>(id)?.and_then(|activity| activity.agreement)),
        None => Ok(it.agreement),
    }
}

pub(super) fn reschedule<V: View>(
    work: &mut Work<'_, V>,
    input: &RescheduleEvent,
) -> Result<(), ViewFault> {
    let Some(before) = work.target::<Event>("event", input.event)? else { return Ok(()) };
    let mut it = before.clone();
    it.status = match input.period {
        Some(_) => EventStatus::Scheduled,
        None => EventStatus::Postponed,
    };
    let step = match (before.status, it.status) {
        // Only the days change.
        (EventStatus::Scheduled, EventStatus::Scheduled) => Ok(it.status),
        (present, to) => present.transition(to),
    };
    let from = event_from(Action::RescheduleEvent);
    work.step("event", "rescheduleEvent", step, before.status, from);
    if let (Some(period), Some(_)) = (input.period, &input.reason) {
        let message = message!("it moves to {period}, so it is not postponed; omit the reason");
        work.problem(ProblemCode::Inconsistent, "reason", message);
    }
    it.period = input.period;
    input.host.apply(&mut it.host);
    input.place.apply(&mut it.place);
    it.status_reason.clone_from(&input.reason);
    if input.period.is_some() {
        it.status_reason = None;
    }
    work.rename("statusReason", "reason");
    work.update(input.event.id, it)
}

pub(super) fn report_held<V: View>(
    work: &mut Work<'_, V>,
    input: &ReportEventHeld,
) -> Result<(), ViewFault> {
    let Some(before) = work.target::<Event>("event", input.event)? else { return Ok(()) };
    let mut it = before.clone();
    let step = before.status.transition(EventStatus::Held);
    let from = event_from(Action::ReportEventHeld);
    work.step("event", "reportEventHeld", step, before.status, from);
    it.status = EventStatus::Held;
    it.status_reason = None;
    it.period = input.period.or(before.period);
    it.attendance = input.attendance.or(before.attendance);
    input.host.apply(&mut it.host);
    input.place.apply(&mut it.place);
    input.participants.apply_list(&mut it.participants);
    if input.participants.set().is_some() {
        let agreement = under(work, &it)?;
        sides::fill(work, agreement, &mut it.participants)?;
    }
    input.sources.apply_list(&mut it.sources);
    work.update(input.event.id, it)
}

pub(super) fn cancel<V: View>(
    work: &mut Work<'_, V>,
    input: &CancelEvent,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Event>("event", input.event)? else { return Ok(()) };
    let step = it.status.transition(EventStatus::Cancelled);
    work.step("event", "cancelEvent", step, it.status, event_from(Action::CancelEvent));
    it.status = EventStatus::Cancelled;
    it.status_reason = Some(input.reason.clone());
    work.rename("statusReason", "reason");
    work.update(input.event.id, it)
}
