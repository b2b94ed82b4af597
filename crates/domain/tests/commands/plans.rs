//! Activities, events, indicators and directives.

use super::refuses;
use domain::{
    Activity, ActivityStatus, Command, Directive, DirectiveId, DirectiveStatus, Event, EventStatus,
    Indicator, IndicatorId, Participant,
    ProblemCode::*,
    Role,
    commands::{
        AnswerDirective, CancelActivity, CancelEvent, CloseDirective, CompleteActivity, Patch,
        PlanActivity, ReportEventHeld, RescheduleEvent, ResumeActivity, ReviseActivityPlan,
        ScheduleEvent, SetIndicatorTarget, StartActivity, SuspendActivity, Target,
    },
};
use samples::world::*;

pub fn revise() -> ReviseActivityPlan {
    ReviseActivityPlan {
        activity: target(1),
        agreement: Patch::Keep,
        field: Patch::Keep,
        sector: Patch::Keep,
        title: Patch::Keep,
        description: Patch::Keep,
        participants: Patch::Keep,
        planned: Patch::Keep,
        commitments: Patch::Keep,
        sources: Patch::Keep,
        note: Patch::Keep,
    }
}

/// Every command that moves an activity, with the status that it leads to.
fn moves() -> [(Command, ActivityStatus); 5] {
    let reason = || "lý do".to_owned();
    let (activity, started_on) = (target(1), date("2023-03"));
    let ended_on = date("2024-05");
    [
        (Command::StartActivity(StartActivity { activity, started_on }), ActivityStatus::Ongoing),
        (
            Command::SuspendActivity(SuspendActivity { activity, reason: reason() }),
            ActivityStatus::Suspended,
        ),
        (
            Command::ResumeActivity(ResumeActivity { activity, started_on: None }),
            ActivityStatus::Ongoing,
        ),
        (
            Command::CompleteActivity(CompleteActivity { activity, ended_on, started_on: None }),
            ActivityStatus::Completed,
        ),
        (
            Command::CancelActivity(CancelActivity { activity, reason: reason() }),
            ActivityStatus::Cancelled,
        ),
    ]
}

#[test]
fn an_activity_goes_where_its_status_allows_and_nowhere_else() {
    use ActivityStatus::{Cancelled, Completed, Ongoing, Planned, Suspended};
    for (from, allowed) in [
        (Planned, [true, true, false, false, true]),
        (Ongoing, [false, true, false, true, true]),
        (Suspended, [false, false, true, false, true]),
        (Completed, [false; 5]),
        (Cancelled, [false; 5]),
    ] {
        for ((command, to), allowed) in moves().into_iter().zip(allowed) {
            let mut world = World::new();
            world.bring_activity(from);
            if allowed {
                world.run("rec", command);
                assert_eq!(world.get::<Activity>(1).status, to);
            } else {
                let told = world.refused("rec", &command);
                let expected = (IllegalTransition, "activity".to_owned());
                assert!(told.contains(&expected), "{from}, {}: {told:?}", command.name());
            }
        }
    }
}

#[test]
fn a_plan_takes_agreement_and_sector_from_its_field() {
    let world = World::new();
    let planned: Activity = world.get(1);
    assert_eq!((planned.agreement, planned.sector), (Some(id(SIGNED)), id(1)));
    assert_eq!(planned.participants[1].province, Some(id(LAM_DONG)));
}

