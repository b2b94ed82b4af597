//! What travels to and from the thread that writes.

use tokio::sync::oneshot;

use super::{Committed, Receipt, Request, SubmitError};
use journal::Entry;
use store::{Head, Snapshot};

/// A command on its way to the writer, and where its answer goes.
pub(super) struct QueuedCommand {
    pub request: Request,
    pub answer: oneshot::Sender<Answer>,
}

pub(super) type Answer = Result<Receipt, SubmitError>;

/// What the writer tells everybody.
#[derive(Clone)]
pub(super) struct Published {
    pub snapshot: Snapshot,
    pub head: Head,
    pub fault: Option<String>,
}

/// What will be answered once the group is durable: not before, since a decision may rest on
/// what commands before it in the same group did.
pub(super) enum PendingAnswer {
    /// The body with this place in the group, and its effects.
    Writes(usize, Receipt),
    Nothing(Answer),
}

/// A group that is durable, or why it is not.
pub(super) struct Appended {
    pub entries: Result<Vec<Entry>, String>,
    pub answers: Vec<(oneshot::Sender<Answer>, PendingAnswer)>,
}

pub(super) fn committed(entry: &Entry) -> Committed {
    Committed { seq: entry.seq, hash: entry.hash, at: entry.body.at }
}
