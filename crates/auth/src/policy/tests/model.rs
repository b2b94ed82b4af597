//! Random callers send random commands; a plain model says what must become of each.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Answer, Cast, Role, ask, asked, cast, decide};
use crate::{VisibleView, may_see};
use domain::{
    Action, Activity, ActivityId, ActivityStatus, Command, Event, EventId, EventStatus, Noun,
    NounId, Outcome, OutcomeId, OutcomeStatus, Overlay, Record, View,
    commands::{AmendAgreement, Patch, RecordOutcome},
    edge::{edges, terms},
};
use samples::{
    memory::Memory,
    world::{self, World, id},
};

/// Something that somebody asks.
#[derive(Debug, Clone, Copy)]
enum Ask {
    Activity(u64, Action),
    Event(Action),
    Postpone,
    /// An outcome of activity 1 or 2, or (0) of event 1; submitted at once or not.
    Record(u64, bool),
    Outcome(u64, Action),
    SignDraft,
}

fn any_ask() -> impl Strategy<Value = Ask> {
    use Action::*;
    let activity = prop::sample::select(vec![
        ReviseActivityPlan,
        StartActivity,
        SuspendActivity,
        ResumeActivity,
        CompleteActivity,
        CancelActivity,
    ]);
    let event = prop::sample::select(vec![RescheduleEvent, ReportEventHeld, CancelEvent]);
    let outcome = prop::sample::select(vec![
        SubmitOutcome,
        ApproveOutcomes,
        ReturnOutcome,
        CorrectOutcome,
        RetractOutcome,
    ]);
    prop_oneof![
        3 => (1..=2u64, activity).prop_map(|(number, action)| Ask::Activity(number, action)),
        1 => event.prop_map(Ask::Event),
        1 => Just(Ask::Postpone),
        4 => (0..=2u64, any::<bool>()).prop_map(|(of, submit)| Ask::Record(of, submit)),
        9 => (1..=6u64, outcome).prop_map(|(number, action)| Ask::Outcome(number, action)),
        1 => Just(Ask::SignDraft),
    ]
}

/// An outcome as the model knows it.
struct Result {
    /// As in [`Ask::Record`].
    of: u64,
    status: OutcomeStatus,
    submitter: Option<String>,
    corrects: Option<usize>,
}

/// The registry as a person would sketch it.
struct Model {
    activities: [ActivityStatus; 2],
    event: EventStatus,
    outcomes: Vec<Result>,
    draft: bool,
}

impl Model {
    fn new() -> Self {
        Self {
            activities: [ActivityStatus::Planned; 2],
            event: EventStatus::Scheduled,
            outcomes: Vec::new(),
            draft: true,
        }
    }

    /// Whether the caller sees what is under the agreement of a subject.
    fn sees_subject(&self, who: &Cast, of: u64) -> bool {
        of != 2 || !self.draft || who.draft
    }

    fn acts_on(who: &Cast, of: u64) -> bool {
        if of == 2 { who.second } else { who.first }
    }

    fn sees_outcome(&self, who: &Cast, it: &Result) -> bool {
        use OutcomeStatus::{Approved, Retracted, Superseded};
        let published = matches!(it.status, Approved | Superseded | Retracted);
        let acts = who.caller.role >= Role::Recorder && Self::acts_on(who, it.of);
        self.sees_subject(who, it.of) && (published || acts)
    }

    /// What must become of it, and then the model is as if it had been asked.
    fn answer(&mut self, who: &Cast, ask: Ask) -> Answer {
        let needs = match ask {
            Ask::SignDraft => Role::Coordinator,
            Ask::Outcome(
                _,
                Action::ApproveOutcomes | Action::ReturnOutcome | Action::RetractOutcome,
            ) => Role::Approver,
            _ => Role::Recorder,
        };
        if who.caller.role < needs {
            return Answer::Denied;
        }
        let (seen, own) = match ask {
            Ask::SignDraft => (!self.draft || who.draft, who.second),
            Ask::Activity(of, _) | Ask::Record(of, _) => {
                (self.sees_subject(who, of), Self::acts_on(who, of))
            }
            Ask::Event(_) | Ask::Postpone => (true, who.first),
            Ask::Outcome(number, _) => match self.outcome(number) {
                Some(it) => (self.sees_outcome(who, it), Self::acts_on(who, it.of)),
                None => (false, false),
            },
        };
        match (seen, own) {
            (true, false) => Answer::Denied,
            (true, true) if self.happens(who, ask) => Answer::Done,
            _ => Answer::Refused,
        }
    }