#[test]
fn a_plan_tells_all_that_is_wrong_at_once() {
    let world = World::new();
    let wrong = PlanActivity {
        agreement: Some(id(DRAFT)),
        sector: Some(id(7)),
        participants: vec![
            participant(HCM, Role::Host),
            participant(HCM, Role::Host),
            Participant {
                province: Some(id(HCM)),
                organization: Some(id(SCHOOL)),
                role: Role::Partner,
                side: None,
                basis: None,
            },
            participant(77, Role::Host),
        ],
        note: Some("x\u{7}".to_owned()),
        ..activity()
    };
    let told = world.refused("rec", &Command::PlanActivity(wrong));
    for expected in [
        (Inconsistent, "agreement"),
        (NotFound, "sector"),
        (Duplicate, "participants.1"),
        (Inconsistent, "participants.2.province"),
        (NotFound, "participants.3.province"),
        (Invalid, "note"),
    ] {
        assert!(told.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {told:?}");
    }
}

#[test]
fn a_plan_needs_a_sector_participants_and_a_key_of_its_own() {
    let mut world = World::new();
    let nothing =
        PlanActivity { field: None, sector: None, participants: Vec::new(), ..activity() };
    refuses(
        &world,
        &Command::PlanActivity(nothing),
        &[(Required, "sector"), (Required, "participants")],
    );
    let lost = PlanActivity { field: Some(id(5)), sector: Some(id(1)), ..activity() };
    refuses(&world, &Command::PlanActivity(lost), &[(NotFound, "field")]);
    let keyed = PlanActivity { key: Some("kb-1".to_owned()), ..activity() };
    world.run("rec", Command::PlanActivity(keyed.clone()));
    refuses(&world, &Command::PlanActivity(keyed), &[(Taken, "key")]);
}

#[test]
fn a_plan_is_revised_until_the_activity_is_over() {
    let mut world = World::new();
    let out = ReviseActivityPlan {
        field: Patch::Clear,
        planned: Patch::Clear,
        title: Patch::Set(text("Khám, chữa bệnh")),
        ..revise()
    };
    world.run("rec", Command::ReviseActivityPlan(out));
    let revised: Activity = world.get(1);
    assert_eq!((revised.field, revised.planned), (None, None));
    assert_eq!(revised.agreement, Some(id(SIGNED)));
    let moved = ReviseActivityPlan { agreement: Patch::Set(id(DRAFT)), ..revise() };
    world.run("rec", Command::ReviseActivityPlan(moved));
    let back = ReviseActivityPlan { field: Patch::Set(id(1)), ..revise() };
    world.run("rec", Command::ReviseActivityPlan(back));
    assert_eq!(world.get::<Activity>(1).agreement, Some(id(SIGNED)));

    let empty = ReviseActivityPlan {
        title: Patch::Clear,
        sector: Patch::Clear,
        participants: Patch::Clear,
        ..revise()
    };
    refuses(
        &world,
        &Command::ReviseActivityPlan(empty),
        &[(Required, "title"), (Required, "sector"), (Required, "participants")],
    );
    world.bring_activity(ActivityStatus::Completed);
    let late = Command::ReviseActivityPlan(revise());
    refuses(&world, &late, &[(IllegalTransition, "activity")]);
}

#[test]
fn an_activity_keeps_the_days_on_which_it_was() {
    let mut world = World::new();
    let start = |on| StartActivity { activity: target(1), started_on: date(on) };
    let ahead = Command::StartActivity(start("2024-11"));
    refuses(&world, &ahead, &[(OutOfOrder, "startedOn")]);
    world.run("rec", Command::StartActivity(start("2024-03")));
    let complete = |ended: &str, started: Option<&str>| {
        Command::CompleteActivity(CompleteActivity {
            activity: target(1),
            ended_on: date(ended),
            started_on: started.map(date),
        })
    };
    refuses(&world, &complete("2024-02", None), &[(OutOfOrder, "endedOn")]);
    refuses(&world, &complete("2025", None), &[(OutOfOrder, "endedOn")]);
    refuses(&world, &complete("2024-05", Some("2024-04")), &[(Inconsistent, "startedOn")]);
    world.run("rec", complete("2024-05", None));
    assert_eq!(world.get::<Activity>(1).actual, Some(period("2024-03/2024-05")));

    let mut world = World::new();
    world.bring_activity(ActivityStatus::Suspended);
    let started_on = Some(date("2023-02"));
    let resume = ResumeActivity { activity: target(1), started_on };
    world.run("rec", Command::ResumeActivity(resume));
    let resumed: Activity = world.get(1);
    assert_eq!((resumed.actual, resumed.status_reason), (Some(period("2023-02/..")), None));
    let stop = SuspendActivity { activity: target(1), reason: "x".repeat(2_001) };
    refuses(&world, &Command::SuspendActivity(stop), &[(TooLong, "reason")]);
}

#[test]
fn an_event_belongs_somewhere_and_has_days() {
    let mut world = World::new();
    let homeless = ScheduleEvent { activity: None, ..event() };
    refuses(&world, &Command::ScheduleEvent(homeless), &[(Required, "activity")]);
    let other = ScheduleEvent { agreement: Some(id(DRAFT)), host: Some(id(9)), ..event() };
    refuses(
        &world,
        &Command::ScheduleEvent(other),
        &[(Inconsistent, "agreement"), (NotFound, "host")],
    );
    world.bring_activity(ActivityStatus::Cancelled);
    refuses(&world, &Command::ScheduleEvent(event()), &[(IllegalTransition, "activity")]);
}

fn reschedule(on: Option<&str>, reason: Option<&str>) -> Command {
    Command::RescheduleEvent(RescheduleEvent {
        event: target(1),
        period: on.map(period),
        host: Patch::Keep,
        place: Patch::Keep,
        reason: reason.map(str::to_owned),
    })
}

fn held(on: Option<&str>) -> Command {
    Command::ReportEventHeld(ReportEventHeld {
        event: target(1),
        period: on.map(period),
        attendance: Some(120),
        host: Patch::Keep,
        place: Patch::Set("Đà Lạt".to_owned()),
        participants: Patch::Keep,
        sources: Patch::Keep,
    })
}

#[test]
fn an_event_is_moved_put_off_held_or_given_up() {
    let mut world = World::new();
    let both = reschedule(Some("2024-11"), Some("mưa"));
    refuses(&world, &both, &[(Inconsistent, "reason")]);
    world.run("rec", reschedule(Some("2024-11"), None));
    refuses(&world, &held(None), &[(OutOfOrder, "period")]);
    world.run("rec", reschedule(None, Some("mưa")));
    let off: Event = world.get(1);
    assert_eq!((off.status, off.period), (EventStatus::Postponed, None));
    refuses(&world, &reschedule(None, None), &[(IllegalTransition, "event")]);
    refuses(&world, &held(None), &[(Required, "period")]);
    world.run("rec", reschedule(Some("2024-09-20"), None));
    assert_eq!(world.get::<Event>(1).status_reason, None);
    world.run("rec", held(None));
    let after: Event = world.get(1);
    assert_eq!((after.status, after.attendance), (EventStatus::Held, Some(120)));
    let cancel = Command::CancelEvent(CancelEvent { event: target(1), reason: "bão".to_owned() });
    for late in [held(Some("2024-09")), reschedule(None, None), cancel.clone()] {
        refuses(&world, &late, &[(IllegalTransition, "event")]);
    }
    let mut world = World::new();
    let blank = CancelEvent { event: target(1), reason: String::new() };
    refuses(&world, &Command::CancelEvent(blank), &[(Required, "reason")]);
    world.run("rec", cancel);
    assert_eq!(world.get::<Event>(1).status, EventStatus::Cancelled);
}

#[test]
fn a_target_is_set_changed_and_removed() {
    let mut world = World::new();
    let set = |on: &str, value: Option<&str>| SetIndicatorTarget {
        indicator: id::<IndicatorId>(1).into(),
        period: period(on),
        value: value.map(|value| value.parse().unwrap()),
        comment: None,
    };
    world.run("rec", Command::SetIndicatorTarget(set("2023", Some("80"))));
    world.run("rec", Command::SetIndicatorTarget(set("2024", Some("120"))));
    let targets = world.get::<Indicator>(1).targets;
    let written: Vec<_> =
        targets.iter().map(|it| (it.period.to_string(), it.value.to_string())).collect();
    assert_eq!(written, [("2023".into(), "80".into()), ("2024".into(), "120".into())]);
    world.run("rec", Command::SetIndicatorTarget(set("2023", None)));
    refuses(&world, &Command::SetIndicatorTarget(set("2023", None)), &[(NotFound, "period")]);
    let negative = SetIndicatorTarget { comment: Some(String::new()), ..set("2024", Some("-1")) };
    refuses(
        &world,
        &Command::SetIndicatorTarget(negative),
        &[(Invalid, "value"), (Required, "comment")],
    );
    // The same days in other words.
    world.run("rec", Command::SetIndicatorTarget(set("2024-01/2024-12", Some("130"))));
    let targets = world.get::<Indicator>(1).targets;
    assert_eq!(targets.len(), 1);
    assert_eq!(targets[0].value.to_string(), "130");
    let mut doubled = indicator();
    doubled.targets.push(doubled.targets[0].clone());
    doubled.unit = None;
    refuses(
        &world,
        &Command::DefineIndicator(doubled),
        &[(Duplicate, "targets.1.period"), (Required, "unit")],
    );
    world.bring_activity(ActivityStatus::Cancelled);
    let late = Command::DefineIndicator(indicator());
    refuses(&world, &late, &[(IllegalTransition, "activity")]);
}

#[test]
fn a_directive_is_answered_by_activities_and_closed() {
    let mut world = World::new();
    let directive = || Target::from(id::<DirectiveId>(1));
    let answer = |activities: &[u64]| {
        Command::AnswerDirective(AnswerDirective {
            directive: directive(),
            activities: activities.iter().map(|number| id(*number)).collect(),
        })
    };
    refuses(&world, &answer(&[]), &[(Required, "activities")]);
    refuses(
        &world,
        &answer(&[1, 1, 9]),
        &[(Duplicate, "activities.1"), (NotFound, "activities.2")],
    );
    world.run("rec", answer(&[1]));
    refuses(&world, &answer(&[1]), &[(Duplicate, "activities.0")]);
    world.run("rec", answer(&[2]));
    let answered: Directive = world.get(1);
    assert_eq!(answered.answered_by, [id(1), id(2)]);
    let close = Command::CloseDirective(CloseDirective { directive: directive() });
    world.run("boss", close.clone());
    assert_eq!(world.get::<Directive>(1).status, DirectiveStatus::Closed);
    refuses(&world, &close, &[(IllegalTransition, "directive")]);
    refuses(
        &world,
        &answer(&[2]),
        &[(IllegalTransition, "directive"), (Duplicate, "activities.0")],
    );
    let mut early =
        domain::commands::IssueDirective { due: Some(date("2023")), ..samples::world::directive() };
    refuses(&world, &Command::IssueDirective(early.clone()), &[(OutOfOrder, "due")]);
    early.issued_on = Some(date("2025"));
    early.due = None;
    refuses(&world, &Command::IssueDirective(early), &[(OutOfOrder, "issuedOn")]);
}
