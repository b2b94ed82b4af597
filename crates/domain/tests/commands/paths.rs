//! One table of rules for all ways of writing: what a mutation refuses of a generated record, an
//! import refuses too, and what an amendment refuses, an import that updates; each by the same code
//! and attribute. And what is accepted becomes the same record.

mod ways;
mod wishes;

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    ActivityStatus, ById, ByKey, Command, Existing, FieldPath, Import, MadeKeys, NounId,
    OutcomeStatus, ProblemCode, Record, RecordId, Refusal, decide,
    link::{KeyOf, Linker},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use samples::world::*;
use wishes::wishes;

/// Names each record by the key that an export makes up for it.
struct ToKeys(MadeKeys);

impl Linker<ById, ByKey> for ToKeys {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> KeyOf<I> {
        KeyOf::new(self.0.key(from.record()))
    }
}

fn keys() -> MadeKeys {
    MadeKeys::new("w".to_owned())
}

/// A record as a line has it: under the key of the one that it is to change, or a new one.
fn import(record: &Record, of: Option<RecordId>) -> Command {
    let mut draft = record.clone().relink::<ByKey>(&mut ToKeys(keys()));
    draft.set_key(Some(of.map_or_else(|| "new".to_owned(), |id| keys().key(id))));
    Command::Import(Import {
        drafts: [draft].into(),
        existing: if of.is_some() { Existing::Replace } else { Existing::Keep },
        made: Some(keys()),
        began: u64::MAX,
    })
}

/// What becomes of a command: the record that it is about, or what is wrong.
fn verdict(
    world: &World,
    command: &Command,
) -> Result<Option<Record>, BTreeSet<(ProblemCode, String)>> {
    match decide(&context("rec"), command, &world.memory) {
        Ok(decision) => {
            let of = decision.effects.first().map(|(id, _)| *id);
            let written = decision.changes.into_iter().find(|change| Some(change.id) == of);
            Ok(written.map(|change| {
                let mut record = change.after;
                record.set_key(None);
                record
            }))
        }
        Err(Refusal::Rejected(problems)) => {
            Err(problems.into_iter().map(|it| (it.code, it.field.join("."))).collect())
        }
        Err(fault) => panic!("{fault:?}"),
    }
}

/// A world in which the records that are changed have come so far.
fn world(activity: ActivityStatus) -> World {
    let mut world = World::new();
    world.bring_activity(activity);
    world.bring_outcome(OutcomeStatus::Draft);
    world
}

#[test]
fn what_a_mutation_refuses_an_import_refuses() {
    let statuses = [
        ActivityStatus::Planned,
        ActivityStatus::Ongoing,
        ActivityStatus::Suspended,
        ActivityStatus::Completed,
        ActivityStatus::Cancelled,
    ];
    let worlds = statuses.map(world);
    let seen = Cell::new(BTreeMap::<(&str, bool), u32>::new());
    let mut runner = TestRunner::new(Config { cases: 4_000, ..Config::default() });
    let told = runner.run(&(wishes(), 0..worlds.len()), |(wish, at)| {
        for (by_command, of, record) in wish.ways(&worlds[at]) {
            let told = verdict(&worlds[at], &by_command);
            let imported = verdict(&worlds[at], &import(&record, of));
            prop_assert_eq!(&told, &imported, "{} of {:?}", by_command.name(), record);
            let mut counts = seen.take();
            *counts.entry((by_command.name(), told.is_ok())).or_default() += 1;
            seen.set(counts);
        }
        Ok(())
    });
    told.unwrap();
    // Each way accepted something and refused something.
    let seen = seen.take();
    let names: BTreeSet<_> = seen.keys().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), 20, "{names:?}");
    for name in names {
        assert!(
            seen.contains_key(&(name, true)) && seen.contains_key(&(name, false)),
            "{name}: {seen:?}"
        );
    }
}

#[test]
fn no_import_approves_or_touches_what_is_approved() {
    use OutcomeStatus::{Approved, Draft, Retracted, Returned, Submitted, Superseded};
    for from in [Draft, Submitted, Returned, Approved, Retracted] {
        let mut world = World::new();
        let id = world.bring_outcome(from).record();
        let before: domain::Outcome = world.get(id.number);
        for to in [Draft, Submitted, Returned, Approved, Superseded, Retracted] {
            let reason = matches!(to, Returned | Retracted).then(|| "lý do".to_owned());
            let reason = if to == from { before.status_reason.clone() } else { reason };
            let after = domain::Outcome { status: to, status_reason: reason, ..before.clone() };
            for (value, changes) in [(before.value, false), (Some(41u64.into()), true)] {
                let record = Record::Outcome(domain::Outcome { value, ..after.clone() });
                let told = verdict(&world, &import(&record, Some(id)));
                let same = !changes && to == from;
                let open = matches!(from, Draft | Returned);
                let expected = same || open && (to == Submitted || to == from);
                assert_eq!(told.is_ok(), expected, "{from} to {to}: {told:?}");
                if from == Returned && to == Submitted {
                    let Ok(Some(Record::Outcome(it))) = told else { panic!("{told:?}") };
                    assert_eq!(it.submitted_by.as_deref(), Some("rec"));
                }
            }
            let record = Record::Outcome(domain::Outcome { submitted_by: None, ..after });
            let told = verdict(&world, &import(&record, None));
            assert_eq!(told.is_ok(), matches!(to, Draft | Submitted), "new, {to}: {told:?}");
        }
    }
}

#[test]
fn a_correction_by_import_is_what_correct_outcome_makes() {
    let mut world = World::new();
    let approved = world.bring_outcome(OutcomeStatus::Approved);
    let before: domain::Outcome = world.get(approved.number());
    let correction = domain::Outcome {
        value: Some(41u64.into()),
        status: OutcomeStatus::Submitted,
        supersedes: Some(approved),
        submitted_by: None,
        ..before
    };
    let imported =
        |it: &domain::Outcome| verdict(&world, &import(&Record::Outcome(it.clone()), None));
    let Ok(Some(Record::Outcome(it))) = imported(&correction) else { panic!() };
    assert_eq!((it.supersedes, it.submitted_by.as_deref()), (Some(approved), Some("rec")));
    let draft = domain::Outcome { status: OutcomeStatus::Draft, ..correction.clone() };
    let moved = domain::Outcome { activity: Some(id(2)), indicator: None, ..correction.clone() };
    let other = domain::Outcome { submitted_by: Some("boss".to_owned()), ..correction.clone() };
    for (it, field) in [(draft, "supersedes"), (moved, "activity"), (other, "submittedBy")] {
        let fields: Vec<_> =
            imported(&it).unwrap_err().into_iter().map(|(_, field)| field).collect();
        assert_eq!(fields, [field]);
    }
    // A second one beside it would count twice.
    let decision =
        decide(&context("rec"), &import(&Record::Outcome(correction.clone()), None), &world.memory);
    world.write(&decision.unwrap());
    let twin = Record::Outcome(domain::Outcome { value: Some(42u64.into()), ..correction });
    let mut draft = import(&twin, None);
    let Command::Import(it) = &mut draft else { unreachable!() };
    let mut other = it.drafts[0].clone();
    other.set_key(Some("other".to_owned()));
    it.drafts = [other].into();
    let told = verdict(&world, &draft).unwrap_err();
    assert_eq!(told, [(ProblemCode::Inconsistent, "supersedes".to_owned())].into());
}
