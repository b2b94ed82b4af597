//! The commands that tests ask, by action and the record that it is done to or under.

use jiff::civil::date as day;

use super::merges;
use crate::{Caller, Scope};
use domain::{
    Action, ActivityId, Claim, Command, EventId, Field, Indicator, IndicatorId, Noun, Organization,
    OutcomeId, Participant, RecordId, Role,
    commands::{
        AmendActivity, AmendAgreement, AmendClaim, AmendDirective, AmendEvent, AmendField,
        AmendIndicator, AmendProvince, AmendSector, AmendSuccession, AnswerDirective,
        ApproveOutcomes, CancelActivity, CancelEvent, ChangeProvince, CloseDirective,
        CompleteActivity, CorrectOutcome, IssueDirective, Patch, PlanActivity, RecordOutcome,
        RecordSuccession, ReopenActivity, ReopenDirective, ReopenEvent, ReportEventHeld,
        RescheduleEvent, ResumeActivity, RetractOutcome, ReturnOutcome, ReviseActivityPlan,
        ScheduleEvent, SetIndicatorTarget, StartActivity, SubmitOutcome, SuspendActivity,
        TerminateAgreement,
    },
};
use samples::world::*;

pub fn reason() -> String {
    "lý do".to_owned()
}

/// A participant whom the caller speaks for, where they speak for somebody.
pub fn own(caller: &Caller) -> Participant {
    let (province, organization) = match caller.scope {
        Scope::Province(province) => (Some(province), None),
        Scope::Organization(organization) => (None, Some(organization)),
        Scope::All | Scope::Agreement(_) => (Some(id(HCM)), None),
    };
    Participant { province, organization, role: Role::Partner, side: None, basis: None }
}

/// The least that an action on a record takes; `None` where the action takes no such record.
/// `fresh` is a value that no outcome has yet.
pub fn command(action: Action, on: RecordId, by: &Caller, fresh: u64) -> Option<Command> {
    match on.noun {
        Noun::Agreement => on_agreement(action, on.number, by),
        Noun::Field => on_field(action, on.number, by),
        Noun::Activity => on_activity(action, on.number),
        Noun::Event => on_event(action, on.number),
        Noun::Indicator => on_indicator(action, on.number),
        Noun::Outcome => on_outcome(action, on.number, fresh),
        Noun::Directive => on_directive(action, on.number),
        Noun::Province => on_province(action, on.number),
        Noun::Claim => (action == Action::AmendClaim).then(|| {
            Command::AmendClaim(AmendClaim {
                note: Patch::Set("sửa".to_owned()),
                ..AmendClaim::of(target(on.number), &reason())
            })
        }),
        Noun::Succession => (action == Action::AmendSuccession).then(|| {
            Command::AmendSuccession(AmendSuccession {
                note: Patch::Set("sửa".to_owned()),
                ..AmendSuccession::of(target(on.number), &reason())
            })
        }),
        Noun::Organization => merges::on_organization(action, on.number),
        Noun::Sector => (action == Action::AmendSector).then(|| {
            Command::AmendSector(AmendSector {
                note: Patch::Set("sửa".to_owned()),
                ..AmendSector::of(target(on.number), &reason())
            })
        }),
        Noun::Document => merges::on_document(action, on.number),
    }
}

/// Answers a directive with an activity.
pub fn answer(directive: u64, activity: u64) -> Command {
    let directive = target(directive);
    Command::AnswerDirective(AnswerDirective { directive, activities: vec![id(activity)] })
}

