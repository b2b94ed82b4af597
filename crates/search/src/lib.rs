//! Search: finds records by words of their titles, codes, places and narratives, with or without
//! Vietnamese diacritics, as they are typed.
//!
//! The index is derived: a folder that can be thrown away, filled from the registry, and brought
//! up to date from the journal by a thread of its own ([`follow`]). It answers with ids alone:
//! whoever asks reads each record at its own moment, as its caller may see it, and shows what
//! [`highlights`] finds in that version. No other module names tantivy. Knows nothing of GraphQL,
//! nor of who may see what.

mod error;
mod follow;
mod highlight;
mod index;
mod query;
mod rank;
mod unseen;
mod verify;
mod words;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use tantivy::Searcher;
use tokio::sync::watch;

pub use domain::texts::Part;
pub use error::SearchError;
pub use highlight::{Highlight, Piece, highlights};
pub use query::{Query, WORDS_MAX};
pub use rank::{Rank, best_worth};
pub use verify::{Verified, verify};
pub use words::fold;

use domain::{Noun, texts};
use follow::{Orders, Shown, Worker};
use index::Fields;
use journal::Reader;
use registry::{Follower, Registry, Snapshot};
use unseen::Unseen;

/// Longest wait of a search for what was written before it.
const WAIT: Duration = Duration::from_secs(1);
/// Records that the index does not show yet, up to which a search asks for no commit.
const FEW: usize = 128;
/// And up to which it does not wait for one.
const SOME: usize = 1_024;
/// And up to which it is answered where the commit did not come in time.
const MANY: usize = 16_384;

/// The folder of the index within a data folder.
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join("search")
}

/// Removes the index of a data folder; the next start builds it anew.
///
/// # Errors
/// Where the folder cannot be removed.
pub fn discard(data: &Path) -> io::Result<()> {
    index::remove(&folder(data)).map_err(io::Error::other)
}

/// The search over a registry. It lets go of the registry when it is dropped, which waits for
/// its thread.
pub struct Search {
    shown: watch::Receiver<Shown>,
    follower: Follower,
    journal: Reader,
    orders: Arc<Orders>,
    thread: Option<JoinHandle<()>>,
}

impl Search {
    /// Opens the search over a registry, with its index in a data folder. Returns at once: the
    /// index is checked, brought up to date or built meanwhile.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn open(data: &Path, registry: &Registry) -> io::Result<Self> {
        let (show, shown) = watch::channel(Shown::default());
        let orders = Arc::new(Orders::default());
        let worker = Worker {
            folder: folder(data),
            follower: registry.follow(),
            journal: registry.journal().clone(),
            orders: Arc::clone(&orders),
            shown: show,
            runtime: tokio::runtime::Builder::new_current_thread().enable_time().build()?,
        };
        let thread = std::thread::Builder::new()
            .name("hoptac-search".to_owned())
            .spawn(move || worker.run())?;
        let (journal, follower) = (registry.journal().clone(), registry.follow());
        Ok(Self { shown, follower, journal, orders, thread: Some(thread) })
    }

    /// The index, and beside it what was written since: what a snapshot shows is found.
    ///
    /// A commit of the index takes as long as some hundred writes. So it is asked for only where
    /// much was written since the last, and waited for only where that is very much.
    ///
    /// # Errors
    /// [`SearchError::NotReady`] where the index is opened or built, or does not come near the
    /// snapshot within a second; [`SearchError::Stopped`] and [`SearchError::Unreadable`] where what
    /// was written last is not read.
    pub async fn at(&self, snapshot: &Snapshot) -> Result<SearchReader, SearchError> {
        let seq = snapshot.seq();
        if let Some(reading) = self.beside(snapshot, SOME)? {
            if reading.unseen.len() > FEW {
                self.orders.want(seq);
            }
            return Ok(reading);
        }
        self.orders.want(seq);
        let is_there = |shown: &Shown| shown.reader.is_some() && shown.seq >= seq;
        let mut shown = self.shown.clone();
        let _ = tokio::time::timeout(WAIT, shown.wait_for(is_there)).await;
        self.beside(snapshot, MANY)?.ok_or(SearchError::NotReady)
    }

    /// The index as it is, with what was written up to a snapshot beside it; `None` where there is
    /// no index, or what was written is too much.
    fn beside(
        &self,
        snapshot: &Snapshot,
        most: usize,
    ) -> Result<Option<SearchReader>, SearchError> {
        let Shown { seq, reader } = self.shown.borrow().clone();
        let Some((reader, fields)) = reader else { return Ok(None) };
        // After the number of the change: the searcher shows that or a later one, of which what is
        // read beside it is a part.
        let searcher = reader.searcher();
        let unseen = Unseen::after(seq, snapshot, &self.journal, most)?.map(Arc::new);
        Ok(unseen.map(|unseen| SearchReader {
            searcher,
            fields,
            unseen,
            shown: seq,
            newest: self.follower.snapshot(),
            orders: Arc::clone(&self.orders),
        }))
    }

    /// The last change that the index shows; `None` while it is opened or built.
    #[must_use]
    pub fn shown(&self) -> Option<u64> {
        let shown = self.shown.borrow();
        shown.reader.as_ref().map(|_| shown.seq)
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.orders.stop();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("The search index was not closed; it is checked at the next start");
        }
    }
}

