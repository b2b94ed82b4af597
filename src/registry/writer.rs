//! The one thread that writes: it drains the queue, decides each command against the head and
//! what the group has decided so far, appends the group with one sync, shows it to the view,
//! announces the new head, and only then answers.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tokio::sync::{mpsc, oneshot, watch};

use super::{Clock, Committed, OpenError, Receipt, Request, SubmitError, day_of};
use crate::{
    domain::{Context, Decision, Overlay, Problem, ProblemCode, Refusal, decide},
    journal::{Body, CodecError, Entry, Image, Journal, codec},
    store::{Head, Snapshot, Store},
};

/// Most commands in one group.
const GROUP_MAX: usize = 64;
/// A group is closed once its records take up this many bytes.
const GROUP_BYTES: usize = 8 << 20;

/// A command on its way to the writer, and where its answer goes.
pub(super) struct Order {
    pub request: Request,
    pub answer: oneshot::Sender<Answer>,
}

type Answer = Result<Receipt, SubmitError>;

/// What the writer tells everybody.
#[derive(Clone)]
pub(super) struct Published {
    pub snapshot: Snapshot,
    pub head: Head,
    pub fault: Option<String>,
}

pub(super) struct Writer {
    journal: Journal,
    store: Store,
    announce: watch::Sender<Published>,
    clock: Arc<dyn Clock>,
    fault: Option<String>,
}

/// What a group has decided so far.
#[derive(Default)]
struct Group {
    bodies: Vec<Body>,
    bytes: usize,
    answers: Vec<(oneshot::Sender<Answer>, Decided)>,
}

/// What will be answered once the group is durable: not before, since a decision may rest on
/// what commands before it in the same group did.
enum Decided {
    /// The body with this place in the group, and its effects.
    Writes(usize, Receipt),
    Nothing(Answer),
}

impl Writer {
    pub const fn new(
        journal: Journal,
        store: Store,
        announce: watch::Sender<Published>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { journal, store, announce, clock, fault: None }
    }

    /// Serves orders until all their senders are gone, then closes journal and view.
    pub fn run(mut self, mut orders: mpsc::Receiver<Order>) -> Result<(), OpenError> {
        while let Some(first) = orders.blocking_recv() {
            let group = self.decide_group(first, &mut orders);
            self.commit(group);
        }
        let Self { journal, store, announce, .. } = self;
        drop(announce);
        journal.close()?;
        Ok(store.close()?)
    }

    fn decide_group(&self, first: Order, orders: &mut mpsc::Receiver<Order>) -> Group {
        let snapshot = self.store.snapshot();
        let mut view = Overlay::new(&snapshot);
        let mut group = Group::default();
        let mut next = Some(first);
        while let Some(Order { request, answer }) = next {
            let decided = match &self.fault {
                Some(fault) => Decided::Nothing(Err(SubmitError::ReadOnly(fault.clone()))),
                None => self.decide_one(request, &mut view, &mut group),
            };
            group.answers.push((answer, decided));
            let full = group.answers.len() >= GROUP_MAX || group.bytes >= GROUP_BYTES;
            next = if full { None } else { orders.try_recv().ok() };
        }
        group
    }

    fn decide_one(
        &self,
        request: Request,
        view: &mut Overlay<'_, Snapshot>,
        group: &mut Group,
    ) -> Decided {
        let at = self.clock.now().max(self.store.head().at);
        let context = Context { by: request.by.clone(), at, today: day_of(at) };
        // A panic in a rule is ours, not the group's: the others are decided all the same.
        let decision = catch_unwind(AssertUnwindSafe(|| decide(&context, &request.command, view)))
            .unwrap_or_else(|_| Err(internal(&request)));
        let Decision { changes, effects } = match decision {
            Ok(decision) => decision,
            Err(Refusal::Rejected(problems)) => {
                return Decided::Nothing(Err(SubmitError::Rejected(problems)));
            }
            Err(Refusal::Fault(fault)) => {
                return Decided::Nothing(Err(SubmitError::ReadOnly(fault.to_string())));
            }
        };
        let receipt = Receipt { committed: None, effects };
        if changes.is_empty() || request.dry_run {
            return Decided::Nothing(Ok(receipt));
        }
        let images: Result<Vec<Image>, CodecError> = changes
            .iter()
            .map(|it| Ok(Image { id: it.id, bytes: codec::encode_record(&it.after)? }))
            .collect();
        let images = match images {
            Ok(images) => images,
            Err(error) => return Decided::Nothing(Err(too_large(&error))),
        };
        let seq = self.store.head().seq + 1 + group.bodies.len() as u64;
        if let Err(fault) = view.apply(&changes, seq, at) {
            return Decided::Nothing(Err(SubmitError::ReadOnly(fault.to_string())));
        }
        group.bytes += images.iter().map(|image| image.bytes.len()).sum::<usize>();
        group.bodies.push(Body {
            at,
            by: request.by,
            idempotency_key: request.idempotency_key,
            command: request.command.name().to_owned(),
            changes: images,
        });
        Decided::Writes(group.bodies.len() - 1, receipt)
    }

    fn commit(&mut self, group: Group) {
        let Group { bodies, answers, .. } = group;
        let written = if bodies.is_empty() { Ok(Vec::new()) } else { self.write(bodies) };
        if let Err(fault) = &written {
            tracing::error!(%fault, "storage failed; nothing more is written until the next start");
            self.fault = Some(fault.clone());
            self.announce.send_modify(|published| published.fault = Some(fault.clone()));
        }
        for (answer, decided) in answers {
            let answered = match (decided, &written) {
                (Decided::Nothing(answer), _) => answer,
                (Decided::Writes(place, receipt), Ok(entries)) => {
                    Ok(Receipt { committed: entries.get(place).map(committed), ..receipt })
                }
                (Decided::Writes(..), Err(fault)) => Err(SubmitError::ReadOnly(fault.clone())),
            };
            // The sender may have gone away; what was committed stays committed.
            let _ = answer.send(answered);
        }
    }

    /// Appends to the journal, shows the view, announces. Any failure is final.
    fn write(&mut self, bodies: Vec<Body>) -> Result<Vec<Entry>, String> {
        let expected = self.store.head().seq;
        let entries = self.journal.append(expected, bodies).map_err(|error| error.to_string())?;
        // sled may panic where it should fail.
        catch_unwind(AssertUnwindSafe(|| self.store.apply(&entries)))
            .map_err(|_| "the view panicked".to_owned())?
            .map_err(|error| error.to_string())?;
        self.announce.send_modify(|published| {
            published.snapshot = self.store.snapshot();
            published.head = self.store.head();
        });
        Ok(entries)
    }
}

fn committed(entry: &Entry) -> Committed {
    Committed { seq: entry.seq, hash: entry.hash, at: entry.body.at }
}

fn internal(request: &Request) -> Refusal {
    let command = request.command.name();
    tracing::error!(command, "a rule panicked; the command was refused");
    Refusal::Fault(crate::domain::ViewFault(format!("a rule of the command `{command}` panicked")))
}

fn too_large(error: &CodecError) -> SubmitError {
    let message = format!("a record is too large to be kept: {error}; shorten its texts or lists");
    let problem = Problem { code: ProblemCode::TooLong, draft: None, field: Vec::new(), message };
    SubmitError::Rejected(vec![problem])
}
