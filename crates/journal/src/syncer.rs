//! What was written without a sync, since whoever orders the entries keeps them until it is synced.
//!
//! Owns how far the journal is durable, and the sync that comes later. Must not know what an entry
//! is, nor when it is synced.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::error::LogError;
use super::written::WriteStats;

/// Syncs what [`super::Journal::take`] wrote, from any thread, while more is written.
#[derive(Debug, Clone)]
pub struct Syncer {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// What was written since the last sync.
    left: Mutex<Option<Left>>,
    /// Up to which entry everything is durable.
    durable: AtomicU64,
    /// The system may have dropped what it could not write.
    failed: AtomicBool,
    written: Arc<WriteStats>,
}

/// A file that is to be synced, which makes all up to an entry durable.
#[derive(Debug, Clone)]
struct Left {
    path: Arc<Path>,
    file: Arc<File>,
    seq: u64,
}

impl Syncer {
    pub(super) fn new(durable: u64, written: Arc<WriteStats>) -> Self {
        let (left, failed) = (Mutex::new(None), AtomicBool::new(false));
        let durable = AtomicU64::new(durable);
        Self { shared: Arc::new(Shared { left, durable, failed, written }) }
    }

    /// Up to which entry everything is durable here.
    #[must_use]
    pub fn durable(&self) -> u64 {
        self.shared.durable.load(Ordering::Acquire)
    }

    /// Makes durable what was written before the call.
    ///
    /// # Errors
    /// [`LogError::Io`] where the system fails; nothing more is written to the journal then.
    pub fn sync(&self) -> Result<(), LogError> {
        let Some(left) = self.left().clone() else { return Ok(()) };
        let begun = Instant::now();
        if let Err(error) = left.file.sync_data() {
            self.shared.failed.store(true, Ordering::Release);
            return Err(LogError::io("sync", &left.path)(error));
        }
        self.shared.written.sync(begun.elapsed());
        let mut now = self.left();
        if now.as_ref().is_some_and(|it| it.seq == left.seq) {
            *now = None;
        }
        self.shared.durable.fetch_max(left.seq, Ordering::AcqRel);
        Ok(())
    }

    pub(super) fn has_failed(&self) -> bool {
        self.shared.failed.load(Ordering::Acquire)
    }

    /// Notes that all up to an entry was written to a file, and whatever was written to another one
    /// before is durable.
    pub(super) fn wrote(&self, path: &Arc<Path>, file: &Arc<File>, seq: u64) {
        *self.left() = Some(Left { path: Arc::clone(path), file: Arc::clone(file), seq });
    }

    /// Notes that all up to an entry is durable.
    pub(super) fn synced(&self, seq: u64) {
        *self.left() = None;
        self.shared.durable.fetch_max(seq, Ordering::AcqRel);
    }

    fn left(&self) -> MutexGuard<'_, Option<Left>> {
        self.shared.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::OwnedFd;

    use super::super::log::Log;
    use super::super::options::Options;
    use super::*;

    const OPTIONS: Options =
        Options { segment_bytes: 300, acknowledged: 0, can_fetch_again: true, check_first: 0 };

    fn open(dir: &Path) -> Log {
        Log::open(dir, OPTIONS, &mut |_| {}).unwrap().log
    }

    #[test]
    fn what_is_taken_is_durable_once_it_is_synced() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = open(dir.path());
        let syncer = log.syncer();
        let take = |log: &mut Log| {
            let group = log.prepare(vec![vec![7; 40]]).unwrap();
            log.take(&[group]).unwrap();
            log.head().seq
        };
        assert_eq!((take(&mut log), take(&mut log), syncer.durable()), (1, 2, 0));
        syncer.sync().unwrap();
        assert_eq!(syncer.durable(), 2);
        // What is appended is, with all before it.
        take(&mut log);
        log.append(&[b"appended"]).unwrap();
        assert_eq!(syncer.durable(), 4);
        // So is all of a segment that another one follows.
        for _ in 0..8 {
            take(&mut log);
        }
        assert!((5..12).contains(&syncer.durable()), "{}", syncer.durable());
        assert!(log.written().syncs.read().count() < 12);
        log.close().unwrap();
        assert_eq!(syncer.durable(), 12);
        assert_eq!(open(dir.path()).syncer().durable(), 12);
    }

    #[test]
    fn nothing_is_written_after_a_sync_that_failed() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = open(dir.path());
        let group = log.prepare(vec![b"one".to_vec()]).unwrap();
        let syncer = log.syncer();
        // What cannot be synced.
        let (_reader, pipe) = std::io::pipe().unwrap();
        let pipe = Arc::new(File::from(OwnedFd::from(pipe)));
        syncer.wrote(&Arc::from(dir.path()), &pipe, 9);
        assert!(matches!(syncer.sync(), Err(LogError::Io { .. })));
        assert_eq!(syncer.durable(), 0);
        assert!(matches!(log.take(&[group]), Err(LogError::Poisoned { .. })));
        assert!(matches!(log.close(), Err(LogError::Poisoned { .. })));
    }
}
