//! What points at a record, and the same pointing at another; and what a record cannot say of one.

use std::collections::BTreeSet;

use messages::{Message, message};

use crate::{
    Actor, OrganizationId, Participant, Party, ProvinceId, Record, RecordId, Role,
    edge::Relation,
    link::{ById, Linker},
    noun::NounId,
    path::FieldPath,
    problem::ViewFault,
    view::View,
};

/// Most records that one command points elsewhere.
pub const MOVED_MAX: usize = 10_000;

/// The records that point at one, in the order of their ids.
pub fn pointing(view: &impl View, at: RecordId) -> Result<Vec<RecordId>, ViewFault> {
    let mut found = BTreeSet::new();
    for relation in Relation::ALL.iter().filter(|it| it.leads_from() == Some(at.noun)) {
        found.extend(view.linked(*relation, at)?);
    }
    Ok(found.into_iter().collect())
}

/// A record that points at one where it pointed at another; what it then says twice it says once.
pub fn repointed(record: Record, from: RecordId, to: RecordId) -> Record {
    let mut record = record.relink(&mut Repoint { from, to });
    without_repeats(&mut record);
    record
}

struct Repoint {
    from: RecordId,
    to: RecordId,
}

impl Linker<ById, ById> for Repoint {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> I {
        if from.record() == self.from { I::from_number(self.to.number) } else { from }
    }
}

fn without_repeats(record: &mut Record) {
    match record {
        Record::Agreement(it) => once(&mut it.parties),
        Record::Activity(it) => once(&mut it.participants),
        Record::Event(it) => once(&mut it.participants),
        Record::Claim(it) => once(&mut it.scope.provinces),
        Record::Directive(it) => once(&mut it.addressed_to_organizations),
        Record::Succession(it) => {
            once(&mut it.predecessors);
            once(&mut it.successors);
        }
        _ => {}
    }
    record.each_source_once();
}

/// Each entry where it comes first.
pub fn once<T: PartialEq>(list: &mut Vec<T>) {
    let mut place = 0;
    while place < list.len() {
        if list[..place].contains(&list[place]) {
            list.remove(place);
        } else {
            place += 1;
        }
    }
}

/// A province or organization, as records name it.
type Named = (Option<ProvinceId>, Option<OrganizationId>);

/// What a record cannot well say of one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Clash {
    GivesAndReceives,
    TwoSides,
    SignsTwice,
    GivesToItself,
}

impl Clash {
    fn message(self) -> Message {
        match self {
            Self::GivesAndReceives => message!(
                "the one that stays would give and receive; correct its participants first"
            ),
            Self::TwoSides => {
                message!("the one that stays would stand on two sides; correct them first")
            }
            Self::SignsTwice => message!(
                "the one that stays would be a party in two roles; correct its parties first"
            ),
            Self::GivesToItself => {
                message!("the one that stays would have given to itself; correct the outcome first")
            }
        }
    }
}

/// What a record would say of the one that stays and says of neither yet, in words.
pub fn contradictions(
    before: &Record,
    after: &Record,
    from: RecordId,
    to: RecordId,
) -> Vec<Message> {
    let lead = |(province, organization): Named| {
        let province = province.map(|it| if it.record() == from { to } else { it.record() });
        let organization =
            organization.map(|it| if it.record() == from { to } else { it.record() });
        (
            province.map(|it| ProvinceId::from_number(it.number)),
            organization.map(|it| OrganizationId::from_number(it.number)),
        )
    };
    let known: BTreeSet<_> =
        clashes(before).into_iter().map(|(clash, named)| (clash, lead(named))).collect();
    let new: BTreeSet<_> = clashes(after)
        .into_iter()
        .filter(|it| !known.contains(it))
        .map(|(clash, _)| clash)
        .collect();
    new.into_iter().map(Clash::message).collect()
}

fn clashes(record: &Record) -> Vec<(Clash, Named)> {
    match record {
        Record::Activity(it) => of_participants(&it.participants),
        Record::Event(it) => of_participants(&it.participants),
        Record::Agreement(it) => of_parties(&it.parties),
        Record::Outcome(it) => match (&it.provider, &it.beneficiary) {
            (Some(Actor { province, organization }), Some(receiver))
                if (*province, *organization) == (receiver.province, receiver.organization) =>
            {
                vec![(Clash::GivesToItself, (*province, *organization))]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of_participants(participants: &[Participant]) -> Vec<(Clash, Named)> {
    let mut found = Vec::new();
    for (place, one) in participants.iter().enumerate() {
        let named = (one.province, one.organization);
        let same = participants[place + 1..]
            .iter()
            .filter(|other| (other.province, other.organization) == named);
        for other in same {
            let gives = |it: &Participant| matches!(it.role, Role::Provider | Role::Funder);
            let receives = |it: &Participant| it.role == Role::Beneficiary;
            if gives(one) && receives(other) || receives(one) && gives(other) {
                found.push((Clash::GivesAndReceives, named));
            }
            if on_two_sides(one.side.as_ref(), other.side.as_ref()) {
                found.push((Clash::TwoSides, named));
            }
        }
    }
    found
}

fn of_parties(parties: &[Party]) -> Vec<(Clash, Named)> {
    let mut found = Vec::new();
    for (place, one) in parties.iter().enumerate() {
        let named = (one.province, one.organization);
        let same = parties[place + 1..].iter().filter(|it| (it.province, it.organization) == named);
        for other in same {
            if one.role != other.role {
                found.push((Clash::SignsTwice, named));
            }
            if on_two_sides(one.side.as_ref(), other.side.as_ref()) {
                found.push((Clash::TwoSides, named));
            }
        }
    }
    found
}

fn on_two_sides(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}
