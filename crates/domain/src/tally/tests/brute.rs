//! The definitions once more, as directly and slowly as they can be written.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    ends::{Ends, ends, meets},
    world::{About, World, agreed_on},
};
use crate::{
    Activity, ActivityId, ActivityStatus, AgreementId, Decimal, Event, EventStatus, LatenessKind,
    Measure, Noun, Outcome, OutcomeId, OutcomeStatus, ProvinceId, SectorId, Succession,
    tally::{Boundaries, Breakdown, DueDay, HostSide, Scope, Sum, Tally},
};

/// What a province may be under boundaries, in a record of a day: every succession from that day to
/// the day of the boundaries, forwards or backwards.
pub fn units(
    world: &World,
    boundaries: Boundaries,
    province: ProvinceId,
    day: Option<Date>,
) -> BTreeSet<ProvinceId> {
    let mut units = BTreeSet::from([province]);
    let Boundaries::On(target) = boundaries else { return units };
    let day = within_its_days(world, province, day.unwrap_or(Date::MAX));
    let mut days: Vec<Date> = world.successions.iter().map(|step| step.on).collect();
    days.sort_unstable();
    days.dedup();
    let mut walk = |on: Date, forth: bool| {
        let mut next = BTreeSet::new();
        for unit in &units {
            let mut found = BTreeSet::new();
            for step in world.successions.iter().filter(|step| step.on == on) {
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
                found.insert(*unit);
            }
            next.extend(found);
        }
        units = next;
    };
    days.iter().filter(|on| day < **on && **on <= target).for_each(|on| walk(*on, true));
    days.iter().rev().filter(|on| target < **on && **on <= day).for_each(|on| walk(*on, false));
    units
}

