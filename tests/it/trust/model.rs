//! The plain model: what there is, in which state it was after which change, and who has ever been
//! able to see which of it.

use std::collections::BTreeSet;

use hoptac::auth::Role;

use super::stage::{Cast, Stage};

/// What a thing is, where that matters to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Activity,
    Event,
    Outcome,
    Directive,
}

impl Kind {
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Event => "event",
            Self::Outcome => "outcome",
            Self::Directive => "directive",
        }
    }

    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::Event => "Event",
            Self::Outcome => "Outcome",
            Self::Directive => "Directive",
        }
    }
}

/// A version of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub seq: u64,
    pub by: String,
    pub command: String,
    pub status: &'static str,
    /// Texts that stand in this version, and nowhere else before it.
    pub title: String,
    pub reason: Option<String>,
}

/// A record that is asked for things.
#[derive(Debug)]
pub struct Thing {
    pub kind: Kind,
    pub id: String,
    /// Under which of the two agreements it stands.
    pub agreement: usize,
    pub states: Vec<State>,
    /// Of an outcome: by whom it was submitted last, and what it corrects.
    pub submitter: Option<String>,
    pub corrects: Option<usize>,
    /// Of a directive: what answers it.
    pub answers: Vec<usize>,
}

impl Thing {
    pub fn now(&self) -> &State {
        self.states.last().unwrap()
    }

    pub fn version(&self) -> usize {
        self.states.len()
    }

    fn is_published(&self) -> bool {
        self.kind != Kind::Outcome
            || ["APPROVED", "SUPERSEDED", "RETRACTED"].contains(&self.now().status)
    }
}

/// All that is.
pub struct Model {
    pub things: Vec<Thing>,
    /// Whether the second agreement is a draft yet.
    pub draft: bool,
    pub seq: u64,
    /// By caller: the ids and texts that they could ever see.
    seen: Vec<BTreeSet<String>>,
    /// The ids and texts of all versions of all things.
    pub written: BTreeSet<String>,
}

impl Model {
    pub fn new(stage: &Stage) -> Self {
        let directive = Thing {
            kind: Kind::Directive,
            id: stage.directive.clone(),
            agreement: 0,
            states: vec![State {
                seq: stage.head(),
                by: "admin".to_owned(),
                command: "issueDirective".to_owned(),
                status: "OPEN",
                title: "Đẩy mạnh".to_owned(),
                reason: None,
            }],
            submitter: None,
            corrects: None,
            answers: Vec::new(),
        };
        let mut model = Self {
            things: vec![directive],
            draft: true,
            seq: stage.head(),
            seen: vec![BTreeSet::new(); stage.cast.len()],
            written: BTreeSet::from([stage.agreements[1].clone()]),
        };
        model.commit(stage, stage.head());
        model
    }

    /// The things of a kind, by their places.
    pub fn of(&self, kind: Kind) -> Vec<usize> {
        (0..self.things.len()).filter(|at| self.things[*at].kind == kind).collect()
    }

    pub fn acts_on(who: &Cast, thing: &Thing) -> bool {
        who.acts[thing.agreement]
    }

    pub fn sees_agreement(&self, who: &Cast, agreement: usize) -> bool {
        agreement == 0 || !self.draft || who.sees_draft
    }

    pub fn sees(&self, who: &Cast, thing: &Thing) -> bool {
        self.sees_agreement(who, thing.agreement)
            && (thing.is_published()
                || (who.caller.role >= Role::Recorder && Self::acts_on(who, thing)))
    }

    /// Notes what everybody sees since a change.
    pub fn commit(&mut self, stage: &Stage, seq: u64) {
        self.seq = seq;
        for (at, who) in stage.cast.iter().enumerate() {
            let things = self.things.iter().filter(|it| self.sees(who, it));
            let seen: Vec<String> = things.flat_map(texts).collect();
            self.seen[at].extend(seen);
            if self.sees_agreement(who, 1) {
                self.seen[at].insert(stage.agreements[1].clone());
            }
        }
        self.written.extend(self.things.iter().flat_map(texts));
    }

    /// What a caller could ever see.
    pub fn seen(&self, who: usize) -> &BTreeSet<String> {
        &self.seen[who]
    }

    /// The public things and their versions: what tells whether anything happened that anybody
    /// may know of.
    pub fn public(&self) -> Vec<(usize, usize)> {
        let public = |it: &Thing| (it.agreement == 0 || !self.draft) && it.is_published();
        let things = self.things.iter().enumerate().filter(|(_, it)| public(it));
        things.map(|(at, it)| (at, it.version())).chain([(0, usize::from(self.draft))]).collect()
    }
}

/// What tells that somebody saw the present version of a thing.
fn texts(thing: &Thing) -> Vec<String> {
    let State { title, reason, .. } = thing.now();
    let texts = [&thing.id, title].into_iter().chain(reason);
    texts.filter(|it| **it != "Đẩy mạnh").cloned().collect()
}
