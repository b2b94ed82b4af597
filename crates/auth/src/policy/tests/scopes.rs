//! What a scope covers, and what happens to it when a province ends.

use super::{Answer, Caller, Role, Scope, agreement, ask, asked, caller, organization, province};
use domain::{
    Action, ActivityId, Command, NounId, Participant, Role as Part,
    commands::{Patch, PlanActivity, RecordOutcome, ReviseActivityPlan, SignAgreement},
};
use samples::world::{self, *};

fn may(by: &Caller, command: &Command) -> bool {
    ask(&mut World::new(), by, command) != Answer::Denied
}

fn recorder(scope: Scope) -> Caller {
    caller("rec", Role::Recorder, scope)
}

fn plan_with(participants: Vec<Participant>) -> Command {
    Command::PlanActivity(PlanActivity { participants, ..activity() })
}

#[test]
fn a_recorder_plans_what_its_own_takes_part_in() {
    let hcm = recorder(province(HCM));
    assert!(may(&hcm, &plan_with(vec![participant(HCM, Part::Provider)])));
    assert!(!may(&hcm, &plan_with(vec![participant(LAM_DONG, Part::Provider)])));
    let hospital = Participant {
        province: None,
        organization: Some(id(HOSPITAL)),
        role: Part::Beneficiary,
        side: None,
        basis: None,
    };
    // A province speaks for its organizations, an organization for itself only.
    assert!(may(&recorder(province(LAM_DONG)), &plan_with(vec![hospital.clone()])));
    assert!(may(&recorder(organization(HOSPITAL)), &plan_with(vec![hospital])));
    let of_province = plan_with(vec![participant(LAM_DONG, Part::Partner)]);
    assert!(!may(&recorder(organization(HOSPITAL)), &of_province));
    // Gia Lai did not sign the agreement.
    let outside = plan_with(vec![participant(GIA_LAI, Part::Partner)]);
    assert!(!may(&recorder(province(GIA_LAI)), &outside));
}

#[test]
fn an_activity_is_not_moved_to_where_the_caller_has_no_say() {
    let coordinator = caller("c", Role::Coordinator, agreement(SIGNED));
    let revise = |target: u64| {
        Command::ReviseActivityPlan(ReviseActivityPlan {
            activity: id::<ActivityId>(1).into(),
            agreement: Patch::Set(id(target)),
            field: Patch::Clear,
            sector: Patch::Keep,
            title: Patch::Keep,
            description: Patch::Keep,
            participants: Patch::Keep,
            planned: Patch::Keep,
            commitments: Patch::Keep,
            sources: Patch::Keep,
            note: Patch::Keep,
        })
    };
    let mut world = World::new();
    let other =
        SignAgreement { parties: vec![party(HCM), party(GIA_LAI)], ..world::agreement("X") };
    world.run("admin", Command::SignAgreement(other));
    assert_eq!(ask(&mut world, &coordinator, &revise(3)), Answer::Denied);
    assert_eq!(ask(&mut world, &coordinator, &revise(SIGNED)), Answer::Done);
}

#[test]
fn an_activity_in_a_field_from_above_falls_under_its_own_agreement() {
    let mut world = World::new();
    let under = SignAgreement {
        parent: Some(id(SIGNED)),
        parties: vec![party(HCM), party(LAM_DONG)],
        ..world::agreement("KH-2024")
    };
    world.run("admin", Command::SignAgreement(under));
    let plan = |by: u64| {
        let participants = vec![participant(by, Part::Partner)];
        Command::PlanActivity(PlanActivity {
            agreement: Some(id(3)),
            field: Some(id(1)),
            participants,
            ..activity()
        })
    };
    // Kon Tum signed the agreement of the field, but not the one below it.
    let kon_tum = recorder(province(KON_TUM));
    assert_eq!(ask(&mut world, &kon_tum, &plan(KON_TUM)), Answer::Denied);
    let lam_dong = recorder(province(LAM_DONG));
    assert_eq!(ask(&mut world, &lam_dong, &plan(LAM_DONG)), Answer::Done);
}