/// The day, or the nearest one on which the unit existed.
fn within_its_days(world: &World, unit: ProvinceId, day: Date) -> Date {
    let of = |side: fn(&Succession) -> &Vec<ProvinceId>| -> BTreeSet<Date> {
        world.successions.iter().filter(|it| side(it).contains(&unit)).map(|it| it.on).collect()
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

pub fn in_scope(
    scope: &Scope,
    agreement: Option<AgreementId>,
    sector: Option<SectorId>,
    status: Option<ActivityStatus>,
    day: Option<Date>,
) -> bool {
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

/// The tally of the pair {a,b}, seen from a.
pub struct Count<'a> {
    pub world: &'a World,
    pub boundaries: Boundaries,
    pub scope: &'a Scope,
    pub a: ProvinceId,
    pub b: ProvinceId,
}

impl Count<'_> {
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (id, activity) in &self.world.activities {
            self.activity(*id, activity, &mut tally);
        }
        for event in self.world.events.values() {
            self.event(event, &mut tally);
        }
        for (id, outcome) in &self.world.outcomes {
            self.outcome(*id, outcome, &mut tally);
        }
        tally
    }

    fn units(&self, province: ProvinceId, on: Option<Date>) -> BTreeSet<ProvinceId> {
        units(self.world, self.boundaries, province, on)
    }

    fn is(&self, province: ProvinceId, unit: ProvinceId, on: Option<Date>) -> bool {
        self.units(province, on) == BTreeSet::from([unit])
    }

    fn may_be(&self, province: ProvinceId, unit: ProvinceId, on: Option<Date>) -> bool {
        self.units(province, on).contains(&unit)
    }

    fn has(&self, ends: &Ends, of: &BTreeSet<(ProvinceId, ProvinceId)>, from: u8) -> bool {
        let (from, to) = if from == b'a' { (self.a, self.b) } else { (self.b, self.a) };
        of.iter().any(|(p, b)| self.is(*p, from, ends.on) && self.is(*b, to, ends.on))
    }

    fn belongs(&self, ends: &Ends) -> bool {
        [&ends.gives, &ends.open]
            .iter()
            .any(|of| self.has(ends, of, b'a') || self.has(ends, of, b'b'))
    }

    fn may_belong(&self, ends: &Ends) -> bool {
        ends.all().any(|(p, b)| self.may_join(*p, *b, ends.on))
    }

    /// What the activity is if it is late: whether a published record says that it was begun.
    fn lateness(&self, id: ActivityId, it: &Activity) -> LatenessKind {
        let begun = ![ActivityStatus::Planned, ActivityStatus::Unknown].contains(&it.status);
        let of_activity = |event: &Event| event.activity == Some(id);
        let held = |event: &Event| of_activity(event) && event.status == EventStatus::Held;
        let told = |outcome: &Outcome| {
            outcome.status != OutcomeStatus::Draft
                && match outcome.event {
                    Some(event) => of_activity(&self.world.events[&event]),
                    None => outcome.activity == Some(id),
                }
        };
        let is_told = self.world.outcomes.values().any(told);
        if begun || it.actual.is_some() || self.world.events.values().any(held) || is_told {
            LatenessKind::Late
        } else {
            LatenessKind::NoReport
        }
    }

    fn activity(&self, id: ActivityId, it: &Activity, tally: &mut Tally) {
        if !self.admits(Some(it), None, activity_day(it)) {
            return;
        }
        let ends = ends(it);
        if !self.belongs(&ends) {
            if self.may_belong(&ends) {
                tally.unresolved.add(Noun::Activity, &1);
            }
            return;
        }
        match (self.has(&ends, &ends.gives, b'a'), self.has(&ends, &ends.gives, b'b')) {
            (true, true) => tally.mutual += 1,
            (true, false) => tally.one_way_ab += 1,
            (false, true) => tally.one_way_ba += 1,
            (false, false) => tally.unspecified += 1,
        }
        tally.statuses.add(it.status, &1);
        let ended = [ActivityStatus::Completed, ActivityStatus::Cancelled].contains(&it.status);
        if let Some(due) = it.planned.and_then(|it| it.latest()).filter(|_| !ended) {
            tally.due.add((DueDay(due), self.lateness(id, it)), &1);
        }
        for commitment in &it.commitments {
            let key = (commitment.money.currency(), commitment.funding);
            let sum = Sum::of(commitment.money.amount(), true);
            tally.add(&Tally { commitments: Breakdown::one(key, sum), ..Tally::default() });
        }
    }

    fn may_join(&self, p: ProvinceId, b: ProvinceId, on: Option<Date>) -> bool {
        let may = |p, unit| self.may_be(p, unit, on);
        may(p, self.a) && may(b, self.b) || may(p, self.b) && may(b, self.a)
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
        let (sector, status) = (activity.map(|it| it.sector), activity.map(|it| it.status));
        in_scope(self.scope, agreement, sector, status, day)
    }

    fn has_event(&self, it: &Event) -> bool {
        if let Some(activity) = it.activity {
            return self.belongs(&ends(&self.world.activities[&activity]));
        }
        self.belongs(&meets(self.world, it))
    }

    fn event(&self, it: &Event, tally: &mut Tally) {
        let activity = it.activity.map(|id| &self.world.activities[&id]);
        if !self.admits(activity, Some(it), event_day(self.world, it)) {
            return;
        }
        if self.has_event(it) {
            let on = event_named_on(self.world, it);
            let is_host = |unit| it.host.is_some_and(|host| self.is(host, unit, on));
            let unknown = it.host.is_none_or(|host| self.units(host, on).len() > 1);
            let side = match (is_host(self.a), is_host(self.b), unknown) {
                (true, ..) => HostSide::A,
                (_, true, _) => HostSide::B,
                (_, _, true) => HostSide::Unknown,
                _ => HostSide::Elsewhere,
            };
            tally.events.add((it.status, side), &1);
        } else if it.activity.is_none() && self.may_belong(&meets(self.world, it)) {
            tally.unresolved.add(Noun::Event, &1);
        }
    }

    fn has_outcome(&self, it: &Outcome) -> Option<bool> {
        let subject = match self.world.about_outcome(it) {
            About::Activity(id) => self.belongs(&ends(&self.world.activities[&id])),
            About::Event(id) => self.has_event(&self.world.events[&id]),
        };
        let named: Vec<_> = [&it.provider, &it.beneficiary]
            .into_iter()
            .flatten()
            .filter_map(|it| it.province)
            .collect();
        let on = outcome_day(self.world, it).or_else(|| self.agreed(it));
        let may = |p: &ProvinceId| self.may_be(*p, self.a, on) || self.may_be(*p, self.b, on);
        let sure = |p: &ProvinceId| self.units(*p, on).len() == 1;
        match subject && named.iter().all(may) {
            true if named.iter().all(sure) => Some(true),
            true => None,
            false => Some(false),
        }
    }

    /// The day of the agreement that an outcome counts under.
    fn agreed(&self, it: &Outcome) -> Option<Date> {
        agreed_on(match self.world.about_outcome(it) {
            About::Activity(id) => self.world.activities[&id].agreement,
            About::Event(id) => self.world.events[&id].agreement,
        })
    }

    fn outcome(&self, id: OutcomeId, it: &Outcome, tally: &mut Tally) {
        let event = it.event.map(|id| &self.world.events[&id]);
        let activity = match event {
            Some(event) => event.activity,
            None => it.activity,
        }
        .map(|id| &self.world.activities[&id]);
        if !self.admits(activity, event, outcome_day(self.world, it)) {
            return;
        }
        match self.has_outcome(it) {
            Some(false) => return,
            None => {
                tally.unresolved.add(Noun::Outcome, &1);
                return;
            }
            Some(true) => tally.outcomes.add((it.status, it.kind), &1),
        }
        if it.status != OutcomeStatus::Approved {
            return;
        }
        tally.evidenced += i64::from(!it.sources.is_empty());
        if it.measure == Measure::Unit {
            let earlier = self.earlier_total(id, it).unwrap_or(Decimal::ZERO);
            let sum = Sum::of(it.value.unwrap(), true).less(earlier);
            let unit = it.unit.clone().unwrap();
            tally.add(&Tally { sums: Breakdown::one(unit, sum), ..Tally::default() });
        }
    }

    /// The value before this one of the same cumulative indicator, provider, beneficiary, subject
    /// and pair.
    fn earlier_total(&self, id: OutcomeId, it: &Outcome) -> Option<Decimal> {
        let indicator = it.indicator.filter(|id| self.world.indicators[id].cumulative)?;
        let place = |id: OutcomeId, it: &Outcome| {
            let day = outcome_day(self.world, it);
            (it.period.and_then(|period| period.latest()).or(day), day, id)
        };
        let subject = |it: &Outcome| (it.event, it.activity.filter(|_| it.event.is_none()));
        let others = self.world.outcomes.iter().filter(|(other_id, other)| {
            other.indicator == Some(indicator)
                && other.status == OutcomeStatus::Approved
                && other.measure == Measure::Unit
                && (&other.provider, &other.beneficiary) == (&it.provider, &it.beneficiary)
                && subject(other) == subject(it)
                && self.has_outcome(other) == Some(true)
                && place(**other_id, other) < place(id, it)
        });
        others.max_by_key(|(id, it)| place(**id, it))?.1.value
    }
}

/// The day by which its units are told.
pub fn named_on(it: &Activity) -> Option<Date> {
    activity_day(it).or_else(|| agreed_on(it.agreement))
}

pub fn event_named_on(world: &World, it: &Event) -> Option<Date> {
    let agreement =
        it.activity.map_or(it.agreement, |activity| world.activities[&activity].agreement);
    event_day(world, it).or_else(|| agreed_on(agreement))
}

fn activity_day(it: &Activity) -> Option<Date> {
    it.actual.or(it.planned)?.earliest()
}

fn event_day(world: &World, it: &Event) -> Option<Date> {
    let own = it.period.and_then(|period| period.earliest());
    own.or_else(|| activity_day(&world.activities[&it.activity?]))
}

pub fn outcome_day(world: &World, it: &Outcome) -> Option<Date> {
    let own = it.period.and_then(|period| period.earliest());
    own.or_else(|| match it.event {
        Some(event) => event_day(world, &world.events[&event]),
        None => activity_day(&world.activities[&it.activity?]),
    })
}
