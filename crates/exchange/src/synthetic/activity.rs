//! A made-up activity, with its events, indicators and outcomes.

use std::io;

use super::{
    Synthetic,
    chance::{Chance, ZipfChoice},
    frame::{self, Frame, Part, committee, province, source, text, to},
};
use domain::{
    Activity, ActivityId, ActivityStatus, Actor, Commitment, Currency, Decimal, Event, EventId,
    EventKind, EventLevel, EventStatus, Funding, Indicator, IndicatorId, Measure, Money, Outcome,
    OutcomeKind, OutcomeStatus, Participant, Period, Record, Role, Target,
    link::{ByKey, KeyOf},
};

type Give<'a> = dyn FnMut(Record<ByKey>) -> io::Result<()> + 'a;

/// Makes what belongs to one activity.
pub struct Maker<'a> {
    pub synthetic: &'a Synthetic,
    pub agreement: &'a Frame,
    pub field: &'a Part,
}

/// An activity's key.
pub fn key(number: u64) -> String {
    format!("syn-{number:09}")
}

fn link(number: u64) -> KeyOf<ActivityId> {
    to(key(number))
}

const KINDS: [(EventKind, &str, &str); 6] = [
    (EventKind::Exhibition, "triển lãm", "exhibition"),
    (EventKind::SupplyDemandConnection, "kết nối cung cầu", "supply-demand connection"),
    (EventKind::Conference, "hội nghị", "conference"),
    (EventKind::Workshop, "hội thảo", "workshop"),
    (EventKind::Training, "tập huấn", "training"),
    (EventKind::FieldSurvey, "khảo sát", "field survey"),
];

