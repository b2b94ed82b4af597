//! What may be asked: who by, of which thing, and in what state of knowledge.

use hoptac::auth::Role;
use proptest::{prelude::*, sample::Index};

use super::model::Kind;

/// Something that somebody asks.
#[derive(Debug, Clone)]
pub struct Ask {
    pub who: Index,
    pub what: What,
    /// The thing that it is about, among those of its kind.
    pub which: Index,
    pub expects: Version,
    /// Whether it is sent once more when it is done.
    pub again: bool,
}

#[derive(Debug, Clone, Copy)]
pub enum Version {
    Absent,
    Right,
    Wrong,
}

#[derive(Debug, Clone, Copy)]
pub enum What {
    /// Plans an activity under one of the agreements.
    Plan(usize),
    /// Schedules an event of an activity.
    Schedule,
    /// Records an outcome, submitted at once or not.
    Record { of: Kind, submit: bool },
    /// Answers the directive with an activity.
    Answer,
    /// Signs the agreement that is a draft.
    Sign,
    /// Takes a thing on its way.
    Step(Kind, Step),
}

/// A step: the mutation, what it takes, the statuses that it takes, and the one that it leads to.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub mutation: &'static str,
    pub needs: Role,
    pub from: &'static [&'static str],
    /// `None` where the status stays.
    pub to: Option<&'static str>,
    /// What the input calls the reason, where it takes one.
    pub reason: Option<&'static str>,
}

macro_rules! steps {
    ($($name:ident: $mutation:literal by $needs:ident, $from:expr => $to:expr, $reason:expr;)+) => {
        $(const $name: Step = Step {
            mutation: $mutation, needs: Role::$needs, from: &$from, to: $to, reason: $reason,
        };)+
    };
}

steps! {
    REVISE: "reviseActivityPlan" by Recorder, ["PLANNED", "ONGOING", "SUSPENDED"] => None, None;
    START: "startActivity" by Recorder, ["PLANNED"] => Some("ONGOING"), None;
    SUSPEND: "suspendActivity" by Recorder, ["PLANNED", "ONGOING"] => Some("SUSPENDED"), Some("reason");
    RESUME: "resumeActivity" by Recorder, ["SUSPENDED"] => Some("ONGOING"), None;
    COMPLETE: "completeActivity" by Recorder, ["ONGOING"] => Some("COMPLETED"), None;
    CANCEL: "cancelActivity" by Recorder, ["PLANNED", "ONGOING", "SUSPENDED"] => Some("CANCELLED"), Some("reason");
    MOVE: "rescheduleEvent" by Recorder, ["SCHEDULED", "POSTPONED"] => Some("SCHEDULED"), None;
    POSTPONE: "rescheduleEvent" by Recorder, ["SCHEDULED"] => Some("POSTPONED"), Some("reason");
    HOLD: "reportEventHeld" by Recorder, ["SCHEDULED", "POSTPONED"] => Some("HELD"), None;
    CALL_OFF: "cancelEvent" by Recorder, ["SCHEDULED", "POSTPONED"] => Some("CANCELLED"), Some("reason");
    SUBMIT: "submitOutcome" by Recorder, ["DRAFT", "RETURNED"] => Some("SUBMITTED"), None;
    APPROVE: "approveOutcomes" by Approver, ["SUBMITTED"] => Some("APPROVED"), None;
    RETURN: "returnOutcome" by Approver, ["SUBMITTED"] => Some("RETURNED"), Some("note");
    CORRECT: "correctOutcome" by Recorder, ["DRAFT", "RETURNED", "APPROVED"] => None, None;
    RETRACT: "retractOutcome" by Approver, ["APPROVED"] => Some("RETRACTED"), Some("reason");
    CLOSE: "closeDirective" by Coordinator, ["OPEN", "ANSWERED"] => Some("CLOSED"), None;
}

fn any_what() -> impl Strategy<Value = What> {
    let step = |kind, steps: &[Step]| {
        prop::sample::select(steps.to_vec()).prop_map(move |step| What::Step(kind, step))
    };
    let of = prop::sample::select(vec![Kind::Activity, Kind::Event]);
    prop_oneof![
        2 => (0..2usize).prop_map(What::Plan),
        1 => Just(What::Schedule),
        4 => (of, any::<bool>()).prop_map(|(of, submit)| What::Record { of, submit }),
        1 => Just(What::Answer),
        1 => Just(What::Sign),
        3 => step(Kind::Activity, &[REVISE, START, SUSPEND, RESUME, COMPLETE, CANCEL]),
        2 => step(Kind::Event, &[MOVE, POSTPONE, HOLD, CALL_OFF]),
        12 => step(Kind::Outcome, &[SUBMIT, APPROVE, APPROVE, RETURN, CORRECT, CORRECT, RETRACT]),
        1 => step(Kind::Directive, &[CLOSE]),
    ]
}

pub fn any_ask() -> impl Strategy<Value = Ask> {
    let version = prop_oneof![
        4 => Just(Version::Absent),
        2 => Just(Version::Right),
        1 => Just(Version::Wrong),
    ];
    let parts = (any::<Index>(), any_what(), any::<Index>(), version, any::<bool>());
    parts.prop_map(|(who, what, which, expects, again)| Ask { who, what, which, expects, again })
}
