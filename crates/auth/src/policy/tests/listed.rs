//! What is offered can be done, and nothing else can.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Caller, Refused, asked, cast, decide};
use crate::{allowed_actions, allowed_anywhere};
use domain::{
    Action, Activity, ActivityStatus, Command, DirectiveId, Entity, Noun, NounId, OutcomeStatus,
    Refusal, Versioned, View,
    commands::{CloseDirective, CorrectOutcome, Patch, Target},
    problem::ProblemCode,
};
use samples::world::{self, GIA_LAI, World, id};

/// Whether a command is refused for the caller or the state of the registry, not for its input.
fn is_barred(world: &World, by: &Caller, command: &Command) -> bool {
    use ProblemCode::{Conflict, IllegalTransition, NotFound, SelfApproval};
    match decide(by, &world::context(&by.id), command, &world.memory) {
        Ok(_) => false,
        Err(Refused::Denied(_)) => true,
        Err(Refused::Refusal(Refusal::Rejected(problems))) => problems
            .iter()
            .any(|it| matches!(it.code, Conflict | IllegalTransition | NotFound | SelfApproval)),
        Err(Refused::Refusal(Refusal::Fault(fault))) => panic!("{fault}"),
    }
}

/// An activity that the caller may name in an answer.
fn nameable(world: &World, by: &Caller) -> Option<u64> {
    (1..=2).find(|number| {
        let activity: Activity = world.get(*number);
        let on = id::<domain::ActivityId>(*number).record();
        let record = activity.into_record();
        allowed_actions(by, on, &record, &world.memory).unwrap().contains(&Action::RecordOutcome)
    })
}

fn agrees(world: &World, by: &Caller, record: &Versioned) {
    let listed = allowed_actions(by, record.id, &record.record, &world.memory).unwrap();
    for &action in Action::ALL {
        let is_listed = listed.contains(&action);
        let command = match (action, record.id.noun) {
            (Action::AnswerDirective, Noun::Directive) => match nameable(world, by) {
                Some(activity) => Some(asked::answer(record.id.number, activity)),
                None => continue,
            },
            _ => asked::command(action, record.id, by, 4_711),
        };
        let can = command.is_some_and(|command| !is_barred(world, by, &command));
        assert_eq!(is_listed, can, "{} may {} the {}", by.id, action.name(), record.id);
    }
}

fn any_activity() -> impl Strategy<Value = ActivityStatus> {
    prop::sample::select(ActivityStatus::ALL)
}

fn any_outcomes() -> impl Strategy<Value = Vec<OutcomeStatus>> {
    prop::collection::vec(prop::sample::select(OutcomeStatus::ALL), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_listed_can_be_done_and_nothing_else(
        activity in any_activity(), outcomes in any_outcomes(), ended in any::<[bool; 3]>(),
    ) {
        let mut world = World::new();
        let boss = super::caller("admin", super::Role::Admin, super::Scope::All);
        world.run("admin", Command::AddDocument(world::document()));
        for status in outcomes {
            let outcome = world.bring_outcome(status);
            if status == OutcomeStatus::Approved && ended[0] {
                let on = outcome.record();
                let correct = asked::command(Action::CorrectOutcome, on, &boss, 4_000);
                world.run("app-hcm", correct.unwrap());
            }
        }
        world.bring_activity(activity);
        if ended[1] {
            let on = id::<domain::AgreementId>(world::SIGNED).record();
            let end = asked::command(Action::TerminateAgreement, on, &boss, 0);
            world.run("admin", end.unwrap());
        }
        if ended[2] {
            let directive = Target::from(id::<DirectiveId>(1));
            world.run("admin", Command::CloseDirective(CloseDirective { directive }));
        }
        if ended[0] {
            for command in world::merges() {
                world.run("admin", command);
            }
        }
        for who in cast() {
            for record in world.memory.newest() {
                agrees(&world, &who.caller, record);
            }
        }
    }
}

/// Nobody is refused a button for good, because a command was forgotten where it is offered.
#[test]
fn every_command_is_offered_on_some_record() {
    // These are done to no record, and make none under one.
    use Action::{
        AddDocument, AddSector, Import, Register, RegisterProvince, SignAgreement, Transfer,
    };
    let mut offered = BTreeSet::new();
    let boss = super::caller("admin", super::Role::Admin, super::Scope::All);
    for activity in ActivityStatus::ALL {
        let mut world = World::new();
        if *activity == ActivityStatus::Completed {
            let event = id::<domain::EventId>(1).record();
            let directive = id::<DirectiveId>(1).record();
            for (action, on) in [(Action::CancelEvent, event), (Action::CloseDirective, directive)]
            {
                world.run("boss", asked::command(action, on, &boss, 0).unwrap());
            }
        }
        for command in world::merges() {
            world.run("boss", command);
        }
        let succession = world::succession(GIA_LAI, "Tỉnh mới");
        world.run("boss", Command::RecordSuccession(succession));
        world.bring_activity(*activity);
        for status in OutcomeStatus::ALL {
            world.bring_outcome(*status);
        }
        for record in world.memory.newest() {
            offered
                .extend(allowed_actions(&boss, record.id, &record.record, &world.memory).unwrap());
        }
    }
    let alone =
        [Register, Import, Transfer, SignAgreement, RegisterProvince, AddSector, AddDocument];
    for action in Action::ALL.iter().filter(|it| !alone.contains(it)) {
        assert!(offered.contains(action), "{}", action.name());
    }
}

#[test]
fn a_recorder_is_offered_what_recorders_do() {
    let world = World::new();
    let recorder = super::caller("rec", super::Role::Recorder, super::province(world::HCM));
    let on = id::<domain::ActivityId>(1).record();
    let found = world.memory.record(on).unwrap().unwrap();
    let listed = allowed_actions(&recorder, on, &found.record, &world.memory).unwrap();
    let names: Vec<_> = listed.into_iter().map(Action::name).collect();
    assert_eq!(
        names,
        [
            "reviseActivityPlan",
            "startActivity",
            "suspendActivity",
            "cancelActivity",
            "scheduleEvent",
            "defineIndicator",
            "recordOutcome"
        ]
    );
    let anywhere = allowed_anywhere(&recorder);
    assert!(anywhere.contains(&Action::AddDocument));
    assert!(!anywhere.contains(&Action::ApproveOutcomes));
}

#[test]
fn a_correction_of_what_may_not_be_seen_names_nothing() {
    let mut world = World::new();
    let outcome = world.bring_outcome(OutcomeStatus::Submitted);
    let stranger = super::caller("x", super::Role::Recorder, super::province(GIA_LAI));
    let Some(Command::CorrectOutcome(correct)) =
        asked::command(Action::CorrectOutcome, outcome.record(), &stranger, 1)
    else {
        panic!("no such command");
    };
    let wrong = CorrectOutcome { title: Patch::Clear, ..correct };
    let told =
        decide(&stranger, &world::context("x"), &Command::CorrectOutcome(wrong), &world.memory);
    let Err(Refused::Refusal(Refusal::Rejected(problems))) = told else { panic!("{told:?}") };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "no outcome has this id; name one that is registered");
}
