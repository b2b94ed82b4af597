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

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::chain::{self, Known, TornTail};
use super::error::LogError;
use super::frame::{self, Head, MAX_BODY};
use super::hash::Hash;
use super::lock::{self, DirLock};
use super::mark;
use super::reader::{Index, IndexedSegment, Reader};
use super::scan::{self, Progress};
use super::segment::{self, HEADER, Scanned};
use super::written::WriteStats;

/// A write buffer larger than this is given back after use.
const KEPT_BUFFER: usize = 4 * 1024 * 1024;

/// How a log is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// A segment larger than this is followed by a new one, in bytes. A group is never split over
    /// two.
    pub segment_bytes: u64,
    /// The caller knows, from elsewhere, that everything up to this seq was acknowledged: if it is
    /// not there, the journal is refused as damaged instead of being cut. 0 if nothing is known.
    pub acknowledged: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { segment_bytes: 64 * 1024 * 1024, acknowledged: 0 }
    }
}

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
    /// Whether the mark of a clean close still stands.
    marked: bool,
    poisoned: bool,
    _lock: DirLock,
}

/// The segment that is written to.
#[derive(Debug)]
struct Active {
    path: Arc<Path>,
    file: Arc<File>,
    /// Where the next frame goes, in bytes.
    end: u64,
}

/// A frame in the write buffer.
struct Placed {
    appended: Appended,
    offset: u64,
}

impl Log {
    /// Opens the journal in `dir`, which is created if it is missing: locks it, checks every byte
    /// of it, cuts off what was never acknowledged.
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
        let mut scans = scan::scan_all(&segment::list(dir)?, on_progress)?;
        let verdict =
            chain::judge(dir, &scans, Known { mark, acknowledged: options.acknowledged })?;
        let mut truncated = None;
        for finding in verdict.findings {
            truncated = Some(finding.into_error()?);
        }
        if let Some(torn) = &truncated {
            cut(torn, &mut scans)?;
        }
        let active = scans.last().map(|last| settle(last, mark.is_some())).transpose()?;
        lock::sync_dir(dir)?;
        let reader = Reader::new(index(scans, verdict.head, active.as_ref().map(|it| &it.file)));
        let log = Self {
            dir: dir.to_owned(),
            options,
            reader,
            head: verdict.head,
            active,
            buffer: Vec::new(),
            written: Arc::default(),
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

    /// Appends one entry per body, as one group: one write, one `sync_data`. When this returns they
    /// are durable.
    ///
    /// # Errors
    /// [`LogError::TooLarge`] if a body exceeds [`MAX_BODY`], and then nothing was written. After
    /// any other error the log is poisoned and only says so from then on: [`LogError::Poisoned`].
    pub fn append<B: AsRef<[u8]>>(&mut self, bodies: &[B]) -> Result<Vec<Appended>, LogError> {
        if self.poisoned {
            return Err(LogError::Poisoned { dir: self.dir.clone() });
        }
        if let Some(bytes) =
            bodies.iter().map(|body| body.as_ref().len()).find(|&bytes| bytes > MAX_BODY)
        {
            return Err(LogError::TooLarge { bytes, max: MAX_BODY });
        }
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        self.poisoned = true;
        let appended = self.write(bodies)?;
        self.poisoned = false;
        Ok(appended)
    }

    /// Closes the journal and marks, durably, where it ends: from now on any difference is damage.
    ///
    /// # Errors
    /// [`LogError::Poisoned`] after a failed write, [`LogError::Io`] if the mark cannot be written.
    /// The journal is then left as after a crash.
    pub fn close(self) -> Result<(), LogError> {
        if self.poisoned {
            return Err(LogError::Poisoned { dir: self.dir });
        }
        if self.marked { Ok(()) } else { mark::write(&self.dir, self.head) }
    }

    fn write<B: AsRef<[u8]>>(&mut self, bodies: &[B]) -> Result<Vec<Appended>, LogError> {
        if self.marked {
            mark::remove(&self.dir)?;
            self.marked = false;
        }
        let mut active = match self.active.take() {
            Some(active) if active.end <= self.options.segment_bytes => active,
            _ => self.new_segment()?,
        };
        let placed = self.frame(bodies, active.end);
        let sync = || {
            let started = Instant::now();
            active.file.sync_data().map(|()| started.elapsed())
        };
        let took = active
            .file
            .write_all_at(&self.buffer, active.end)
            .and_then(|()| sync())
            .map_err(LogError::io("write", &active.path))?;
        self.written.group(placed.len(), self.buffer.len(), took);
        active.end += self.buffer.len() as u64;
        self.publish(&placed, active.end);
        self.active = Some(active);
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        Ok(placed.into_iter().map(|placed| placed.appended).collect())
    }

    /// Puts the frames of `bodies` into the write buffer, which goes to `end` in the file.
    fn frame<B: AsRef<[u8]>>(&mut self, bodies: &[B], end: u64) -> Vec<Placed> {
        self.buffer.clear();
        let synced = self.head.seq;
        let mut head = self.head;
        bodies
            .iter()
            .map(|body| {
                let offset = end + self.buffer.len() as u64;
                let seq = head.seq + 1;
                let hash = frame::encode(&mut self.buffer, seq, synced, head.hash, body.as_ref());
                head = Head { seq, hash };
                Placed { appended: Appended { seq, hash }, offset }
            })
            .collect()
    }

    fn new_segment(&mut self) -> Result<Active, LogError> {
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
        });
        Ok(Active { path, file, end: HEADER })
    }

    /// Shows the frames, which are durable, to the readers.
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

/// Removes what an interrupted write left, from the file and from the scans.
fn cut(torn: &TornTail, scans: &mut Vec<Scanned>) -> Result<(), LogError> {
    if torn.offset == 0 {
        scans.pop();
        return fs::remove_file(&torn.file).map_err(LogError::io("remove", &torn.file));
    }
    File::options()
        .write(true)
        .open(&torn.file)
        .and_then(|file| file.set_len(torn.offset).and_then(|()| file.sync_all()))
        .map_err(LogError::io("cut", &torn.file))
}

/// Opens the last segment for writing, with everything in it durable.
///
/// The last group may have been written but not synced. If syncing it failed, the system may hold
/// it in memory as if it were on disk, and a sync would do nothing: so it is written again, byte
/// for byte, and then synced.
///
/// A journal that was `closed` is durable up to its end, and is not written to.
fn settle(last: &Scanned, closed: bool) -> Result<Active, LogError> {
    let file = File::options()
        .read(true)
        .write(true)
        .open(&last.path)
        .map_err(LogError::io("open for writing", &last.path))?;
    if !closed {
        let nth = (last.last_synced + 1).saturating_sub(last.first_seq);
        let from = usize::try_from(nth)
            .ok()
            .and_then(|nth| last.offsets.get(nth))
            .copied()
            .unwrap_or(last.end);
        let group = segment::read_range(&last.path, from, last.end - from)?;
        file.write_all_at(&group, from)
            .and_then(|()| file.sync_all())
            .map_err(LogError::io("write", &last.path))?;
    }
    Ok(Active { path: Arc::clone(&last.path), file: Arc::new(file), end: last.end })
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
