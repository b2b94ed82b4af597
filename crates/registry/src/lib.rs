//! The application: whatever is written goes through [`Registry::submit`], whatever is read
//! through a [`Snapshot`]. Knows nothing of HTTP or GraphQL.
//!
//! A command is decided by the domain's rules, appended to the journal, shown to the view, and
//! then announced, all by the one thread in `writer`. A snapshot is pinned at the last command
//! announced, and shows the same for as long as it is held.
//!
//! Where several machines share an order (`member`), each has a registry: that of the writer decides,
//! and the others follow, entry by entry the same.

mod checks;
mod clock;
mod error;
pub mod figures;
mod look;
mod member;
mod now;
mod open;
mod queue;
mod refusal;
pub mod review;
mod room;
mod shared;
mod show;
mod sync;
mod writer;

use std::{sync::Arc, thread::JoinHandle};

use jiff::{SignedDuration, Timestamp, civil::Date};
use tokio::sync::{mpsc, oneshot, watch};

pub use checks::Checked;
pub use clock::{Clock, FixedClock, SystemClock, day_of};
pub use error::{OpenError, SubmitError};
pub use journal::{Idempotency, JournalError, Reader as JournalReader, WriteStats};
pub use look::{look, made_keys};
pub use member::{Machines, Member, Role, Standing, Writes};
pub use now::AskHead;
pub use open::{Folders, Found};
pub use room::{Room, is_full};
pub use store::{
    Basis, Condition, EdgeEnd, Facet, Footprint, Head, Meter, Progress, Purse, Recovery, Selection,
    Snapshot, Stop, StoreError, Used, Work, collation_key,
};

use auth::Caller;
use checks::Checks;
use domain::{Command, Effect, MadeKeys, RecordId};
use journal::{Hash, Reader};
use now::Now;
use queue::{Published, QueuedCommand};

/// How a registry is opened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// How the view uses memory.
    pub store: store::Options,
    /// How the journal's files are cut.
    pub journal: journal::Options,
}

/// A command, and who sends it.
#[derive(Debug, Clone)]
pub struct Request {
    /// What is asked.
    pub command: Command,
    /// Who asks.
    pub caller: Caller,
    /// What makes it the same command when it is sent again. Kept for [`IDEMPOTENCY_KEPT`].
    pub idempotency: Option<Idempotency>,
    /// Whether it is only to be decided, not done.
    pub dry_run: bool,
}

impl Request {
    /// A command of the program itself, not to be retried under a key.
    #[must_use]
    pub fn of_system(name: &str, command: Command) -> Self {
        Self { command, caller: Caller::system(name), idempotency: None, dry_run: false }
    }
}

/// For how long a command that is sent again is answered as it was the first time.
pub const IDEMPOTENCY_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// As which entry it was committed; `None` where it changed nothing, or was a dry run.
    pub committed: Option<Committed>,
    /// What became of each record that it named, in its order.
    pub effects: Vec<(RecordId, Effect)>,
    /// Whether this is the answer to an earlier command with the same idempotency key.
    pub replayed: bool,
}

/// An entry of the journal, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Its number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was committed.
    pub at: Timestamp,
}

/// The registry, open.
pub struct Registry {
    commands: mpsc::Sender<QueuedCommand>,
    published: watch::Receiver<Published>,
    standing: Option<watch::Receiver<Standing>>,
    now: Option<Now>,
    writer: JoinHandle<Result<(), OpenError>>,
    reader: Reader,
    written: Arc<WriteStats>,
    clock: Arc<dyn Clock>,
    room: Room,
    checks: Checks,
}

/// Waits for commands to be announced. It holds nothing back: whoever is slow finds more
/// announced when it asks again.
#[derive(Clone)]
pub struct Follower {
    published: watch::Receiver<Published>,
}

impl Follower {
    /// Waits until a command after this one is announced, and gives the number of the last one;
    /// `None` once the registry closes.
    pub async fn beyond(&mut self, seq: u64) -> Option<u64> {
        let announced = self.published.wait_for(|published| published.head.seq > seq).await;
        announced.ok().map(|published| published.head.seq)
    }

    /// Waits until a command is announced, or a later one, and gives the number of the last one;
    /// `None` once the registry closes.
    pub async fn reaches(&mut self, seq: u64) -> Option<u64> {
        let announced = self.published.wait_for(|published| published.head.seq >= seq).await;
        announced.ok().map(|published| published.head.seq)
    }

    /// The registry as of the last command announced.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.published.borrow().snapshot.clone()
    }

    /// The number of the last command announced.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.published.borrow().head.seq
    }
}

