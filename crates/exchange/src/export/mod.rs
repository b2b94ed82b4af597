//! The registry as files: lines ([`Export::lines`]) that can be imported, [`tables`] for spreadsheets.
//!
//! Owns the order in which records leave, and how they are named: the order of the nouns is
//! [`Noun::IN_ORDER`], within a noun that of the external keys, so that two registries with the same
//! records give the same bytes, whatever happened in them before. A record without a key is named
//! by one that is made up for it (see [`MadeKeys`]). Must not know how anything is stored.

mod columns;
mod names;
pub mod tables;

use std::io;

use crate::line;
use domain::{
    MadeKeys, Noun, Record, RecordId, View,
    edge::{Relation, Term},
    link::ByKey,
};
use names::Names;
use registry::{JournalError, Progress, Registry, Snapshot, StoreError};

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

/// The registry at one moment, on its way out.
pub struct Export {
    snapshot: Snapshot,
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
        // A registry without a first entry has no records that would need a made-up key.
        let made = registry.made_keys()?.unwrap_or_else(|| MadeKeys::new("r".to_owned()));
        let wanted = |noun: &Noun| nouns.is_empty() || nouns.contains(noun);
        Ok(Self { snapshot, made, nouns: Noun::IN_ORDER.into_iter().filter(wanted).collect() })
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
        let mut count = 0;
        for noun in &self.nouns {
            count += self.snapshot.count(Relation::All, None, *noun)?;
        }
        Ok(count)
    }

    /// One record, as it would leave; `None` where there is none.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn one(&self, id: RecordId) -> Result<Option<Record<ByKey>>, ExportError> {
        let Some(found) = self.snapshot.find(id)? else { return Ok(None) };
        let mut names = Names::new(&self.snapshot, &self.made);
        names.named(id, found.record.clone()).map(Some)
    }

    /// The record with a key, its own or one made up for it.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn keyed(&self, noun: Noun, key: &str) -> Result<Option<Record<ByKey>>, ExportError> {
        let own = self.snapshot.list_named(&Term::Key(noun, key.to_owned()))?;
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
        let mut names = Names::new(&self.snapshot, &self.made);
        let mut give = |id| match self.snapshot.find(id)? {
            Some(found) => give(names.named(id, found.record.clone())?),
            None => Ok(()),
        };
        let mut nameless = self.nameless(noun)?.into_iter().peekable();
        for keyed in self.snapshot.list_keyed(noun) {
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
        let mut keyed = 0;
        for named in self.snapshot.list_keyed(noun) {
            named?;
            keyed += 1;
        }
        let mut nameless = Vec::new();
        if keyed == self.snapshot.count(Relation::All, None, noun)? {
            return Ok(nameless);
        }
        let last = self.snapshot.last_number(noun).unwrap_or(0);
        for number in 1..=last {
            let id = RecordId { noun, number };
            if self.snapshot.find(id)?.is_some_and(|found| found.record.key().is_none()) {
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
