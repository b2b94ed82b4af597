//! A small registry in memory, random records for it, and its bundles.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

pub use super::history::{MERGER, SECOND, any_successions, province, succession, successions};
use super::participants::any_participants;
pub use super::participants::participant;
use crate::{
    Activity, ActivityId, ActivityStatus, Actor, AgreementId, Commitment, Currency, DocumentId,
    Event, EventId, EventKind, EventStatus, Funding, Indicator, IndicatorId, LocalizedText,
    Measure, Money, NounId, Outcome, OutcomeId, OutcomeKind, OutcomeStatus, Participant, Period,
    ProvinceId, SectorId, Source, Succession,
    tally::{Bundle, Cell, CellKey, Fact, Subject, Units, change, facts},
};

/// The first day of an agreement; of the third none is known.
pub fn agreed_on(agreement: Option<AgreementId>) -> Option<Date> {
    match agreement?.number() {
        1 => Some(date(2023, 1, 1)),
        2 => Some(date(2025, 9, 1)),
        _ => None,
    }
}

#[derive(Debug, Clone, Default)]
pub struct World {
    pub activities: BTreeMap<ActivityId, Activity>,
    pub events: BTreeMap<EventId, Event>,
    pub outcomes: BTreeMap<OutcomeId, Outcome>,
    pub indicators: BTreeMap<IndicatorId, Indicator>,
    pub successions: Vec<Succession>,
}

#[derive(Debug, Clone)]
pub enum Edit {
    Activity(ActivityId, Activity),
    Event(EventId, Event),
    Outcome(OutcomeId, Outcome),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Activity(ActivityId),
    Event(EventId),
}

impl World {
    pub fn units(&self) -> Units {
        Units::new(&self.successions)
    }

    pub fn put(&mut self, edit: Edit) {
        match edit {
            Edit::Activity(id, it) => drop(self.activities.insert(id, it)),
            Edit::Event(id, it) => drop(self.events.insert(id, it)),
            Edit::Outcome(id, it) => drop(self.outcomes.insert(id, it)),
        }
    }

    pub fn about_event(&self, id: EventId) -> About {
        self.events[&id].activity.map_or(About::Event(id), About::Activity)
    }

    pub fn about_outcome(&self, it: &Outcome) -> About {
        match (it.event, it.activity) {
            (Some(event), _) => self.about_event(event),
            (None, Some(activity)) => About::Activity(activity),
            (None, None) => unreachable!("an outcome has a subject"),
        }
    }

    fn touched(&self, edit: &Edit) -> BTreeSet<About> {
        match edit {
            Edit::Activity(id, _) => BTreeSet::from([About::Activity(*id)]),
            Edit::Event(id, _) => {
                self.events.get(id).map(|_| self.about_event(*id)).into_iter().collect()
            }
            Edit::Outcome(id, _) => {
                self.outcomes.get(id).map(|it| self.about_outcome(it)).into_iter().collect()
            }
        }
    }

