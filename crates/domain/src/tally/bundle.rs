//! What must be read together to count: an activity with all that belongs to it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    pair::{ProvincePair, Ties, gives_to, on_one_side, ties},
    progress::lateness_kind,
};
use crate::{
    Activity, ActivityId, ActivityStatus, AgreementId, Event, EventId, FieldId, Indicator,
    IndicatorId, LatenessKind, Outcome, OutcomeId, SectorId,
};

/// An activity or a lone event, with all that counts along with it.
///
/// Figures change bundle by bundle: whoever edits one of its records takes away what the bundle
/// added before and adds what it adds now. Order within the lists does not matter.
#[derive(Debug, Clone)]
pub struct Bundle<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// The events of the activity; of a lone event, none.
    pub events: Vec<(EventId, &'a Event)>,
    /// The outcomes of the activity and of its events, or of the lone event. An outcome that names
    /// an event belongs where the event does, whatever activity it names.
    pub outcomes: Vec<(OutcomeId, &'a Outcome)>,
    /// The indicators that the outcomes name.
    pub indicators: BTreeMap<IndicatorId, &'a Indicator>,
    /// The first day of the agreement that it counts under, if there is one.
    pub agreed_on: Option<Date>,
}

/// What a bundle is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// An activity.
    Activity(ActivityId, &'a Activity),
    /// An agreement-level event: one that belongs to no activity.
    Event(EventId, &'a Event),
}

impl<'a> Bundle<'a> {
    /// The agreement that all of the bundle counts under.
    #[must_use]
    pub fn agreement(&self) -> Option<AgreementId> {
        match self.subject {
            Subject::Activity(_, activity) => activity.agreement,
            Subject::Event(_, event) => event.agreement,
        }
    }

    /// The sector that all of the bundle counts under; an agreement-level event has none.
    #[must_use]
    pub fn sector(&self) -> Option<SectorId> {
        match self.subject {
            Subject::Activity(_, activity) => Some(activity.sector),
            Subject::Event(..) => None,
        }
    }

    /// The priority field of the activity.
    #[must_use]
    pub fn field(&self) -> Option<FieldId> {
        match self.subject {
            Subject::Activity(_, activity) => activity.field,
            Subject::Event(..) => None,
        }
    }

    /// The status of the activity; an agreement-level event has none.
    #[must_use]
    pub fn status(&self) -> Option<ActivityStatus> {
        match self.subject {
            Subject::Activity(_, activity) => Some(activity.status),
            Subject::Event(..) => None,
        }
    }

    /// What its activity is if its planned end is past.
    #[must_use]
    pub fn lateness_kind(&self) -> LatenessKind {
        let activity = match self.subject {
            Subject::Activity(_, activity) => Some(activity),
            Subject::Event(..) => None,
        };
        let events = self.events.iter().map(|(_, event)| *event);
        lateness_kind(activity, events, self.outcomes.iter().map(|(_, outcome)| *outcome))
    }

    /// The pairs of provinces, as recorded, that it ties. Whatever the boundaries, its records count
    /// in no pair but what these became.
    #[must_use]
    pub fn recorded_pairs(&self) -> Vec<ProvincePair> {
        self.recorded_ties().directions().into_keys().collect()
    }

    /// What ties the provinces that the records name.
    pub(super) fn recorded_ties(&self) -> Ties {
        match self.subject {
            Subject::Activity(_, activity) => ties(&activity.participants),
            Subject::Event(_, event) => attendance(event),
        }
    }

    /// The events that count: those of the activity, or the lone one.
    pub(super) fn all_events(&self) -> Vec<(EventId, &'a Event)> {
        match self.subject {
            Subject::Activity(..) => self.events.clone(),
            Subject::Event(id, event) => vec![(id, event)],
        }
    }

    /// The day on which the activity counts: the earliest on which it may have begun, by its
    /// actual period, else by its planned one.
    pub(super) fn day(&self) -> Option<Date> {
        match self.subject {
            Subject::Activity(_, activity) => activity.period(),
            Subject::Event(_, event) => event.period,
        }
        .and_then(|period| period.earliest())
    }

    /// The day that tells as which piece of land a unit is named: that on which the record counts,
    /// else the first of the agreement.
    pub(super) fn named_on(&self, day: Option<Date>) -> Option<Date> {
        day.or(self.agreed_on)
    }

    /// The day on which an event counts: its own, else the activity's.
    pub(super) fn event_day(&self, event: &Event) -> Option<Date> {
        event.period.and_then(|period| period.earliest()).or_else(|| self.day())
    }

    /// The day on which an outcome counts: its own, else its event's, else the activity's.
    pub(super) fn outcome_day(&self, outcome: &Outcome) -> Option<Date> {
        let own = outcome.period.and_then(|period| period.earliest());
        own.or_else(|| {
            let event = outcome.event?;
            let (_, event) = self.all_events().into_iter().find(|(id, _)| *id == event)?;
            self.event_day(event)
        })
        .or_else(|| self.day())
    }
}

/// What ties the host and participants of a lone event: each two that attend and do not stand on one
/// side, unless one gives and the other receives. The side of the host is that of its rows.
fn attendance(event: &Event) -> Ties {
    let rows = || event.participants.iter().filter_map(|row| Some((row.province?, row)));
    let mut ties = Ties::default();
    for (one, row) in rows() {
        for (other, its) in rows() {
            let apart = !on_one_side(row.side.as_deref(), its.side.as_deref());
            if apart || gives_to(row, its) {
                ties.undirected.extend(ProvincePair::new(one, other));
            }
        }
    }
    if let Some(host) = event.host.filter(|host| rows().all(|(named, _)| named != *host)) {
        ties.undirected.extend(rows().filter_map(|(other, _)| ProvincePair::new(host, other)));
    }
    ties
}
