//! Brings a view, found in whatever state, to where the journal stands.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Adjacency, LastWrites, Opened, Options, Progress, RecordCache, Shared, Store, StoreError,
    UncheckedRuns, aside,
    doubt::message,
    keys,
    runs::Tree,
    seal::{self, Seal, Taken},
    snapshot,
    value::{self, Meta},
};
use journal::{Entry, Journal, Reader};

/// What was done to a view to bring it to where the journal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing.
    Intact,
    /// It was shown entries that it missed.
    Replayed {
        /// How many.
        entries: u64,
    },
    /// There was none, and it was built.
    Built,
    /// It was doubtful, set aside, and built anew.
    Rebuilt {
        /// Why it was doubtful.
        reason: String,
        /// Where the doubtful one is now, if it was closed as whole once; what a crash left is
        /// removed.
        set_aside: Option<PathBuf>,
    },
}

/// How often, and how long each time, a lock is waited for: a second in all.
const LOCK_WAITS: u32 = 50;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// How many changed records one batch of a rebuild may hold.
const REBUILD_BATCH: usize = 16_000;

/// A view as it was found, before it is compared with the journal.
pub struct Found {
    folder: PathBuf,
    options: Options,
    fresh: bool,
    /// Whether it was closed cleanly, and noted as whole, whatever became of it since.
    sealed: bool,
    /// Runs that were not compared with what was noted.
    left: Vec<PathBuf>,
    state: State,
}

enum State {
    Good(Box<Store>),
    Doubtful(String),
}

impl Found {
    pub(super) fn find(
        folder: PathBuf,
        options: Options,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, StoreError> {
        let fresh = !folder.exists();
        let Taken { seal, note, left } = seal::take(&folder, options.check_first)?;
        let sealed = seal != Seal::Absent;
        let state = match seal {
            Seal::Broken(reason) => State::Doubtful(reason),
            Seal::Whole => {
                let found = inspect(&folder, options, false, on_progress);
                if found.is_err() {
                    // It is whole as long as its files are what they were.
                    seal::put_back(&folder, &note, options.check_first);
                }
                found?
            }
            Seal::Absent => inspect(&folder, options, !fresh, on_progress)?,
        };
        Ok(Self { folder, options, fresh, sealed, left, state })
    }

    /// The last command that the view shows, as far as it can be trusted: the journal had
    /// acknowledged that many.
    #[must_use]
    pub const fn acknowledged(&self) -> u64 {
        match &self.state {
            State::Good(store) => store.meta.seq,
            State::Doubtful(_) => 0,
        }
    }

    /// Whether it was closed cleanly and its files are unchanged, as far as that was compared.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.sealed && matches!(self.state, State::Good(_))
    }

    /// As one to be built anew, for a reason, unless it was closed as whole: then it is as found.
    #[must_use]
    pub fn doubted(self, reason: &str) -> Self {
        let state = if self.sealed { self.state } else { State::Doubtful(reason.to_owned()) };
        Self { state, ..self }
    }

    /// Leaves the view as it was found, where nothing can be done with it now.
    ///
    /// # Errors
    /// Where it cannot be closed.
    pub fn put_back(self) -> Result<(), StoreError> {
        match self.state {
            State::Good(store) if self.sealed => store.close(),
            State::Good(_) | State::Doubtful(_) => Ok(()),
        }
    }

    /// Whether the view shows commands that the journal does not have.
    fn is_ahead(&self, journal: &Reader) -> Option<StoreError> {
        let (view, journal) = (self.acknowledged(), journal.head().seq);
        let path = self.folder.clone();
        (view > journal).then_some(StoreError::Ahead { path, view, journal })
    }

