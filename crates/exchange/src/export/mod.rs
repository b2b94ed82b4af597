//! The registry as files: lines ([`Export::lines`]) that can be transferred, [`tables`] and workbooks for
//! spreadsheets. All of it, or what a [`Source`] shows: what points at a hidden record points at
//! nothing.
//!
//! Owns the order in which records leave, and how they are named: the order of the nouns is
//! [`Noun::IN_ORDER`], within a noun that of the external keys, so that two registries with the same
//! records give the same bytes, whatever happened in them before. A record without a key is named
//! by one that is made up for it (see [`MadeKeys`]). Must not know how anything is stored.

mod cells;
mod columns;
mod names;
pub mod tables;
mod workbook;

use std::{io, sync::Arc};

use jiff::Timestamp;

use crate::line;
pub use columns::Columns;
use domain::{
    MadeKeys, Noun, Record, RecordId, Versioned, View,
    edge::{Relation, Term},
    link::ByKey,
};
use names::Names;
use registry::{JournalError, JournalReader, Progress, Registry, Snapshot, StoreError, made_keys};

/// Why the registry could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The view could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What was read could not be written.
    #[error("the export cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// What leaves: all of a snapshot, or what somebody may see of it.
pub trait Source: Send + Sync {
    /// The registry at the moment.
    fn snapshot(&self) -> &Snapshot;

    /// A record; `None` where there is none, or it is not to be seen.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError>;
}

impl Source for Snapshot {
    fn snapshot(&self) -> &Snapshot {
        self
    }

    fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError> {
        Self::find(self, id)
    }
}

/// How many records of some nouns leave, those that were merged into others among them.
///
/// # Errors
/// Where the view cannot be read.
pub fn count(snapshot: &Snapshot, nouns: &[Noun]) -> Result<u64, StoreError> {
    let mut count = 0;
    for noun in nouns {
        for relation in [Relation::All, Relation::Merged] {
            count += snapshot.count(relation, None, *noun)?;
        }
    }
    Ok(count)
}

/// The registry at one moment, on its way out.
pub struct Export {
    source: Box<dyn Source>,
    journal: JournalReader,
    made: MadeKeys,
    nouns: Vec<Noun>,
}

impl Export {
    /// These nouns of a registry as a snapshot shows it; all where none is named.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn new(
        registry: &Registry,
        snapshot: Snapshot,
        nouns: &[Noun],
    ) -> Result<Self, ExportError> {
        Self::over(registry.journal().clone(), Box::new(snapshot), nouns)
    }

    /// These nouns, as far as they are to be seen, of the registry that a journal tells.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn over(
        journal: JournalReader,
        source: Box<dyn Source>,
        nouns: &[Noun],
    ) -> Result<Self, ExportError> {
        // A registry without a first entry has no records that would need a made-up key.
        let made = made_keys(&journal)?.unwrap_or_else(|| MadeKeys::new("r".to_owned()));
        let wanted = |noun: &Noun| nouns.is_empty() || nouns.contains(noun);
        let nouns = Noun::IN_ORDER.into_iter().filter(wanted).collect();
        Ok(Self { source, journal, made, nouns })
    }

    fn snapshot(&self) -> &Snapshot {
        self.source.snapshot()
    }

    /// When the last command was committed that it shows.
    fn made_at(&self) -> Result<Timestamp, ExportError> {
        let entry = self.journal.get(self.snapshot().seq())?;
        Ok(entry.map_or(Timestamp::UNIX_EPOCH, |entry| entry.body.at))
    }

    /// The nouns that leave, in their order.
    #[must_use]
    pub fn nouns(&self) -> &[Noun] {
        &self.nouns
    }

    /// How many records leave.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn count(&self) -> Result<u64, ExportError> {
        Ok(count(self.snapshot(), &self.nouns)?)
    }

    /// One record, as it would leave; `None` where there is none to be seen.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn one(&self, id: RecordId) -> Result<Option<Record<ByKey>>, ExportError> {
        Names::new(&*self.source, &self.made).record(id)
    }

    /// The record with a key, its own or one made up for it.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn keyed(&self, noun: Noun, key: &str) -> Result<Option<Record<ByKey>>, ExportError> {
        let own = self.snapshot().list_named(&Term::Key(noun, key.to_owned()))?;
        if let Some(&id) = own.first() {
            return self.one(id);
        }
        let Some(number) = self.made.number(key) else { return Ok(None) };
        let found = self.one(RecordId { noun, number })?;
        Ok(found.filter(|found| found.key() == Some(key)))
    }

    /// Gives every record of a noun, in the order of their keys.
    ///
    /// # Errors
    /// Where the view cannot be read, or `give` fails.
    pub fn each(
        &self,
        noun: Noun,
        give: &mut dyn FnMut(Record<ByKey>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut names = Names::new(&*self.source, &self.made);
        let mut give = |id| names.record(id)?.map_or(Ok(()), &mut *give);
        let mut nameless = self.nameless(noun)?.into_iter().peekable();
        for keyed in self.snapshot().list_keyed(noun) {
            let (key, id) = keyed?;
            while let Some(before) = nameless.next_if(|(made, _)| *made < key) {
                give(before.1)?;
            }
            give(id)?;
        }
        nameless.try_for_each(|(_, id)| give(id))
    }

    /// The records of a noun without a key of their own, with those made up for them, in order.
    fn nameless(&self, noun: Noun) -> Result<Vec<(String, RecordId)>, ExportError> {
        let snapshot = self.snapshot();
        let mut keyed = 0;
        for named in snapshot.list_keyed(noun) {
            named?;
            keyed += 1;
        }
        let mut nameless = Vec::new();
        let last = snapshot.last_number(noun).unwrap_or(0);
        if keyed == last {
            return Ok(nameless);
        }
        for number in 1..=last {
            let id = RecordId { noun, number };
            if snapshot.find(id)?.is_some_and(|found| found.record.key().is_none()) {
                nameless.push((self.made.key(id), id));
            }
        }
        Ok(nameless)
    }

    /// Writes the records as lines (see [`line`]).
    ///
    /// # Errors
    /// Where the view cannot be read or `to` not be written.
    pub fn lines(
        &self,
        to: &mut impl io::Write,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, ExportError> {
        let total = self.count()?;
        let mut done = 0;
        for noun in &self.nouns {
            self.each(*noun, &mut |record| {
                line::write(&record, to)?;
                done += 1;
                if done % 1_000 == 0 {
                    on_progress(Progress { task: "exporting", done, total });
                }
                Ok(())
            })?;
        }
        Ok(done)
    }
}
