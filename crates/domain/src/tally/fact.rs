//! What one record adds to which figures: the definitions, in one place.
//!
//! A fact stands once per place that the record counts in. Sums of facts are the figures, and the
//! facts of a figure are the records behind it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    breakdown::Breakdown,
    bundle::{Bundle, Subject},
    figures::{DueDay, HostSide, Tally},
    located::Located,
    pair::ProvincePair,
    progress::due,
    sum::Sum,
    units::{Era, Units},
};
use crate::{
    Activity, ActivityStatus, AgreementId, Event, FieldId, Noun, NounId, Outcome, ProvinceId,
    RecordId, SectorId,
};

mod results;

/// Where a record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FigureKey {
    /// The whole network: every record once, however many pairs it belongs to.
    Network,
    /// A pair.
    Pair(ProvincePair),
    /// A province: the activities that it takes part in, in any role.
    Province(ProvinceId),
    /// A priority field: its activities. Kept as recorded only: it has no province in it.
    Field(FieldId),
}

/// What one record adds to the figures of one place.
///
/// A record counts on the earliest day that it may mean, and in that day's year: an activity by
/// its actual period, else by its planned one; an event or outcome without a day of its own with
/// what it belongs to. Where no start is known it has no day, and is in no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Under whose boundaries it counts.
    pub era: Era,
    /// Where it counts.
    pub place: FigureKey,
    /// The record: an activity, event or outcome.
    pub id: RecordId,
    /// The agreement that it counts under; not those above it.
    pub agreement: Option<AgreementId>,
    /// The sector that it counts under.
    pub sector: Option<SectorId>,
    /// The day on which it counts.
    pub day: Option<Date>,
    /// The status of the activity that it is or belongs to.
    pub status: Option<ActivityStatus>,
    /// What it adds.
    pub tally: Tally,
}

impl Fact {
    /// The year in which it counts.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        self.day.map(Date::year)
    }

    /// Whether the record is counted here; otherwise it only may belong here and is in
    /// `unresolved`.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        let Tally { unresolved, .. } = self.tally.clone();
        self.tally != Tally { unresolved, ..Tally::default() }
    }
}

/// Lists the facts of a bundle under the boundaries of one era.
#[must_use]
pub fn facts(bundle: &Bundle<'_>, units: &Units, era: Era) -> Vec<Fact> {
    let located = Located::of(&bundle.recorded_ties(), units, era, bundle.named_on(bundle.day()));
    let mut sink = Sink { bundle, units, era, located, facts: Vec::new() };
    match bundle.subject {
        Subject::Activity(id, activity) => sink.activity(id.record(), activity),
        Subject::Event(id, event) => sink.unresolved_event(id.record(), event),
    }
    for (id, event) in bundle.all_events() {
        sink.event(id.record(), event);
    }
    sink.outcomes();
    sink.facts
}

struct Sink<'a> {
    bundle: &'a Bundle<'a>,
    units: &'a Units,
    era: Era,
    located: Located,
    facts: Vec<Fact>,
}

