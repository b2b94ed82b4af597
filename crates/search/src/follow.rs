//! The thread that keeps the index: opens it or builds it anew, and shows it what is announced.
//!
//! The registry's writer knows nothing of it. What is announced is added at once and committed
//! when a search waits for it, or after a moment, so that many small changes cost one commit.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tantivy::IndexReader;
use tokio::{
    runtime::Runtime,
    sync::{Notify, watch},
    time::Instant,
};

use super::{
    error::IndexFault,
    index::{Fields, Index, IndexPosition, remove},
};
use domain::{Noun, edge::Relation};
use journal::{Hash, Reader, codec::decode_record};
use registry::{Follower, Snapshot};

/// How long what nobody waits for stays uncommitted.
const COMMIT_AFTER: Duration = Duration::from_secs(1);
/// Most entries that are added before it is looked whether anybody waits.
const ENTRIES: usize = 256;
/// Most records that are added before it is looked whether to stop.
const RECORDS: u64 = 1_024;
/// Records after which it is looked whether anybody waits, or whether to stop.
const ADDED_AT_ONCE: u64 = 8 * RECORDS;
/// How long is waited before an index that lacked room, or what it is made from, goes on.
const WAIT: Duration = Duration::from_secs(2);
/// Between the checks of two files of the index, at least.
const CHECK_AFTER: Duration = Duration::from_secs(1);
/// How much longer than a check took it is waited for the next, so that checks are a small part of
/// what a processor does.
const CHECK_PART: u32 = 50;
/// Longest wait before an index that keeps failing is built again.
const PAUSE_MAX: Duration = Duration::from_secs(64);

/// What searches see of the index.
#[derive(Clone, Default)]
pub(super) struct Shown {
    /// The last change that it shows.
    pub seq: u64,
    /// What reads it; none while it is opened or built.
    pub reader: Option<(IndexReader, Fields)>,
}

/// What searches ask of the thread.
#[derive(Default)]
pub(super) struct Orders {
    wanted: AtomicU64,
    doubted: AtomicBool,
    stopped: AtomicBool,
    given: Notify,
}

impl Orders {
    /// Asks that a change be shown.
    pub fn want(&self, seq: u64) {
        self.wanted.fetch_max(seq, Ordering::SeqCst);
        self.given.notify_one();
    }

    /// Says that the index failed a search.
    pub fn doubt(&self) {
        self.doubted.store(true, Ordering::SeqCst);
        self.given.notify_one();
    }

    /// Asks the thread to end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.given.notify_one();
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// What the thread works with.
pub(super) struct Worker {
    pub folder: PathBuf,
    pub follower: Follower,
    pub journal: Reader,
    pub orders: Arc<Orders>,
    pub shown: watch::Sender<Shown>,
    pub runtime: Runtime,
}

/// An index at work.
struct Kept {
    index: Index,
    /// The last change added to it.
    added: IndexPosition,
    /// The last change committed.
    committed: u64,
    /// When what is not committed must be.
    due: Option<Instant>,
    checks: Checks,
}

impl Kept {
    /// An index that shows all that was added to it.
    fn of(index: Index, standing: IndexPosition) -> Self {
        let (committed, checks) = (standing.seq, Checks::begin());
        Self { index, added: standing, committed, due: None, checks }
    }
}

/// The rounds through the files of the index: what befalls them while they are served is found.
struct Checks {
    /// Those that are left of this round.
    files: Vec<PathBuf>,
    next: Instant,
}

impl Checks {
    fn begin() -> Self {
        Self { files: Vec::new(), next: Instant::now() + CHECK_AFTER }
    }

