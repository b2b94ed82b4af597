//! How far cooperation is on a day, and what is late.
//!
//! Must not know what day it is today: the day comes in as `on`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{breakdown::Breakdown, figures::completion_rate};
use crate::{
    Activity, ActivityId, ActivityStatus, Decimal, Directive, DirectiveId, DirectiveStatus, Event,
    EventStatus, Lateness, LatenessKind, Outcome, declare::Described,
};

/// The progress of activities on a day.
///
/// Counts by status over distinct activities; `completionRate = completed / (all − cancelled)`;
/// `elapsedRate` of the period on a day is [`Period::elapsed_rate`](crate::Period).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Activities by status.
    pub statuses: Breakdown<ActivityStatus>,
    /// Those that are overdue, the latest first.
    pub overdue: Vec<Overdue<ActivityId>>,
}

/// Something that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue<I> {
    /// What is late.
    pub id: I,
    /// The last day on which it would not have been.
    pub due: Date,
    /// The number of days overdue, from 1.
    pub days_late: i64,
}

impl Progress {
    /// Counts activities; one that is given twice counts once.
    #[must_use]
    pub fn of<'a>(
        activities: impl IntoIterator<Item = (ActivityId, &'a Activity)>,
        on: Date,
    ) -> Self {
        let distinct: BTreeMap<_, _> = activities.into_iter().collect();
        let mut progress = Self::default();
        for (id, activity) in distinct {
            progress.statuses.add(activity.status, &1);
            progress.overdue.extend(overdue(id, activity, on));
        }
        sort(&mut progress.overdue);
        progress
    }

    /// All activities, that is, the agreed ones.
    #[must_use]
    pub fn agreed(&self) -> i64 {
        self.statuses.total()
    }

    /// `completionRate = completed / (all − cancelled)`.
    #[must_use]
    pub fn completion_rate(&self) -> Option<Decimal> {
        completion_rate(&self.statuses)
    }
}

/// Returns the day that an activity has to be done by: its planned end's latest day. `None` if
/// none is planned, or it is completed or cancelled, so that it never gets late.
#[must_use]
pub fn due(activity: &Activity) -> Option<Date> {
    match activity.status {
        ActivityStatus::Completed | ActivityStatus::Cancelled => None,
        ActivityStatus::Planned
        | ActivityStatus::Ongoing
        | ActivityStatus::Suspended
        | ActivityStatus::Unknown => activity.planned?.latest(),
    }
}

/// Returns how late an activity is on a day.
///
/// `overdue` = planned end's latest day is past and it is neither completed nor cancelled; days
/// late.
#[must_use]
pub fn overdue(id: ActivityId, activity: &Activity, on: Date) -> Option<Overdue<ActivityId>> {
    late(id, due(activity)?, on)
}

/// Returns what an activity is if its planned end is past: `LATE` if something was reported since
/// the plan, otherwise `NO_REPORT`.
///
/// Reported means a status other than PLANNED and UNKNOWN, an actual period, an event under it that
/// was HELD, or a published outcome of it or of its events. `events` and `outcomes` are those that
/// are published.
#[must_use]
pub fn lateness_kind<'a>(
    activity: Option<&Activity>,
    events: impl IntoIterator<Item = &'a Event>,
    outcomes: impl IntoIterator<Item = &'a Outcome>,
) -> LatenessKind {
    let reported = activity.is_some_and(|it| {
        it.actual.is_some()
            || !matches!(it.status, ActivityStatus::Planned | ActivityStatus::Unknown)
    }) || events.into_iter().any(|event| event.status == EventStatus::Held)
        || outcomes.into_iter().any(Outcome::is_published);
    if reported { LatenessKind::Late } else { LatenessKind::NoReport }
}

impl Overdue<ActivityId> {
    /// Tells how late the activity is, and of which kind that is.
    #[must_use]
    pub const fn lateness(&self, kind: LatenessKind) -> Lateness {
        Lateness { kind, due: self.due, days: self.days_late }
    }
}

fn late<I>(id: I, due: Date, on: Date) -> Option<Overdue<I>> {
    let days_late = on.duration_since(due).as_hours() / 24;
    (days_late > 0).then_some(Overdue { id, due, days_late })
}

fn sort<I: Ord>(overdue: &mut [Overdue<I>]) {
    overdue.sort_by(|one, other| (one.due, &one.id).cmp(&(other.due, &other.id)));
}

/// What became of directives by a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectiveProgress {
    /// Directives by status.
    pub statuses: Breakdown<DirectiveStatus>,
    /// Directives that name an activity as an answer, whatever their status.
    pub with_answer: i64,
    /// Those that are OPEN though the latest day they were due is past, the latest first.
    pub overdue: Vec<Overdue<DirectiveId>>,
}

impl DirectiveProgress {
    /// Counts directives; one that is given twice counts once.
    #[must_use]
    pub fn of<'a>(
        directives: impl IntoIterator<Item = (DirectiveId, &'a Directive)>,
        on: Date,
    ) -> Self {
        let distinct: BTreeMap<_, _> = directives.into_iter().collect();
        let mut progress = Self::default();
        for (id, directive) in distinct {
            progress.statuses.add(directive.status, &1);
            progress.with_answer += i64::from(!directive.answered_by.is_empty());
            let due = directive.due.filter(|_| directive.status == DirectiveStatus::Open);
            progress.overdue.extend(due.and_then(|due| late(id, due.latest(), on)));
        }
        sort(&mut progress.overdue);
        progress
    }
}

/// Lists the parties that have recorded nothing on or after a day, each with the last day on which
/// they recorded something, if they ever did.
///
/// `recorded` says who recorded something on which day, in any order and as often as it likes.
pub fn silent_parties<P: Ord>(
    parties: impl IntoIterator<Item = P>,
    recorded: impl IntoIterator<Item = (P, Date)>,
    since: Date,
) -> BTreeMap<P, Option<Date>> {
    let mut last: BTreeMap<P, Option<Date>> =
        parties.into_iter().map(|party| (party, None)).collect();
    for (party, day) in recorded {
        if let Some(last) = last.get_mut(&party) {
            *last = (*last).max(Some(day));
        }
    }
    last.retain(|_, last| last.is_none_or(|last| last < since));
    last
}