impl Maker<'_> {
    /// One activity and all under it.
    pub fn activity(
        &self,
        number: u64,
        chance: &mut Chance,
        provinces: &ZipfChoice,
        give: &mut Give<'_>,
    ) -> io::Result<()> {
        let year = self.agreement.year + i16::try_from(chance.below(4)).unwrap_or(0);
        let participants = self.participants(chance, provinces);
        let receiver = receiver(&participants, self.agreement.pair.1);
        give(Record::Activity(self.agreed(number, year, participants.clone(), chance)))?;
        // Half have none; the others fewer the more.
        let events = chance.weighted(&[(0, 40), (1, 28), (2, 15), (3, 9), (4, 5), (5, 3)]);
        for place in 1..=events {
            give(Record::Event(self.event(number, place, year, &participants, chance)))?;
        }
        let indicators = chance.weighted(&[(0, 50), (1, 35), (2, 15)]);
        for place in 1..=indicators {
            give(Record::Indicator(indicator(number, place, year, chance)))?;
        }
        let outcomes = chance.weighted(&[(0, 35), (1, 30), (2, 20), (3, 15)]);
        for place in 1..=outcomes {
            let of = Subject { number, place, year, events, indicators, receiver };
            self.outcome(&of, chance, give)?;
        }
        Ok(())
    }

    /// One way from the one who mostly gives, the other way, both ways, or with others.
    fn participants(&self, chance: &mut Chance, provinces: &ZipfChoice) -> Vec<Participant<ByKey>> {
        let (giver, receiver) = self.agreement.pair;
        let entry = |number, role| Participant {
            province: Some(province(number)),
            organization: None,
            role,
            side: None,
            basis: None,
        };
        let mut list = match chance.below(100) {
            55..65 => vec![entry(receiver, Role::Provider), entry(giver, Role::Beneficiary)],
            65..80 => vec![entry(giver, Role::Partner), entry(receiver, Role::Partner)],
            80..90 => vec![
                entry(giver, Role::Funder),
                entry(giver, Role::Host),
                entry(receiver, Role::Beneficiary),
                entry(receiver, Role::Implementer),
            ],
            _ => vec![entry(giver, Role::Provider), entry(receiver, Role::Beneficiary)],
        };
        for _ in 0..chance.weighted(&[(0, 80), (1, 13), (2, 7)]) {
            let other = entry(provinces.choose(chance), Role::Beneficiary);
            if list.iter().all(|it| it.province != other.province) {
                list.push(other);
            }
        }
        if chance.percent(25)
            && let Some(first) = list.first_mut()
        {
            let number = if first.province == Some(province(giver)) { giver } else { receiver };
            first.organization = Some(committee(number));
        }
        list
    }

    fn agreed(
        &self,
        number: u64,
        year: i16,
        participants: Vec<Participant<ByKey>>,
        chance: &mut Chance,
    ) -> Activity<ByKey> {
        use ActivityStatus::{Cancelled, Completed, Ongoing, Planned, Suspended, Unknown};
        let weights = match year {
            ..2024 => [62, 6, 8, 6, 8, 10],
            2024 => [45, 15, 15, 8, 7, 10],
            _ => [5, 25, 55, 4, 5, 6],
        };
        let statuses = [Completed, Ongoing, Planned, Suspended, Cancelled, Unknown];
        let choices: Vec<_> = statuses.into_iter().zip(weights).collect();
        let status = chance.weighted(&choices);
        let stopped = matches!(status, Cancelled | Suspended);
        let end = year + i16::from(chance.percent(30));
        let began = matches!(status, Completed | Ongoing | Suspended);
        let late = i16::from(chance.percent(25));
        let actual = match status {
            Completed => format!("{year}/{}", end + late),
            _ => format!("{year}/.."),
        };
        let (_, _, vi, en) = frame::SECTORS[self.field.sector];
        Activity {
            key: Some(key(number)),
            agreement: Some(self.agreement.link()),
            field: Some(self.field.link()),
            sector: frame::sector(self.field.sector),
            title: text(&format!("hoạt động {vi} {number}"), &format!("{en} activity {number}")),
            description: None,
            participants,
            planned: period(&format!("{year}/{end}")),
            actual: if began { period(&actual) } else { None },
            status,
            status_reason: stopped.then(|| "made up: no reason".to_owned()),
            commitments: commitments(chance),
            sources: if chance.percent(60) { source(chance) } else { Vec::new() },
            note: None,
        }
    }

    fn event(
        &self,
        number: u64,
        place: u64,
        year: i16,
        participants: &[Participant<ByKey>],
        chance: &mut Chance,
    ) -> Event<ByKey> {
        let (kind, vi, en) = KINDS[chance.index(KINDS.len())];
        let status = if year >= 2025 {
            chance.weighted(&[(EventStatus::Scheduled, 60), (EventStatus::Held, 40)])
        } else {
            chance.weighted(&[
                (EventStatus::Held, 80),
                (EventStatus::Postponed, 5),
                (EventStatus::Cancelled, 5),
                (EventStatus::Unknown, 10),
            ])
        };
        let (giver, receiver) = self.agreement.pair;
        let host = if chance.percent(65) { giver } else { receiver };
        let stopped = matches!(status, EventStatus::Postponed | EventStatus::Cancelled);
        let attendance = (status == EventStatus::Held).then(|| 10 + chance.below(490));
        let name = format!("{number}.{place}");
        Event {
            key: Some(format!("{}-e{place}", key(number))),
            activity: Some(link(number)),
            agreement: None,
            kind,
            title: text(&format!("{vi} {name}"), &format!("{en} {name}")),
            description: None,
            level: Some(EventLevel::Provincial),
            host: Some(province(host.min(self.synthetic.provinces))),
            place: None,
            period: period(&frame::day(year, chance).to_string()),
            participants: participants.to_vec(),
            attendance: attendance.and_then(|count| u32::try_from(count).ok()),
            status,
            status_reason: stopped.then(|| "made up: no reason".to_owned()),
            sources: Vec::new(),
            note: None,
        }
    }

    /// An outcome; a superseded one with the outcome that corrects it.
    fn outcome(&self, of: &Subject, chance: &mut Chance, give: &mut Give<'_>) -> io::Result<()> {
        use OutcomeStatus::{Approved, Draft, Retracted, Returned, Submitted, Superseded};
        let choices = [
            (Approved, 60),
            (Submitted, 12),
            (Draft, 10),
            (Returned, 6),
            (Superseded, 7),
            (Retracted, 5),
        ];
        let status = chance.weighted(&choices);
        let made = self.result(of, status, chance);
        give(Record::Outcome(made.clone()))?;
        if status == Superseded
            && let Some(key) = made.key.clone()
        {
            give(Record::Outcome(Outcome {
                key: Some(format!("{key}-2")),
                status: Approved,
                supersedes: Some(to(key)),
                value: Some(Decimal::from(1 + chance.below(1_000))),
                ..made
            }))?;
        }
        Ok(())
    }

    fn result(&self, of: &Subject, status: OutcomeStatus, chance: &mut Chance) -> Outcome<ByKey> {
        use OutcomeStatus::{Draft, Retracted, Returned};
        let indicator = (of.indicators > 0 && chance.percent(70)).then(|| of.indicator(chance));
        let event = (of.events > 0 && chance.percent(40)).then(|| of.event(chance));
        let units = ["persons", "trees", "textbook sets"];
        let unit = if indicator.is_some() { "persons" } else { units[chance.index(3)] };
        let explained = matches!(status, Returned | Retracted);
        let actor = |number| Some(Actor { province: Some(province(number)), organization: None });
        let name = format!("{}.{}", of.number, of.place);
        Outcome {
            key: Some(format!("{}-o{}", key(of.number), of.place)),
            kind: if chance.percent(80) { OutcomeKind::Output } else { OutcomeKind::Outcome },
            title: text(&format!("kết quả {name}"), &format!("result {name}")),
            activity: Some(link(of.number)),
            event,
            indicator,
            measure: Measure::Unit,
            value: Some(Decimal::from(1 + chance.below(1_000))),
            unit: Some(unit.to_owned()),
            qualifier: None,
            narrative: None,
            provider: actor(self.agreement.pair.0),
            beneficiary: actor(of.receiver),
            period: period(&of.year.to_string()),
            status,
            status_reason: explained.then(|| "made up: no reason".to_owned()),
            supersedes: None,
            submitted_by: (status != Draft).then(|| "synthetic".to_owned()),
            sources: if chance.percent(55) { source(chance) } else { Vec::new() },
            note: None,
        }
    }
}