    /// Checks the next file of an index, if it is time.
    fn go_on(&mut self, index: &Index) -> Result<(), IndexFault> {
        let begun = Instant::now();
        if begun < self.next {
            return Ok(());
        }
        if self.files.is_empty() {
            self.files = index.files()?;
        }
        if let Some(file) = self.files.pop() {
            index.check(&file)?;
        }
        self.next = Instant::now() + CHECK_AFTER.max(begun.elapsed() * CHECK_PART);
        Ok(())
    }
}

/// What the thread woke up for.
enum Polled {
    Head(Option<u64>),
    Order,
    Due,
}

impl Worker {
    /// Keeps the index until it is told to stop, or the registry closes.
    pub fn run(mut self) {
        let (mut pause, mut waits) = (Duration::ZERO, false);
        loop {
            let kept = catch_unwind(AssertUnwindSafe(|| self.keep()));
            let doubt = match kept {
                Ok(Ok(())) => break,
                Ok(Err(doubt)) => doubt,
                Err(_) => IndexFault::odd("it panicked"),
            };
            if doubt.is_of_index() {
                self.shown.send_replace(Shown::default());
                tracing::warn!(%doubt, "The search index failed and is rebuilt: {doubt}");
                self.orders.doubted.store(false, Ordering::SeqCst);
                if let Err(error) = remove(&self.folder) {
                    tracing::error!(%error, "The search index cannot be removed: {error}");
                }
                self.pause(pause);
                pause = (pause * 2).clamp(Duration::from_secs(1), PAUSE_MAX);
            } else {
                // What it showed is shown on: nothing is wrong with it.
                if !waits {
                    tracing::warn!(%doubt, "The search index waits, and then goes on: {doubt}");
                }
                waits = true;
                self.pause(WAIT);
            }
            if self.orders.is_stopped() {
                break;
            }
        }
        self.shown.send_replace(Shown::default());
    }

    /// Waits for a time, or until it is told to stop.
    fn pause(&self, pause: Duration) {
        let orders = Arc::clone(&self.orders);
        self.runtime.block_on(async {
            let until = Instant::now() + pause;
            while !orders.is_stopped() && Instant::now() < until {
                let _ = tokio::time::timeout_at(until, orders.given.notified()).await;
            }
        });
    }

    fn keep(&mut self) -> Result<(), IndexFault> {
        let found = catch_unwind(AssertUnwindSafe(|| self.find()));
        let found =
            found.unwrap_or_else(|_| Err(IndexFault::odd("it panicked when it was opened")));
        let kept = match found {
            Ok(kept) => Some(kept),
            Err(IndexFault::Missing) => self.build()?,
            Err(fault) if !fault.is_of_index() => return Err(fault),
            Err(doubt) => {
                let folder = self.folder.display();
                tracing::warn!(%doubt, "The search index in {folder} is rebuilt: {doubt}");
                self.build()?
            }
        };
        match kept {
            Some(kept) => self.follow(kept),
            None => Ok(()),
        }
    }

    /// The index that is there, where it is one of this registry's history.
    fn find(&mut self) -> Result<Kept, IndexFault> {
        let (index, standing) = Index::open(&self.folder)?;
        let snapshot = self.follower.snapshot();
        if standing.seq > snapshot.seq() {
            let (seq, head) = (standing.seq, snapshot.seq());
            return Err(IndexFault::odd(format!(
                "it shows {seq} changes, the registry has {head}"
            )));
        }
        if self.hash_of(standing.seq)? != standing.hash {
            return Err(IndexFault::odd("it shows another history"));
        }
        let (has, expected) = (index.count(), count(&snapshot.at(standing.seq))?);
        if has != expected {
            return Err(IndexFault::odd(format!("it shows {has} records of {expected}")));
        }
        Ok(Kept::of(index, standing))
    }

    /// A new index of all that is recorded; `None` where it was told to stop meanwhile.
    fn build(&mut self) -> Result<Option<Kept>, IndexFault> {
        let started = std::time::Instant::now();
        let mut index = Index::create(&self.folder)?;
        let snapshot = self.follower.snapshot();
        let mut records = 0_u64;
        for noun in Noun::ALL {
            for place in snapshot.places(Relation::All, None, noun, None, None) {
                let id = place?.to;
                let Some(version) = snapshot.find(id)? else { continue };
                index.add(id, &version.record)?;
                records += 1;
                if records.is_multiple_of(RECORDS) && self.orders.is_stopped() {
                    return Ok(None);
                }
            }
        }
        let seq = snapshot.seq();
        let standing = IndexPosition { seq, hash: self.hash_of(seq)? };
        index.commit(standing)?;
        let millis = started.elapsed().as_millis();
        tracing::info!(records, seq, millis, "Built the search index of {records} records");
        Ok(Some(Kept::of(index, standing)))
    }

    fn hash_of(&self, seq: u64) -> Result<Hash, IndexFault> {
        Ok(self.journal.get(seq)?.map_or(Hash::ZERO, |entry| entry.hash))
    }

