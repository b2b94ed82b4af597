//! What travels to and from the thread that writes.

use std::{collections::VecDeque, time::Duration};

use tokio::{
    runtime::{Builder, Runtime},
    sync::{mpsc, oneshot},
};

use super::{Committed, Receipt, Request, SubmitError};
use journal::Entry;
use store::{Head, Snapshot};

/// A command on its way to the writer, and where its answer goes.
pub(super) struct QueuedCommand {
    pub request: Request,
    pub answer: oneshot::Sender<Answer>,
}

/// The commands that wait for the writer.
pub(super) struct Queue {
    commands: mpsc::Receiver<QueuedCommand>,
    /// Those that are to be decided before, again or at last.
    first: VecDeque<QueuedCommand>,
    /// Waits for a while; made when first needed.
    timer: Option<Runtime>,
}

impl Queue {
    pub const fn new(commands: mpsc::Receiver<QueuedCommand>) -> Self {
        Self { commands, first: VecDeque::new(), timer: None }
    }

    /// The next command, as soon as there is one; `None` once nobody can send any more.
    pub fn next(&mut self) -> Option<QueuedCommand> {
        self.first.pop_front().or_else(|| self.commands.blocking_recv())
    }

    /// The next command that waits already.
    pub fn waiting(&mut self) -> Option<QueuedCommand> {
        self.first.pop_front().or_else(|| self.commands.try_recv().ok())
    }

    /// The next command, if there is one in time.
    pub fn next_within(&mut self, wait: Duration) -> Option<QueuedCommand> {
        if let Some(command) = self.waiting() {
            return Some(command);
        }
        if self.timer.is_none() {
            self.timer = Builder::new_current_thread().enable_time().build().ok();
        }
        let Some(timer) = &self.timer else {
            // A system that has no descriptor left has time.
            std::thread::sleep(wait);
            return self.waiting();
        };
        let commands = &mut self.commands;
        timer.block_on(async { tokio::time::timeout(wait, commands.recv()).await }).ok().flatten()
    }

    /// Puts commands back, before all others.
    pub fn put_back(&mut self, commands: impl DoubleEndedIterator<Item = QueuedCommand>) {
        for command in commands.rev() {
            self.first.push_front(command);
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty() && self.commands.is_empty()
    }

    /// Whether nobody can send any more, and nothing waits.
    pub fn has_ended(&self) -> bool {
        self.is_empty() && self.commands.is_closed()
    }
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
