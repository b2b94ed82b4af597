//! The entries of the view, in two places: sled holds what was written a little at a time, *runs*
//! what was written in bulk, by imports and when a view is built anew.
//!
//! sled pays for each key by itself: a walk through the tree, a piece of its log, and a page
//! written anew now and then, some kilobytes for each record in all. A [`Run`] is a file of
//! entries in the order of their keys, written at once and never changed, so that a group of
//! thousands of records costs a sort and one sequential write. Which runs there are stands in sled,
//! in the same batch as where the view stands, so that a group is all there or not at all; a run
//! need not be synced, since what a crash takes away is built anew from the journal.
//!
//! An entry in sled is always newer than one in a run, and a later run newer than an earlier one:
//! an entry that is in sled is changed there, whoever changes it. Nothing in a run is ever removed.
//! Runs of similar size are merged in the background, so that there are few. Must not know what
//! keys mean.

mod block;
mod entries;
mod filter;
mod merge;
mod run;
mod unchecked;

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use sled::IVec;

pub(super) use entries::{Entries, Entry};
use entries::{RunEntries, Source};
pub(super) use merge::Merging;
use run::{Blocks, Run, RunWriter};
pub use unchecked::UncheckedRuns;

use super::{
    StoreError,
    doubt::{Doubt, guarded},
    keys,
    parallel::in_parallel,
};
use journal::Hash;

/// Why a run could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum RunFault {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Sled(#[from] sled::Error),
    #[error("a sorted run is truncated, or the file is not one")]
    Short,
    #[error("a block of a sorted run does not match its checksum")]
    Sum,
    #[error("sled panicked: {0}")]
    Panicked(String),
}

impl From<RunFault> for StoreError {
    fn from(fault: RunFault) -> Self {
        match fault {
            RunFault::Sled(error) => Self::Sled(error),
            RunFault::Io(error) if is_full(&error) => Self::Sled(sled::Error::Io(error)),
            fault => Self::Corrupt(fault.to_string()),
        }
    }
}

/// What the view knows of a run without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunNote {
    /// Its name.
    pub number: u64,
    /// The size of its file.
    pub bytes: u64,
    /// The BLAKE3 hash of its file.
    pub hash: Hash,
}

/// Bytes of a note in the list of runs.
const NOTE: usize = 48;

/// All entries of the view.
pub(super) struct Tree {
    sled: sled::Tree,
    folder: PathBuf,
    /// The oldest first.
    runs: RwLock<Arc<[Arc<Run>]>>,
    blocks: Arc<Blocks>,
    /// Which first bytes keys in sled have: after a bulk import hardly any.
    kinds: Kinds,
    /// Whether anything of it failed.
    doubt: Doubt,
}

/// First bytes of keys that were seen.
struct Kinds([AtomicBool; 256]);

impl Kinds {
    fn of(sled: &sled::Tree) -> Result<Self, StoreError> {
        let kinds = Self(std::array::from_fn(|_| AtomicBool::new(false)));
        let mut next = 0;
        while let Some(entry) = sled.range([next]..).next() {
            let first = entry?.0.first().copied().unwrap_or(0);
            kinds.note(first);
            let Some(after) = first.checked_add(1) else { break };
            next = after;
        }
        Ok(kinds)
    }

    fn note(&self, kind: u8) {
        self.0[usize::from(kind)].store(true, Ordering::Release);
    }

    fn may_hold(&self, key: &[u8]) -> bool {
        key.first().is_none_or(|kind| self.0[usize::from(*kind)].load(Ordering::Acquire))
    }
}

/// Where the runs of a view are.
pub(super) fn folder(view: &Path) -> PathBuf {
    view.join("runs")
}

