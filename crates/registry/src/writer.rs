//! The one thread that writes: it drains the queue, decides each command against the head and
//! what the group has decided so far, appends the group with one sync, shows it to the view,
//! announces the new head, and only then answers. Where the next group is waiting already, or the
//! group is large, the view is shown it by a thread of its own (`show`), while the next one is
//! decided with it laid over the view, and synced.
//!
//! Where several machines share one order, `shared` says when this thread decides and when it
//! follows; a group then goes to the order before it goes to the journal.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{oneshot, watch};

use super::{
    IDEMPOTENCY_KEPT, OpenError, Receipt, Request, SubmitError, day_of,
    open::Around,
    queue::{Answer, Appended, PendingAnswer, Published, Queue, QueuedCommand, committed},
    refusal::Ordered,
    shared::Shared,
    show::{Applier, ApplyThread},
};
use auth::{Refused, decide};
use domain::{Change, Context, Decision, Overlay, Problem, ProblemCode, Refusal, ViewFault};
use journal::{Body, CodecError, Entry, Image, Journal, codec};
use messages::{Message, message};
use store::{Snapshot, Store, StoreError};

/// Most commands in one group.
const GROUP_MAX: usize = 64;
/// A group is closed once its records take up this many bytes.
const GROUP_BYTES: usize = 8 << 20;
/// A group is closed once it writes as many records.
const GROUP_RECORDS: usize = 8_000;
/// A group that writes as many records is shown to the view while the next is decided.
const LARGE: usize = 500;
/// So many records are laid over the view at most before it is waited for.
const LAID_OVER_MAX: usize = 48_000;
/// So many groups are.
const GROUPS_MAX: usize = 64;
/// How far the clock may be behind the last command without a word.
const LATE: SignedDuration = SignedDuration::from_secs(60);
/// Most bytes that the records of one command may take up.
const COMMAND_BYTES: usize = 128 << 20;

pub(super) struct Writer {
    pub journal: Journal,
    pub shower: Arc<Applier>,
    pub behind: ApplyThread,
    /// The order, where several machines share it.
    pub shared: Option<Shared>,
    pub around: Around,
    /// Whether it was told that the clock is behind.
    is_late: bool,
    /// When the last command was committed.
    pub at: Timestamp,
    /// The idempotency keys of what is laid over the view, as hashes.
    laid_over: HashSet<u64>,
    hasher: RandomState,
}

/// A snapshot, and it with all laid over it that was decided since.
struct Over<'a> {
    snapshot: &'a Snapshot,
    view: Overlay<'a, Snapshot>,
}

/// What a group has decided so far.
#[derive(Default)]
struct Group {
    bodies: Vec<Body>,
    /// How many records the bodies write, and the bytes of these.
    records: usize,
    bytes: usize,
    /// What was asked, and what will be answered to it.
    requests: Vec<Request>,
    answers: Vec<(oneshot::Sender<Answer>, PendingAnswer)>,
}

impl Writer {
    pub fn new(
        journal: Journal,
        store: Store,
        announce: watch::Sender<Published>,
        shared: Option<Shared>,
        around: Around,
    ) -> Self {
        let at = store.head().at;
        let shower = Arc::new(Applier::new(store, announce));
        let behind = ApplyThread::of(Arc::clone(&shower));
        let (is_late, laid_over, hasher) = (false, HashSet::new(), RandomState::new());
        Self { journal, shower, behind, shared, around, is_late, at, laid_over, hasher }
    }

    /// Serves commands until all their senders are gone, then closes journal and view.
    pub fn run(mut self, mut queue: Queue) -> Result<(), OpenError> {
        if self.shared.is_some() {
            self.take_part(&mut queue);
        } else {
            while let Some(first) = queue.next() {
                self.serve(first, &mut queue);
            }
        }
        let Self { journal, shower, behind, shared, .. } = self;
        drop(shared);
        behind.end();
        let Some(Applier { store, announce, fault }) = Arc::into_inner(shower) else {
            return Err(OpenError::Writer);
        };
        drop(announce);
        let store = store.into_inner().unwrap_or_else(PoisonError::into_inner);
        // The journal's lock is let go last: it keeps others away while the view is closed. A
        // view in doubt is left as after a crash, so that the next start reads it through.
        let closed = if fault.get().is_none() {
            store.close()
        } else {
            drop(store);
            Ok(())
        };
        journal.close()?;
        Ok(closed?)
    }

    /// Decides group after group laid over one snapshot, for as long as the view does not show
    /// what was decided.
    pub fn serve(&mut self, first: QueuedCommand, queue: &mut Queue) {
        self.behind.wait();
        self.laid_over.clear();
        let snapshot = self.shower.store().snapshot();
        let mut over = Over { snapshot: &snapshot, view: Overlay::new(&snapshot) };
        let (mut records, mut groups) = (0, 0);
        let mut next = first;
        loop {
            if let Some(doubt) = snapshot.doubt() {
                // What is decided rests on what is read.
                self.shower.stop(doubt);
            }
            let group = self.decide_group(next, queue, &mut over);
            records += group.records;
            groups += 1;
            let is_done = self.commit(group, queue);
            if !is_done || self.behind.is_idle() {
                return;
            }
            // Who shares an order has more to do than to wait.
            let waiting = if self.shared.is_some() { queue.waiting() } else { queue.next() };
            let Some(found) = waiting else { return };
            if records >= LAID_OVER_MAX || groups >= GROUPS_MAX || self.behind.is_idle() {
                queue.put_back([found].into_iter());
                return;
            }
            next = found;
        }
    }

