//! Files of any size, in: rows into commands of some thousand records each.
//!
//! Reading and writing overlap: one thread reads and checks the form of rows, the other has them
//! registered. A part with rows that the rules refuse is sent again without them. A row that
//! names a record which is not there yet waits in a temporary file, and is tried again when the
//! others are in, for as long as that helps: so rows may stand in any order. Memory is bounded by
//! the size of a part. Must not know what is right, nor who asks.

mod difference;
mod parts;
mod rows;
mod target;
mod waiting;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io,
    sync::{Arc, mpsc},
};

pub use difference::differing;
use parts::{Part, ROWS_MAX, read};
pub use rows::{LINE_MAX, Lines};
pub use target::{Answer, DryRun, Live, Target};

use domain::{
    Effect, Existing, Import, MadeKeys, Noun, Problem, ProblemCode, Record, RecordId, link::ByKey,
};
use registry::{JournalError, SubmitError};
use waiting::Waiting;

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
    /// The record.
    pub draft: Record<ByKey>,
    /// About how many bytes it takes up.
    pub bytes: usize,
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
    /// A row, or a part of one, that is no record; it was passed over.
    Rejected(Rejection),
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

    /// Something is odd about a row, which was read all the same.
    ///
    /// # Errors
    /// Where it cannot be noted, which ends the import.
    fn noted(&mut self, note: &Rejection) -> io::Result<()>;

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
    /// Rows that were not registered.
    pub rejected: u64,
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
    let waiting = Waiting::default();
    let summary = Summary::default();
    let mut importer = Importer { existing, made, began, target, report, waiting, summary };
    let (send, parts) = mpsc::sync_channel(AHEAD);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(source, &send));
        let mut window = VecDeque::new();
        for part in parts {
            let Part { rows, told } = part?;
            for item in &told {
                importer.tell(item)?;
            }
            importer.summary.rows += rows.len() as u64;
            window.push_back(importer.send(rows));
            if window.len() >= WINDOW
                && let Some(first) = window.pop_front()
            {
                importer.settle(first, false)?;
            }
            importer.report.progress(importer.summary.rows);
        }
        for sent in window {
            importer.settle(sent, false)?;
        }
        reader.join().map_err(|_| ImportError::Reader)
    })?;
    importer.finish()
}

/// Rows that were sent.
struct Sent {
    /// Where each stands, and how many bytes it takes up.
    at: Vec<(Position, usize)>,
    drafts: Arc<[Record<ByKey>]>,
    answer: Option<Answer>,
}

impl Sent {
    fn row(&self, place: usize) -> Row {
        let (at, bytes) = self.at[place];
        Row { at, draft: self.drafts[place].clone(), bytes }
    }

    fn rows(&self) -> Vec<Row> {
        (0..self.at.len()).map(|place| self.row(place)).collect()
    }
}

struct Importer<'a> {
    existing: Existing,
    made: Option<MadeKeys>,
    began: u64,
    target: &'a mut dyn Target,
    report: &'a mut dyn Report,
    waiting: Waiting,
    summary: Summary,
}