impl Registry {
    /// Has a command decided, and done unless it is a dry run; it is durable when this returns.
    ///
    /// # Errors
    /// [`SubmitError::Rejected`] with all that is wrong with it. [`SubmitError::ReadOnly`] where
    /// storage failed: whether the command was written is then told by the next start.
    pub async fn submit(&self, request: Request) -> Result<Receipt, SubmitError> {
        self.send(request).await.await
    }

    /// Sends a command, and gives what waits for what became of it: so that several can be on their
    /// way. They are decided in the order in which they are sent.
    pub async fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Receipt, SubmitError>> + Send + use<> {
        let (answer, answered) = oneshot::channel();
        let sent = self.commands.send(QueuedCommand { request, answer }).await;
        async move {
            sent.map_err(|_| SubmitError::Closed)?;
            answered.await.unwrap_or(Err(SubmitError::Closed))
        }
    }

    /// As [`Registry::submit`], from a thread that may block.
    ///
    /// # Errors
    /// As for `submit`.
    pub fn submit_blocking(&self, request: Request) -> Result<Receipt, SubmitError> {
        self.send_blocking(request)()
    }

    /// As [`Registry::send`], from a thread that may block.
    pub fn send_blocking(
        &self,
        request: Request,
    ) -> impl FnOnce() -> Result<Receipt, SubmitError> + use<> {
        let (answer, answered) = oneshot::channel();
        let sent = self.commands.blocking_send(QueuedCommand { request, answer });
        move || {
            sent.map_err(|_| SubmitError::Closed)?;
            answered.blocking_recv().unwrap_or(Err(SubmitError::Closed))
        }
    }

    /// The registry as of the last command announced.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.published.borrow().snapshot.clone()
    }

    /// The last command announced.
    #[must_use]
    pub fn head(&self) -> Head {
        self.published.borrow().head
    }

    /// Why nothing can be written any more, where that is so: what was appended could not be
    /// written, or what was read of the view was not what was written. Ends when the registry is
    /// opened anew.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let published = self.published.borrow();
        published.fault.clone().or_else(|| published.snapshot.doubt().map(str::to_owned))
    }

    /// Why nothing can be written now: a fault, damage that was found in the journal, which somebody
    /// has to see to, or too little room on the disk, which passes.
    #[must_use]
    pub fn is_read_only(&self) -> Option<String> {
        let damage = || self.checks.found().fault().map(str::to_owned);
        self.fault().or_else(damage).or_else(|| self.room.lacks(0))
    }

    /// How much of what is checked while serving was checked.
    #[must_use]
    pub fn checked(&self) -> Checked {
        self.checks.checked()
    }

    /// Where it stands among those that it shares an order with; `None` where it is alone. What it
    /// is told of changes without a word, except for who writes and for trouble.
    #[must_use]
    pub fn standing(&self) -> Option<watch::Receiver<Standing>> {
        self.standing.clone()
    }

    /// Waits until it shows all that was ordered before this was asked. Who is alone always does, and
    /// whose history is another never does.
    pub async fn is_current(&self) {
        let (Some(now), Some(standing)) = (&self.now, &self.standing) else { return };
        let ordered = now.ordered().await;
        let shown = self.follow().reaches(ordered.seq).await;
        if shown.is_none() || standing.borrow().is_cut_off {
            std::future::pending::<()>().await;
        }
    }

    /// The disk that it is on.
    #[must_use]
    pub const fn room(&self) -> &Room {
        &self.room
    }

    /// Tells of commands as they are announced.
    #[must_use]
    pub fn follow(&self) -> Follower {
        Follower { published: self.published.clone() }
    }

    /// Reads the entries of the journal.
    #[must_use]
    pub fn journal(&self) -> &Reader {
        &self.reader
    }

    /// What the journal wrote since the registry was opened, in numbers.
    #[must_use]
    pub fn written(&self) -> &WriteStats {
        &self.written
    }

    /// How many commands wait for the writer.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.commands.max_capacity() - self.commands.capacity()
    }

    /// The keys that files name those records by that have none of their own. They tell this
    /// registry from all others by the hash of its first entry; `None` where it has none yet.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn made_keys(&self) -> Result<Option<MadeKeys>, JournalError> {
        made_keys(&self.reader)
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The day it is in Viet Nam.
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.clock.now())
    }

    /// Finishes what is queued, and closes journal and view so that the next start is quick.
    ///
    /// # Errors
    /// Where they cannot be closed; what was acknowledged is durable all the same.
    pub fn close(self) -> Result<(), OpenError> {
        let Self { commands, published, writer, reader, checks, .. } = self;
        drop(checks);
        // The published snapshot goes first: the writer closes the view once nobody reads it.
        drop((published, reader));
        drop(commands);
        writer.join().unwrap_or(Err(OpenError::Writer))
    }
}