    fn decide_group(
        &mut self,
        first: QueuedCommand,
        queue: &mut Queue,
        over: &mut Over<'_>,
    ) -> Group {
        let mut group = Group::default();
        let mut next = Some(first);
        while let Some(QueuedCommand { request, answer }) = next {
            let fault = self.shower.fault.get().map(String::as_str);
            let decided = match fault.or_else(|| self.around.checks.fault()).map(str::to_owned) {
                Some(fault) => PendingAnswer::Nothing(Err(SubmitError::ReadOnly(fault))),
                None => self.decide_one(&request, over, &mut group),
            };
            group.requests.push(request);
            group.answers.push((answer, decided));
            let full = group.answers.len() >= GROUP_MAX
                || group.bytes >= GROUP_BYTES
                || group.records >= GROUP_RECORDS;
            next = if full { None } else { queue.waiting() };
        }
        group
    }

    fn decide_one(
        &mut self,
        request: &Request,
        over: &mut Over<'_>,
        group: &mut Group,
    ) -> PendingAnswer {
        let at = self.next_time(group);
        match self.sent_before(request, at, (group, over.snapshot)) {
            Ok(None) => {}
            Ok(Some(decided)) => return decided,
            Err(fault) => return self.fail(&fault),
        }
        let caller = &request.caller;
        let context = Context { by: caller.id.clone(), at, today: day_of(at) };
        // A panic in a rule is ours, not the group's: the others are decided all the same.
        let decision = catch_unwind(AssertUnwindSafe(|| {
            decide(caller, &context, &request.command, &over.view)
        }));
        let Decision { changes, effects, reason } = match decision {
            Ok(Ok(decision)) => decision,
            Ok(Err(Refused::Denied(denial))) => {
                return PendingAnswer::Nothing(Err(SubmitError::Denied(denial)));
            }
            Ok(Err(Refused::Refusal(Refusal::Rejected(problems)))) => {
                return PendingAnswer::Nothing(Err(SubmitError::Rejected(problems)));
            }
            Ok(Err(Refused::Refusal(Refusal::Fault(fault)))) => return self.fail(&fault),
            Err(_) => return PendingAnswer::Nothing(Err(internal(request))),
        };
        let receipt = Receipt { committed: None, effects: effects.clone(), replayed: false };
        if changes.is_empty() || request.dry_run {
            return PendingAnswer::Nothing(Ok(receipt));
        }
        let level = self.level();
        if reason.is_some() && !codec::says_reasons(level) {
            return PendingAnswer::Nothing(Err(SubmitError::no_place("reason")));
        }
        let encode = |change: Change| {
            codec::encode_record_at(&change.after, level).map(|bytes| (change, bytes))
        };
        let encoded: Result<Vec<(Change, Vec<u8>)>, _> = changes.into_iter().map(encode).collect();
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(CodecError::NoPlace(attribute)) => {
                return PendingAnswer::Nothing(Err(SubmitError::no_place(attribute)));
            }
            Err(error) => {
                return PendingAnswer::Nothing(Err(too_large(message!(
                    "a record is too large to be kept: {error}; shorten its texts or lists"
                ))));
            }
        };
        let seq = self.journal.head().seq + 1 + group.bodies.len() as u64;
        let bytes = encoded.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        if bytes > COMMAND_BYTES {
            return PendingAnswer::Nothing(Err(too_large(message!(
                "the command writes {bytes} bytes; at most {COMMAND_BYTES} are allowed; send it in \
                 parts"
            ))));
        }
        if let Some(lack) = self.around.room.lacks(group.bytes + bytes) {
            return PendingAnswer::Nothing(Err(SubmitError::ReadOnly(lack)));
        }
        if let Err(fault) = over.view.apply(encoded.iter().map(|(change, _)| change), seq, at) {
            return self.fail(&fault);
        }
        if let Some(idempotency) = &request.idempotency {
            self.laid_over.insert(self.hash(&request.caller.id, &idempotency.key));
        }
        group.bytes += bytes;
        group.records += encoded.len();
        group.bodies.push(Body {
            at,
            by: request.caller.id.clone(),
            idempotency: request.idempotency.clone(),
            command: request.command.name().to_owned(),
            reason,
            changes: encoded.into_iter().map(|(change, bytes)| Image::of(change, bytes)).collect(),
            effects,
        });
        PendingAnswer::Writes(group.bodies.len() - 1, receipt)
    }

    /// The answer to a command that its sender sent before under the same key: what was answered
    /// then, or a refusal where it was another command. `None` where it is new, or forgotten.
    fn sent_before(
        &self,
        request: &Request,
        at: Timestamp,
        (group, snapshot): (&Group, &Snapshot),
    ) -> Result<Option<PendingAnswer>, ViewFault> {
        let Some(asked) = &request.idempotency else { return Ok(None) };
        let by = &request.caller.id;
        let first = self.journal.head().seq + 1;
        let same_key = |body: &Body| {
            body.by == *by && body.idempotency.as_ref().is_some_and(|it| it.key == asked.key)
        };
        let differs = |body: &Body| {
            body.idempotency.as_ref().is_none_or(|it| it.fingerprint != asked.fingerprint)
        };
        let reused = |seq| Some(PendingAnswer::Nothing(Err(SubmitError::KeyReused(seq))));
        let is_laid_over = self.laid_over.contains(&self.hash(by, &asked.key));
        if is_laid_over && let Some(place) = group.bodies.iter().position(same_key) {
            let body = &group.bodies[place];
            if differs(body) {
                return Ok(reused(first + place as u64));
            }
            let effects = body.effects.clone();
            let receipt = Receipt { committed: None, effects, replayed: true };
            return Ok(Some(PendingAnswer::Writes(place, receipt)));
        }
        let fault = |error: StoreError| ViewFault::Unreadable(error.to_string());
        if is_laid_over {
            // The view has to show the key.
            self.behind.wait();
            if let Some(fault) = self.shower.fault.get() {
                let fault = SubmitError::ReadOnly(fault.clone());
                return Ok(Some(PendingAnswer::Nothing(Err(fault))));
            }
        }
        let Some(seq) = snapshot.sent_as(by, &asked.key).map_err(fault)? else {
            return Ok(None);
        };
        let entry = self.journal.reader().get(seq).map_err(|error| fault(error.into()))?;
        let Some(entry) = entry.filter(|it| it.body.at + IDEMPOTENCY_KEPT > at) else {
            return Ok(None);
        };
        if differs(&entry.body) {
            return Ok(reused(seq));
        }
        let committed = Some(committed(&entry));
        let effects = entry.body.effects;
        Ok(Some(PendingAnswer::Nothing(Ok(Receipt { committed, effects, replayed: true }))))
    }

    fn hash(&self, by: &str, key: &str) -> u64 {
        self.hasher.hash_one((by, key))
    }

    /// The time of the next entry: the clock's, in whole microseconds as it is stored, and never
    /// before the entry's before it.
    fn next_time(&mut self, group: &Group) -> Timestamp {
        let before = group.bodies.last().map_or(self.at, |body| body.at);
        let now = Timestamp::from_microsecond(self.around.clock.now().as_microsecond());
        let Ok(now) = now else { return before };
        let behind = before.duration_since(now);
        let is_late = behind > LATE;
        if is_late && !self.is_late {
            tracing::warn!(
                seconds = behind.as_secs(), last = %before,
                "The clock is {} seconds behind the last command: it was set back, or was ahead \
                 then. Commands get the time of the last one until it has caught up",
                behind.as_secs()
            );
        }
        self.is_late = is_late;
        now.max(before)
    }

    fn fail(&self, fault: &ViewFault) -> PendingAnswer {
        let fault = fault.to_string();
        self.shower.stop(&fault);
        PendingAnswer::Nothing(Err(SubmitError::ReadOnly(fault)))
    }

    /// Appends what a group decided, and has it shown and answered: while the next is decided, where
    /// that waits already or the group is large. Returns whether that is so: where the order was
    /// moved by another machine, the commands are put back instead.
    fn commit(&mut self, group: Group, queue: &mut Queue) -> bool {
        let Group { bodies, records, requests, mut answers, .. } = group;
        let at = bodies.last().map_or(self.at, |body| body.at);
        let (ordered, requests) = if self.shared.is_some() {
            (self.order(bodies, &mut answers, queue), requests)
        } else {
            drop(requests);
            (Ordered::Done(self.append(bodies)), Vec::new())
        };
        let Ordered::Done(entries) = ordered else {
            let asked = requests.into_iter().zip(answers);
            let again = asked.map(|(request, (answer, _))| QueuedCommand { request, answer });
            queue.put_back(again);
            return false;
        };
        self.at = at;
        let is_large = records >= LARGE;
        let appended = Appended { entries, answers };
        // What is decided after a large group may rest on it, and is not answered before it.
        if is_large || !queue.is_empty() || !self.behind.is_idle() {
            self.behind.give(appended);
        } else {
            self.shower.show(appended);
        }
        true
    }

    fn append(&mut self, bodies: Vec<Body>) -> Result<Vec<Entry>, String> {
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        let expected = self.journal.head().seq;
        self.journal.append(expected, bodies).map_err(|error| error.to_string())
    }
}

fn internal(request: &Request) -> SubmitError {
    let command = request.command.name();
    tracing::error!(command, "a rule panicked; the command was refused");
    SubmitError::Internal(format!("a rule of the command `{command}` panicked"))
}

fn too_large(message: Message) -> SubmitError {
    SubmitError::Rejected(vec![Problem::new(ProblemCode::TooLong, Vec::new(), message)])
}