    fn outcome(&self, number: u64) -> Option<&Result> {
        self.outcomes.get(usize::try_from(number).unwrap() - 1)
    }

    fn happens(&mut self, who: &Cast, ask: Ask) -> bool {
        match ask {
            Ask::SignDraft => {
                self.draft = false;
                true
            }
            Ask::Activity(number, action) => self.activity_goes(number, action),
            Ask::Event(_) | Ask::Postpone => self.event_goes(ask),
            Ask::Record(of, submit) => {
                let status = if submit { OutcomeStatus::Submitted } else { OutcomeStatus::Draft };
                let submitter = submit.then(|| who.caller.id.clone());
                self.outcomes.push(Result { of, status, submitter, corrects: None });
                true
            }
            Ask::Outcome(number, action) => {
                self.outcome_goes(usize::try_from(number).unwrap() - 1, action, &who.caller.id)
            }
        }
    }

    fn activity_goes(&mut self, number: u64, action: Action) -> bool {
        use ActivityStatus::{Cancelled, Completed, Ongoing, Planned, Suspended};
        let at = &mut self.activities[usize::try_from(number).unwrap() - 1];
        let to = match (action, *at) {
            (Action::ReviseActivityPlan, Planned | Ongoing | Suspended) => *at,
            (Action::StartActivity, Planned) | (Action::ResumeActivity, Suspended) => Ongoing,
            (Action::SuspendActivity, Planned | Ongoing) => Suspended,
            (Action::CompleteActivity, Ongoing) => Completed,
            (Action::CancelActivity, Planned | Ongoing | Suspended) => Cancelled,
            _ => return false,
        };
        *at = to;
        true
    }

    fn event_goes(&mut self, ask: Ask) -> bool {
        use EventStatus::{Cancelled, Held, Postponed, Scheduled};
        self.event = match (ask, self.event) {
            (Ask::Event(Action::RescheduleEvent), Scheduled | Postponed) => Scheduled,
            (Ask::Postpone, Scheduled) => Postponed,
            (Ask::Event(Action::ReportEventHeld), Scheduled | Postponed) => Held,
            (Ask::Event(Action::CancelEvent), Scheduled | Postponed) => Cancelled,
            _ => return false,
        };
        true
    }

    fn outcome_goes(&mut self, at: usize, action: Action, by: &str) -> bool {
        use OutcomeStatus::{Approved, Draft, Retracted, Returned, Submitted, Superseded};
        let me = Some(by.to_owned());
        match (action, self.outcomes[at].status) {
            (Action::SubmitOutcome, Draft | Returned) => {
                self.outcomes[at].submitter = me;
                self.outcomes[at].status = Submitted;
            }
            (Action::ApproveOutcomes, Submitted) if self.outcomes[at].submitter != me => {
                self.outcomes[at].status = Approved;
                if let Some(old) = self.outcomes[at].corrects
                    && self.outcomes[old].status == Approved
                {
                    self.outcomes[old].status = Superseded;
                }
            }
            (Action::ReturnOutcome, Submitted) => self.outcomes[at].status = Returned,
            (Action::RetractOutcome, Approved) => self.outcomes[at].status = Retracted,
            (Action::CorrectOutcome, Draft | Returned) => {}
            (Action::CorrectOutcome, Approved) => {
                let open = |it: &Result| {
                    it.corrects == Some(at) && matches!(it.status, Draft | Submitted | Returned)
                };
                if self.outcomes.iter().any(open) {
                    return false;
                }
                let of = self.outcomes[at].of;
                let corrects = Some(at);
                self.outcomes.push(Result { of, status: Submitted, submitter: me, corrects });
            }
            _ => return false,
        }
        true
    }
}

fn command(ask: Ask, who: &Cast, fresh: u64) -> Command {
    let on = |action, noun, number| {
        let on = domain::RecordId { noun, number };
        asked::command(action, on, &who.caller, fresh).unwrap()
    };
    match ask {
        Ask::Activity(number, action) => on(action, Noun::Activity, number),
        Ask::Event(action) => on(action, Noun::Event, 1),
        Ask::Postpone => asked::postpone(1),
        Ask::Record(of, submit) => Command::RecordOutcome(RecordOutcome {
            activity: (of > 0).then(|| id::<ActivityId>(of)),
            event: (of == 0).then(|| id::<EventId>(1)),
            submit,
            ..asked::free_outcome()
        }),
        Ask::Outcome(number, action) => on(action, Noun::Outcome, number),
        Ask::SignDraft => Command::AmendAgreement(AmendAgreement {
            signed_on: Patch::Set(world::date("2024-09")),
            ..asked::amend(world::DRAFT)
        }),
    }
}

