//! Every record of a snapshot: who may see it, on which day it counts, which units there are.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::{
    domain::{
        Activity, ActivityId, Agreement, AgreementId, EdtfDate, Entity, Event, EventId, Indicator,
        IndicatorId, Noun, NounId, Outcome, OutcomeId, OutcomeStatus, ProvinceId, RecordId,
        Succession, SuccessionId, edge::Relation, tally::Boundaries,
    },
    registry::Snapshot,
};
use jiff::civil::Date;

/// Every record that figures are made of.
pub struct Records {
    pub activities: BTreeMap<ActivityId, Activity>,
    pub events: BTreeMap<EventId, Event>,
    pub outcomes: BTreeMap<OutcomeId, Outcome>,
    pub indicators: BTreeMap<IndicatorId, Indicator>,
    agreements: BTreeMap<AgreementId, Agreement>,
    successions: BTreeMap<SuccessionId, Succession>,
}

fn all<E: Entity + Clone>(snapshot: &Snapshot) -> BTreeMap<E::Id, E> {
    let places = snapshot.places(Relation::All, None, E::Id::NOUN, None, None);
    places
        .map(|place| {
            let id = place.unwrap().to;
            let found = snapshot.find(id).unwrap().unwrap();
            (E::Id::from_number(id.number), E::of(&found.record).unwrap().clone())
        })
        .collect()
}

impl Records {
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            activities: all(snapshot),
            events: all(snapshot),
            outcomes: all(snapshot),
            indicators: all(snapshot),
            agreements: all(snapshot),
            successions: all(snapshot),
        }
    }

    pub fn is_draft(&self, agreement: Option<AgreementId>) -> bool {
        agreement.is_some_and(|id| self.agreements[&id].draft)
    }

    /// The activity that an outcome counts with, and its event.
    pub fn about(&self, it: &Outcome) -> (Option<ActivityId>, Option<EventId>) {
        match it.event {
            Some(event) => (self.events[&event].activity, Some(event)),
            None => (it.activity, None),
        }
    }

    pub fn hides_event(&self, it: &Event) -> bool {
        let activity = it.activity.map(|id| &self.activities[&id]);
        self.is_draft(it.agreement) || activity.is_some_and(|it| self.is_draft(it.agreement))
    }

    pub fn hides_outcome(&self, it: &Outcome) -> bool {
        let waiting = [OutcomeStatus::Draft, OutcomeStatus::Submitted, OutcomeStatus::Returned];
        let (activity, event) = self.about(it);
        waiting.contains(&it.status)
            || activity.is_some_and(|id| self.is_draft(self.activities[&id].agreement))
            || event.is_some_and(|id| self.hides_event(&self.events[&id]))
    }

    pub fn activity_day(it: &Activity) -> Option<Date> {
        it.actual.or(it.planned)?.earliest()
    }

    pub fn event_day(&self, it: &Event) -> Option<Date> {
        let own = it.period.and_then(|period| period.earliest());
        own.or_else(|| Self::activity_day(&self.activities[&it.activity?]))
    }

    pub fn outcome_day(&self, it: &Outcome) -> Option<Date> {
        let own = it.period.and_then(|period| period.earliest());
        own.or_else(|| match it.event {
            Some(event) => self.event_day(&self.events[&event]),
            None => Self::activity_day(&self.activities[&it.activity?]),
        })
    }

    /// The day that a record is listed by.
    pub fn own_day(&self, id: RecordId) -> Option<Date> {
        match id.noun {
            Noun::Activity => {
                Self::activity_day(&self.activities[&ActivityId::from_number(id.number)])
            }
            Noun::Event => self.events[&EventId::from_number(id.number)].period?.earliest(),
            _ => self.outcomes[&OutcomeId::from_number(id.number)].period?.earliest(),
        }
    }

    /// The day by which the units are told that a record names: its own, else the agreement's.
    pub fn named_on(&self, day: Option<Date>, agreement: Option<AgreementId>) -> Option<Date> {
        day.or_else(|| {
            let it = &self.agreements[&agreement?];
            let signed = it.signed_on.map(EdtfDate::earliest);
            signed.or_else(|| it.period?.earliest())
        })
    }

    /// What a province may be under boundaries, in a record of a day: every succession from that
    /// day to the day of the boundaries, forwards or backwards.
    pub fn units(
        &self,
        boundaries: Boundaries,
        province: ProvinceId,
        day: Option<Date>,
    ) -> BTreeSet<ProvinceId> {
        let mut units = BTreeSet::from([province]);
        let Boundaries::On(target) = boundaries else { return units };
        let day = self.within_its_days(province, day.unwrap_or(Date::MAX));
        let days: BTreeSet<Date> = self.successions.values().map(|step| step.on).collect();
        let walk = |units: &BTreeSet<ProvinceId>, on: Date, forth: bool| {
            let mut next = BTreeSet::new();
            for unit in units {
                let mut found = BTreeSet::new();
                for step in self.successions.values().filter(|step| step.on == on) {
                    let (from, to) = if forth {
                        (&step.predecessors, &step.successors)
                    } else {
                        (&step.successors, &step.predecessors)
                    };
                    if from.contains(unit) {
                        found.extend(to.iter().copied());
                    }
                }
                if found.is_empty() {
                    next.insert(*unit)
                } else {
                    next.append(&mut found);
                    true
                };
            }
            next
        };
        for on in days.iter().filter(|on| day < **on && **on <= target) {
            units = walk(&units, *on, true);
        }
        for on in days.iter().rev().filter(|on| target < **on && **on <= day) {
            units = walk(&units, *on, false);
        }
        units
    }

    /// The day, or the nearest one on which the unit existed.
    fn within_its_days(&self, unit: ProvinceId, day: Date) -> Date {
        let of = |side: fn(&Succession) -> &Vec<ProvinceId>| -> BTreeSet<Date> {
            let named = self.successions.values().filter(|it| side(it).contains(&unit));
            named.map(|it| it.on).collect()
        };
        let (left, came) = (of(|it| &it.predecessors), of(|it| &it.successors));
        let all: BTreeSet<Date> = left.union(&came).copied().collect();
        let began = all.first().filter(|on| !left.contains(on));
        let ended = all.last().filter(|on| !came.contains(on));
        match (began, ended) {
            (Some(began), _) if day < *began => *began,
            (_, Some(ended)) if *ended <= day => ended.yesterday().unwrap(),
            _ => day,
        }
    }
}
