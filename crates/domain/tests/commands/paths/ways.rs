//! The commands that would write what is wanted, and the records that they would make.

use domain::{
    Activity, Agreement, Claim, Command, Directive, Document, Entity, Event, Field, Indicator,
    NounId, Outcome, Province, Record, RecordId,
    commands::{
        AmendActivity, AmendAgreement, AmendClaim, AmendDirective, AmendDocument, AmendEvent,
        AmendField, AmendIndicator, AmendProvince, CorrectOutcome, IssueDirective, Patch,
        PlanActivity, RecordOutcome, ScheduleEvent, SignAgreement,
    },
};
use samples::world::*;

use super::wishes::Wish;

/// A command, the record that it changes if it changes one, and the record that it makes.
type Way = (Command, Option<RecordId>, Record);

fn set<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Clear, Patch::Set)
}

impl Wish {
    /// The ways to have it: as a new record, and as the content of one that is there.
    pub fn ways(self, world: &World) -> Vec<Way> {
        match self {
            Self::Agreement(it) => {
                let before: Agreement = world.get(SIGNED);
                let draft = before.draft && it.signed_on.is_none();
                let amended = Agreement { draft, ..it.clone() };
                vec![
                    new(sign(&it), it.clone()),
                    changed::<Agreement>(amend_agreement(it), SIGNED, amended),
                ]
            }
            Self::Field(it) => {
                let before: Field = world.get(1);
                let amended = Field { agreement: before.agreement, ..it.clone() };
                let command = AmendField {
                    sector: Patch::Set(it.sector),
                    title: set(it.title.clone()),
                    ..AmendField::of(target(1), "r")
                };
                vec![
                    new(Command::AddField(it.clone()), it),
                    changed::<Field>(Command::AmendField(command), 1, amended),
                ]
            }
            Self::Activity(it) => {
                let before: Activity = world.get(1);
                let amended = Activity {
                    status: before.status,
                    status_reason: before.status_reason,
                    ..it.clone()
                };
                let planned = Activity { actual: None, ..it.clone() };
                vec![new(plan(&it), planned), changed::<Activity>(amend_activity(it), 1, amended)]
            }
            Self::Event(it) => event_ways(it, world),
            Self::Indicator(it) => {
                let before: Indicator = world.get(1);
                let amended = Indicator { targets: before.targets, ..it.clone() };
                let command = AmendIndicator {
                    measure: Patch::Set(it.measure),
                    ..AmendIndicator::of(target(1), "r")
                };
                vec![
                    new(Command::DefineIndicator(it.clone()), it),
                    changed::<Indicator>(Command::AmendIndicator(command), 1, amended),
                ]
            }
            Self::Outcome(it) => {
                vec![new(record(&it), it.clone()), changed::<Outcome>(correct(&it), 1, it)]
            }
            Self::Claim(it) => {
                let command = AmendClaim {
                    metric: Patch::Set(it.metric),
                    metric_words: set(it.metric_words.clone()),
                    value: set(it.value),
                    stated_on: set(it.stated_on),
                    scope: Patch::Set(it.scope.clone()),
                    sources: Patch::Set(it.sources.clone()),
                    ..AmendClaim::of(target(1), "r")
                };
                vec![
                    new(Command::RecordClaim(it.clone()), it.clone()),
                    changed::<Claim>(Command::AmendClaim(command), 1, it),
                ]
            }
            Self::Directive(it) => directive_ways(it),
            Self::Document(it) => {
                let command = AmendDocument {
                    published_on: set(it.published_on),
                    url: set(it.url.clone()),
                    ..AmendDocument::of(target(1), "r")
                };
                vec![
                    new(Command::AddDocument(it.clone()), it.clone()),
                    changed::<Document>(Command::AmendDocument(command), 1, it),
                ]
            }
            Self::Province(it) => {
                let before: Province = world.get(GIA_LAI);
                let amended = Province { codes: it.codes.clone(), ..before };
                let command = AmendProvince {
                    codes: Patch::Set(it.codes.clone()),
                    ..AmendProvince::of(target(GIA_LAI), "r")
                };
                vec![
                    new(Command::RegisterProvince(it.clone()), it),
                    changed::<Province>(Command::AmendProvince(command), GIA_LAI, amended),
                ]
            }
        }
    }
}

fn new<E: Entity>(command: Command, it: E) -> Way {
    (command, None, it.into_record())
}

fn changed<E: Entity>(command: Command, number: u64, it: E) -> Way {
    (command, Some(E::Id::from_number(number).record()), it.into_record())
}

