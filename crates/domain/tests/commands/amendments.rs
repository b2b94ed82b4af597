//! Corrections of what was recorded, and reopening.

use super::refuses;
use domain::{
    Activity, ActivityId, ActivityStatus, Command, Directive, DirectiveId, DirectiveStatus, Event,
    EventId, EventStatus, FieldId, IndicatorId, Measure, Organization, OrganizationId,
    OutcomeStatus, Participant,
    ProblemCode::*,
    Role,
    commands::{
        AmendActivity, AmendDirective, AmendEvent, AmendField, AmendIndicator, AmendOrganization,
        AnswerDirective, CloseDirective, Patch, PlanActivity, RecordOutcome, ReopenActivity,
        ReopenDirective, ReopenEvent, ReportEventHeld, Target,
    },
};
use samples::world::*;

fn activity_at(number: u64) -> Target<ActivityId> {
    id::<ActivityId>(number).into()
}

fn reopen(number: u64) -> Command {
    let reason = "nhập nhầm".to_owned();
    Command::ReopenActivity(ReopenActivity { activity: activity_at(number), reason })
}

#[test]
fn a_correction_changes_what_it_names_and_says_why() {
    let mut world = World::new();
    let before: Organization = world.get(1);
    let amended = Command::AmendOrganization(AmendOrganization {
        name: Patch::Set(text("Sở Du lịch Thành phố")),
        ..AmendOrganization::of(id::<OrganizationId>(1).into(), "lỗi chính tả")
    });
    let decision = world.run("boss", amended);
    assert_eq!(decision.reason.as_deref(), Some("lỗi chính tả"));
    let after: Organization = world.get(1);
    assert_eq!(after, Organization { name: text("Sở Du lịch Thành phố"), ..before });
}

#[test]
fn a_reason_is_required_and_short() {
    let world = World::new();
    for (reason, code) in [(" ".to_owned(), Required), ("x".repeat(2_001), TooLong)] {
        let amended = AmendActivity::of(activity_at(1), &reason);
        refuses(&world, &Command::AmendActivity(amended), &[(code, "reason")]);
        let reopened = ReopenEvent { event: id::<EventId>(1).into(), reason };
        let told = world.refused("rec", &Command::ReopenEvent(reopened));
        assert!(told.contains(&(code, "reason".to_owned())), "{told:?}");
    }
}

#[test]
fn what_must_stay_is_not_removed() {
    let world = World::new();
    let bare = AmendActivity {
        title: Patch::Clear,
        sector: Patch::Clear,
        participants: Patch::Clear,
        ..AmendActivity::of(activity_at(1), "r")
    };
    let expected = [(Required, "title"), (Required, "sector"), (Required, "participants")];
    refuses(&world, &Command::AmendActivity(bare), &expected);
}

#[test]
fn an_activity_is_reopened_without_its_last_day() {
    let mut world = World::new();
    world.bring_activity(ActivityStatus::Completed);
    assert_eq!(world.get::<Activity>(1).status, ActivityStatus::Completed);
    world.run("boss", reopen(1));
    let open: Activity = world.get(1);
    assert_eq!(open.status, ActivityStatus::Ongoing);
    assert!(open.actual.is_none_or(|actual| actual.end().is_none()));

    let mut world = World::new();
    world.bring_activity(ActivityStatus::Cancelled);
    world.run("boss", reopen(1));
    let open: Activity = world.get(1);
    assert_eq!((open.status, open.status_reason), (ActivityStatus::Planned, None));
    refuses(&world, &reopen(1), &[(IllegalTransition, "activity")]);
}

#[test]
fn a_completed_activity_is_corrected_and_keeps_its_end() {
    let mut world = World::new();
    world.bring_activity(ActivityStatus::Completed);
    let amended = |actual| {
        Command::AmendActivity(AmendActivity {
            actual,
            ..AmendActivity::of(activity_at(1), "ngày sai")
        })
    };
    world.run("boss", amended(Patch::Set(period("2023-02/2024-08"))));
    assert_eq!(world.get::<Activity>(1).actual, Some(period("2023-02/2024-08")));
    refuses(&world, &amended(Patch::Clear), &[(Required, "actual")]);
    refuses(&world, &amended(Patch::Set(period("2023-02/2030"))), &[(OutOfOrder, "actual")]);
}

#[test]
fn a_held_event_is_corrected_or_reopened() {
    let mut world = World::new();
    let event: Target<EventId> = id::<EventId>(1).into();
    let amended =
        |period| Command::AmendEvent(AmendEvent { period, ..AmendEvent::of(event, "ngày sai") });
    let held = ReportEventHeld {
        event,
        period: Some(period("2024-09")),
        attendance: Some(40),
        host: Patch::Keep,
        place: Patch::Keep,
        participants: Patch::Keep,
        sources: Patch::Keep,
    };
    world.run("boss", Command::ReportEventHeld(held));
    world.run("boss", amended(Patch::Set(period("2024-02"))));
    refuses(&world, &amended(Patch::Clear), &[(Required, "period")]);
    refuses(&world, &amended(Patch::Set(period("2031"))), &[(OutOfOrder, "period")]);
    let nowhere = AmendEvent {
        activity: Patch::Clear,
        agreement: Patch::Clear,
        ..AmendEvent::of(event, "r")
    };
    refuses(&world, &Command::AmendEvent(nowhere), &[(Required, "activity")]);
    world.run(
        "boss",
        Command::ReopenEvent(ReopenEvent { event, reason: "chưa diễn ra".to_owned() }),
    );
    let open: Event = world.get(1);
    assert_eq!((open.status, open.attendance), (EventStatus::Scheduled, None));
}

