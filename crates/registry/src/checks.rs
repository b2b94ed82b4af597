//! What is checked while the registry is served already: segments of the journal before the last
//! ones, and large runs of the view, where both were closed cleanly. Nothing of them is given
//! unchecked meanwhile: a segment is checked by who reads it first, and each block of a run has a
//! checksum. What is found in a run puts the view in doubt; damage in the journal stops all writing.

use std::{
    mem,
    ops::ControlFlow,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
};

use journal::Reader;
use store::UncheckedRuns;

/// How much of what is checked while serving was checked, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// So far.
    pub done: u64,
    /// In all; 0 where all was checked before.
    pub total: u64,
}

impl Checked {
    /// What is left of it.
    #[must_use]
    pub const fn left(self) -> u64 {
        self.total.saturating_sub(self.done)
    }
}

/// The checks of a registry, on a thread of their own; they end with it.
pub(super) struct Checks {
    found: Arc<Found>,
    thread: Option<JoinHandle<()>>,
}

/// What the checks found so far.
#[derive(Default)]
pub(super) struct Found {
    done: AtomicU64,
    total: AtomicU64,
    is_stopped: AtomicBool,
    /// What is wrong in the journal.
    fault: OnceLock<String>,
}

impl Found {
    /// What is wrong in the journal, where something is.
    pub fn fault(&self) -> Option<&str> {
        self.fault.get().map(String::as_str)
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.is_stopped.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn check(&self, journal: &Reader, runs: UncheckedRuns) {
        let all = journal.unread_bytes();
        let checked = journal.check_unread(|| {
            self.done.store(all.saturating_sub(journal.unread_bytes()), Ordering::Relaxed);
            self.go_on()
        });
        if let Err(error) = checked {
            tracing::error!(
                %error,
                "Nothing more is written, and what is sound is read as before: {error}"
            );
            self.fault.get_or_init(|| error.to_string());
        }
        self.done.store(all, Ordering::Release);
        // A piece counts when the next one was read: who is told that all was checked is told what
        // was found, too.
        let mut last = 0;
        runs.check(|bytes| {
            self.done.fetch_add(mem::replace(&mut last, bytes), Ordering::Release);
            self.go_on()
        });
        if self.go_on().is_continue() {
            let total = self.total.load(Ordering::Relaxed);
            self.done.store(total, Ordering::Release);
            tracing::info!(bytes = total, "What was left to be checked at the start was checked");
        }
    }
}

impl Checks {
    /// Starts them, where there is something to check.
    pub fn start(journal: &Reader, runs: UncheckedRuns) -> std::io::Result<Self> {
        let found = Arc::new(Found::default());
        let total = journal.unread_bytes() + runs.bytes();
        found.total.store(total, Ordering::Relaxed);
        let thread = if total == 0 {
            None
        } else {
            let (journal, found) = (journal.clone(), Arc::clone(&found));
            let thread = std::thread::Builder::new().name("hoptac-checks".to_owned());
            Some(thread.spawn(move || found.check(&journal, runs))?)
        };
        Ok(Self { found, thread })
    }

    pub const fn found(&self) -> &Arc<Found> {
        &self.found
    }

    pub fn checked(&self) -> Checked {
        // In this order: they never seem to be further than they can be.
        let done = self.found.done.load(Ordering::Acquire);
        Checked { done, total: self.found.total.load(Ordering::Relaxed) }
    }
}

impl Drop for Checks {
    fn drop(&mut self) {
        self.found.is_stopped.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It ended by a panic, or as it should.
            let _ = thread.join();
        }
    }
}
