//! Files of any size, in: rows into commands of some thousand records each.
//!
//! Reading and writing overlap: one thread reads and checks the form of rows, the other has them
//! registered. A part with rows that the rules refuse is sent again without them. A row that
//! names a record which is not there yet waits in a temporary file, and is sent when the others are
//! in, behind those that it names: so rows may stand in any order. In memory are a part of the rows,
//! and a few bytes for each row: what became of it, and what those that wait name. Must not know
//! what is right, nor who asks.

mod account;
mod aside;
mod difference;
mod gone;
mod importer;
mod names;
mod parts;
mod rows;
mod target;
mod waiting;

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    sync::mpsc,
};

pub use crate::amend::Registered;
pub use account::Account;
pub use difference::{Difference, differences, differing};
pub use gone::Present;
use importer::Importer;
use parts::{Part, read};
pub use rows::{LINE_MAX, Lines};
pub use target::{Answer, DryRun, Live, Target};

use domain::{Existing, Noun, Record, RecordId, link::ByKey};
use registry::{JournalError, SubmitError};

/// Parts that are read ahead.
const AHEAD: usize = 2;
/// Parts that are on their way at the same time, so that the writer always has some to decide
/// while it shows others to the view.
const WINDOW: usize = 12;

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which file, counted from 0.
    pub file: usize,
    /// The line on which it begins, from 1.
    pub line: u64,
}

/// A record that a file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub at: Position,
    /// The lines of further rows of the file that say something of it.
    pub also: Vec<u64>,
    /// Whether it is made of this row alone: then it stands or falls with the other records of
    /// which that holds.
    pub alone: bool,
    /// The record.
    pub draft: Record<ByKey>,
    /// About how many bytes it takes up.
    pub bytes: usize,
}

impl Row {
    /// Whether it stands or falls with another record.
    fn is_joined_to(&self, other: &Self) -> bool {
        self.alone && other.alone && self.at == other.at
    }
}

/// A row that was not registered, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where it stands.
    pub at: Position,
    /// The column of a table or attribute of a record; empty where the row is meant as a whole.
    pub column: String,
    /// What is wrong, with the value, and what to do.
    pub reason: String,
}

/// What a file gives.
#[expect(clippy::large_enum_variant, reason = "nearly all are rows")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A record.
    Row(Row),
    /// A row that is no record because something in it is wrong.
    Rejected(Rejection),
    /// A row that nothing is made of, as the mapping has it.
    PassedOver(Rejection),
    /// Something odd that could be read all the same.
    Noted(Rejection),
}

/// Hears what becomes of rows.
pub trait Report {
    /// A row was not registered.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn rejected(&mut self, rejection: &Rejection) -> io::Result<()>;

    /// A row differs from the record with its key, which was left as it is.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn kept(&mut self, row: &Row, id: RecordId) -> io::Result<()>;

    /// A row gave a registered record new content.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn changed(&mut self, row: &Row, id: RecordId) -> io::Result<()>;

    /// Something is odd about a row, which was read all the same.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn noted(&mut self, note: &Rejection) -> io::Result<()>;

    /// Nothing is made of a row, and nothing is wrong with it.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn passed_over(&mut self, row: &Rejection) -> io::Result<()>;

    /// So many rows were dealt with.
    fn progress(&mut self, _rows: u64) {}
}

/// Why an import ended early. What was registered before stays; the same import again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file could not be read, or a report not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A command was refused as a whole.
    #[error(transparent)]
    Submit(SubmitError),
    /// The thread that reads the files panicked, which is our mistake.
    #[error("a file could not be read because of an internal error")]
    Reader,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were read.
    pub rows: u64,
    /// Records that are new, by noun.
    pub created: BTreeMap<Noun, u64>,
    /// Records that were given new content, by noun.
    pub updated: BTreeMap<Noun, u64>,
    /// Records that were there with the same content.
    pub unchanged: u64,
    /// Records that were there with other content, and were left as they are.
    pub kept: u64,
    /// What became of the rows.
    pub account: Account,
    /// Oddities that were noted.
    pub noted: u64,
    /// The first and last command that was committed.
    pub commands: Option<(u64, u64)>,
}

/// Registers what a source gives, and tells what became of it.
///
/// # Errors
/// Where the source or the registry fails. What was registered before stays.
pub fn import<S>(
    source: S,
    existing: Existing,
    target: &mut dyn Target,
    report: &mut dyn Report,
) -> Result<Summary, ImportError>
where
    S: Iterator<Item = io::Result<Item>> + Send,
{
    let (made, began) = (target.made_keys()?, target.began());
    let mut importer = Importer::new(existing, made, began, target, report);
    let (send, parts) = mpsc::sync_channel(AHEAD);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(source, &send));
        let (mut window, mut read_rows) = (VecDeque::new(), 0);
        for part in parts {
            let Part { rows, told } = part?;
            for item in &told {
                importer.tell(item)?;
            }
            read_rows += (rows.len() + told.len()) as u64;
            window.push_back(importer.send(rows));
            if window.len() >= WINDOW
                && let Some(first) = window.pop_front()
            {
                importer.settle(first, false)?;
            }
            importer.report.progress(read_rows);
        }
        for sent in window {
            importer.settle(sent, false)?;
        }
        reader.join().map_err(|_| ImportError::Reader)
    })?;
    importer.finish()
}

impl Summary {
    fn commit(&mut self, seq: Option<u64>) {
        if let Some(seq) = seq {
            let first = self.commands.map_or(seq, |(first, _)| first);
            self.commands = Some((first, seq));
        }
    }
}