#[test]
fn a_draft_is_not_moved_to_a_subject_of_others() {
    let mut world = World::new();
    let foreign =
        PlanActivity { participants: vec![participant(KON_TUM, Part::Partner)], ..activity() };
    world.run("admin", Command::PlanActivity(foreign));
    let hcm = recorder(province(HCM));
    let draft =
        Command::RecordOutcome(RecordOutcome { activity: Some(id(1)), ..asked::free_outcome() });
    assert_eq!(ask(&mut world, &hcm, &draft), Answer::Done);
    let on = id::<domain::OutcomeId>(1).record();
    let Some(Command::CorrectOutcome(correct)) =
        asked::command(Action::CorrectOutcome, on, &hcm, 9)
    else {
        panic!("no such command");
    };
    let moved = |number: u64| {
        Command::CorrectOutcome(domain::commands::CorrectOutcome {
            activity: Patch::Set(id(number)),
            ..correct.clone()
        })
    };
    assert_eq!(ask(&mut world, &hcm, &moved(3)), Answer::Denied);
    assert_eq!(ask(&mut world, &hcm, &moved(2)), Answer::Done);
}

#[test]
fn a_coordinator_signs_for_its_own() {
    let sign = |parent: Option<u64>| {
        Command::SignAgreement(SignAgreement {
            parent: parent.map(id),
            ..world::agreement("KH-2024")
        })
    };
    let of_agreement = caller("c", Role::Coordinator, agreement(SIGNED));
    assert!(may(&of_agreement, &sign(Some(SIGNED))));
    assert!(!may(&of_agreement, &sign(None)));
    assert!(may(&caller("c", Role::Coordinator, province(KON_TUM)), &sign(None)));
    assert!(!may(&caller("c", Role::Coordinator, province(GIA_LAI)), &sign(None)));
    assert!(may(&caller("c", Role::Coordinator, Scope::All), &sign(None)));
    assert!(!may(&recorder(Scope::All), &sign(None)));
}

#[test]
fn an_agreement_covers_those_under_it() {
    let mut world = World::new();
    let under = SignAgreement { parent: Some(id(SIGNED)), ..world::agreement("KH-2024") };
    world.run("admin", Command::SignAgreement(under));
    let on = id::<domain::AgreementId>(3).record();
    let of_top = caller("c", Role::Coordinator, agreement(SIGNED));
    let of_other = caller("d", Role::Coordinator, agreement(DRAFT));
    let amend = asked::command(Action::AmendAgreement, on, &of_top, 0).unwrap();
    assert_eq!(ask(&mut world, &of_other, &amend), Answer::Denied);
    assert_eq!(ask(&mut world, &of_top, &amend), Answer::Done);
}

#[test]
fn a_successor_carries_on_what_its_predecessor_began() {
    let mut world = World::new();
    let succession = succession(LAM_DONG, "Lâm Đồng");
    let start = asked::command(
        Action::StartActivity,
        id::<ActivityId>(1).record(),
        &recorder(Scope::All),
        0,
    )
    .unwrap();
    let successor = recorder(province(5));
    assert_eq!(ask(&mut world, &successor, &start), Answer::Denied);
    world.run("admin", Command::RecordSuccession(succession));
    assert_eq!(ask(&mut world, &successor, &start), Answer::Done);
    // Those whom the ended province had named keep their rights over what it began.
    let outcome =
        Command::RecordOutcome(RecordOutcome { activity: Some(id(1)), ..asked::free_outcome() });
    assert_eq!(ask(&mut world, &recorder(province(LAM_DONG)), &outcome), Answer::Done);
    assert_eq!(ask(&mut world, &recorder(province(GIA_LAI)), &outcome), Answer::Denied);
}