/// The registry is as the model says, and nobody sees what they may not.
fn agrees(world: &World, model: &Model, everybody: &[Cast]) {
    for (number, status) in (1..).zip(model.activities) {
        assert_eq!(world.get::<Activity>(number).status, status);
    }
    assert_eq!(world.get::<Event>(1).status, model.event);
    assert_eq!(
        world.memory.last_number(Noun::Outcome),
        Ok(u64::try_from(model.outcomes.len()).unwrap())
    );
    for (number, expected) in (1..).zip(&model.outcomes) {
        let it: Outcome = world.get(number);
        assert_eq!((it.status, &it.submitted_by), (expected.status, &expected.submitter));
        let outcome = id::<OutcomeId>(number).record();
        for who in everybody {
            let sees = model.sees_outcome(who, expected);
            let record = Record::Outcome(it.clone());
            let name = &who.caller.id;
            assert_eq!(may_see(&who.caller, outcome, &record, &world.memory), Ok(sees), "{name}");
            let found = VisibleView::new(&who.caller, &world.memory).record(outcome).unwrap();
            assert_eq!(found.is_some(), sees, "{name}");
            if !sees {
                hides(world, who, number);
            }
        }
    }
    for who in everybody {
        let view = VisibleView::new(&who.caller, &world.memory);
        let sees = view.record(id::<ActivityId>(2).record()).unwrap().is_some();
        assert_eq!(sees, model.sees_subject(who, 2), "{}", who.caller.id);
    }
}

/// What the caller is told of an outcome that they may not see is what they are told of none.
fn hides(world: &World, who: &Cast, number: u64) {
    for action in [Action::SubmitOutcome, Action::ApproveOutcomes, Action::CorrectOutcome] {
        let told = |number| {
            let command = command(Ask::Outcome(number, action), who, 1);
            decide(&who.caller, &world::context(&who.caller.id), &command, &world.memory)
        };
        assert_eq!(told(number), told(1_000), "{}", who.caller.id);
    }
}

/// The changes of each command, written one after the other, make the registry what it is.
fn replays(world: &World) {
    let mut again = Memory::default();
    let mut overlay_base = Memory::default();
    let (early, late) = world.log.split_at(world.log.len() / 2);
    for changes in &world.log {
        let ids: BTreeSet<_> = changes.iter().map(|change| change.id).collect();
        assert_eq!(ids.len(), changes.len(), "a command writes a record once");
        again.apply(changes, Timestamp::UNIX_EPOCH);
    }
    assert_eq!(again.records, world.memory.records);
    for changes in early {
        overlay_base.apply(changes, Timestamp::UNIX_EPOCH);
    }
    let mut overlay = Overlay::new(&overlay_base);
    for (seq, changes) in (overlay_base.seq + 1..).zip(late) {
        overlay.apply(changes, seq, Timestamp::UNIX_EPOCH).unwrap();
    }
    for versions in world.memory.records.values() {
        let numbers: Vec<u32> = versions.iter().map(|it| it.version).collect();
        assert_eq!(numbers, (1..).take(versions.len()).collect::<Vec<_>>());
        let newest = versions.last().unwrap();
        assert_eq!(overlay.record(newest.id).unwrap().as_ref(), Some(newest));
        for version in versions {
            for term in terms(&version.record) {
                assert_eq!(overlay.named(&term), world.memory.named(&term));
            }
            for edge in edges(version.id, &version.record) {
                if let Some(from) = edge.from {
                    let relation = edge.relation;
                    let expected = world.memory.linked(relation, from);
                    assert_eq!(overlay.linked(relation, from), expected);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_by_whomever_goes_as_the_model_says(
        asks in prop::collection::vec((any::<prop::sample::Index>(), any_ask()), 1..60),
    ) {
        let everybody = cast();
        let (mut world, mut model) = (World::new(), Model::new());
        for (fresh, (who, asked)) in (100..).zip(asks) {
            let who = &everybody[who.index(everybody.len())];
            let before = world.memory.seq;
            let answer = ask(&mut world, &who.caller, &command(asked, who, fresh));
            prop_assert_eq!(answer, model.answer(who, asked), "{}: {:?}", who.caller.id, asked);
            prop_assert_eq!(world.memory.seq > before, answer == Answer::Done);
        }
        agrees(&world, &model, &everybody);
        replays(&world);
    }
}
