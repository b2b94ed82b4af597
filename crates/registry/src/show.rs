//! Shows the view what was appended to the journal, announces it, and answers: at once, or on a
//! thread of its own, in the order in which it was appended. Must not decide anything.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        mpsc::{SyncSender, sync_channel},
    },
    thread::JoinHandle,
};

use tokio::sync::watch;

use super::{
    Committed, Receipt, SubmitError,
    queue::{Appended, PendingAnswer, Published, committed},
};
use journal::Entry;
use store::Store;

/// Groups that wait to be shown.
const WAITING: usize = 1;

/// The view, and whoever is told of it.
pub(super) struct Applier {
    pub store: Mutex<Store>,
    pub announce: watch::Sender<Published>,
    /// Why nothing is written any more.
    pub fault: OnceLock<String>,
}

impl Applier {
    pub const fn new(store: Store, announce: watch::Sender<Published>) -> Self {
        Self { store: Mutex::new(store), announce, fault: OnceLock::new() }
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops writing for good, as storage failed.
    pub fn stop(&self, fault: &str) {
        tracing::error!(fault, "storage failed; nothing more is written until the next start");
        if self.fault.set(fault.to_owned()).is_ok() {
            self.announce.send_modify(|published| published.fault = Some(fault.to_owned()));
        }
    }

    /// Shows a group, announces it, and answers. Any failure is final.
    pub fn show(&self, appended: Appended) {
        let Appended { entries, answers } = appended;
        let shown = entries.and_then(|entries| self.write(entries));
        if let Err(fault) = &shown {
            self.stop(fault);
        }
        for (answer, decided) in answers {
            let answered = match (decided, &shown) {
                (PendingAnswer::Nothing(answer), Ok(_)) => answer,
                (PendingAnswer::Writes(place, receipt), Ok(commits)) => {
                    Ok(Receipt { committed: commits.get(place).copied(), ..receipt })
                }
                // Also of what needed no write: it may rest on what could not be written.
                (_, Err(fault)) => Err(SubmitError::ReadOnly(fault.clone())),
            };
            // The sender may have gone away; what was committed stays committed.
            let _ = answer.send(answered);
        }
    }

    fn write(&self, entries: Vec<Entry>) -> Result<Vec<Committed>, String> {
        if let Some(fault) = self.fault.get() {
            return Err(fault.clone());
        }
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let commits = entries.iter().map(committed).collect();
        let mut store = self.store();
        // sled may panic where it should fail.
        catch_unwind(AssertUnwindSafe(|| store.apply(entries)))
            .map_err(|_| "the view panicked".to_owned())?
            .map_err(|error| error.to_string())?;
        let (snapshot, head) = (store.snapshot(), store.head());
        drop(store);
        self.announce.send_modify(|published| {
            published.snapshot = snapshot;
            published.head = head;
        });
        Ok(commits)
    }
}

/// How many groups are on their way to the view, and who waits until there is none.
type Count = Arc<(Mutex<usize>, Condvar)>;

/// A thread that shows groups, started with the first of them.
pub(super) struct ApplyThread {
    shower: Arc<Applier>,
    count: Count,
    thread: Option<(SyncSender<Appended>, JoinHandle<()>)>,
}

impl ApplyThread {
    pub fn of(shower: Arc<Applier>) -> Self {
        Self { shower, count: Count::default(), thread: None }
    }

    /// Whether every group that was given is shown.
    pub fn is_idle(&self) -> bool {
        *lock(&self.count.0) == 0
    }

    /// Waits until every group that was given is shown.
    pub fn wait(&self) {
        let (count, changed) = &*self.count;
        let waited = changed.wait_while(lock(count), |count| *count > 0);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// Has a group shown after those given before.
    pub fn give(&mut self, appended: Appended) {
        let thread = match self.thread.take() {
            Some(thread) => Ok(thread),
            None => self.start(),
        };
        let Ok((groups, thread)) = thread else {
            // A system that has no thread left has time.
            self.shower.show(appended);
            return;
        };
        *lock(&self.count.0) += 1;
        let refused = groups.send(appended).err();
        self.thread = Some((groups, thread));
        if let Some(refused) = refused {
            self.shower.show(refused.0);
            *lock(&self.count.0) -= 1;
        }
    }

    fn start(&self) -> std::io::Result<(SyncSender<Appended>, JoinHandle<()>)> {
        let (sender, groups) = sync_channel(WAITING);
        let (shower, count) = (Arc::clone(&self.shower), Arc::clone(&self.count));
        let thread =
            std::thread::Builder::new().name("hoptac-show".to_owned()).spawn(move || {
                for group in groups {
                    shower.show(group);
                    *lock(&count.0) -= 1;
                    count.1.notify_all();
                }
            })?;
        Ok((sender, thread))
    }

    /// Ends the thread, once all is shown.
    pub fn end(self) {
        if let Some((groups, thread)) = self.thread {
            drop(groups);
            let _ = thread.join();
        }
    }
}

fn lock(count: &Mutex<usize>) -> MutexGuard<'_, usize> {
    count.lock().unwrap_or_else(PoisonError::into_inner)
}