    pub fn bundle(&self, about: About) -> Option<Bundle<'_>> {
        let subject = match about {
            About::Activity(id) => Subject::Activity(id, self.activities.get(&id)?),
            About::Event(id) => {
                let lone = self.events.get(&id).filter(|event| event.activity.is_none());
                Subject::Event(id, lone?)
            }
        };
        let of_activity = |event: &Event| About::Activity(id_or_none(event)) == about;
        Some(Bundle {
            subject,
            events: self
                .events
                .iter()
                .filter(|(_, it)| of_activity(it))
                .map(|(id, it)| (*id, it))
                .collect(),
            outcomes: self
                .outcomes
                .iter()
                .filter(|(_, it)| self.about_outcome(it) == about)
                .map(|(id, it)| (*id, it))
                .collect(),
            indicators: self.indicators.iter().map(|(id, it)| (*id, it)).collect(),
            agreed_on: match subject {
                Subject::Activity(_, it) => agreed_on(it.agreement),
                Subject::Event(_, it) => agreed_on(it.agreement),
            },
        })
    }

    pub fn abouts(&self) -> Vec<About> {
        let lone = self.events.iter().filter(|(_, it)| it.activity.is_none());
        let lone = lone.map(|(id, _)| About::Event(*id));
        self.activities.keys().map(|id| About::Activity(*id)).chain(lone).collect()
    }

    pub fn facts_of(&self, abouts: impl IntoIterator<Item = About>) -> Vec<Fact> {
        let units = self.units();
        let bundles: Vec<_> = abouts.into_iter().filter_map(|about| self.bundle(about)).collect();
        let eras = units.eras();
        let all = bundles.iter().flat_map(|bundle| eras.iter().map(move |era| (bundle, *era)));
        all.flat_map(|(bundle, era)| facts(bundle, &units, era)).collect()
    }

    pub fn facts(&self) -> Vec<Fact> {
        self.facts_of(self.abouts())
    }

    /// Makes an edit and keeps cells up to date, as a store would.
    pub fn edit(&mut self, edit: &Edit, cells: &mut BTreeMap<CellKey, Cell>) {
        let mut touched = self.touched(edit);
        let mut after = self.clone();
        after.put(edit.clone());
        touched.extend(after.touched(edit));
        let delta = change(&self.facts_of(touched.clone()), &after.facts_of(touched));
        for (key, part) in delta {
            let cell = cells.entry(key).or_default();
            cell.add(&part);
            if cell.is_empty() {
                cells.remove(&key);
            }
        }
        *self = after;
    }
}

fn id_or_none(event: &Event) -> ActivityId {
    event.activity.unwrap_or(ActivityId::from_number(u64::MAX))
}

pub fn any_period() -> impl Strategy<Value = Option<Period>> {
    let written =
        ["2023", "2024-03", "2024-03-05/2025", "../2025", "2025/..", "2024-06-30", "2025-07/2026"];
    prop::option::weighted(0.85, prop::sample::select(written.to_vec()))
        .prop_map(|text| text.map(|text| text.parse().unwrap()))
}

fn id<I: NounId>(below: u64) -> impl Strategy<Value = I> {
    (1..=below).prop_map(I::from_number)
}

