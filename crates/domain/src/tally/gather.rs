//! Reads the records of a bundle, as far as they are published.
//!
//! Figures are the same for everybody, and tell nobody what they may not see: a draft agreement
//! with all that is recorded under it, and outcomes that were not approved yet, count nowhere.
//! Outcomes that were approved once are still published when they are superseded or retracted, and
//! are in the counts by status. Must not know who asks.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use super::bundle::{Bundle, Subject};
use crate::{
    ActivityId, AgreementId, Entity, Event, EventId, Indicator, IndicatorId, Noun, NounId, Outcome,
    OutcomeId, Record, RecordId, Versioned, View, ViewFault, edge::Relation,
};

/// The published records of a bundle, read from a view.
#[derive(Debug, Clone)]
pub struct Gathered {
    subject: Arc<Versioned>,
    events: Vec<Arc<Versioned>>,
    outcomes: Vec<Arc<Versioned>>,
    indicators: Vec<Arc<Versioned>>,
    agreed_on: Option<Date>,
}

/// Returns what the bundle is about that a record counts in: an activity, or an event that
/// belongs to none. `None` for nouns that do not count.
///
/// # Errors
/// Where the view cannot be read.
pub fn subject_of(
    id: RecordId,
    record: &Record,
    view: &impl View,
) -> Result<Option<RecordId>, ViewFault> {
    match record {
        Record::Activity(_) => Ok(Some(id)),
        Record::Event(it) => Ok(Some(it.activity.map_or(id, NounId::record))),
        Record::Outcome(Outcome { event: Some(event), .. }) => {
            let found = view.record(event.record())?;
            let activity = found.as_deref().and_then(|found| Event::of(&found.record)?.activity);
            Ok(Some(activity.map_or(event.record(), NounId::record)))
        }
        Record::Outcome(it) => Ok(it.activity.map(NounId::record)),
        _ => Ok(None),
    }
}

impl Gathered {
    /// Reads the bundle about an activity or a lone event, with all that belongs to it; `None`
    /// where there is none, or it is not published.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn read(subject: RecordId, view: &impl View) -> Result<Option<Self>, ViewFault> {
        let Some(mut gathered) = Self::read_alone(subject, view)? else { return Ok(None) };
        if subject.noun == Noun::Activity {
            gathered.add_events(view)?;
            for id in view.linked(Relation::ActivityOutcomes, subject)? {
                gathered.add_outcome(id, |it| it.event.is_none(), view)?;
            }
        } else {
            gathered.add_event_outcomes(subject, view)?;
        }
        gathered.outcomes.sort_unstable_by_key(|outcome| outcome.id);
        Ok(Some(gathered))
    }

    /// Reads the subject of a bundle only, which is enough for the facts of an activity or lone
    /// event itself, except for whether something was reported of an activity.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn read_alone(subject: RecordId, view: &impl View) -> Result<Option<Self>, ViewFault> {
        let Some(found) = view.record(subject)? else { return Ok(None) };
        let agreement = match &found.record {
            Record::Activity(it) => it.agreement,
            Record::Event(it) if it.activity.is_none() => it.agreement,
            _ => return Ok(None),
        };
        let agreement = read_agreement(agreement, view)?;
        if agreement.as_deref().is_some_and(|it| !it.record.is_published()) {
            return Ok(None);
        }
        let agreed_on = agreement.and_then(|it| it.record.day());
        let (events, outcomes, indicators) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Some(Self { subject: found, events, outcomes, indicators, agreed_on }))
    }

    fn add_events(&mut self, view: &impl View) -> Result<(), ViewFault> {
        for id in view.linked(Relation::ActivityEvents, self.subject.id)? {
            let Some(found) = view.record(id)? else { continue };
            let Some(agreement) = Event::of(&found.record).map(|event| event.agreement) else {
                continue;
            };
            let of_bundle = self.agreement() == agreement;
            if of_bundle || !is_draft(agreement, view)? {
                self.events.push(found);
                self.add_event_outcomes(id, view)?;
            }
        }
        Ok(())
    }

    fn add_event_outcomes(&mut self, event: RecordId, view: &impl View) -> Result<(), ViewFault> {
        for id in view.linked(Relation::EventOutcomes, event)? {
            self.add_outcome(id, |_| true, view)?;
        }
        Ok(())
    }

    fn add_outcome(
        &mut self,
        id: RecordId,
        belongs: impl Fn(&Outcome) -> bool,
        view: &impl View,
    ) -> Result<(), ViewFault> {
        let Some(found) = view.record(id)? else { return Ok(()) };
        let Some(outcome) = Outcome::of(&found.record) else { return Ok(()) };
        if !found.record.is_published() || !belongs(outcome) {
            return Ok(());
        }
        if let Some(indicator) = outcome.indicator.map(NounId::record)
            && self.indicators.iter().all(|known| known.id != indicator)
        {
            self.indicators.extend(view.record(indicator)?);
        }
        self.outcomes.push(found);
        Ok(())
    }

    /// The subject's record, its events and its published outcomes.
    pub fn records(&self) -> impl Iterator<Item = &Versioned> {
        let counted = self.events.iter().chain(&self.outcomes);
        std::iter::once(&self.subject).chain(counted).map(AsRef::as_ref)
    }

    fn agreement(&self) -> Option<AgreementId> {
        match &self.subject.record {
            Record::Activity(it) => it.agreement,
            Record::Event(it) => it.agreement,
            _ => None,
        }
    }

    /// What the records make up.
    #[must_use]
    pub fn bundle(&self) -> Option<Bundle<'_>> {
        let number = self.subject.id.number;
        let subject = match &self.subject.record {
            Record::Activity(it) => Subject::Activity(ActivityId::from_number(number), it),
            Record::Event(it) => Subject::Event(EventId::from_number(number), it),
            _ => return None,
        };
        Some(Bundle {
            subject,
            events: each::<Event, EventId>(&self.events).collect(),
            outcomes: each::<Outcome, OutcomeId>(&self.outcomes).collect(),
            indicators: each::<Indicator, IndicatorId>(&self.indicators)
                .collect::<BTreeMap<_, _>>(),
            agreed_on: self.agreed_on,
        })
    }
}

fn each<E: Entity, I: NounId>(records: &[Arc<Versioned>]) -> impl Iterator<Item = (I, &E)> {
    records.iter().filter_map(|it| Some((I::from_number(it.id.number), E::of(&it.record)?)))
}

fn read_agreement(
    agreement: Option<AgreementId>,
    view: &impl View,
) -> Result<Option<Arc<Versioned>>, ViewFault> {
    agreement.map_or(Ok(None), |agreement| view.record(agreement.record()))
}

fn is_draft(agreement: Option<AgreementId>, view: &impl View) -> Result<bool, ViewFault> {
    let found = read_agreement(agreement, view)?;
    Ok(found.is_some_and(|it| !it.record.is_published()))
}