impl Sink<'_> {
    fn put(&mut self, place: FigureKey, id: RecordId, day: Option<Date>, tally: Tally) {
        self.facts.push(Fact {
            era: self.era,
            place,
            id,
            agreement: self.bundle.agreement(),
            sector: self.bundle.sector(),
            day,
            status: self.bundle.status(),
            tally,
        });
    }

    fn put_unresolved(&mut self, place: FigureKey, id: RecordId, day: Option<Date>) {
        let unresolved = Breakdown::one(id.noun, 1);
        self.put(place, id, day, Tally { unresolved, ..Tally::default() });
    }

    fn activity(&mut self, id: RecordId, activity: &Activity) {
        let day = self.bundle.day();
        let statuses = Breakdown::one(activity.status, 1);
        let kind = self.bundle.lateness_kind();
        let due = due(activity).map(|day| Breakdown::one((DueDay(day), kind), 1));
        let due = due.unwrap_or_default();
        let tally = Tally { statuses, due, ..Tally::default() };
        let mut whole = tally.clone();
        whole.count_whole(&self.located);
        self.provinces(id, activity, &whole);
        if let (Era::AsRecorded, Some(field)) = (self.era, activity.field) {
            self.put(FigureKey::Field(field), id, day, whole.clone());
        }
        let mut commitments = Breakdown::default();
        for commitment in &activity.commitments {
            let key = (commitment.money.currency(), commitment.funding);
            commitments.add(key, &Sum::of(commitment.money.amount(), true));
        }
        for (pair, direction) in self.located.pairs.clone() {
            let commitments = commitments.clone();
            let mut tally = Tally { commitments, ..tally.clone() };
            tally.count_direction(direction);
            self.put(FigureKey::Pair(pair), id, day, tally);
        }
        for pair in self.located.candidates.clone() {
            self.put_unresolved(FigureKey::Pair(pair), id, day);
        }
        whole.commitments = commitments;
        whole.placement.add(self.located.placement, &1);
        if self.located.unresolved {
            whole.unresolved.add(Noun::Activity, &1);
        }
        self.put(FigureKey::Network, id, day, whole);
    }

    /// Counts the activity in every province that takes part in it.
    fn provinces(&mut self, id: RecordId, activity: &Activity, tally: &Tally) {
        let recorded: BTreeSet<_> =
            activity.participants.iter().filter_map(|row| row.province).collect();
        let (mut certain, mut possible) = (BTreeSet::new(), BTreeSet::new());
        let day = self.bundle.day();
        let named_on = self.bundle.named_on(day);
        for province in recorded {
            let resolved = self.units.resolve(self.era, province, named_on);
            match resolved.unit() {
                Some(unit) => certain.extend([unit]),
                None => possible.extend(resolved.candidates()),
            }
        }
        for unit in possible.difference(&certain) {
            self.put_unresolved(FigureKey::Province(*unit), id, day);
        }
        for unit in certain {
            self.put(FigureKey::Province(unit), id, day, tally.clone());
        }
    }

    fn event(&mut self, id: RecordId, event: &Event) {
        let day = self.bundle.event_day(event);
        let named_on = self.bundle.named_on(day);
        let host = event.host.and_then(|it| self.units.resolve(self.era, it, named_on).unit());
        let hosted = |side| {
            let events = Breakdown::one((event.status, side), 1);
            Tally { events, ..Tally::default() }
        };
        for pair in self.located.pairs.keys().copied().collect::<Vec<_>>() {
            let side = match host {
                None => HostSide::Unknown,
                Some(host) if host == pair.a() => HostSide::A,
                Some(host) if host == pair.b() => HostSide::B,
                Some(_) => HostSide::Elsewhere,
            };
            self.put(FigureKey::Pair(pair), id, day, hosted(side));
        }
        let side = host.map_or(HostSide::Unknown, |_| HostSide::Elsewhere);
        self.put(FigureKey::Network, id, day, hosted(side));
    }

    /// Notes the pairs that an agreement-level event may belong to.
    fn unresolved_event(&mut self, id: RecordId, event: &Event) {
        let day = self.bundle.event_day(event);
        for pair in self.located.candidates.clone() {
            self.put_unresolved(FigureKey::Pair(pair), id, day);
        }
        if self.located.unresolved {
            self.put_unresolved(FigureKey::Network, id, day);
        }
    }

    /// Whether an outcome belongs to a pair of its bundle: it does if every province that it names
    /// as provider or beneficiary is in the pair. `None` if that depends on how a unit was split.
    fn belongs(&self, outcome: &Outcome, pair: ProvincePair) -> Option<bool> {
        let mut certain = true;
        let named_on = self.bundle.named_on(self.bundle.outcome_day(outcome));
        for actor in [&outcome.provider, &outcome.beneficiary].into_iter().flatten() {
            let Some(named) = actor.province else { continue };
            let resolved = self.units.resolve(self.era, named, named_on);
            if !resolved.candidates().into_iter().any(|unit| pair.contains(unit)) {
                return Some(false);
            }
            certain &= resolved.unit().is_some();
        }
        certain.then_some(true)
    }
}