    /// Brings the view to where the journal stands; a doubtful one is set aside under another
    /// name and built anew.
    ///
    /// # Errors
    /// [`StoreError::Ahead`] where the journal lacks what the view shows; otherwise where files
    /// or the journal cannot be read or written.
    pub fn open(
        self,
        journal: &Reader,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, StoreError> {
        if let Some(ahead) = self.is_ahead(journal) {
            self.put_back()?;
            return Err(ahead);
        }
        let place = self.folder.clone();
        self.bring_up(journal, on_progress).map_err(|error| error.of_folder(&place))
    }

    fn bring_up(
        self,
        journal: &Reader,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, StoreError> {
        let is_whole = self.is_whole();
        let Self { folder, options, fresh, sealed, left, state } = self;
        aside::tidy(&folder);
        let (mut store, doubt) = match compare(state, journal)? {
            State::Good(store) => (*store, None),
            State::Doubtful(reason) => {
                // What a crash left in disorder tells nothing, and takes room.
                let set_aside = aside::put(&folder, sealed)?;
                let mut store = open_sled(folder, options)?;
                store.load_figures(journal)?;
                (store, Some((reason, set_aside)))
            }
        };
        let left = if is_whole && doubt.is_none() { left } else { Vec::new() };
        let unchecked = UncheckedRuns::of(&left, &store.shared.tree);
        let entries = replay(&mut store, journal, on_progress)?;
        let recovery = match (doubt, entries) {
            (Some((reason, set_aside)), _) => Recovery::Rebuilt { reason, set_aside },
            (None, _) if fresh => Recovery::Built,
            (None, 0) => Recovery::Intact,
            (None, entries) => Recovery::Replayed { entries },
        };
        Ok(Opened { store, recovery, unchecked })
    }
}

/// Builds the view anew from the journal, whatever it holds, and closes it.
///
/// # Errors
/// Where the journal cannot be read or the new view not be written.
pub fn rebuild(
    folder: &Path,
    options: Options,
    journal: &Journal,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<(), StoreError> {
    for leftover in [folder.to_path_buf(), seal::path(folder)] {
        let removed = if leftover.is_dir() {
            fs::remove_dir_all(&leftover)
        } else if leftover.exists() {
            fs::remove_file(&leftover)
        } else {
            Ok(())
        };
        removed.map_err(StoreError::io(leftover))?;
    }
    let found = Found::find(folder.to_path_buf(), options, on_progress)?;
    found.open(&journal.reader(), on_progress)?.store.close()
}

/// Opens what is there, and where asked reads it through; sled may panic on damaged files.
fn inspect(
    folder: &Path,
    options: Options,
    read_through: bool,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<State, StoreError> {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let store = open_sled(folder.to_path_buf(), options)?;
        if read_through {
            store.shared.tree.check_runs()?;
            if scan(&store.shared.tree, on_progress)? != store.meta.digest {
                return Err(StoreError::corrupt("its entries are not those that were written"));
            }
        }
        Ok(store)
    }));
    match attempt {
        Ok(Ok(store)) => Ok(State::Good(Box::new(store))),
        Ok(Err(StoreError::Sled(sled::Error::Io(error)))) if is_locked(&error) => {
            Err(StoreError::InUse { path: folder.to_path_buf() })
        }
        Ok(Err(error)) => match error.of_folder(folder) {
            full @ StoreError::NoRoom { .. } => Err(full),
            error => Ok(State::Doubtful(error.to_string())),
        },
        Err(panic) => Ok(State::Doubtful(format!("sled panicked: {}", message(&*panic)))),
    }
}

/// What reading a view that was closed shows.
pub(super) enum Reading {
    /// What was written.
    Same,
    /// It takes too long to tell.
    Long,
    /// Something else.
    Doubtful(String),
}

/// Reads what the disk holds of a view that is closed, as far as that does not take too long.
pub(super) fn reads_as_written(
    folder: &Path,
    options: Options,
    within: Duration,
) -> Result<Reading, StoreError> {
    let begun = Instant::now();
    let attempt = catch_unwind(AssertUnwindSafe(|| -> Result<Reading, StoreError> {
        let store = open_sled(folder.to_path_buf(), options)?;
        let mut digest = 0u128;
        for (done, entry) in store.shared.tree.in_sled().enumerate() {
            if done.is_multiple_of(1_024) && begun.elapsed() > within {
                return Ok(Reading::Long);
            }
            let (key, value) = entry?;
            if key != keys::META {
                digest = digest.wrapping_add(value::digest(&key, &value));
            }
        }
        Ok(if digest == store.meta.digest {
            Reading::Same
        } else {
            Reading::Doubtful("its entries are not those that were written".to_owned())
        })
    }));
    match attempt {
        Ok(Ok(reading)) => Ok(reading),
        Ok(Err(error)) => match error.of_folder(folder) {
            full @ StoreError::NoRoom { .. } => Err(full),
            error => Ok(Reading::Doubtful(error.to_string())),
        },
        Err(panic) => Ok(Reading::Doubtful(format!("sled panicked: {}", message(&*panic)))),
    }
}

/// A view must show a beginning of the journal.
fn compare(state: State, journal: &Reader) -> Result<State, StoreError> {
    let State::Good(mut store) = state else { return Ok(state) };
    let shown = store.meta.seq;
    if shown > 0 && journal.get(shown)?.is_none_or(|it| it.hash != store.meta.hash) {
        return Ok(State::Doubtful(format!("its command {shown} is not the journal's")));
    }
    // sled may panic on damaged files.
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        store.load_figures(journal)?;
        Ok(store)
    }));
    match attempt {
        Ok(Ok(store)) => Ok(State::Good(store)),
        Ok(Err(StoreError::Journal(error))) => Err(error.into()),
        Ok(Err(error)) => Ok(State::Doubtful(error.to_string())),
        Err(panic) => Ok(State::Doubtful(format!("sled panicked: {}", message(&*panic)))),
    }
}

