//! Agreements and their fields.

use jiff::civil::date as day;

use super::refuses;
use domain::{
    Agreement, AgreementId, AgreementKind, AgreementStatus, Command, Effect, Field,
    ProblemCode::*,
    commands::{AmendAgreement, Patch, SignAgreement, Target, TerminateAgreement},
};
use samples::world::*;

pub fn amend(number: u64) -> AmendAgreement {
    AmendAgreement {
        agreement: id::<AgreementId>(number).into(),
        code: Patch::Keep,
        kind: Patch::Keep,
        title: Patch::Keep,
        description: Patch::Keep,
        parties: Patch::Keep,
        signed_on: Patch::Keep,
        period: Patch::Keep,
        parent: Patch::Keep,
        sources: Patch::Keep,
        note: Patch::Keep,
    }
}

fn terminate(number: u64) -> TerminateAgreement {
    TerminateAgreement {
        agreement: id::<AgreementId>(number).into(),
        on: day(2024, 12, 1),
        reason: "thay thế".to_owned(),
    }
}

#[test]
fn signing_registers_the_paper() {
    let mut world = World::new();
    let decision = world.run("boss", Command::SignAgreement(agreement("BB-2024")));
    assert_eq!(decision.effects, [(id::<AgreementId>(3).into(), Effect::Created)]);
    let signed: Agreement = world.get(3);
    assert_eq!(signed.status_on(TODAY), AgreementStatus::Active);
    assert_eq!(world.get::<Agreement>(DRAFT).status_on(TODAY), AgreementStatus::Draft);
}

#[test]
fn signing_tells_all_that_is_wrong_at_once() {
    let world = World::new();
    let wrong = SignAgreement {
        key: Some("a b".to_owned()),
        parties: vec![party(HCM), party(HCM), party(99)],
        signed_on: Some(date("2025")),
        period: Some(period("2020/2021")),
        parent: Some(id(98)),
        sources: vec![source(), source()],
        note: Some("x".repeat(2_001)),
        ..agreement("TT-2022")
    };
    refuses(
        &world,
        &Command::SignAgreement(wrong),
        &[
            (Invalid, "key"),
            (Taken, "code"),
            (Duplicate, "parties.1"),
            (NotFound, "parties.2.province"),
            (NotFound, "parent"),
            (OutOfOrder, "signedOn"),
            (OutOfOrder, "period"),
            (Duplicate, "sources.1"),
            (TooLong, "note"),
        ],
    );
    let sign = |input| Command::SignAgreement(input);
    let unsigned = SignAgreement { signed_on: None, ..agreement("X") };
    refuses(&world, &sign(unsigned), &[(Required, "signedOn")]);
    let both = SignAgreement { draft: true, ..agreement("X") };
    refuses(&world, &sign(both), &[(Inconsistent, "signedOn")]);
    let alone = SignAgreement { parties: vec![party(HCM)], ..agreement("X") };
    refuses(&world, &sign(alone.clone()), &[(Required, "parties")]);
    let plan = SignAgreement { kind: AgreementKind::Plan, ..alone };
    World::new().run("boss", sign(plan));
}

#[test]
fn amending_changes_what_is_named_and_nothing_else() {
    let mut world = World::new();
    let before: Agreement = world.get(SIGNED);
    let change = AmendAgreement {
        agreement: Target { id: id(SIGNED), expected_version: Some(1) },
        period: Patch::Clear,
        note: Patch::Set("gia hạn".to_owned()),
        ..amend(SIGNED)
    };
    world.run("boss", Command::AmendAgreement(change.clone()));
    let expected = Agreement { period: None, note: Some("gia hạn".to_owned()), ..before };
    assert_eq!(world.get::<Agreement>(SIGNED), expected);
    refuses(&world, &Command::AmendAgreement(change), &[(Conflict, "expectedVersion")]);
    let same = world.run("boss", Command::AmendAgreement(amend(SIGNED)));
    assert_eq!(same.effects, [(id::<AgreementId>(SIGNED).into(), Effect::Unchanged)]);
    assert_eq!((same.changes.len(), world.version::<AgreementId>(id(SIGNED))), (0, 2));
}

#[test]
fn a_draft_is_signed_by_the_day_of_signing() {
    let mut world = World::new();
    let sign = AmendAgreement { signed_on: Patch::Set(date("2024-09-30")), ..amend(DRAFT) };
    world.run("boss", Command::AmendAgreement(sign));
    assert_eq!(world.get::<Agreement>(DRAFT).status_on(TODAY), AgreementStatus::Active);
}

#[test]
fn amending_refuses_what_cannot_be() {
    let world = World::new();
    let amended = |input| Command::AmendAgreement(input);
    let wrong = AmendAgreement {
        code: Patch::Clear,
        title: Patch::Clear,
        signed_on: Patch::Clear,
        parties: Patch::Clear,
        parent: Patch::Set(id(SIGNED)),
        ..amend(SIGNED)
    };
    refuses(
        &world,
        &amended(wrong),
        &[
            (Required, "code"),
            (Required, "title"),
            (Required, "signedOn"),
            (Required, "parties"),
            (Inconsistent, "parent"),
        ],
    );
    refuses(&world, &amended(amend(77)), &[(NotFound, "agreement")]);
}

#[test]
fn an_agreement_is_ended_once() {
    let mut world = World::new();
    let blank = TerminateAgreement { reason: " ".to_owned(), ..terminate(SIGNED) };
    refuses(&world, &Command::TerminateAgreement(blank), &[(Required, "reason")]);
    let late = TerminateAgreement { on: day(2026, 1, 1), ..terminate(SIGNED) };
    refuses(&world, &Command::TerminateAgreement(late), &[(OutOfOrder, "on")]);
    let early = TerminateAgreement { on: day(2022, 1, 1), ..terminate(SIGNED) };
    refuses(&world, &Command::TerminateAgreement(early), &[(OutOfOrder, "on")]);
    let unsigned = Command::TerminateAgreement(terminate(DRAFT));
    refuses(&world, &unsigned, &[(IllegalTransition, "agreement")]);

    world.run("boss", Command::TerminateAgreement(terminate(SIGNED)));
    let again = Command::TerminateAgreement(terminate(SIGNED));
    refuses(&world, &again, &[(IllegalTransition, "agreement")]);
    let amended = Command::AmendAgreement(amend(SIGNED));
    refuses(&world, &amended, &[(IllegalTransition, "agreement")]);
    refuses(
        &world,
        &Command::AddField(field()),
        &[(IllegalTransition, "agreement"), (Duplicate, "sector")],
    );
    refuses(&world, &Command::PlanActivity(activity()), &[(IllegalTransition, "field")]);
}

#[test]
fn a_field_belongs_to_one_agreement_and_sector() {
    let mut world = World::new();
    refuses(&world, &Command::AddField(field()), &[(Duplicate, "sector")]);
    let unknown = Field { agreement: id(9), sector: id(9), lead: Some(id(9)), ..field() };
    refuses(
        &world,
        &Command::AddField(unknown),
        &[(NotFound, "agreement"), (NotFound, "sector"), (NotFound, "lead")],
    );
    let titled = Field { title: Some(text("Du lịch nghỉ dưỡng")), ..field() };
    world.run("boss", Command::AddField(titled));
}
