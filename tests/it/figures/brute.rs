//! The definitions once more, as directly and slowly as they can be written, over every record.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::domain::{
    Activity, ActivityId, ActivityStatus, Decimal, Event, EventStatus, LatenessKind, Measure, Noun,
    NounId, Outcome, OutcomeId, OutcomeStatus, ProvinceId, RecordId,
    tally::{
        Boundaries, Breakdown, DueDay, FigureKey, HostSide, Placement, Scope, Sum, Tally, Way,
    },
};
use jiff::civil::Date;

use super::{
    ends::{Ends, ends, meets},
    records::Records,
};

pub type Pairs = BTreeSet<(ProvinceId, ProvinceId)>;
/// The day by which the units are told that a record names.
pub type Day = Option<Date>;

/// The figures of one place.
pub struct Count<'a> {
    pub records: &'a Records,
    pub boundaries: Boundaries,
    pub scope: &'a Scope,
    pub place: FigureKey,
}

impl Count<'_> {
    /// What each record adds.
    pub fn adds(&self) -> BTreeMap<RecordId, Tally> {
        let mut adds = BTreeMap::new();
        for (id, it) in &self.records.activities {
            if !self.records.is_draft(it.agreement)
                && self.admits(Some(it), None, Records::activity_day(it))
            {
                adds.insert(id.record(), self.activity(*id, it));
            }
        }
        for (id, it) in &self.records.events {
            let activity = it.activity.map(|id| &self.records.activities[&id]);
            if !self.records.hides_event(it)
                && self.admits(activity, Some(it), self.records.event_day(it))
            {
                adds.insert(id.record(), self.event(it));
            }
        }
        for (id, it) in &self.records.outcomes {
            let (activity, event) = self.records.about(it);
            let activity = activity.map(|id| &self.records.activities[&id]);
            let event = event.map(|id| &self.records.events[&id]);
            if !self.records.hides_outcome(it)
                && self.admits(activity, event, self.records.outcome_day(it))
            {
                adds.insert(id.record(), self.outcome(*id, it));
            }
        }
        adds.retain(|_, tally| !tally.is_empty());
        adds
    }

    fn admits(
        &self,
        activity: Option<&Activity>,
        event: Option<&Event>,
        day: Option<Date>,
    ) -> bool {
        let agreement = match activity {
            Some(activity) => activity.agreement,
            None => event.and_then(|event| event.agreement),
        };
        let scope = self.scope;
        let (sector, status) = (activity.map(|it| it.sector), activity.map(|it| it.status));
        scope.agreements.as_ref().is_none_or(|of| agreement.is_some_and(|it| of.contains(&it)))
            && scope.sectors.as_ref().is_none_or(|of| sector.is_some_and(|it| of.contains(&it)))
            && scope.statuses.as_ref().is_none_or(|of| status.is_some_and(|it| of.contains(&it)))
            && scope.period.is_none_or(|period| {
                day.is_some_and(|day| {
                    period.earliest().is_none_or(|from| day >= from)
                        && period.latest().is_none_or(|to| day <= to)
                })
            })
    }

    fn units(&self, province: ProvinceId, on: Day) -> BTreeSet<ProvinceId> {
        // A field has no province in it, and counts as recorded whatever the boundaries.
        let boundaries = match self.place {
            FigureKey::Field(_) => Boundaries::AsRecorded,
            _ => self.boundaries,
        };
        self.records.units(boundaries, province, on)
    }

    fn is(&self, province: ProvinceId, unit: ProvinceId, on: Day) -> bool {
        self.units(province, on) == BTreeSet::from([unit])
    }

    fn is_unclear(&self, province: ProvinceId, on: Day) -> bool {
        self.units(province, on).len() > 1
    }

    fn activity_on(&self, it: &Activity) -> Day {
        self.records.named_on(Records::activity_day(it), it.agreement)
    }

    fn event_on(&self, it: &Event) -> Day {
        let agreement = match it.activity {
            Some(activity) => self.records.activities[&activity].agreement,
            None => it.agreement,
        };
        self.records.named_on(self.records.event_day(it), agreement)
    }

    fn outcome_on(&self, it: &Outcome) -> Day {
        let agreement = match self.records.about(it) {
            (Some(activity), _) => self.records.activities[&activity].agreement,
            (None, event) => self.records.events[&event.unwrap()].agreement,
        };
        self.records.named_on(self.records.outcome_day(it), agreement)
    }

    /// Whether some of the ends are from a to b, and from b to a.
    fn ways(&self, of: &Pairs, on: Day, (a, b): (ProvinceId, ProvinceId)) -> (bool, bool) {
        let is = |p, unit| self.is(p, unit, on);
        let way = |from, to| of.iter().any(|(p, b)| is(*p, from) && is(*b, to));
        (way(a, b), way(b, a))
    }

    /// What an activity or event is in a pair: how much goes each way; `None` if it is not in it.
    fn in_pair(&self, ends: &Ends, pair: (ProvinceId, ProvinceId)) -> Option<(bool, bool)> {
        let ways = self.ways(&ends.gives, ends.on, pair);
        let open = self.ways(&ends.open, ends.on, pair) != (false, false);
        (open || ways != (false, false)).then_some(ways)
    }

    fn belongs(&self, ends: &Ends) -> bool {
        let FigureKey::Pair(pair) = self.place else { return false };
        self.in_pair(ends, (pair.a(), pair.b())).is_some()
    }

    fn ends(&self, it: &Activity) -> Ends {
        Ends { on: self.activity_on(it), ..ends(it) }
    }

    fn meets(&self, it: &Event) -> Ends {
        Ends { on: self.event_on(it), ..meets(it) }
    }

    fn may_be_pair(&self, ends: &Ends) -> bool {
        let FigureKey::Pair(pair) = self.place else { return false };
        let may = |p, unit| self.units(p, ends.on).contains(&unit);
        ends.all().any(|(p, b)| {
            may(*p, pair.a()) && may(*b, pair.b()) || may(*p, pair.b()) && may(*b, pair.a())
        })
    }

    /// Counts an activity once: by what it is in every pair of provinces that there is.
    fn whole(&self, ends: &Ends, tally: &mut Tally) {
        let all = || (1..=9).map(ProvinceId::from_number);
        let mut kinds = Vec::new();
        for (a, b) in all().flat_map(|a| all().map(move |b| (a, b))).filter(|(a, b)| a < b) {
            kinds.extend(self.in_pair(ends, (a, b)).map(|(forth, back)| match (forth, back) {
                (true, true) => Way::Mutual,
                (false, false) => Way::Unspecified,
                _ => Way::OneWay,
            }));
        }
        let way = [Way::Mutual, Way::Unspecified, Way::OneWay];
        let Some(way) = way.into_iter().find(|way| kinds.contains(way)) else { return };
        match way {
            Way::Mutual => tally.mutual = 1,
            Way::Unspecified => tally.unspecified = 1,
            Way::OneWay => tally.one_way_whole = 1,
        }
        for unit in all() {
            let meets = |own: ProvinceId, other: ProvinceId| {
                let on = ends.on;
                self.is(own, unit, on) && all().any(|it| it != unit && self.is(other, it, on))
            };
            if ends.gives.iter().any(|(p, b)| meets(*p, *b)) {
                tally.givers.add((unit, way), &1);
            }
            if ends.gives.iter().any(|(p, b)| meets(*b, *p)) {
                tally.receivers.add((unit, way), &1);
            }
        }
    }

    fn unresolved(noun: Noun) -> Tally {
        Tally { unresolved: Breakdown::one(noun, 1), ..Tally::default() }
    }

    /// What the activity is if it is late: whether a published record says that it was begun.
    fn lateness(&self, id: ActivityId, it: &Activity) -> LatenessKind {
        let begun = ![ActivityStatus::Planned, ActivityStatus::Unknown].contains(&it.status);
        let held = self.records.events.values().any(|event| {
            event.activity == Some(id)
                && event.status == EventStatus::Held
                && !self.records.hides_event(event)
        });
        let told = self.records.outcomes.values().any(|outcome| {
            self.records.about(outcome).0 == Some(id) && !self.records.hides_outcome(outcome)
        });
        if begun || it.actual.is_some() || held || told {
            LatenessKind::Late
        } else {
            LatenessKind::NoReport
        }
    }

    fn activity(&self, id: ActivityId, it: &Activity) -> Tally {
        let mut tally = Tally { statuses: Breakdown::one(it.status, 1), ..Tally::default() };
        let ended = [ActivityStatus::Completed, ActivityStatus::Cancelled].contains(&it.status);
        if let Some(due) = it.planned.and_then(|it| it.latest()).filter(|_| !ended) {
            tally.due.add((DueDay(due), self.lateness(id, it)), &1);
        }
        let (ends, on) = (self.ends(it), self.activity_on(it));
        if !matches!(self.place, FigureKey::Pair(_)) {
            self.whole(&ends, &mut tally);
        }
        match self.place {
            FigureKey::Field(field) if it.field == Some(field) => return tally,
            FigureKey::Field(_) => return Tally::default(),
            FigureKey::Province(unit) => {
                let here: Vec<_> = it.participants.iter().filter_map(|row| row.province).collect();
                return match here.iter().any(|p| self.is(*p, unit, on)) {
                    true => tally,
                    false if here.iter().any(|p| self.units(*p, on).contains(&unit)) => {
                        Self::unresolved(Noun::Activity)
                    }
                    false => Tally::default(),
                };
            }
            FigureKey::Pair(pair) => match self.in_pair(&ends, (pair.a(), pair.b())) {
                Some((true, true)) => tally.mutual = 1,
                Some((true, false)) => tally.one_way_ab = 1,
                Some((false, true)) => tally.one_way_ba = 1,
                Some((false, false)) => tally.unspecified = 1,
                None if self.may_be_pair(&ends) => return Self::unresolved(Noun::Activity),
                None => return Tally::default(),
            },
            FigureKey::Network => self.place_in_network(&ends, &mut tally),
        }
        for commitment in &it.commitments {
            let key = (commitment.money.currency(), commitment.funding);
            let sum = Sum::of(commitment.money.amount(), true);
            tally.add(&Tally { commitments: Breakdown::one(key, sum), ..Tally::default() });
        }
        tally
    }

    fn place_in_network(&self, ends: &Ends, tally: &mut Tally) {
        let clear = |(p, b): &&(ProvinceId, ProvinceId)| {
            !self.is_unclear(*p, ends.on) && !self.is_unclear(*b, ends.on)
        };
        let paired = ends
            .all()
            .filter(clear)
            .any(|(p, b)| self.units(*p, ends.on) != self.units(*b, ends.on));
        let unclear = !ends.all().all(|ends| clear(&ends));
        let placement = match (paired, unclear, ends.all().next().is_none()) {
            (true, ..) => Placement::Paired,
            (_, true, _) => Placement::Unresolved,
            (_, _, true) => Placement::Flowless,
            _ => Placement::Internal,
        };
        tally.placement.add(placement, &1);
        if unclear {
            tally.unresolved.add(Noun::Activity, &1);
        }
    }

    /// Whether an event is of the pair.
    fn has_event(&self, it: &Event) -> bool {
        let activity = it.activity.map(|id| &self.records.activities[&id]);
        self.belongs(&activity.map_or_else(|| self.meets(it), |activity| self.ends(activity)))
    }

    fn event(&self, it: &Event) -> Tally {
        let mut tally = Tally::default();
        let on = self.event_on(it);
        let unclear = it.host.is_none_or(|host| self.is_unclear(host, on));
        match self.place {
            FigureKey::Network => {
                let side = if unclear { HostSide::Unknown } else { HostSide::Elsewhere };
                tally.events.add((it.status, side), &1);
                let unclear = |(p, b): &(_, _)| self.is_unclear(*p, on) || self.is_unclear(*b, on);
                if it.activity.is_none() && self.meets(it).all().any(unclear) {
                    tally.unresolved.add(Noun::Event, &1);
                }
            }
            FigureKey::Pair(pair) if self.has_event(it) => {
                let is_host = |unit| it.host.is_some_and(|host| self.is(host, unit, on));
                let side = match (is_host(pair.a()), is_host(pair.b()), unclear) {
                    (true, ..) => HostSide::A,
                    (_, true, _) => HostSide::B,
                    (_, _, true) => HostSide::Unknown,
                    _ => HostSide::Elsewhere,
                };
                tally.events.add((it.status, side), &1);
            }
            FigureKey::Pair(_) if it.activity.is_none() && self.may_be_pair(&self.meets(it)) => {
                return Self::unresolved(Noun::Event);
            }
            FigureKey::Pair(_) | FigureKey::Province(_) | FigureKey::Field(_) => {}
        }
        tally
    }

    fn has_outcome(&self, it: &Outcome) -> Option<bool> {
        let pair = match self.place {
            FigureKey::Network => return Some(true),
            FigureKey::Pair(pair) => pair,
            FigureKey::Province(_) | FigureKey::Field(_) => return Some(false),
        };
        let subject = match self.records.about(it) {
            (Some(id), _) => self.belongs(&self.ends(&self.records.activities[&id])),
            (None, event) => self.has_event(&self.records.events[&event.unwrap()]),
        };
        let named: Vec<_> = [&it.provider, &it.beneficiary]
            .into_iter()
            .flatten()
            .filter_map(|it| it.province)
            .collect();
        let on = self.outcome_on(it);
        let may = |p: &ProvinceId| self.units(*p, on).iter().any(|unit| pair.contains(*unit));
        match subject && named.iter().all(may) {
            true if named.iter().any(|p| self.is_unclear(*p, on)) => None,
            belongs => Some(belongs),
        }
    }

    fn outcome(&self, id: OutcomeId, it: &Outcome) -> Tally {
        let mut tally = Tally::default();
        match self.has_outcome(it) {
            Some(false) => return tally,
            None => return Self::unresolved(Noun::Outcome),
            Some(true) => tally.outcomes.add((it.status, it.kind), &1),
        }
        if it.status == OutcomeStatus::Approved {
            tally.evidenced = i64::from(!it.sources.is_empty());
            if it.measure == Measure::Unit {
                let earlier = self.earlier_total(id, it);
                let sum = Sum::of(it.value.unwrap(), true);
                let sum = earlier.map_or(sum.clone(), |earlier| sum.less(earlier));
                tally.sums.add(it.unit.clone().unwrap(), &sum);
            }
        }
        tally
    }

    /// The value before this one of the same cumulative indicator, provider, beneficiary, subject
    /// and place.
    fn earlier_total(&self, id: OutcomeId, it: &Outcome) -> Option<Decimal> {
        let indicator = it.indicator.filter(|id| self.records.indicators[id].cumulative)?;
        let place = |id: OutcomeId, it: &Outcome| {
            let day = self.records.outcome_day(it);
            (it.period.and_then(|period| period.latest()).or(day), day, id)
        };
        let subject = |it: &Outcome| (it.event, it.activity.filter(|_| it.event.is_none()));
        let others = self.records.outcomes.iter().filter(|(other_id, other)| {
            other.indicator == Some(indicator)
                && other.status == OutcomeStatus::Approved
                && !self.records.hides_outcome(other)
                && (&other.provider, &other.beneficiary) == (&it.provider, &it.beneficiary)
                && subject(other) == subject(it)
                && self.has_outcome(other) == Some(true)
                && place(**other_id, other) < place(id, it)
        });
        others.max_by_key(|(id, it)| place(**id, it))?.1.value
    }
}