impl Importer<'_> {
    fn tell(&mut self, item: &Item) -> io::Result<()> {
        match item {
            Item::Row(_) => Ok(()),
            Item::Rejected(rejection) => {
                self.summary.rows += 1;
                self.reject(rejection)
            }
            Item::Noted(note) => {
                self.summary.noted += 1;
                self.report.noted(note)
            }
        }
    }

    fn reject(&mut self, rejection: &Rejection) -> io::Result<()> {
        self.summary.rejected += 1;
        self.report.rejected(rejection)
    }

    /// Has rows registered, all that can be. Those that name what is not there wait, unless
    /// these are the last.
    fn part(&mut self, rows: Vec<Row>, last: bool) -> Result<(), ImportError> {
        let sent = self.send(rows);
        self.settle(sent, last)
    }

    fn send(&mut self, rows: Vec<Row>) -> Sent {
        let (mut at, mut drafts) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            at.push((row.at, row.bytes));
            drafts.push(row.draft);
        }
        let drafts: Arc<[_]> = drafts.into();
        let (existing, made, began) = (self.existing, self.made.clone(), self.began);
        let import = Import { drafts: Arc::clone(&drafts), existing, made, began };
        let answer = (!drafts.is_empty()).then(|| self.target.submit(import));
        Sent { at, drafts, answer }
    }

    /// Waits for what became of rows, and sends those again that can do without the others.
    fn settle(&mut self, sent: Sent, last: bool) -> Result<(), ImportError> {
        let mut sent = sent;
        while let Some(answer) = sent.answer.take() {
            let problems = match answer() {
                Ok(receipt) => {
                    self.summary.commit(receipt.committed.map(|committed| committed.seq));
                    return self.note(&sent, &receipt.effects);
                }
                Err(SubmitError::Rejected(problems)) => problems,
                Err(error) => return Err(ImportError::Submit(error)),
            };
            let rows = sent.rows();
            if problems.iter().any(|problem| problem.draft.is_none()) {
                return self.halves(rows, &problems, last);
            }
            let rows = self.set_aside(rows, &problems, last)?;
            sent = self.send(rows);
        }
        Ok(())
    }

    /// What became of rows that were accepted.
    fn note(&mut self, sent: &Sent, effects: &[(RecordId, Effect)]) -> Result<(), ImportError> {
        for (place, (id, effect)) in effects.iter().enumerate() {
            match effect {
                Effect::Created => *self.summary.created.entry(id.noun).or_default() += 1,
                Effect::Updated => *self.summary.updated.entry(id.noun).or_default() += 1,
                Effect::Unchanged => self.summary.unchanged += 1,
                Effect::Kept => {
                    self.summary.kept += 1;
                    self.report.kept(&sent.row(place), *id)?;
                }
            }
        }
        Ok(())
    }

    /// A command that is refused as a whole is sent in halves, down to the row that it is about.
    fn halves(
        &mut self,
        rows: Vec<Row>,
        problems: &[Problem],
        last: bool,
    ) -> Result<(), ImportError> {
        let mut rows = rows;
        if let [row] = rows.as_slice() {
            let reason = problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ");
            let rejection = Rejection { at: row.at, column: String::new(), reason };
            return Ok(self.reject(&rejection)?);
        }
        let second = rows.split_off(rows.len() / 2);
        self.part(rows, last)?;
        self.part(second, last)
    }

    /// Takes the rows out that have problems: they wait, or are rejected.
    fn set_aside(
        &mut self,
        rows: Vec<Row>,
        problems: &[Problem],
        last: bool,
    ) -> Result<Vec<Row>, ImportError> {
        let mut of_row: BTreeMap<usize, Vec<&Problem>> = BTreeMap::new();
        for problem in problems {
            of_row.entry(problem.draft.unwrap_or(0)).or_default().push(problem);
        }
        let mut left = Vec::with_capacity(rows.len());
        for (position, row) in rows.into_iter().enumerate() {
            let Some(problems) = of_row.remove(&position) else {
                left.push(row);
                continue;
            };
            if !last && problems.iter().any(|problem| problem.code == ProblemCode::NotFound) {
                self.waiting.push(&row)?;
                continue;
            }
            self.summary.rejected += 1;
            let told: BTreeSet<_> = problems
                .into_iter()
                .map(|problem| (problem.field.join("."), problem.message.clone()))
                .collect();
            for (column, reason) in told {
                self.report.rejected(&Rejection { at: row.at, column, reason })?;
            }
        }
        Ok(left)
    }

    /// Tries those that wait, for as long as some get through; rejects the others.
    fn finish(mut self) -> Result<Summary, ImportError> {
        loop {
            let mut before = std::mem::take(&mut self.waiting);
            let waited = before.len();
            if waited == 0 {
                return Ok(self.summary);
            }
            for part in before.parts(ROWS_MAX)? {
                self.part(part?, false)?;
            }
            if self.waiting.len() == waited {
                // Together in one command where they fit: they may wait for each other.
                let mut before = std::mem::take(&mut self.waiting);
                for part in before.parts(4 * ROWS_MAX)? {
                    self.part(part?, true)?;
                }
            }
        }
    }
}

impl Summary {
    fn commit(&mut self, seq: Option<u64>) {
        if let Some(seq) = seq {
            let first = self.commands.map_or(seq, |(first, _)| first);
            self.commands = Some((first, seq));
        }
    }
}