fn sign(it: &Agreement) -> Command {
    Command::SignAgreement(SignAgreement {
        code: it.code.clone(),
        kind: it.kind,
        parties: it.parties.clone(),
        signed_on: it.signed_on,
        draft: it.draft,
        period: it.period,
        ..agreement("X")
    })
}

fn amend_agreement(it: Agreement) -> Command {
    Command::AmendAgreement(AmendAgreement {
        agreement: target(SIGNED),
        code: Patch::Set(it.code),
        kind: Patch::Set(it.kind),
        title: Patch::Set(it.title),
        description: Patch::Clear,
        parties: Patch::Set(it.parties),
        signed_on: set(it.signed_on),
        period: set(it.period),
        parent: Patch::Clear,
        sources: Patch::Clear,
        note: Patch::Clear,
    })
}

fn plan(it: &Activity) -> Command {
    Command::PlanActivity(PlanActivity {
        key: None,
        agreement: it.agreement,
        field: it.field,
        sector: Some(it.sector),
        title: it.title.clone(),
        description: None,
        participants: it.participants.clone(),
        planned: it.planned,
        commitments: Vec::new(),
        sources: it.sources.clone(),
        note: None,
    })
}

fn amend_activity(it: Activity) -> Command {
    Command::AmendActivity(AmendActivity {
        agreement: set(it.agreement),
        field: set(it.field),
        participants: Patch::Set(it.participants),
        planned: set(it.planned),
        actual: set(it.actual),
        sources: Patch::Set(it.sources),
        ..AmendActivity::of(target(1), "r")
    })
}

fn event_ways(it: Event, world: &World) -> Vec<Way> {
    let before: Event = world.get(1);
    let amended = Event { status: before.status, ..it.clone() };
    let command = AmendEvent {
        activity: set(it.activity),
        agreement: set(it.agreement),
        host: set(it.host),
        period: set(it.period),
        participants: Patch::Set(it.participants.clone()),
        attendance: set(it.attendance),
        sources: Patch::Set(it.sources.clone()),
        ..AmendEvent::of(target(1), "r")
    };
    let mut ways = vec![changed::<Event>(Command::AmendEvent(command), 1, amended)];
    // The mutation has no way to leave the days out, or to tell who came.
    if let Some(period) = it.period {
        let command = ScheduleEvent {
            activity: it.activity,
            agreement: it.agreement,
            host: it.host,
            period,
            participants: it.participants.clone(),
            sources: it.sources.clone(),
            ..event()
        };
        ways.push(new(Command::ScheduleEvent(command), Event { attendance: None, ..it }));
    }
    ways
}

fn record(it: &Outcome) -> Command {
    Command::RecordOutcome(RecordOutcome {
        title: it.title.clone(),
        activity: it.activity,
        event: it.event,
        indicator: it.indicator,
        measure: Some(it.measure),
        value: it.value,
        unit: it.unit.clone(),
        period: it.period,
        sources: it.sources.clone(),
        submit: false,
        ..outcome()
    })
}

fn correct(it: &Outcome) -> Command {
    Command::CorrectOutcome(CorrectOutcome {
        outcome: target(1),
        kind: Patch::Set(it.kind),
        title: Patch::Set(it.title.clone()),
        activity: set(it.activity),
        event: set(it.event),
        indicator: set(it.indicator),
        measure: Patch::Set(it.measure),
        value: set(it.value),
        unit: set(it.unit.clone()),
        qualifier: Patch::Clear,
        narrative: Patch::Clear,
        provider: Patch::Clear,
        beneficiary: Patch::Clear,
        period: set(it.period),
        sources: Patch::Set(it.sources.clone()),
        note: Patch::Clear,
    })
}

fn directive_ways(it: Directive) -> Vec<Way> {
    let issue = IssueDirective {
        issued_on: it.issued_on,
        due: it.due,
        sources: it.sources.clone(),
        addressed_to: Vec::new(),
        addressed_to_organizations: Vec::new(),
        issued_by: None,
        issued_by_organization: None,
        note: None,
        ..directive()
    };
    let amend = AmendDirective {
        issued_by: Patch::Clear,
        issued_by_organization: Patch::Clear,
        issued_on: set(it.issued_on),
        addressed_to: Patch::Clear,
        addressed_to_organizations: Patch::Clear,
        due: set(it.due),
        answered_by: Patch::Set(it.answered_by.clone()),
        sources: Patch::Set(it.sources.clone()),
        note: Patch::Clear,
        ..AmendDirective::of(target(1), "r")
    };
    let new_one = Directive { answered_by: Vec::new(), ..it.clone() };
    vec![
        new(Command::IssueDirective(issue), new_one),
        changed::<Directive>(Command::AmendDirective(amend), 1, it),
    ]
}
