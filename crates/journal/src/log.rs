//! The log: one writer that appends entries and acknowledges them when they are durable.
//!
//! # What is guaranteed
//!
//! - An entry returned by [`Log::append`] is on disk: data and size by `sync_data`, the file's name
//!   by an fsync of its directory. A crash or a loss of power does not take it away.
//! - The entries of one `append` are written together, but recovery is per entry: after a crash
//!   before it returned, any number of them may be there, always the first ones and in order. They
//!   are made durable before [`Log::open`] returns, and are then entries like any other.
//! - What a crash left unfinished is cut off and reported as a [`TornTail`].
//! - In a journal that was [closed](Log::close), any changed bit, missing or additional byte of a
//!   segment, or missing segment that holds entries, is refused; so is a changed mark. Without its
//!   mark, a journal is one that was not closed.
//! - In a journal that was not closed, damage before the last group is refused, as long as one
//!   sound frame of a later group remains to prove that it was acknowledged. Damage to the last
//!   group itself cannot be told from an interrupted write, and is cut off like one, unless
//!   [`Options::acknowledged`] says how far the journal had come.
//! - After a failed write nothing more is appended: the system may have dropped the data that it
//!   could not write, so a second `fsync` that succeeds would prove nothing.
//!
//! Owns opening, mending, appending and closing. Must not know what a body means.

use std::fs::File;
use std::mem;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::behind;
use super::chain::{self, Known, TornTail};
use super::error::LogError;
use super::frame::{self, Head, MAX_BODY};
use super::group::{self, Group};
use super::hash::Hash;
use super::lock::{self, DirLock};
use super::mark;
use super::mend;
use super::options::Options;
use super::reader::{Index, IndexedSegment, Reader};
use super::scan::{self, Progress};
use super::segment::{self, HEADER, Scanned};
use super::syncer::Syncer;
use super::written::WriteStats;

/// A write buffer larger than this is given back after use.
const KEPT_BUFFER: usize = 4 * 1024 * 1024;

/// A log that was opened, and what opening it had to mend.
#[derive(Debug)]
pub struct Opened {
    /// The log, ready to append.
    pub log: Log,
    /// What was cut off the end because it was never acknowledged.
    pub truncated: Option<TornTail>,
}

/// Where an appended entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its seq.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// The journal, open for appending. Dropped without [`Log::close`] it is left as after a crash, but
/// unlocked.
#[derive(Debug)]
pub struct Log {
    dir: PathBuf,
    options: Options,
    reader: Reader,
    head: Head,
    active: Option<Active>,
    buffer: Vec<u8>,
    written: Arc<WriteStats>,
    syncer: Syncer,
    /// Whether the mark of a clean close still stands.
    marked: bool,
    poisoned: bool,
    _lock: DirLock,
}

/// The segment that is written to.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) path: Arc<Path>,
    pub(super) file: Arc<File>,
    /// Where the next frame goes, in bytes.
    pub(super) end: u64,
}

/// When what is written is synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sync {
    /// Before it is shown to anybody.
    Now,
    /// By the [`Syncer`]; it is durable elsewhere.
    Later,
}

/// A frame in the write buffer.
struct Placed {
    appended: Appended,
    offset: u64,
}