/// What an outcome is a result of.
struct Subject {
    number: u64,
    place: u64,
    year: i16,
    events: u64,
    indicators: u64,
    receiver: u32,
}

impl Subject {
    fn event(&self, chance: &mut Chance) -> KeyOf<EventId> {
        to(format!("{}-e{}", key(self.number), 1 + chance.below(self.events)))
    }

    fn indicator(&self, chance: &mut Chance) -> KeyOf<IndicatorId> {
        to(format!("{}-i{}", key(self.number), 1 + chance.below(self.indicators)))
    }
}

/// The number of a province that receives; of the pair's where none does by role.
fn receiver(participants: &[Participant<ByKey>], otherwise: u32) -> u32 {
    let found = participants.iter().find(|it| it.role == Role::Beneficiary);
    let key = found.and_then(|it| it.province.as_ref());
    key.and_then(|key| key.as_str().strip_prefix("syn-p")?.parse().ok()).unwrap_or(otherwise)
}

fn period(text: &str) -> Option<Period> {
    text.parse().ok()
}

fn commitments(chance: &mut Chance) -> Vec<Commitment> {
    if !chance.percent(30) {
        return Vec::new();
    }
    let funding = chance.weighted(&[
        (Funding::StateBudget, 60),
        (Funding::Socialised, 25),
        (Funding::Enterprise, 10),
        (Funding::Oda, 5),
    ]);
    let amount = Decimal::from(1_000_000 * (1 + chance.below(5_000)));
    let money = Money::new(amount, Currency::VND).ok();
    money.map(|money| Commitment { money, funding }).into_iter().collect()
}

fn indicator(number: u64, place: u64, year: i16, chance: &mut Chance) -> Indicator<ByKey> {
    let target = Decimal::from(10 * (1 + chance.below(200)));
    let target =
        period(&year.to_string()).map(|period| Target { period, value: target, comment: None });
    let name = format!("{number}.{place}");
    Indicator {
        key: Some(format!("{}-i{place}", key(number))),
        activity: link(number),
        title: text(&format!("chỉ số {name}"), &format!("indicator {name}")),
        measure: Measure::Unit,
        unit: Some("persons".to_owned()),
        ascending: true,
        cumulative: false,
        baseline: None,
        targets: target.into_iter().collect(),
        sources: Vec::new(),
        note: None,
    }
}
