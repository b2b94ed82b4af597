//! On which side participants stand.

use super::{agreements::amend, plans::revise};
use domain::{
    Activity, Command, Event, Participant, Party, Role,
    commands::{
        AmendAgreement, Patch, PlanActivity, ReportEventHeld, ReviseActivityPlan, ScheduleEvent,
    },
};
use samples::world::*;

/// A world whose signed agreement has two sides; Kon Tum signs on both.
fn with_sides() -> World {
    let mut world = World::new();
    let on = |province, side: &str| Party { side: Some(side.to_owned()), ..party(province) };
    let parties = vec![
        on(HCM, "city"),
        on(LAM_DONG, "highlands"),
        Party { organization: Some(id(HOSPITAL)), ..on(LAM_DONG, "highlands") },
        on(KON_TUM, "city"),
        on(KON_TUM, "highlands"),
        party(GIA_LAI),
    ];
    let sides = AmendAgreement { parties: Patch::Set(parties), ..amend(SIGNED) };
    world.run("boss", Command::AmendAgreement(sides));
    world
}

fn sides(participants: &[Participant]) -> Vec<Option<&str>> {
    participants.iter().map(|it| it.side.as_deref()).collect()
}

#[test]
fn a_participant_without_a_side_stands_where_its_province_signed() {
    let mut world = with_sides();
    let unspecified = |province| participant(province, Role::Unspecified);
    let given = Participant { side: Some("guests".to_owned()), ..unspecified(LAM_DONG) };
    let hospital = activity().participants[1].clone();
    let participants =
        vec![unspecified(HCM), given, hospital.clone(), unspecified(KON_TUM), unspecified(GIA_LAI)];
    let expected = [Some("city"), Some("guests"), Some("highlands"), None, None];
    let planned = PlanActivity { participants: participants.clone(), ..activity() };
    world.run("rec", Command::PlanActivity(planned.clone()));
    assert_eq!(sides(&world.get::<Activity>(3).participants), expected);
    let agreed =
        PlanActivity { field: None, agreement: Some(id(SIGNED)), sector: Some(id(1)), ..planned };
    world.run("rec", Command::PlanActivity(agreed));
    assert_eq!(sides(&world.get::<Activity>(4).participants), expected);

    let revised = ReviseActivityPlan { participants: Patch::Set(participants.clone()), ..revise() };
    world.run("rec", Command::ReviseActivityPlan(revised));
    assert_eq!(sides(&world.get::<Activity>(1).participants), expected);
    world.run(
        "rec",
        Command::ReviseActivityPlan(ReviseActivityPlan {
            activity: target(2),
            participants: Patch::Set(participants.clone()),
            ..revise()
        }),
    );
    let under_draft: Activity = world.get(2);
    assert_eq!(sides(&under_draft.participants), [None, Some("guests"), None, None, None]);

    let of_activity = ScheduleEvent { participants: participants.clone(), ..event() };
    let of_agreement =
        ScheduleEvent { activity: None, agreement: Some(id(SIGNED)), ..of_activity.clone() };
    for (number, scheduled) in [(2, of_activity), (3, of_agreement)] {
        world.run("rec", Command::ScheduleEvent(scheduled));
        assert_eq!(sides(&world.get::<Event>(number).participants), expected);
    }
    let held = ReportEventHeld {
        event: target(1),
        period: None,
        attendance: None,
        host: Patch::Keep,
        place: Patch::Keep,
        participants: Patch::Set(vec![unspecified(HCM), hospital]),
        sources: Patch::Keep,
    };
    world.run("rec", Command::ReportEventHeld(held));
    assert_eq!(sides(&world.get::<Event>(1).participants), [Some("city"), Some("highlands")]);
}
