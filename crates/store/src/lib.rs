//! The view: sled, holding every version of every record and the ways to it, as the journal
//! tells. Nothing here is truth: all of it can be built anew from the journal.
//!
//! [`Store::find`] finds the view in whatever state and brings it to where the journal stands;
//! [`Store::apply`] shows it new entries; a [`Snapshot`] reads it as it was at one seq. No other
//! module names sled. The store knows nothing of rules or of GraphQL.

mod adjacent;
mod apply;
mod aside;
mod cache;
mod collation;
mod doubt;
mod figures;
mod footprint;
mod keys;
mod lists;
mod meter;
mod parallel;
mod recover;
mod runs;
mod seal;
mod snapshot;
mod value;
mod verify;
mod written;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

pub use collation::key as collation_key;
pub use figures::{CellReader, Cells, decode_cell, encode_cell, units_of};
pub use footprint::{Basis, Footprint};
pub use lists::{Condition, Facet, Selection};
pub use meter::{Meter, Purse, Stop, Stopped, Used, Work};
pub use recover::{Found, Recovery, rebuild};
pub use runs::UncheckedRuns;
pub use snapshot::{EdgeEnd, Snapshot};
pub use verify::{ViewReport, verify};

use adjacent::Adjacency;
use cache::RecordCache;
use domain::ViewFault;
use figures::Kept;
use journal::{Entry, Hash, JournalError, Reader};
use runs::{Merging, Tree};
use value::Meta;
use written::LastWrites;

/// How the view uses memory.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Bytes for decoded records (half), pages of sled (a quarter), blocks of runs (an eighth) and
    /// lists (an eighth) together.
    pub cache_bytes: u64,
    /// A group that writes as many entries is written to a run.
    pub bulk: usize,
    /// Of the runs of a view that was closed cleanly, so many bytes are compared with their hashes
    /// when it is opened; the others later ([`Opened::unchecked`]).
    pub check_first: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 256 << 20, bulk: 4_096, check_first: 64 << 20 }
    }
}

/// How far a long task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub task: &'static str,
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
}

/// Where the view stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last command that it shows; 0 for none.
    pub seq: u64,
    /// That command's hash.
    pub hash: Hash,
    /// When that command was committed.
    pub at: jiff::Timestamp,
}

/// Why the view could not be read or brought to where the journal stands.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// sled failed.
    #[error("the view failed: {0}")]
    Sled(#[from] sled::Error),
    /// What the view holds is not what was written.
    #[error("the view is damaged: {0}")]
    Corrupt(String),
    /// Who reads was stopped, and knows why.
    #[error("the operation was stopped")]
    Stopped,
    /// What is read by the domain's rules could not be.
    #[error(transparent)]
    View(#[from] ViewFault),
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A file could not be written or moved.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What failed.
        source: std::io::Error,
    },
    /// The view shows commands that the journal does not have.
    #[error(
        "the view in {} shows {view} commands, but the journal has only {journal}: entries are \
         missing from the journal. Bring back the journal that belongs to this view (`hoptac \
         restore`), or, if the shorter journal is the one to keep, run `hoptac rebuild`",
        path.display()
    )]
    Ahead {
        /// The view's folder.
        path: PathBuf,
        /// The last command that the view shows.
        view: u64,
        /// The last command that the journal has.
        journal: u64,
    },
    /// There is a view, but no journal that it could be a view of.
    #[error(
        "there is a view in {}, but no journal in {}: it was deleted or moved away. Bring back the \
         journal that belongs to this view (`hoptac restore`), or, to start with an empty registry, \
         move the view away too",
        view.display(), journal.display()
    )]
    Orphaned {
        /// The view's folder.
        view: PathBuf,
        /// Where the journal's folder should be.
        journal: PathBuf,
    },
    /// There is no room for what the view needs.
    #[error(
        "the disk is full, and the view in {} needs some room to be opened or brought up to date: \
         {source}. Nothing is damaged: make room and start again",
        path.display()
    )]
    NoRoom {
        /// The view's folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process has the view open.
    #[error("the view in {} is open in another process; stop that one first", path.display())]
    InUse {
        /// The view's folder.
        path: PathBuf,
    },
}

impl From<Stopped> for StoreError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl StoreError {
    /// Whether nothing failed: who reads was stopped.
    #[must_use]
    pub const fn is_stop(&self) -> bool {
        matches!(self, Self::Stopped | Self::View(ViewFault::Stopped))
    }

    /// Whether the view itself failed, not what was asked of it.
    const fn is_of_view(&self) -> bool {
        matches!(self, Self::Sled(_) | Self::Corrupt(_) | Self::Io { .. })
    }

    /// The same; where the disk is full, that is said, and not that the view is at fault.
    fn of_folder(self, folder: &Path) -> Self {
        let path = folder.to_owned();
        match self {
            Self::Sled(sled::Error::Io(source)) if runs::is_full(&source) => {
                Self::NoRoom { path, source }
            }
            Self::Io { source, .. } if runs::is_full(&source) => Self::NoRoom { path, source },
            other => other,
        }
    }