    fn follow(&mut self, mut kept: Kept) -> Result<(), IndexFault> {
        self.show(&kept);
        loop {
            let news = self.wait(&kept);
            if self.orders.doubted.swap(false, Ordering::SeqCst) {
                return Err(IndexFault::odd("it failed a search"));
            }
            let mut closing = self.orders.is_stopped();
            match news {
                // What is added in part is left out: the next start adds it.
                Polled::Head(Some(_)) if !self.add(&mut kept)? => return Ok(()),
                Polled::Head(None) => closing = true,
                Polled::Head(Some(_)) | Polled::Order | Polled::Due => {}
            }
            let wanted = self.orders.wanted.load(Ordering::SeqCst) > kept.committed;
            let due = kept.due.is_some_and(|due| due <= Instant::now());
            if kept.due.is_some() && (wanted || due || closing) {
                kept.index.commit(kept.added)?;
                kept.committed = kept.added.seq;
                kept.due = None;
                self.show(&kept);
            }
            if closing {
                return Ok(());
            }
            kept.checks.go_on(&kept.index)?;
        }
    }

    fn wait(&mut self, kept: &Kept) -> Polled {
        let (follower, orders) = (&mut self.follower, &self.orders);
        let due = kept.due.map_or(kept.checks.next, |due| due.min(kept.checks.next));
        self.runtime.block_on(async {
            tokio::select! {
                head = follower.beyond(kept.added.seq) => Polled::Head(head),
                () = orders.given.notified() => Polled::Order,
                () = tokio::time::sleep_until(due) => Polled::Due,
            }
        })
    }

    /// Adds what is announced, as far as nobody waits for long; tells whether each change was added
    /// as a whole, which one is not where it was told to stop meanwhile.
    fn add(&self, kept: &mut Kept) -> Result<bool, IndexFault> {
        let mut records = 0_u64;
        for entry in self.journal.read_from(kept.added.seq + 1).take(ENTRIES) {
            let entry = entry?;
            for image in &entry.body.changes {
                kept.index.replace(image.id, &decode_record(&image.bytes)?)?;
                records += 1;
                if records.is_multiple_of(RECORDS) && self.orders.is_stopped() {
                    return Ok(false);
                }
            }
            kept.added = IndexPosition { seq: entry.seq, hash: entry.hash };
            kept.due.get_or_insert_with(|| Instant::now() + COMMIT_AFTER);
            if records >= ADDED_AT_ONCE {
                break;
            }
        }
        Ok(true)
    }

    fn show(&self, kept: &Kept) {
        self.shown.send_replace(Shown { seq: kept.committed, reader: Some(kept.index.reader()) });
    }
}

/// How many records there are.
fn count(snapshot: &Snapshot) -> Result<u64, IndexFault> {
    Noun::ALL.iter().try_fold(0, |sum, noun| Ok(sum + snapshot.count(Relation::All, None, *noun)?))
}

#[cfg(test)]
mod tests {
    use domain::{Command, Existing, Record, Register, link::ByKey};
    use registry::{Options, Registry, Request, SystemClock};
    use serde_json::json;

    use super::*;

    /// More records than are added before it is looked whether to stop.
    const MANY: u64 = RECORDS + 200;

    #[test]
    fn it_stops_within_a_change_of_many_records_and_leaves_it_out() {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(SystemClock);
        let opened = Registry::open(data.path(), Options::default(), clock, &mut |_| {});
        let registry = opened.unwrap().0;
        let sector = |number: u64| -> Record<ByKey> {
            let name = json!({ "en": format!("Sector {number}") });
            let code = format!("S{number}");
            let key = format!("s-{number}");
            let sector = json!({ "key": key, "code": code, "name": name });
            serde_json::from_value(json!({ "Sector": sector })).unwrap()
        };
        let drafts = (0..MANY).map(sector).collect();
        let command = Command::Register(Register { drafts, existing: Existing::Keep });
        registry.submit_blocking(Request::of_system("test", command)).unwrap();

        let folder = data.path().join("search");
        let orders = Arc::new(Orders::default());
        let worker = Worker {
            folder: folder.clone(),
            follower: registry.follow(),
            journal: registry.journal().clone(),
            orders: Arc::clone(&orders),
            shown: watch::Sender::new(Shown::default()),
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
        };
        let index = Index::create(&folder).unwrap();
        let start = IndexPosition { seq: 0, hash: Hash::ZERO };
        let mut kept = Kept::of(index, start);
        orders.stop();
        assert!(!worker.add(&mut kept).unwrap(), "it went on");
        assert_eq!((kept.added.seq, kept.due), (0, None), "half of a change is none");
        orders.stopped.store(false, Ordering::SeqCst);
        assert!(worker.add(&mut kept).unwrap());
        assert_eq!(kept.added.seq, 1);
    }
}
