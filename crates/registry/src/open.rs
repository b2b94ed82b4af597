//! Opening a registry: where its files are, how they were found, and the thread that writes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::{mpsc, watch};

use super::{
    Clock, Member, OpenError, Options, Progress, Recovery, Registry, Room, Standing, StoreError,
    checks::{self, Checks},
    is_full,
    now::Now,
    queue::{Published, Queue},
    shared::Shared,
    sync::Syncing,
    writer::Writer,
};
use journal::{Journal, JournalError, LogError, TornTail};
use store::{Opened, Store};

/// Where a registry's files are.
#[derive(Debug, Clone)]
pub struct Folders {
    /// The journal.
    pub journal: PathBuf,
    /// The view.
    pub view: PathBuf,
    /// Where `verify` compares; free to be removed.
    pub scratch: PathBuf,
    /// A journal on its way back from a backup, not yet in its place.
    pub restoring: PathBuf,
}

impl Folders {
    /// The files within one data folder.
    #[must_use]
    pub fn within(data: &Path) -> Self {
        Self {
            journal: data.join("journal"),
            view: data.join("view"),
            scratch: data.join("compare"),
            restoring: data.join("journal.restoring"),
        }
    }
}

/// How a registry was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What was done to the view.
    pub recovery: Recovery,
    /// What was cut off the journal: bytes of entries that were never acknowledged.
    pub torn: Option<TornTail>,
}

/// The files, open, and what is still checked of them.
struct Files {
    journal: Journal,
    store: Store,
    checks: Checks,
}

/// What the thread that writes has around it.
pub(super) struct Around {
    pub clock: Arc<dyn Clock>,
    pub room: Room,
    pub checks: Arc<checks::Found>,
}

/// Why a view is built anew that a loss of power left.
const AHEAD: &str =
    "it shows commands that the journal lost with the power, and that are fetched again";

/// Commands that may wait for the writer.
const QUEUE: usize = 1_024;

impl Registry {
    /// Opens the registry in a data folder, creating it where there is none.
    ///
    /// # Errors
    /// Where another process has it open, the journal is damaged, the view is ahead of the
    /// journal, or files cannot be read or written. Each message says what to do.
    pub fn open(
        data: &Path,
        options: Options,
        clock: Arc<dyn Clock>,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Found), OpenError> {
        Self::open_in(data, options, clock, None, on_progress)
    }

    /// As [`Registry::open`], as one of several that share an order: what is written is decided by
    /// whichever of them is the writer.
    ///
    /// # Errors
    /// As for `open`. Whether its history is the order's is told by [`Registry::standing`].
    pub fn open_member(
        data: &Path,
        options: Options,
        clock: Arc<dyn Clock>,
        member: Box<dyn Member>,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Found), OpenError> {
        let journal = journal::Options { can_fetch_again: true, ..options.journal };
        let options = Options { journal, ..options };
        Self::open_in(data, options, clock, Some(member), on_progress)
    }

    fn open_in(
        data: &Path,
        options: Options,
        clock: Arc<dyn Clock>,
        member: Option<Box<dyn Member>>,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Found), OpenError> {
        let opened = match Self::files(data, options, on_progress) {
            // What was kept for this is enough to open what is there.
            Err(error) if is_full(&error) && Room::of(data).release() => {
                Self::files(data, options, on_progress)
            }
            opened => opened,
        };
        let (files, found) = opened?;
        Ok((Self::start(files, clock, Room::of(data), member)?, found))
    }

    fn files(
        data: &Path,
        options: Options,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(Files, Found), OpenError> {
        let folders = Folders::within(data);
        if folders.restoring.exists() && !folders.journal.exists() {
            return Err(OpenError::HalfRestored(folders.restoring));
        }
        if folders.view.exists() && !folders.journal.exists() {
            let Folders { view, journal, .. } = folders;
            return Err(StoreError::Orphaned { view, journal }.into());
        }
        // Before the view, so that a view without a journal is never what a crash left.
        Journal::create_folder(&folders.journal)?;
        let view = Store::find(folders.view, options.store, on_progress)?;
        let acknowledged = view.acknowledged();
        // Otherwise all of the journal may be needed.
        let check_first = if view.is_whole() { options.store.check_first } else { u64::MAX };
        let mut open = |acknowledged| {
            let options = journal::Options { acknowledged, check_first, ..options.journal };
            Journal::open(&folders.journal, options, &mut |progress| {
                on_progress(Progress {
                    task: "checking the journal",
                    done: progress.bytes_done,
                    total: progress.bytes_total,
                });
            })
        };
        let opened = match open(acknowledged) {
            // What is taken from an order is synced later than the view may be: the order has it.
            Err(JournalError::Log(LogError::Damaged { .. })) if options.journal.can_fetch_again => {
                open(0)
            }
            opened => opened,
        };
        let (journal, torn) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                view.put_back()?;
                return Err(error.into());
            }
        };
        let is_ahead = acknowledged > journal.head().seq && options.journal.can_fetch_again;
        let view = if is_ahead { view.doubted(AHEAD) } else { view };
        let Opened { store, recovery, unchecked } = view.open(&journal.reader(), on_progress)?;
        let checks = Checks::start(&journal.reader(), unchecked).map_err(OpenError::Thread)?;
        Ok((Files { journal, store, checks }, Found { recovery, torn }))
    }

    fn start(
        Files { journal, store, checks }: Files,
        clock: Arc<dyn Clock>,
        room: Room,
        member: Option<Box<dyn Member>>,
    ) -> Result<Self, OpenError> {
        let (commands, queue) = mpsc::channel(QUEUE);
        let mut member = member;
        let ask = member.as_mut().and_then(|member| member.head_beside());
        let now = ask.map(Now::start).transpose().map_err(OpenError::Thread)?;
        let (shared, standing) = member
            .map(|member| {
                let durable = journal.syncer().durable();
                let (tell, standing) = watch::channel(Standing { durable, ..Standing::default() });
                (Shared::new(member, tell), standing)
            })
            .unzip();
        let published = Published { snapshot: store.snapshot(), head: store.head(), fault: None };
        let (announce, published) = watch::channel(published);
        let (reader, written) = (journal.reader(), journal.written());
        let checked = Arc::clone(checks.found());
        let around = Around { clock: Arc::clone(&clock), room: room.clone(), checks: checked };
        let mut thread = Writer::new(journal, store, announce, shared, around);
        if let Some(shared) = &mut thread.shared {
            let (syncer, shower) = (thread.journal.syncer(), &thread.shower);
            shared.syncing = Some(Syncing::start(syncer, shower).map_err(OpenError::Thread)?);
        }
        let writer = std::thread::Builder::new()
            .name("hoptac-writer".to_owned())
            .spawn(move || thread.run(Queue::new(queue)))
            .map_err(OpenError::Thread)?;
        Ok(Self {
            commands,
            published,
            standing,
            now,
            writer,
            reader,
            written,
            clock,
            room,
            checks,
        })
    }
}
