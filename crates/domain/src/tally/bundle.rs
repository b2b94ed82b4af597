//! What must be read together to count: an activity with all that belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::pair::{Flow, ProvincePair, companions, directions, flows};
use crate::{
    Activity, ActivityId, ActivityStatus, AgreementId, Event, EventId, FieldId, Indicator,
    IndicatorId, Outcome, OutcomeId, ProvinceId, SectorId,
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

    /// The pairs of provinces, as recorded, that its flows are within, or that attend the lone
    /// event. Whatever the boundaries, its records count in no pair but what these became.
    #[must_use]
    pub fn recorded_pairs(&self) -> Vec<ProvincePair> {
        directions(&self.recorded_flows()).into_keys().collect()
    }

    /// Its flows between the provinces that the records name.
    pub(super) fn recorded_flows(&self) -> BTreeSet<Flow> {
        match self.subject {
            Subject::Activity(_, activity) => flows(&activity.participants),
            Subject::Event(_, event) => companions(&attending(event)),
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

/// The provinces that an event's host and participants name.
fn attending(event: &Event) -> BTreeSet<ProvinceId> {
    event.participants.iter().filter_map(|row| row.province).chain(event.host).collect()
}