/// An amendment that changes nothing.
pub fn amend(number: u64) -> AmendAgreement {
    AmendAgreement {
        agreement: target(number),
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

fn on_agreement(action: Action, number: u64, by: &Caller) -> Option<Command> {
    Some(match action {
        Action::AmendAgreement => Command::AmendAgreement(amend(number)),
        Action::TerminateAgreement => Command::TerminateAgreement(TerminateAgreement {
            agreement: target(number),
            on: day(2024, 12, 1),
            reason: reason(),
        }),
        Action::AddField => {
            Command::AddField(Field {
                agreement: id(number), title: Some(text("Mới")), ..field()
            })
        }
        Action::PlanActivity => Command::PlanActivity(PlanActivity {
            agreement: Some(id(number)),
            field: None,
            sector: Some(id(1)),
            participants: vec![own(by)],
            ..activity()
        }),
        Action::ScheduleEvent => Command::ScheduleEvent(ScheduleEvent {
            activity: None,
            agreement: Some(id(number)),
            host: None,
            participants: vec![own(by)],
            ..event()
        }),
        Action::RecordClaim => {
            Command::RecordClaim(Claim { agreement: Some(id(number)), ..claim() })
        }
        Action::IssueDirective => {
            Command::IssueDirective(IssueDirective { agreement: Some(id(number)), ..directive() })
        }
        _ => return None,
    })
}

fn on_field(action: Action, number: u64, by: &Caller) -> Option<Command> {
    Some(match action {
        Action::PlanActivity => Command::PlanActivity(PlanActivity {
            field: Some(id(number)),
            participants: vec![own(by)],
            ..activity()
        }),
        Action::AmendField => Command::AmendField(AmendField {
            note: Patch::Set("sửa".to_owned()),
            ..AmendField::of(target(number), &reason())
        }),
        _ => return None,
    })
}

fn on_directive(action: Action, number: u64) -> Option<Command> {
    let directive = target(number);
    Some(match action {
        Action::CloseDirective => Command::CloseDirective(CloseDirective { directive }),
        Action::AmendDirective => Command::AmendDirective(AmendDirective {
            note: Patch::Set("sửa".to_owned()),
            ..AmendDirective::of(directive, &reason())
        }),
        Action::ReopenDirective => {
            Command::ReopenDirective(ReopenDirective { directive, reason: reason() })
        }
        _ => return None,
    })
}

fn revise(number: u64) -> Command {
    Command::ReviseActivityPlan(ReviseActivityPlan {
        activity: target(number),
        agreement: Patch::Keep,
        field: Patch::Keep,
        sector: Patch::Keep,
        title: Patch::Keep,
        description: Patch::Keep,
        participants: Patch::Keep,
        planned: Patch::Keep,
        commitments: Patch::Keep,
        sources: Patch::Keep,
        note: Patch::Set("sửa".to_owned()),
    })
}

fn on_activity(action: Action, number: u64) -> Option<Command> {
    let target = target::<ActivityId>(number);
    Some(match action {
        Action::ReviseActivityPlan => revise(number),
        Action::AmendActivity => Command::AmendActivity(AmendActivity {
            note: Patch::Set("sửa lại".to_owned()),
            ..AmendActivity::of(target, &reason())
        }),
        Action::ReopenActivity => {
            Command::ReopenActivity(ReopenActivity { activity: target, reason: reason() })
        }
        Action::StartActivity => {
            Command::StartActivity(StartActivity { activity: target, started_on: date("2023") })
        }
        Action::SuspendActivity => {
            Command::SuspendActivity(SuspendActivity { activity: target, reason: reason() })
        }
        Action::ResumeActivity => {
            Command::ResumeActivity(ResumeActivity { activity: target, started_on: None })
        }
        Action::CompleteActivity => Command::CompleteActivity(CompleteActivity {
            activity: target,
            ended_on: date("2024-09"),
            started_on: None,
        }),
        Action::CancelActivity => {
            Command::CancelActivity(CancelActivity { activity: target, reason: reason() })
        }
        Action::ScheduleEvent => Command::ScheduleEvent(ScheduleEvent {
            activity: Some(target.id),
            host: None,
            ..event()
        }),
        Action::DefineIndicator => {
            Command::DefineIndicator(Indicator { activity: target.id, ..indicator() })
        }
        Action::RecordOutcome => {
            Command::RecordOutcome(RecordOutcome { activity: Some(target.id), ..free_outcome() })
        }
        _ => return None,
    })
}

/// An outcome of no indicator.
pub fn free_outcome() -> RecordOutcome {
    RecordOutcome {
        indicator: None,
        measure: Some(domain::Measure::Unit),
        unit: Some("persons".to_owned()),
        activity: None,
        ..outcome()
    }
}

fn on_event(action: Action, number: u64) -> Option<Command> {
    let target = target::<EventId>(number);
    Some(match action {
        Action::RescheduleEvent => Command::RescheduleEvent(RescheduleEvent {
            event: target,
            period: Some(period("2024-10")),
            host: Patch::Keep,
            place: Patch::Keep,
            reason: None,
        }),
        Action::ReportEventHeld => Command::ReportEventHeld(ReportEventHeld {
            event: target,
            period: Some(period("2024-09")),
            attendance: None,
            host: Patch::Keep,
            place: Patch::Keep,
            participants: Patch::Keep,
            sources: Patch::Keep,
        }),
        Action::AmendEvent => Command::AmendEvent(AmendEvent {
            note: Patch::Set("sửa lại".to_owned()),
            ..AmendEvent::of(target, &reason())
        }),
        Action::ReopenEvent => {
            Command::ReopenEvent(ReopenEvent { event: target, reason: reason() })
        }
        Action::CancelEvent => {
            Command::CancelEvent(CancelEvent { event: target, reason: reason() })
        }
        Action::RecordOutcome => {
            Command::RecordOutcome(RecordOutcome { event: Some(target.id), ..free_outcome() })
        }
        _ => return None,
    })
}

/// Puts an event off without new days.
pub fn postpone(number: u64) -> Command {
    Command::RescheduleEvent(RescheduleEvent {
        event: target(number),
        period: None,
        host: Patch::Keep,
        place: Patch::Keep,
        reason: Some(reason()),
    })
}

fn on_indicator(action: Action, number: u64) -> Option<Command> {
    let target = target::<IndicatorId>(number);
    Some(match action {
        Action::SetIndicatorTarget => Command::SetIndicatorTarget(SetIndicatorTarget {
            indicator: target,
            period: period("2023"),
            value: Some(7u64.into()),
            comment: None,
        }),
        Action::AmendIndicator => Command::AmendIndicator(AmendIndicator {
            note: Patch::Set("sửa".to_owned()),
            ..AmendIndicator::of(target, &reason())
        }),
        Action::RecordOutcome => {
            Command::RecordOutcome(RecordOutcome { indicator: Some(target.id), ..outcome() })
        }
        _ => return None,
    })
}

fn on_outcome(action: Action, number: u64, fresh: u64) -> Option<Command> {
    let outcome = target::<OutcomeId>(number);
    Some(match action {
        Action::SubmitOutcome => Command::SubmitOutcome(SubmitOutcome { outcome }),
        Action::ApproveOutcomes => {
            Command::ApproveOutcomes(ApproveOutcomes { outcomes: vec![outcome] })
        }
        Action::ReturnOutcome => Command::ReturnOutcome(ReturnOutcome { outcome, note: reason() }),
        Action::CorrectOutcome => Command::CorrectOutcome(CorrectOutcome {
            value: Patch::Set(fresh.into()),
            ..correction(outcome.id)
        }),
        Action::RetractOutcome => {
            Command::RetractOutcome(RetractOutcome { outcome, reason: reason() })
        }
        _ => return None,
    })
}

fn on_province(action: Action, number: u64) -> Option<Command> {
    Some(match action {
        Action::RecordSuccession => Command::RecordSuccession(RecordSuccession {
            successors: Vec::new(),
            ..succession(number, "Tên mới")
        }),
        Action::ChangeProvince => Command::ChangeProvince(ChangeProvince {
            province: target(number),
            on: day(2024, 7, 1),
            kind: None,
            name: Some(text("Tên mới")),
            sources: Vec::new(),
        }),
        Action::AmendProvince => Command::AmendProvince(AmendProvince {
            note: Patch::Set("sửa".to_owned()),
            ..AmendProvince::of(target(number), &reason())
        }),
        Action::RegisterOrganization => Command::RegisterOrganization(Organization {
            province: id(number),
            ..organization("Trạm y tế", number)
        }),
        _ => return merges::on_province(action, number),
    })
}