    fn corrupt(what: &str) -> Self {
        Self::Corrupt(what.to_owned())
    }

    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// How long a view is read when it is closed.
const READ_WITHIN: Duration = Duration::from_secs(5);

/// What snapshots and the writer share.
struct Shared {
    // Declared before `db`, so that it is dropped first.
    tree: Tree,
    db: sled::Db,
    bulk: usize,
    cache: RecordCache,
    adjacency: Adjacency,
    written: Arc<LastWrites>,
    earlier: snapshot::Earlier,
}

/// The view, open for writing. There is one, held by the writer.
pub struct Store {
    folder: PathBuf,
    options: Options,
    shared: Arc<Shared>,
    meta: Meta,
    /// The figures; `None` until they are read, by who has the journal.
    kept: Option<Kept>,
    merging: Option<Merging>,
}

/// The view as it was found, and what was done to it.
pub struct Opened {
    /// The view, standing where the journal stands.
    pub store: Store,
    /// What was done to bring it there.
    pub recovery: Recovery,
    /// Runs that are still to be compared with their hashes.
    pub unchecked: UncheckedRuns,
}

impl Store {
    /// Finds the view in a folder, making one where there is none.
    ///
    /// A view that was closed cleanly and is as it was left is taken as it is; one that a crash
    /// left is read through and compared with its own digest. [`Found::open`] goes on from there.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where another process has it open; otherwise where its files cannot
    /// be read. A damaged view is no error: it is found doubtful.
    pub fn find(
        folder: PathBuf,
        options: Options,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Found, StoreError> {
        Found::find(folder, options, on_progress)
    }

    /// Where the view stands.
    #[must_use]
    pub fn head(&self) -> Head {
        Head { seq: self.meta.seq, hash: self.meta.hash, at: self.meta.at }
    }

    /// The view as it stands now, for as long as the snapshot is held.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let derived = self.kept.as_ref().map(Kept::derived);
        Snapshot::new(Arc::clone(&self.shared), self.meta.seq, self.meta.last, derived)
    }

    /// Reads the figures that the view keeps, and brings them to where it stands.
    fn load_figures(&mut self, journal: &Reader) -> Result<(), StoreError> {
        self.shared.earlier.know(journal);
        let snapshot = self.snapshot();
        self.kept = Some(Kept::load(&snapshot, self.meta.figures, journal)?);
        Ok(())
    }

    /// Writes the figures to the view, so that the next start finds them as they are.
    fn write_figures(&mut self) -> Result<(), StoreError> {
        if let Some(kept) = &mut self.kept
            && self.meta.figures < self.meta.seq
        {
            self.meta = apply::write_figures(&self.shared, &self.meta, kept)?;
        }
        Ok(())
    }

    /// Shows the view the entries that follow where it stands, all or none of them.
    ///
    /// # Errors
    /// Where the view cannot be read or written; it is then in doubt and must be opened anew.
    pub fn apply(&mut self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let Some(kept) = &mut self.kept else {
            return Err(StoreError::corrupt("its figures have not been read"));
        };
        let applied = apply::apply(&self.shared, &self.meta, kept, entries);
        self.meta = self.shared.tree.doubt().noted(applied)?;
        let merged = self.merge_runs();
        self.shared.tree.doubt().noted(merged)
    }

    /// Puts merged runs in the place of what they were merged from, and starts to merge others.
    fn merge_runs(&mut self) -> Result<(), StoreError> {
        let Shared { tree, db, .. } = &*self.shared;
        let is_awaited = tree.has_many_runs();
        if let Some(merging) = self.merging.take_if(|it| is_awaited || it.is_finished())
            && let Some((list, old)) = tree.finish_merging(merging)?
        {
            self.meta = apply::write_runs(&self.shared, &self.meta, list)?;
            // What a crash brings sled back to must not name files that are gone.
            db.flush()?;
            for file in old {
                fs::remove_file(&file).map_err(StoreError::io(file))?;
            }
        }
        if self.merging.is_none() {
            self.merging = tree.start_merging()?;
        }
        Ok(())
    }

    /// How many records the cache holds decoded, and in how many bytes.
    #[must_use]
    pub fn cached(&self) -> (usize, u64) {
        self.shared.cache.size()
    }

    /// Why the view is in doubt, where something of it failed.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.shared.tree.doubt().reason()
    }

    /// Closes the view and notes that it is whole, which makes the next start quick. What the disk
    /// holds is read once more before: what memory held says nothing of that.
    ///
    /// Where snapshots are still held, anything of it failed, or it is too large to be read in a few
    /// seconds, nothing is noted: the next start then reads it through.
    ///
    /// # Errors
    /// Where the view cannot be flushed or the note not be written.
    pub fn close(mut self) -> Result<(), StoreError> {
        drop(self.merging.take());
        self.write_figures()?;
        self.shared.db.flush()?;
        let runs = self.shared.tree.files();
        let Some(shared) = Arc::into_inner(self.shared) else {
            tracing::warn!("The view is still in use; the next start will take longer");
            return Ok(());
        };
        let doubt = shared.tree.doubt().clone();
        drop(shared);
        if let Some(reason) = doubt.reason() {
            tracing::warn!(reason, "The view failed; the next start looks through it");
            return Ok(());
        }
        match recover::reads_as_written(&self.folder, self.options, READ_WITHIN)? {
            recover::Reading::Same => seal::write(&self.folder, &runs),
            recover::Reading::Long => {
                let seconds = READ_WITHIN.as_secs();
                tracing::info!(seconds, "The view is large; the next start reads it through");
                Ok(())
            }
            recover::Reading::Doubtful(reason) => {
                tracing::error!(reason, "The view is not as it was written: {reason}");
                Ok(())
            }
        }
    }
}
