//! The definitions once more, as directly and slowly as they can be written, over every record.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::domain::{
    Activity, ActivityStatus, Decimal, Event, Measure, Noun, NounId, Outcome, OutcomeId,
    OutcomeStatus, ProvinceId, RecordId, Role,
    tally::{Boundaries, Breakdown, DueDay, FigureKey, HostSide, Placement, Scope, Sum, Tally},
};
use jiff::civil::Date;

use super::records::Records;

type Ends = BTreeSet<(ProvinceId, ProvinceId)>;
/// The day by which the units are told that a record names.
type Day = Option<Date>;

/// The recorded flows of an activity, one by one from its rows.
fn gives(activity: &Activity) -> Ends {
    let mut gives = BTreeSet::new();
    for one in &activity.participants {
        for other in &activity.participants {
            let (Some(p), Some(b)) = (one.province, other.province) else { continue };
            let paid = matches!(one.role, Role::Provider | Role::Funder);
            let aid = paid && other.role == Role::Beneficiary;
            let partners = one.role == Role::Partner && other.role == Role::Partner;
            if p != b && (aid || partners) {
                gives.insert((p, b));
            }
        }
    }
    gives
}

fn present(event: &Event) -> Vec<ProvinceId> {
    event.participants.iter().filter_map(|row| row.province).chain(event.host).collect()
}

/// Each two provinces that attend an event, both ways.
fn meets(event: &Event) -> Ends {
    let all = present(event);
    let each = all.iter().flat_map(|p| all.iter().map(move |b| (*p, *b)));
    each.filter(|(p, b)| p != b).collect()
}

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
                adds.insert(id.record(), self.activity(it));
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
        self.records.units(self.boundaries, province, on)
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

    /// Whether something goes from a to b, and from b to a.
    fn ways(&self, ends: &Ends, on: Day) -> (bool, bool) {
        let FigureKey::Pair(pair) = self.place else { return (false, false) };
        let is = |p, unit| self.is(p, unit, on);
        let way = |from, to| ends.iter().any(|(p, b)| is(*p, from) && is(*b, to));
        (way(pair.a(), pair.b()), way(pair.b(), pair.a()))
    }

    fn may_be_pair(&self, ends: &Ends, on: Day) -> bool {
        let FigureKey::Pair(pair) = self.place else { return false };
        let may = |p, unit| self.units(p, on).contains(&unit);
        ends.iter().any(|(p, b)| {
            may(*p, pair.a()) && may(*b, pair.b()) || may(*p, pair.b()) && may(*b, pair.a())
        })
    }

    fn unresolved(noun: Noun) -> Tally {
        Tally { unresolved: Breakdown::one(noun, 1), ..Tally::default() }
    }

    fn activity(&self, it: &Activity) -> Tally {
        let mut tally = Tally { statuses: Breakdown::one(it.status, 1), ..Tally::default() };
        let ended = [ActivityStatus::Completed, ActivityStatus::Cancelled].contains(&it.status);
        if let Some(due) = it.planned.and_then(|it| it.latest()).filter(|_| !ended) {
            tally.due.add(DueDay(due), &1);
        }
        let (ends, on) = (gives(it), self.activity_on(it));
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
            FigureKey::Pair(_) => match self.ways(&ends, on) {
                (true, true) => tally.mutual = 1,
                (true, false) => tally.one_way_ab = 1,
                (false, true) => tally.one_way_ba = 1,
                _ if self.may_be_pair(&ends, on) => return Self::unresolved(Noun::Activity),
                _ => return Tally::default(),
            },
            FigureKey::Network => self.place_in_network(&ends, on, &mut tally),
        }
        for commitment in &it.commitments {
            let key = (commitment.money.currency(), commitment.funding);
            let sum = Sum::of(commitment.money.amount(), true);
            tally.add(&Tally { commitments: Breakdown::one(key, sum), ..Tally::default() });
        }
        tally
    }

    fn place_in_network(&self, ends: &Ends, on: Day, tally: &mut Tally) {
        let clear = |(p, b): &&(ProvinceId, ProvinceId)| {
            !self.is_unclear(*p, on) && !self.is_unclear(*b, on)
        };
        let mut certain = ends.iter().filter(clear);
        let paired = certain.any(|(p, b)| self.units(*p, on) != self.units(*b, on));
        let unclear = !ends.iter().all(|ends| clear(&ends));
        let placement = match (paired, unclear, ends.is_empty()) {
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
        let (ends, on) = match it.activity.map(|id| &self.records.activities[&id]) {
            Some(activity) => (gives(activity), self.activity_on(activity)),
            None => (meets(it), self.event_on(it)),
        };
        self.ways(&ends, on) != (false, false)
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
                if it.activity.is_none() && meets(it).iter().any(unclear) {
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
            FigureKey::Pair(_) if it.activity.is_none() && self.may_be_pair(&meets(it), on) => {
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
            (Some(id), _) => {
                let activity = &self.records.activities[&id];
                self.ways(&gives(activity), self.activity_on(activity)) != (false, false)
            }
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

    /// The value before this one of the same cumulative indicator, activity and place.
    fn earlier_total(&self, id: OutcomeId, it: &Outcome) -> Option<Decimal> {
        let indicator = it.indicator.filter(|id| self.records.indicators[id].cumulative)?;
        let place = |id: OutcomeId, it: &Outcome| {
            let day = self.records.outcome_day(it);
            (it.period.and_then(|period| period.latest()).or(day), day, id)
        };
        let others = self.records.outcomes.iter().filter(|(other_id, other)| {
            other.indicator == Some(indicator)
                && other.status == OutcomeStatus::Approved
                && !self.records.hides_outcome(other)
                && self.records.about(other).0 == self.records.about(it).0
                && self.has_outcome(other) == Some(true)
                && place(**other_id, other) < place(id, it)
        });
        others.max_by_key(|(id, it)| place(**id, it))?.1.value
    }
}