/// The index at one commit, with what was written since.
pub struct SearchReader {
    searcher: Searcher,
    fields: Fields,
    unseen: Arc<Unseen>,
    /// A change that the searcher shows, and a snapshot that shows as much.
    shown: u64,
    newest: Snapshot,
    orders: Arc<Orders>,
}

impl SearchReader {
    /// The hits that rank highest, of some nouns or, where none is named, of all: the first so
    /// many behind a place. They are what the index has, not what a caller may see.
    ///
    /// # Errors
    /// [`SearchError::Failed`] where the index is damaged, or says of a record what is not recorded;
    /// it is then built anew.
    pub fn best(
        &self,
        query: &Query,
        nouns: &[Noun],
        after: Option<Rank>,
        limit: usize,
    ) -> Result<Vec<Rank>, SearchError> {
        if query.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let asked = rank::asked(&self.fields, query, nouns);
        let best = rank::TopHits { limit, after, unseen: Arc::clone(&self.unseen) };
        // tantivy may panic where it should fail.
        let found = catch_unwind(AssertUnwindSafe(|| self.searcher.search(&asked, &best)));
        let reason = match found {
            Ok(Ok(ranks)) => match ranks.iter().find(|hit| !self.is_recorded(hit, query)) {
                None => return Ok(self.with_unseen(ranks, query, nouns, (after, limit))),
                Some(hit) => format!("it says of {:?} what is not recorded", hit.id),
            },
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        tracing::error!(reason, "The search index failed: {reason}");
        self.orders.doubt();
        Err(SearchError::Failed)
    }

    /// Whether what the index says of a record is so, as far as it can be told: the record was not
    /// written since.
    fn is_recorded(&self, hit: &Rank, query: &Query) -> bool {
        match self.newest.find(hit.id) {
            Ok(Some(version)) => {
                version.seq > self.shown || unseen::is_recorded(hit, &version.record, query)
            }
            Ok(None) => false,
            // Whoever reads it next is told.
            Err(_) => true,
        }
    }

    /// Hits of the index, with those among what was written since.
    fn with_unseen(
        &self,
        mut ranks: Vec<Rank>,
        query: &Query,
        nouns: &[Noun],
        (after, limit): (Option<Rank>, usize),
    ) -> Vec<Rank> {
        let is_asked = |rank: &Rank| {
            (nouns.is_empty() || nouns.contains(&rank.id.noun))
                && after.is_none_or(|after| *rank < after)
        };
        ranks.extend(self.unseen.ranks(query).filter(is_asked));
        ranks.sort_unstable_by_key(|rank| std::cmp::Reverse(*rank));
        ranks.truncate(limit);
        ranks
    }
}