pub fn activity(participants: Vec<Participant>, status: ActivityStatus) -> Activity {
    Activity {
        key: None,
        agreement: None,
        field: None,
        sector: SectorId::from_number(1),
        title: title(),
        description: None,
        participants,
        planned: None,
        actual: None,
        status,
        status_reason: None,
        commitments: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

pub fn title() -> LocalizedText {
    toml::Value::Table([("vi".to_owned(), "Tên".into())].into_iter().collect()).try_into().unwrap()
}

fn any_activity() -> impl Strategy<Value = Activity> {
    let commitment = (0..3i64, any::<bool>()).prop_map(|(amount, vnd)| Commitment {
        money: Money::new(amount.into(), if vnd { Currency::VND } else { Currency::USD }).unwrap(),
        funding: if amount == 1 { Funding::Oda } else { Funding::Enterprise },
    });
    (
        any_participants(),
        prop::sample::select(ActivityStatus::ALL),
        prop::option::of(id::<AgreementId>(3)),
        id::<SectorId>(3),
        any_period(),
        any_period(),
        prop::collection::vec(commitment, 0..3),
    )
        .prop_map(|(participants, status, agreement, sector, planned, actual, commitments)| {
            Activity {
                agreement,
                sector,
                planned,
                actual,
                commitments,
                ..activity(participants, status)
            }
        })
}

pub fn event(
    activity: Option<ActivityId>,
    host: Option<ProvinceId>,
    participants: Vec<Participant>,
) -> Event {
    Event {
        key: None,
        activity,
        agreement: None,
        kind: EventKind::Conference,
        title: title(),
        description: None,
        level: None,
        host,
        place: None,
        period: None,
        participants,
        attendance: None,
        status: EventStatus::Held,
        status_reason: None,
        sources: Vec::new(),
        note: None,
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    (
        prop::option::of(id::<ActivityId>(4)),
        prop::option::of(id::<AgreementId>(3)),
        prop::option::of(id::<ProvinceId>(9)),
        any_participants(),
        any_period(),
        prop::sample::select(EventStatus::ALL),
    )
        .prop_map(|(activity, agreement, host, participants, period, status)| Event {
            agreement,
            period,
            status,
            ..event(activity, host, participants)
        })
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    let actor = || {
        let actor = |province| Actor { province: Some(province), organization: None };
        prop::option::weighted(0.3, id::<ProvinceId>(9).prop_map(actor))
    };
    let kinds = [OutcomeKind::Output, OutcomeKind::Outcome, OutcomeKind::Other];
    let approved = OutcomeStatus::Approved;
    let statuses = [OutcomeStatus::Draft, OutcomeStatus::Superseded, approved, approved];
    let subject = (any::<bool>(), id::<ActivityId>(4), id::<EventId>(4));
    let value = (prop::option::of(id::<IndicatorId>(2)), 0..50u64, any::<bool>());
    (subject, value, actor(), actor(), any_period(), 0..4usize, 0..3usize).prop_map(
        move |(
            subject,
            (indicator, value, sourced),
            provider,
            beneficiary,
            period,
            status,
            kind,
        )| {
            let (of_event, activity, event) = subject;
            let source = Source { document: DocumentId::from_number(1), quote: None };
            Outcome {
                kind: kinds[kind],
                activity: (!of_event).then_some(activity),
                event: of_event.then_some(event),
                indicator,
                measure: if value < 40 { Measure::Unit } else { Measure::Percentage },
                value: Some(value.into()),
                unit: Some(
                    if indicator.is_some() || sourced { "persons" } else { "tonnes" }.into(),
                ),
                provider,
                beneficiary,
                period,
                status: statuses[status],
                sources: if sourced { vec![source] } else { Vec::new() },
                ..outcome()
            }
        },
    )
}

pub fn outcome() -> Outcome {
    Outcome {
        key: None,
        kind: OutcomeKind::Other,
        title: title(),
        activity: None,
        event: None,
        indicator: None,
        measure: Measure::Unit,
        value: None,
        unit: None,
        qualifier: None,
        narrative: None,
        provider: None,
        beneficiary: None,
        period: None,
        status: OutcomeStatus::Approved,
        status_reason: None,
        supersedes: None,
        submitted_by: None,
        sources: Vec::new(),
        note: None,
    }
}

pub fn indicator(cumulative: bool) -> Indicator {
    Indicator {
        key: None,
        activity: ActivityId::from_number(1),
        title: title(),
        measure: Measure::Unit,
        unit: Some("persons".into()),
        ascending: true,
        cumulative,
        baseline: None,
        targets: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

/// A registry with four activities, four events and up to six outcomes.
pub fn any_world() -> impl Strategy<Value = World> {
    (
        prop::collection::vec(any_activity(), 4),
        prop::collection::vec(any_event(), 4),
        prop::collection::vec(any_outcome(), 0..7),
        prop_oneof![Just(successions()), any_successions()],
    )
        .prop_map(|(activities, events, outcomes, successions)| World {
            activities: numbered(activities),
            events: numbered(events),
            outcomes: numbered(outcomes),
            indicators: numbered(vec![indicator(true), indicator(false)]),
            successions,
        })
}

pub fn numbered<I: NounId, T>(records: Vec<T>) -> BTreeMap<I, T> {
    (1..).map(I::from_number).zip(records).collect()
}

pub fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (id(4), any_activity()).prop_map(|(id, it)| Edit::Activity(id, it)),
        (id(4), any_event()).prop_map(|(id, it)| Edit::Event(id, it)),
        (id(6), any_outcome()).prop_map(|(id, it)| Edit::Outcome(id, it)),
    ]
}