#[test]
fn a_field_keeps_its_sector_while_activities_stand_in_it() {
    let world = World::new();
    let moved =
        AmendField { sector: Patch::Set(id(2)), ..AmendField::of(id::<FieldId>(1).into(), "r") };
    let told = world.refused("boss", &Command::AmendField(moved));
    assert!(told.contains(&(Inconsistent, "sector".to_owned())), "{told:?}");
}

#[test]
fn an_indicator_keeps_its_measure_while_it_has_values() {
    let world = World::new();
    let other = AmendIndicator {
        measure: Patch::Set(Measure::Percentage),
        unit: Patch::Clear,
        ..AmendIndicator::of(id::<IndicatorId>(1).into(), "r")
    };
    refuses(&world, &Command::AmendIndicator(other), &[(Inconsistent, "measure")]);
}

#[test]
fn a_directive_is_reopened_and_its_answers_are_taken_back() {
    let mut world = World::new();
    let directive: Target<DirectiveId> = id::<DirectiveId>(1).into();
    let amended = |answered_by| {
        Command::AmendDirective(AmendDirective {
            answered_by,
            ..AmendDirective::of(directive, "nhầm")
        })
    };
    refuses(&world, &amended(Patch::Set(vec![id(1)])), &[(Inconsistent, "answeredBy")]);
    let answer = AnswerDirective { directive, activities: vec![id(1)] };
    world.run("boss", Command::AnswerDirective(answer));
    refuses(&world, &amended(Patch::Clear), &[(Required, "answeredBy")]);
    world.run("boss", Command::CloseDirective(CloseDirective { directive }));
    let reopen = || {
        let reason = "chưa xong".to_owned();
        Command::ReopenDirective(ReopenDirective { directive, reason })
    };
    world.run("boss", reopen());
    assert_eq!(world.get::<Directive>(1).status, DirectiveStatus::Answered);
    world.run("boss", reopen());
    let open: Directive = world.get(1);
    assert_eq!((open.status, open.answered_by), (DirectiveStatus::Open, Vec::new()));
    refuses(&world, &reopen(), &[(IllegalTransition, "directive")]);
}

#[test]
fn what_points_at_a_corrected_record_still_fits() {
    let mut world = World::new();
    world.run(
        "boss",
        Command::PlanActivity(PlanActivity {
            participants: vec![
                participant(HCM, Role::Provider),
                Participant {
                    province: Some(id(LAM_DONG)),
                    organization: Some(id(HOSPITAL)),
                    role: Role::Beneficiary,
                    side: None,
                    basis: None,
                },
            ],
            ..activity()
        }),
    );
    let moved = AmendOrganization {
        province: Patch::Set(id(KON_TUM)),
        ..AmendOrganization::of(id::<OrganizationId>(HOSPITAL).into(), "nhầm tỉnh")
    };
    let told = world.refused("boss", &Command::AmendOrganization(moved));
    assert_eq!(told, [(Inconsistent, String::new())]);

    let unit = AmendIndicator {
        unit: Patch::Set("people".to_owned()),
        ..AmendIndicator::of(id::<IndicatorId>(1).into(), "đơn vị")
    };
    world.bring_outcome(OutcomeStatus::Submitted);
    let told = world.refused("boss", &Command::AmendIndicator(unit));
    assert_eq!(told, [(Inconsistent, String::new())]);

    let event = AmendEvent {
        activity: Patch::Clear,
        agreement: Patch::Set(id(SIGNED)),
        ..AmendEvent::of(id::<EventId>(1).into(), "chuyển")
    };
    world.run(
        "boss",
        Command::RecordOutcome(RecordOutcome {
            event: Some(id(1)),
            activity: Some(id(1)),
            indicator: None,
            measure: Some(Measure::Unit),
            unit: Some("persons".to_owned()),
            ..outcome()
        }),
    );
    let told = world.refused("boss", &Command::AmendEvent(event));
    assert_eq!(told, [(Inconsistent, String::new())]);
}

#[test]
fn nothing_is_attended_ended_or_hidden_that_is_not() {
    let mut world = World::new();
    let attended =
        AmendEvent { attendance: Patch::Set(500), ..AmendEvent::of(id::<EventId>(1).into(), "r") };
    refuses(&world, &Command::AmendEvent(attended), &[(Inconsistent, "attendance")]);
    let hidden = AmendActivity {
        field: Patch::Clear,
        agreement: Patch::Set(id(DRAFT)),
        ..AmendActivity::of(activity_at(1), "r")
    };
    let told = world.refused("boss", &Command::AmendActivity(hidden));
    assert!(told.contains(&(Inconsistent, "agreement".to_owned())), "{told:?}");
    world.bring_activity(ActivityStatus::Ongoing);
    let ended = AmendActivity {
        actual: Patch::Set(period("2023-02/2024-03")),
        ..AmendActivity::of(activity_at(1), "r")
    };
    refuses(&world, &Command::AmendActivity(ended), &[(Inconsistent, "actual")]);
}