fn is_locked(error: &std::io::Error) -> bool {
    // sled wraps what the lock call said into a text of its own.
    error.to_string().contains("could not acquire lock")
}

/// Opens sled and reads where it stands.
pub(super) fn open_sled(folder: PathBuf, options: Options) -> Result<Store, StoreError> {
    let config = sled::Config::new()
        .path(&folder)
        .cache_capacity(options.cache_bytes / 4)
        .mode(sled::Mode::HighThroughput)
        .flush_every_ms(Some(1_000));
    let db = open_once_free(&config)?;
    let tree = Tree::open(db.open_tree("view")?, &folder, options.cache_bytes / 8)?;
    let meta = match tree.get(keys::META)? {
        Some(bytes) => Meta::decode(&bytes)?,
        None if tree.is_empty() => Meta::empty(),
        None => return Err(StoreError::corrupt("it does not say where it stands")),
    };
    let cache = RecordCache::new(options.cache_bytes / 2);
    let written = Arc::new(LastWrites::new());
    let adjacency = Adjacency::new(options.cache_bytes / 8, Arc::clone(&written));
    let (bulk, earlier) = (options.bulk, snapshot::Earlier::default());
    let shared = Shared { tree, db, bulk, cache, adjacency, written, earlier };
    Ok(Store { folder, options, shared: Arc::new(shared), meta, kept: None, merging: None })
}

/// Opens sled, waiting a moment where it is locked: its threads let go of the lock only some time
/// after the last handle is dropped, and a process that is ending may hold it still.
fn open_once_free(config: &sled::Config) -> sled::Result<sled::Db> {
    let mut waits = LOCK_WAITS;
    loop {
        match config.open() {
            Err(sled::Error::Io(error)) if is_locked(&error) && waits > 0 => {
                waits -= 1;
                std::thread::sleep(LOCK_WAIT);
            }
            opened => return opened,
        }
    }
}

/// The digest of all entries in sled but the one that says where the view stands.
pub(super) fn scan(tree: &Tree, on_progress: &mut dyn FnMut(Progress)) -> Result<u128, StoreError> {
    let mut digest = 0u128;
    let mut done = 0;
    for entry in tree.in_sled() {
        let (key, value) = entry?;
        if key != keys::META {
            digest = digest.wrapping_add(value::digest(&key, &value));
        }
        done += 1;
        if done % 65_536 == 0 {
            on_progress(Progress { task: "reading the view", done, total: done });
        }
    }
    Ok(digest)
}

/// Shows a view what it misses, in batches, and tells how many entries that were.
fn replay(
    store: &mut Store,
    journal: &Reader,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<u64, StoreError> {
    let total = journal.head().seq - store.meta.seq;
    let first = store.meta.seq;
    let mut batch: Vec<Entry> = Vec::new();
    let mut changes = 0;
    for entry in journal.read_from(first + 1) {
        let entry = entry?;
        changes += entry.body.changes.len();
        batch.push(entry);
        if changes >= REBUILD_BATCH {
            store.apply(std::mem::take(&mut batch))?;
            changes = 0;
            let done = store.meta.seq - first;
            on_progress(Progress { task: "building the view", done, total });
        }
    }
    if !batch.is_empty() {
        store.apply(batch)?;
        on_progress(Progress { task: "building the view", done: total, total });
    }
    Ok(total)
}
