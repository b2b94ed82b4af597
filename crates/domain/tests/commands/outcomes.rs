//! The way of an outcome to approval, and what may change it afterwards.

use super::refuses;
use domain::{
    ActivityId, Command, Effect, Measure, Outcome, OutcomeId, OutcomeStatus,
    ProblemCode::*,
    commands::{
        ApproveOutcomes, CorrectOutcome, Patch, RecordOutcome, RetractOutcome, ReturnOutcome,
        SubmitOutcome, Target,
    },
};
use samples::world::*;

fn correct(outcome: OutcomeId) -> CorrectOutcome {
    CorrectOutcome { value: Patch::Set(41u64.into()), ..correction(outcome) }
}

fn approve(outcomes: &[OutcomeId]) -> Command {
    let outcomes = outcomes.iter().map(|id| Target::from(*id)).collect();
    Command::ApproveOutcomes(ApproveOutcomes { outcomes })
}

fn status(world: &World, outcome: OutcomeId) -> OutcomeStatus {
    world.get::<Outcome>(domain::NounId::number(outcome)).status
}

#[test]
fn an_outcome_takes_measure_and_unit_from_its_indicator() {
    let mut world = World::new();
    world.run("rec", Command::RecordOutcome(outcome()));
    let recorded: Outcome = world.get(1);
    assert_eq!(recorded.measure, Measure::Unit);
    assert_eq!(recorded.unit.as_deref(), Some("persons"));
    assert_eq!((recorded.status, recorded.submitted_by), (OutcomeStatus::Draft, None));
    world.run("rec", Command::RecordOutcome(RecordOutcome { submit: true, ..outcome() }));
    let submitted: Outcome = world.get(2);
    assert_eq!(submitted.status, OutcomeStatus::Submitted);
    assert_eq!(submitted.submitted_by.as_deref(), Some("rec"));
}

#[test]
fn recording_tells_all_that_is_wrong_at_once() {
    let world = World::new();
    let wrong = RecordOutcome {
        key: Some(String::new()),
        unit: Some("km".to_owned()),
        value: Some("-3".parse().unwrap()),
        period: Some(period("2025")),
        sources: vec![domain::Source { document: id(8), quote: None }],
        note: Some(" x".to_owned()),
        ..outcome()
    };
    refuses(
        &world,
        &Command::RecordOutcome(wrong),
        &[
            (Invalid, "key"),
            (Inconsistent, "unit"),
            (Invalid, "value"),
            (OutOfOrder, "period"),
            (NotFound, "sources.0.document"),
            (Invalid, "note"),
        ],
    );
    let nothing = RecordOutcome { activity: None, indicator: None, ..outcome() };
    refuses(
        &world,
        &Command::RecordOutcome(nothing),
        &[(Required, "measure"), (Required, "activity")],
    );
    let silent = RecordOutcome { value: None, indicator: Some(id(6)), ..outcome() };
    refuses(&world, &Command::RecordOutcome(silent), &[(NotFound, "indicator")]);
}

#[test]
fn an_outcome_goes_where_its_status_allows_and_nowhere_else() {
    use OutcomeStatus::{Approved, Draft, Retracted, Returned, Submitted};
    for (from, allowed) in [
        (Draft, [true, false, false, true, false]),
        (Submitted, [false, true, true, false, false]),
        (Returned, [true, false, false, true, false]),
        (Approved, [false, false, false, true, true]),
        (Retracted, [false; 5]),
    ] {
        for (place, allowed) in allowed.into_iter().enumerate() {
            let mut world = World::new();
            let id = world.bring_outcome(from);
            let outcome = id.into();
            let command = [
                Command::SubmitOutcome(SubmitOutcome { outcome }),
                approve(&[id]),
                Command::ReturnOutcome(ReturnOutcome { outcome, note: "sai".to_owned() }),
                Command::CorrectOutcome(correct(id)),
                Command::RetractOutcome(RetractOutcome { outcome, reason: "sai".to_owned() }),
            ][place]
                .clone();
            if allowed {
                world.run("boss", command);
            } else {
                let field = if place == 1 { "outcomes.0.outcome" } else { "outcome" };
                assert_eq!(
                    world.refused("boss", &command),
                    [(IllegalTransition, field.to_owned())],
                    "{from}, {}",
                    command.name()
                );
            }
        }
    }
}

#[test]
fn nobody_approves_what_they_submitted() {
    let mut world = World::new();
    let id = world.bring_outcome(OutcomeStatus::Submitted);
    refuses(&world, &approve(&[id]), &[(SelfApproval, "outcomes.0.outcome")]);
    let decision = world.run("boss", approve(&[id]));
    assert_eq!(decision.effects, [(id.into(), Effect::Updated)]);
}

