//! What was reported or settled by mistake is open again.

use super::{action, patch::Target, work::Work};
use crate::{
    Activity, ActivityId, ActivityStatus, Directive, DirectiveId, DirectiveStatus, Event, EventId,
    EventStatus, Period, action::Action, problem::ViewFault, view::View,
};

/// What `reopenActivity` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenActivity {
    /// The activity, COMPLETED or CANCELLED.
    pub activity: Target<ActivityId>,
    /// Why.
    pub reason: String,
}

/// What `reopenEvent` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenEvent {
    /// The event, HELD or CANCELLED.
    pub event: Target<EventId>,
    /// Why.
    pub reason: String,
}

/// What `reopenDirective` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenDirective {
    /// The directive, ANSWERED or CLOSED.
    pub directive: Target<DirectiveId>,
    /// Why.
    pub reason: String,
}

pub(super) fn activity<V: View>(
    work: &mut Work<'_, V>,
    input: &ReopenActivity,
) -> Result<(), ViewFault> {
    work.reason(&input.reason);
    let Some(mut it) = work.target::<Activity>("activity", input.activity)? else { return Ok(()) };
    let to = match it.status {
        ActivityStatus::Cancelled => ActivityStatus::Planned,
        _ => ActivityStatus::Ongoing,
    };
    let from = action::activity_from(Action::ReopenActivity);
    work.step("activity", "reopenActivity", Ok(to), it.status, from);
    if it.status == ActivityStatus::Completed {
        let start = it.actual.and_then(|actual| actual.start());
        it.actual = start.and_then(|start| Period::new(Some(start), None).ok());
    }
    it.status = to;
    it.status_reason = None;
    work.update(input.activity.id, it)
}

pub(super) fn event<V: View>(work: &mut Work<'_, V>, input: &ReopenEvent) -> Result<(), ViewFault> {
    work.reason(&input.reason);
    let Some(mut it) = work.target::<Event>("event", input.event)? else { return Ok(()) };
    let to = EventStatus::Scheduled;
    let from = action::event_from(Action::ReopenEvent);
    work.step("event", "reopenEvent", Ok(to), it.status, from);
    it.status = to;
    it.status_reason = None;
    it.attendance = None;
    work.update(input.event.id, it)
}

pub(super) fn directive<V: View>(
    work: &mut Work<'_, V>,
    input: &ReopenDirective,
) -> Result<(), ViewFault> {
    work.reason(&input.reason);
    let Some(mut it) = work.target::<Directive>("directive", input.directive)? else {
        return Ok(());
    };
    let closed = it.status == DirectiveStatus::Closed;
    let to = if closed && !it.answered_by.is_empty() {
        DirectiveStatus::Answered
    } else {
        DirectiveStatus::Open
    };
    let from = action::directive_from(Action::ReopenDirective);
    work.step("directive", "reopenDirective", Ok(to), it.status, from);
    if to == DirectiveStatus::Open {
        it.answered_by.clear();
    }
    it.status = to;
    work.update(input.directive.id, it)
}