impl Log {
    /// Opens the journal in `dir`, which is created if it is missing: locks it, checks every byte
    /// of it (but for [`Options::check_first`]), cuts off what was never acknowledged.
    ///
    /// `on_progress` is called on this thread, at the beginning and after each piece read.
    ///
    /// # Errors
    /// [`LogError::Locked`] if another log has it open; [`LogError::Damaged`],
    /// [`LogError::DamagedMark`], [`LogError::Version`] or [`LogError::SegmentName`] if it is not
    /// as it was written, and then nothing was changed; [`LogError::Io`] if the system refuses.
    pub fn open(
        dir: &Path,
        options: Options,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, LogError> {
        lock::create_dir(dir)?;
        let lock = DirLock::take(dir)?;
        let mark = mark::read(dir)?;
        let Options { acknowledged, can_fetch_again, check_first, .. } = options;
        let first = if mark.is_some() { check_first } else { u64::MAX };
        let mut segments = segment::list(dir)?;
        let (left, mut scans) =
            behind::scan_last(&segments, first, |some| scan::scan_all(some, on_progress))?;
        segments.truncate(left);
        let known = Known { mark, acknowledged, can_fetch_again, continues: left > 0 };
        let mut verdict = chain::judge(dir, &scans, known)?;
        let mut truncated = None;
        for finding in mem::take(&mut verdict.findings) {
            truncated = Some(finding.into_error()?);
        }
        if let Some(torn) = &truncated {
            mend::cut(torn, &mut scans)?;
        }
        if let Some(group) = mend::last_group(&scans, known) {
            mend::cut(&group, &mut scans)?;
            scans = scan::scan_all(&segment::list(dir)?, on_progress)?;
            verdict = chain::judge(dir, &scans, known)?;
            truncated.get_or_insert(group);
        }
        let active = scans.last().map(|last| mend::settle(last, known)).transpose()?;
        lock::sync_dir(dir)?;
        let mut index = index(scans, verdict.head, active.as_ref().map(|it| &it.file));
        index.segments.splice(..0, behind::unread(&segments));
        let (reader, written) = (Reader::new(index), Arc::default());
        let log = Self {
            dir: dir.to_owned(),
            options,
            reader,
            head: verdict.head,
            active,
            buffer: Vec::new(),
            syncer: Syncer::new(verdict.head.seq, Arc::clone(&written)),
            written,
            marked: mark.is_some(),
            poisoned: false,
            _lock: lock,
        };
        Ok(Opened { log, truncated })
    }

    /// Returns the newest entry.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// Returns a handle to read entries with, on any thread.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Returns what was written since the log was opened, in numbers that go on with it.
    #[must_use]
    pub fn written(&self) -> Arc<WriteStats> {
        Arc::clone(&self.written)
    }

    /// Returns a handle to sync with what [`Log::take`] wrote, on any thread.
    #[must_use]
    pub fn syncer(&self) -> Syncer {
        self.syncer.clone()
    }

    /// Appends one entry per body, as one group: one write, one `sync_data`. When this returns they
    /// are durable.
    ///
    /// # Errors
    /// [`LogError::TooLarge`] if a body exceeds [`MAX_BODY`], and then nothing was written. After
    /// any other error the log is poisoned and only says so from then on: [`LogError::Poisoned`].
    pub fn append<B: AsRef<[u8]>>(&mut self, bodies: &[B]) -> Result<Vec<Appended>, LogError> {
        self.write_whole(&[bodies], Sync::Now)
    }

    /// Works out where a group would stand if it were appended now. Writes nothing.
    ///
    /// # Errors
    /// [`LogError::TooLarge`] if a body exceeds [`MAX_BODY`].
    pub fn prepare(&self, bodies: Vec<Vec<u8>>) -> Result<Group, LogError> {
        fits(&bodies)?;
        let Head { seq, hash: previous } = self.head;
        let last = group::behind(self.head, &bodies);
        Ok(Group { first: seq + 1, previous, bodies, last })
    }

    /// Appends groups that were ordered elsewhere, as they were prepared there, in one write. They
    /// are durable where they were ordered, and here after the next sync by the [`Syncer`], or the
    /// next append.
    ///
    /// # Errors
    /// [`LogError::Unordered`] if they do not follow the head, one after the other,
    /// [`LogError::Mismatch`] if they do not hash to what they say; then nothing was written. Else
    /// as for [`Log::append`].
    pub fn take(&mut self, groups: &[Group]) -> Result<Vec<Appended>, LogError> {
        let mut head = self.head;
        for group in groups {
            if (group.first, group.previous) != (head.seq + 1, head.hash) {
                return Err(LogError::Unordered { first: group.first, after: head.seq });
            }
            head = group::check(group)?;
        }
        let bodies: Vec<&[Vec<u8>]> = groups.iter().map(|group| group.bodies.as_slice()).collect();
        self.write_whole(&bodies, Sync::Later)
    }

    /// Writes groups; what fails on the way leaves the log poisoned.
    fn write_whole<B: AsRef<[u8]>>(
        &mut self,
        groups: &[&[B]],
        sync: Sync,
    ) -> Result<Vec<Appended>, LogError> {
        if self.poisoned || self.syncer.has_failed() {
            return Err(LogError::Poisoned { dir: self.dir.clone() });
        }
        for bodies in groups {
            fits(bodies)?;
        }
        if groups.iter().all(|bodies| bodies.is_empty()) {
            return Ok(Vec::new());
        }
        self.poisoned = true;
        let appended = self.write(groups, sync)?;
        self.poisoned = false;
        Ok(appended)
    }

    /// Closes the journal and marks, durably, where it ends: from now on any difference is damage.
    ///
    /// # Errors
    /// [`LogError::Poisoned`] after a failed write, [`LogError::Io`] if the mark cannot be written.
    /// The journal is then left as after a crash.
    pub fn close(self) -> Result<(), LogError> {
        if self.poisoned || self.syncer.has_failed() {
            return Err(LogError::Poisoned { dir: self.dir });
        }
        self.syncer.sync()?;
        if self.marked { Ok(()) } else { mark::write(&self.dir, self.head) }
    }

    fn write<B: AsRef<[u8]>>(
        &mut self,
        groups: &[&[B]],
        sync: Sync,
    ) -> Result<Vec<Appended>, LogError> {
        if self.marked {
            mark::remove(&self.dir)?;
            self.marked = false;
        }
        let mut active = match self.active.take() {
            Some(active) if active.end <= self.options.segment_bytes => active,
            _ => self.new_segment()?,
        };
        let placed = self.frame(groups, active.end);
        let syncs = || {
            let started = Instant::now();
            active.file.sync_data().map(|()| self.written.sync(started.elapsed()))
        };
        active
            .file
            .write_all_at(&self.buffer, active.end)
            .and_then(|()| if sync == Sync::Now { syncs() } else { Ok(()) })
            .map_err(LogError::io("write", &active.path))?;
        let last = placed.last().map_or(self.head.seq, |placed| placed.appended.seq);
        match sync {
            Sync::Now => self.syncer.synced(last),
            Sync::Later => self.syncer.wrote(&active.path, &active.file, last),
        }
        self.written.group(placed.len(), self.buffer.len());
        active.end += self.buffer.len() as u64;
        self.publish(&placed, active.end);
        self.active = Some(active);
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        Ok(placed.into_iter().map(|placed| placed.appended).collect())
    }

    /// Puts the frames of `groups` into the write buffer, which goes to `end` in the file. Each
    /// states that all before its own group is durable, as it does wherever the group is written:
    /// so an entry has the same hash in every journal.
    fn frame<B: AsRef<[u8]>>(&mut self, groups: &[&[B]], end: u64) -> Vec<Placed> {
        self.buffer.clear();
        let mut head = self.head;
        let mut placed = Vec::new();
        for bodies in groups {
            let synced = head.seq;
            for body in *bodies {
                let offset = end + self.buffer.len() as u64;
                let seq = head.seq + 1;
                let hash = frame::encode(&mut self.buffer, seq, synced, head.hash, body.as_ref());
                head = Head { seq, hash };
                placed.push(Placed { appended: Appended { seq, hash }, offset });
            }
        }
        placed
    }

    fn new_segment(&mut self) -> Result<Active, LogError> {
        // Only the last segment may lack what was written to it.
        self.syncer.sync()?;
        let first_seq = self.head.seq + 1;
        let (path, file) = segment::create(&self.dir, first_seq)?;
        let file = Arc::new(file);
        let mut index = self.reader.index_mut();
        index.active = Some(Arc::clone(&file));
        index.segments.push(IndexedSegment {
            path: Arc::clone(&path),
            first_seq,
            offsets: Vec::new(),
            end: HEADER,
            is_unread: false,
        });
        Ok(Active { path, file, end: HEADER })
    }

    /// Shows the frames, which are durable here or where they were ordered, to the readers.
    fn publish(&mut self, placed: &[Placed], end: u64) {
        if let Some(Placed { appended: Appended { seq, hash }, .. }) = placed.last() {
            self.head = Head { seq: *seq, hash: *hash };
        }
        let mut index = self.reader.index_mut();
        if let Some(segment) = index.segments.last_mut() {
            segment.offsets.extend(placed.iter().map(|placed| placed.offset));
            segment.end = end;
        }
        index.head = self.head;
    }

    /// Makes the next write fail, by a file that cannot be written to.
    #[cfg(test)]
    pub(super) fn break_active_file(&mut self) {
        if let Some(active) = &mut self.active {
            active.file = Arc::new(File::open(&active.path).unwrap());
        }
    }
}

/// Refuses bodies that do not fit a frame.
fn fits<B: AsRef<[u8]>>(bodies: &[B]) -> Result<(), LogError> {
    let too_large = bodies.iter().map(|body| body.as_ref().len()).find(|&bytes| bytes > MAX_BODY);
    too_large.map_or(Ok(()), |bytes| Err(LogError::TooLarge { bytes, max: MAX_BODY }))
}

/// The index of the sound frames, the last segment kept open.
pub(super) fn index(scans: Vec<Scanned>, head: Head, active: Option<&Arc<File>>) -> Index {
    let segments = scans
        .into_iter()
        .map(|scan| IndexedSegment {
            path: scan.path,
            first_seq: scan.first_seq,
            offsets: scan.offsets,
            end: scan.end,
            is_unread: false,
        })
        .collect();
    Index { segments, head, active: active.map(Arc::clone) }
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "log_damage_tests.rs"]
mod damage_tests;