#[test]
fn outcomes_are_approved_all_or_none() {
    let mut world = World::new();
    let first = world.bring_outcome(OutcomeStatus::Submitted);
    let second = world.bring_outcome(OutcomeStatus::Draft);
    refuses(&world, &approve(&[]), &[(Required, "outcomes")]);
    let mixed = Command::ApproveOutcomes(ApproveOutcomes {
        outcomes: vec![
            Target { id: first, expected_version: Some(1) },
            second.into(),
            first.into(),
            id::<OutcomeId>(9).into(),
        ],
    });
    assert_eq!(
        world.refused("boss", &mixed),
        [
            (Conflict, "outcomes.0.expectedVersion".to_owned()),
            (IllegalTransition, "outcomes.1.outcome".to_owned()),
            (Duplicate, "outcomes.2.outcome".to_owned()),
            (NotFound, "outcomes.3.outcome".to_owned()),
        ]
    );
    world.run("rec", Command::SubmitOutcome(SubmitOutcome { outcome: second.into() }));
    let decision = world.run("boss", approve(&[second, first]));
    assert_eq!(decision.changes.len(), 2);
}

#[test]
fn a_returned_outcome_is_corrected_in_place_and_submitted_again() {
    let mut world = World::new();
    let id = world.bring_outcome(OutcomeStatus::Returned);
    assert_eq!(world.get::<Outcome>(1).status_reason.as_deref(), Some("sai"));
    world.run("rec", Command::CorrectOutcome(correct(id)));
    let corrected: Outcome = world.get(1);
    assert_eq!((corrected.value, corrected.status), (Some(41u64.into()), OutcomeStatus::Returned));
    world.run("other", Command::SubmitOutcome(SubmitOutcome { outcome: id.into() }));
    let submitted: Outcome = world.get(1);
    assert_eq!(submitted.submitted_by.as_deref(), Some("other"));
    assert_eq!((submitted.status_reason, world.version(id)), (None, 5));
    let blank = ReturnOutcome { outcome: id.into(), note: String::new() };
    refuses(&world, &Command::ReturnOutcome(blank), &[(Required, "note")]);
}

#[test]
fn an_approved_outcome_is_corrected_by_a_revision_that_takes_its_place() {
    let mut world = World::new();
    let old = world.bring_outcome(OutcomeStatus::Approved);
    let decision = world.run("rec", Command::CorrectOutcome(correct(old)));
    let new = id::<OutcomeId>(2);
    assert_eq!(decision.effects, [(new.into(), Effect::Created)]);
    assert_eq!(status(&world, old), OutcomeStatus::Approved);
    let revision: Outcome = world.get(2);
    assert_eq!((revision.supersedes, revision.status), (Some(old), OutcomeStatus::Submitted));
    refuses(&world, &Command::CorrectOutcome(correct(old)), &[(Conflict, "outcome")]);

    let decision = world.run("boss", approve(&[new]));
    assert_eq!(decision.effects, [(new.into(), Effect::Updated), (old.into(), Effect::Updated)]);
    assert_eq!(status(&world, old), OutcomeStatus::Superseded);
    assert_eq!(status(&world, new), OutcomeStatus::Approved);
    let late = Command::CorrectOutcome(correct(old));
    refuses(&world, &late, &[(IllegalTransition, "outcome")]);
    world.run(
        "rec",
        Command::CorrectOutcome(CorrectOutcome { value: Patch::Set(42u64.into()), ..correct(new) }),
    );
}

#[test]
fn a_correction_changes_something_and_stays_with_its_subject() {
    let mut world = World::new();
    let old = world.bring_outcome(OutcomeStatus::Approved);
    let same = CorrectOutcome { value: Patch::Keep, ..correct(old) };
    refuses(&world, &Command::CorrectOutcome(same), &[(Inconsistent, "outcome")]);
    let moved = CorrectOutcome {
        activity: Patch::Set(id::<ActivityId>(2)),
        indicator: Patch::Clear,
        ..correct(old)
    };
    refuses(&world, &Command::CorrectOutcome(moved), &[(Inconsistent, "activity")]);
    let cleared = CorrectOutcome { title: Patch::Clear, value: Patch::Clear, ..correct(old) };
    refuses(&world, &Command::CorrectOutcome(cleared), &[(Required, "title"), (Required, "value")]);
}

#[test]
fn a_retracted_outcome_stays_retracted_when_its_correction_is_approved() {
    let mut world = World::new();
    let old = world.bring_outcome(OutcomeStatus::Approved);
    world.run("rec", Command::CorrectOutcome(correct(old)));
    let blank = RetractOutcome { outcome: old.into(), reason: String::new() };
    refuses(&world, &Command::RetractOutcome(blank), &[(Required, "reason")]);
    let retract = RetractOutcome { outcome: old.into(), reason: "nhầm".to_owned() };
    world.run("boss", Command::RetractOutcome(retract));
    world.run("boss", approve(&[id(2)]));
    assert_eq!(status(&world, old), OutcomeStatus::Retracted);
    assert_eq!(status(&world, id(2)), OutcomeStatus::Approved);
}