impl Tree {
    /// Opens the entries of a view: what sled has, and the runs that it tells of. Others were left
    /// by a crash and are removed. Blocks that are kept take up no more than these bytes.
    pub fn open(sled: sled::Tree, view: &Path, bytes: u64) -> Result<Self, StoreError> {
        let folder = folder(view);
        fs::create_dir_all(&folder).map_err(StoreError::io(&folder))?;
        let notes = sled.get(keys::RUNS)?.map(|it| decode_notes(&it)).transpose()?;
        let notes = notes.unwrap_or_default();
        let paths: Vec<PathBuf> = notes.iter().map(|it| path(&folder, it.number)).collect();
        for entry in fs::read_dir(&folder).map_err(StoreError::io(&folder))? {
            let found = entry.map_err(StoreError::io(&folder))?.path();
            if !paths.contains(&found) {
                fs::remove_file(&found).map_err(StoreError::io(&found))?;
            }
        }
        let runs =
            notes.iter().zip(&paths).map(|(note, path)| Ok(Arc::new(Run::open(path, *note)?)));
        let runs = runs.collect::<Result<Vec<_>, RunFault>>()?;
        let expected = usize::try_from(bytes / 8_192).unwrap_or(usize::MAX).clamp(16, 1 << 22);
        let blocks = Arc::new(Blocks::with_weighter(expected, bytes, run::ByBytes));
        let kinds = Kinds::of(&sled)?;
        let (runs, doubt) = (RwLock::new(runs.into()), Doubt::default());
        Ok(Self { sled, folder, runs, blocks, kinds, doubt })
    }

    /// Whether anything of it failed.
    pub const fn doubt(&self) -> &Doubt {
        &self.doubt
    }

