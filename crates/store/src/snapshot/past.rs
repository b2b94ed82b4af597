//! The sets of an earlier moment: those of the head, with what was written since taken back.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::Snapshot;
use crate::{
    StoreError,
    lists::{self, Lists},
    meter::Work,
};
use domain::{Noun, RecordId};
use journal::Reader;

/// Records that were written since, up to which sets are made: a part of all, between these.
const SHARE: u64 = 8;
const LEAST: u64 = 256;
const MOST: u64 = 16_384;
/// Moments of which the sets are kept.
const KEPT: usize = 8;

/// The sets of the head that an earlier moment is seen from.
pub(super) struct Past {
    head: Arc<Lists>,
    /// The last command of that head.
    seq: u64,
    made: OnceLock<Option<Arc<Lists>>>,
}

/// Sets of earlier moments, which never change; and the journal, which tells what was written since.
#[derive(Default)]
pub(crate) struct Earlier {
    journal: OnceLock<Reader>,
    kept: Mutex<VecDeque<(u64, Arc<Lists>)>>,
}

impl Earlier {
    /// Says where it stands what was written.
    pub fn know(&self, journal: &Reader) {
        let _ = self.journal.set(journal.clone());
    }

    fn find(&self, seq: u64) -> Option<Arc<Lists>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(of, _)| *of == seq).map(|(_, lists)| Arc::clone(lists))
    }

    fn keep(&self, seq: u64, lists: &Arc<Lists>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.push_front((seq, Arc::clone(lists)));
    }
}

impl Snapshot {
    /// The head that a moment before this one is seen from; nothing where that is this one.
    pub(super) fn past(&self, seq: u64) -> Option<Arc<Past>> {
        if seq >= self.seq {
            return self.past.clone();
        }
        let made = OnceLock::new();
        let past = match (&self.derived, &self.past) {
            (Some(derived), _) => Past { head: Arc::clone(&derived.lists), seq: self.seq, made },
            (None, Some(past)) => Past { head: Arc::clone(&past.head), seq: past.seq, made },
            (None, None) => return None,
        };
        Some(Arc::new(past))
    }

    /// The sets of the snapshot's moment; `None` for an earlier one after which much was written.
    ///
    /// # Errors
    /// Where what was written since cannot be read.
    pub(crate) fn lists(&self) -> Result<Option<Arc<Lists>>, StoreError> {
        if let Some(derived) = &self.derived {
            return Ok(Some(Arc::clone(&derived.lists)));
        }
        let Some(past) = &self.past else { return Ok(None) };
        if let Some(made) = past.made.get() {
            return Ok(made.clone());
        }
        let earlier = &self.shared.earlier;
        let made = match earlier.find(self.seq) {
            Some(kept) => Some(kept),
            None => self.take_back(past)?,
        };
        Ok(past.made.get_or_init(|| made).clone())
    }

    fn take_back(&self, past: &Past) -> Result<Option<Arc<Lists>>, StoreError> {
        let all: u64 = Noun::ALL.map(|noun| past.head.count(noun)).iter().sum();
        let most = (all / SHARE).clamp(LEAST, MOST);
        let Some(journal) = self.shared.earlier.journal.get() else { return Ok(None) };
        if past.seq - self.seq > most {
            return Ok(None);
        }
        let mut written: BTreeSet<RecordId> = BTreeSet::new();
        for entry in journal.read_from(self.seq + 1) {
            let entry = entry?;
            if entry.seq > past.seq {
                break;
            }
            self.spend(Work::Entry)?;
            written.extend(entry.body.changes.iter().map(|image| image.id));
            if written.len() as u64 > most {
                return Ok(None);
            }
        }
        let head = Self { seq: past.seq, past: None, derived: None, ..self.clone() };
        let changes = lists::changes(written, |_| false, (&head, self), |_| {})?;
        let mut lists = Lists::clone(&past.head);
        lists.change(changes, &mut BTreeSet::new());
        let lists = Arc::new(lists);
        self.shared.earlier.keep(self.seq, &lists);
        Ok(Some(lists))
    }
}
