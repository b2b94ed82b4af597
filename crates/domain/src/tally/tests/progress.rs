//! How far and how late, on a day.

use jiff::civil::date;

use super::world::{activity, event, numbered, outcome};
use crate::{
    Activity, ActivityId, ActivityStatus, Decimal, Directive, DirectiveId, DirectiveKind,
    DirectiveStatus, Event, EventStatus, Lateness, LatenessKind, NounId, Outcome, OutcomeStatus,
    tally::{
        DirectiveProgress, Progress,
        progress::{due, lateness_kind, overdue},
        silent_parties,
    },
};

fn planned(until: &str, status: ActivityStatus) -> Activity {
    Activity { planned: Some(until.parse().unwrap()), ..activity(Vec::new(), status) }
}

#[test]
fn an_open_activity_is_overdue_from_the_day_after_the_latest_it_may_end() {
    use ActivityStatus::{Cancelled, Completed, Ongoing, Planned, Unknown};
    let activities = numbered::<ActivityId, _>(vec![
        planned("2023/2024", Ongoing),
        planned("2024-06", Unknown),
        planned("2023", Completed),
        planned("2023", Cancelled),
        planned("2023/..", Planned),
    ]);
    let on = |day| Progress::of(activities.iter().map(|(id, it)| (*id, it)), day);
    let late = |day| {
        let late = on(day).overdue;
        late.iter().map(|it| (it.id.number(), it.days_late)).collect::<Vec<_>>()
    };
    assert_eq!(late(date(2024, 6, 30)), []);
    assert_eq!(late(date(2024, 7, 1)), [(2, 1)]);
    assert_eq!(late(date(2025, 1, 1)), [(2, 185), (1, 1)]);
    let progress = on(date(2025, 1, 1));
    assert_eq!(progress.agreed(), 5);
    assert_eq!(progress.completion_rate(), Decimal::ratio(1, 4));
    let twice = activities.iter().chain(&activities).map(|(id, it)| (*id, it));
    assert_eq!(Progress::of(twice, date(2025, 1, 1)), progress);
    assert_eq!(due(&planned("2023", Completed)), None);
}

#[test]
fn what_is_overdue_is_late_if_something_was_reported_since_the_plan() {
    use ActivityStatus::{Ongoing, Planned, Suspended, Unknown};
    use LatenessKind::{Late, NoReport};

    let kind = |it: &Activity, events: &[Event], outcomes: &[Outcome]| {
        lateness_kind(Some(it), events, outcomes)
    };
    let silent = planned("2023", Planned);
    for (status, expected) in
        [(Planned, NoReport), (Unknown, NoReport), (Ongoing, Late), (Suspended, Late)]
    {
        assert_eq!(kind(&planned("2023", status), &[], &[]), expected, "{status:?}");
    }
    let actual = Some("2023-05".parse().unwrap());
    assert_eq!(kind(&Activity { actual, ..silent.clone() }, &[], &[]), Late);
    for status in EventStatus::ALL.iter().copied() {
        let event = Event { status, ..event(Some(ActivityId::from_number(1)), None, Vec::new()) };
        let expected = if status == EventStatus::Held { Late } else { NoReport };
        assert_eq!(kind(&silent, &[event], &[]), expected, "{status:?}");
    }
    for status in OutcomeStatus::ALL.iter().copied() {
        use OutcomeStatus::{Draft, Returned, Submitted};
        let is_silent = matches!(status, Draft | Submitted | Returned);
        let expected = if is_silent { NoReport } else { Late };
        assert_eq!(kind(&silent, &[], &[Outcome { status, ..outcome() }]), expected, "{status:?}");
    }
    let late = overdue(ActivityId::from_number(1), &silent, date(2024, 1, 31)).unwrap();
    let expected = Lateness { kind: NoReport, due: date(2023, 12, 31), days: 31 };
    assert_eq!(late.lateness(NoReport), expected);
}

#[test]
fn only_an_open_directive_gets_overdue() {
    let directive = |status, due: &str| Directive {
        key: None,
        agreement: None,
        kind: DirectiveKind::Directive,
        text: super::world::title(),
        issued_by: None,
        issued_by_organization: None,
        issued_on: None,
        addressed_to: Vec::new(),
        addressed_to_organizations: Vec::new(),
        due: Some(due.parse().unwrap()),
        status,
        answered_by: vec![ActivityId::from_number(1)],
        sources: Vec::new(),
        note: None,
    };
    let directives = numbered::<DirectiveId, _>(vec![
        directive(DirectiveStatus::Open, "2024"),
        directive(DirectiveStatus::Answered, "2024"),
    ]);
    let progress =
        DirectiveProgress::of(directives.iter().map(|(id, it)| (*id, it)), date(2025, 1, 2));
    assert_eq!(progress.with_answer, 2);
    let overdue: Vec<_> =
        progress.overdue.iter().map(|it| (it.id.number(), it.days_late)).collect();
    assert_eq!(overdue, [(1, 2)]);
}

#[test]
fn a_party_is_silent_that_recorded_nothing_since() {
    let recorded = [("a", date(2024, 5, 1)), ("a", date(2024, 1, 1)), ("b", date(2024, 4, 30))];
    let silent = silent_parties(["a", "b", "c"], recorded, date(2024, 5, 1));
    assert_eq!(silent, [("b", Some(date(2024, 4, 30))), ("c", None)].into());
}