    fn runs(&self) -> Arc<[Arc<Run>]> {
        Arc::clone(&self.runs.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_runs(&self, runs: Vec<Arc<Run>>) {
        *self.runs.write().unwrap_or_else(PoisonError::into_inner) = runs.into();
    }

    /// The files of the runs, each with its hash.
    pub fn files(&self) -> Vec<(PathBuf, RunNote)> {
        self.runs().iter().map(|run| (run.path().to_owned(), run.note)).collect()
    }

    /// Compares the runs with their hashes.
    pub fn check_runs(&self) -> Result<(), StoreError> {
        in_parallel(&self.runs(), |run| {
            if run.hash_until(|_| ControlFlow::Continue(()))? == Some(run.note.hash) {
                Ok(())
            } else {
                Err(StoreError::corrupt("a run is not as it was written"))
            }
        })?;
        Ok(())
    }

    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.sled.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        Ok(self.find(key)?.map(|(value, _)| value))
    }

    /// The value of a key, if it is in sled.
    pub fn get_in_sled(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        if !self.kinds.may_hold(key) {
            return Ok(None);
        }
        self.doubt.noted(guarded(|| self.sled.get(key)).map_err(StoreError::from))
    }

    /// The value of a key, and whether it is in sled.
    pub fn find(&self, key: &[u8]) -> Result<Option<(IVec, bool)>, StoreError> {
        if let Some(value) = self.get_in_sled(key)? {
            return Ok(Some((value, true)));
        }
        let beginning = keys::beginning(key);
        for run in self.runs().iter().rev() {
            if beginning.is_none_or(|it| run.may_hold(it))
                && let Some(value) = self.doubt.noted(self.read_run(run, key))?
            {
                return Ok(Some((value, false)));
            }
        }
        Ok(None)
    }

    fn read_run(&self, run: &Run, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        Ok(run.get(key, &self.blocks)?)
    }

    /// The entries whose keys start so.
    pub fn scan_prefix(&self, start: &[u8]) -> Entries {
        let mut end = start.to_vec();
        while let Some(last) = end.pop() {
            if last < u8::MAX {
                end.push(last + 1);
                break;
            }
        }
        self.entries(start, &end, keys::common_beginning(start, start))
    }

    /// The entries from one key on, up to before another.
    pub fn range(&self, from: &[u8], to: &[u8]) -> Entries {
        self.entries(from, to, keys::common_beginning(from, to))
    }

    /// All entries.
    pub fn iter(&self) -> Entries {
        self.range(&[], &[u8::MAX; 2])
    }

    /// Those in sled alone.
    pub fn in_sled(&self) -> sled::Iter {
        self.sled.iter()
    }

    fn entries(&self, from: &[u8], to: &[u8], beginning: Option<&[u8]>) -> Entries {
        if from >= to {
            return Entries::of([]);
        }
        let sources = || {
            // sled after the list of runs: what a batch adds is in a run before it is in sled.
            let runs = self.runs();
            let mut sources = Vec::new();
            if from.first() != to.first() || self.kinds.may_hold(from) {
                sources.push(Source::Sled(self.sled.range(from..to)));
            }
            for run in runs.iter().rev().filter(|run| beginning.is_none_or(|it| run.may_hold(it))) {
                let run = Arc::clone(run);
                sources.push(Source::Run(RunEntries::between(run, &self.blocks, from, to)?));
            }
            Ok(sources)
        };
        match sources() {
            Ok(sources) => Entries::of(sources).noted_by(&self.doubt),
            Err(fault) => Entries::failed(fault).noted_by(&self.doubt),
        }
    }

    /// Writes entries, in the order of their keys, to a new run and shows it; returns the list of
    /// runs, for the batch that makes it so.
    pub fn add_run<'a>(
        &self,
        entries: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Vec<u8>, StoreError> {
        let runs = self.runs();
        let number = self.next_number();
        let mut writer = RunWriter::create(&path(&self.folder, number))?;
        for (key, value) in entries {
            writer.add(key, value)?;
        }
        let run = Arc::new(writer.finish(number)?);
        let runs: Vec<_> = runs.iter().cloned().chain([run]).collect();
        let list = encode_notes(&runs);
        self.set_runs(runs);
        Ok(list)
    }

    fn next_number(&self) -> u64 {
        // A merged run has the number of its newest, and another ending until it is named.
        self.runs().iter().map(|run| run.note.number).max().unwrap_or(0) + 2
    }

    /// Applies a batch to sled, whose keys begin with these bytes.
    pub fn apply(
        &self,
        batch: sled::Batch,
        kinds: impl IntoIterator<Item = u8>,
    ) -> Result<(), StoreError> {
        kinds.into_iter().for_each(|kind| self.kinds.note(kind));
        self.doubt.noted(guarded(|| self.sled.apply_batch(batch)).map_err(StoreError::from))
    }
}

/// Whether the disk, or what may be used of it, is full.
pub(super) fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    // sled wraps some into texts of its own.
    matches!(error.kind(), StorageFull | QuotaExceeded)
        || error.to_string().contains("No space left on device")
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.run"))
}

fn encode_notes(runs: &[Arc<Run>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(NOTE * runs.len());
    for run in runs {
        bytes.extend(run.note.number.to_be_bytes());
        bytes.extend(run.note.bytes.to_be_bytes());
        bytes.extend(run.note.hash.as_bytes());
    }
    bytes
}

fn decode_notes(bytes: &[u8]) -> Result<Vec<RunNote>, StoreError> {
    let (notes, rest) = bytes.as_chunks::<NOTE>();
    let read = |note: &[u8; NOTE]| {
        let (number, rest) = note.split_first_chunk::<8>()?;
        let (bytes, hash) = rest.split_first_chunk::<8>()?;
        let hash = Hash::from_bytes(*hash.first_chunk::<32>()?);
        let (number, bytes) = (u64::from_be_bytes(*number), u64::from_be_bytes(*bytes));
        Some(RunNote { number, bytes, hash })
    };
    let all: Option<Vec<RunNote>> = notes.iter().map(read).collect();
    all.filter(|_| rest.is_empty())
        .ok_or_else(|| StoreError::corrupt("the list of its runs is cut short"))
}

#[cfg(test)]
mod tests;
