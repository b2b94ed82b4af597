//! Has rows registered, all that can be, and tells what became of each.

use std::{collections::HashMap, io, sync::Arc};

use super::{
    Answer, ImportError, Item, Position, Rejection, Report, Row, Summary, Target,
    account::{Fate, Fates},
    aside::Cause,
    names::hashed,
    parts::ROWS_MAX,
    waiting::Waiting,
};
use domain::{Effect, Existing, Import, MadeKeys, Noun, Problem, Record, RecordId, link::ByKey};
use messages::message;
use registry::SubmitError;

/// Rows that were sent.
pub struct Sent {
    rows: Vec<Row>,
    answer: Option<Answer>,
}

/// Who has rows registered.
pub struct Importer<'a> {
    existing: Existing,
    made: Option<MadeKeys>,
    began: u64,
    pub(super) target: &'a mut dyn Target,
    pub(super) report: &'a mut dyn Report,
    pub(super) waiting: Waiting,
    /// Why records are not there that the input has, by what they are called.
    pub(super) failed: HashMap<u64, Arc<Cause>>,
    fates: Fates,
    created: Created,
    summary: Summary,
}

impl<'a> Importer<'a> {
    pub(super) fn new(
        existing: Existing,
        made: Option<MadeKeys>,
        began: u64,
        target: &'a mut dyn Target,
        report: &'a mut dyn Report,
    ) -> Self {
        Self {
            existing,
            made,
            began,
            target,
            report,
            waiting: Waiting::default(),
            failed: HashMap::new(),
            fates: Fates::default(),
            created: Created::default(),
            summary: Summary::default(),
        }
    }

    /// Passes on what a source told besides records.
    pub(super) fn tell(&mut self, item: &Item) -> io::Result<()> {
        match item {
            Item::Row(_) => Ok(()),
            Item::Rejected(rejection) => {
                self.fates.note(rejection.at, Fate::Rejected);
                self.report.rejected(rejection)
            }
            Item::PassedOver(row) => {
                self.fates.note(row.at, Fate::PassedOver);
                self.report.passed_over(row)
            }
            Item::Noted(note) => {
                self.summary.noted += 1;
                self.report.noted(note)
            }
        }
    }

    /// Tells that a record is not registered, and so none of the rows that it is made of.
    pub(super) fn reject(&mut self, row: &Row, column: String, reason: String) -> io::Result<()> {
        self.fates.note_all(row, Fate::Rejected);
        let at = row.at;
        self.report.rejected(&Rejection { at, column, reason })?;
        for &line in &row.also {
            let reason = message!("the row belongs to the record of line {}", at.line).to_string();
            let (at, column) = (Position { line, ..at }, String::new());
            self.report.rejected(&Rejection { at, column, reason })?;
        }
        Ok(())
    }

    /// Notes why a record is not there.
    pub(super) fn fail(&mut self, row: &Row, cause: Arc<Cause>) {
        let own = hashed(row.draft.noun(), row.draft.key().unwrap_or_default());
        self.failed.insert(own, cause);
    }

    /// Has rows registered, all that can be. Those that name what is not there wait, unless
    /// these are the last.
    fn part(&mut self, rows: Vec<Row>, last: bool) -> Result<(), ImportError> {
        let sent = self.send(rows);
        self.settle(sent, last)
    }

    pub(super) fn send(&mut self, rows: Vec<Row>) -> Sent {
        let drafts: Arc<[Record<ByKey>]> = rows.iter().map(|row| row.draft.clone()).collect();
        let (existing, made, began) = (self.existing, self.made.clone(), self.began);
        let import = Import { drafts, existing, made, began };
        let answer = (!rows.is_empty()).then(|| self.target.submit(import));
        Sent { rows, answer }
    }

    /// Waits for what became of rows, and sends those again that can do without the others.
    pub(super) fn settle(&mut self, sent: Sent, last: bool) -> Result<(), ImportError> {
        let Sent { mut rows, mut answer } = sent;
        // It was decided before what was sent earlier had become what it is.
        let mut is_stale = !last;
        while let Some(told) = answer.take() {
            let problems = match told() {
                Ok(receipt) => {
                    self.summary.commit(receipt.committed.map(|committed| committed.seq));
                    return self.note(&rows, &receipt.effects);
                }
                Err(SubmitError::Rejected(problems)) => problems,
                Err(error) => return Err(ImportError::Submit(error)),
            };
            if std::mem::take(&mut is_stale) && problems.iter().any(|it| it.first.is_some()) {
                // Who is first may have changed.
                Sent { rows, answer } = self.send(rows);
                continue;
            }
            if problems.iter().any(|problem| problem.draft.is_none()) {
                return self.halves(rows, &problems, last);
            }
            let left = self.set_aside(rows, &problems, last)?;
            Sent { rows, answer } = self.send(left);
        }
        Ok(())
    }

    /// What became of rows that were accepted.
    fn note(&mut self, rows: &[Row], effects: &[(RecordId, Effect)]) -> Result<(), ImportError> {
        for (row, (id, effect)) in rows.iter().zip(effects) {
            let fate = match effect {
                Effect::Created => {
                    *self.summary.created.entry(id.noun).or_default() += 1;
                    self.created.note(*id, row.at);
                    Fate::Registered
                }
                Effect::Updated => {
                    *self.summary.updated.entry(id.noun).or_default() += 1;
                    self.report.changed(row, *id)?;
                    Fate::Changed
                }
                Effect::Unchanged => {
                    self.summary.unchanged += 1;
                    Fate::Unchanged
                }
                Effect::Kept => {
                    self.summary.kept += 1;
                    self.report.kept(row, *id)?;
                    Fate::Kept
                }
            };
            self.fates.note_all(row, fate);
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
            self.fail(row, Arc::new(Cause::of(row, false)));
            return Ok(self.reject(row, String::new(), reason)?);
        }
        let second = rows.split_off(rows.len() / 2);
        self.part(rows, last)?;
        self.part(second, last)
    }

    /// What a problem says, and where the record stands that was there first.
    pub(super) fn told(&self, problem: &Problem, rows: &[Row]) -> String {
        let draft = problem.first.and_then(|first| rows.get(first)).map(|row| row.at);
        match draft.or_else(|| problem.holder.and_then(|id| self.created.find(id))) {
            Some(first) => {
                message!("{}; the first is on line {}", problem.message, first.line).to_string()
            }
            None => problem.message.to_string(),
        }
    }

    /// Sends those that wait, behind those that they name; rejects what names nothing that is there.
    pub(super) fn finish(mut self) -> Result<Summary, ImportError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut rows: Vec<Row> = Vec::new();
        for group in waiting.order() {
            if !rows.is_empty() && rows.len() + group.len() > ROWS_MAX {
                self.part_in_order(std::mem::take(&mut rows))?;
            }
            for place in group {
                rows.push(waiting.row(place)?);
            }
        }
        self.part_in_order(rows)?;
        self.summary.account = self.fates.account();
        self.summary.rows = self.summary.account.rows();
        Ok(self.summary)
    }

    fn part_in_order(&mut self, rows: Vec<Row>) -> Result<(), ImportError> {
        let rows = self.without_failed(rows)?;
        self.part(rows, true)
    }
}

/// On which lines the records stand that the import created: eight bytes for each.
#[derive(Debug, Default)]
struct Created(HashMap<Noun, (u64, Vec<(u32, u16)>)>);

/// More records of others than these among ours, and the lines of those behind are not known.
const GAP_MAX: u64 = 1 << 20;

impl Created {
    fn note(&mut self, id: RecordId, at: Position) {
        let (first, lines) = self.0.entry(id.noun).or_insert((id.number, Vec::new()));
        let Some(place) = id.number.checked_sub(*first) else { return };
        let packed = (u32::try_from(at.line), u16::try_from(at.file), usize::try_from(place));
        let (Ok(line), Ok(file), Ok(place)) = packed else { return };
        if id.number - *first <= lines.len() as u64 + GAP_MAX {
            lines.resize(lines.len().max(place + 1), (0, 0));
            lines[place] = (line, file);
        }
    }

    fn find(&self, id: RecordId) -> Option<Position> {
        let (first, lines) = self.0.get(&id.noun)?;
        let place = usize::try_from(id.number.checked_sub(*first)?).ok()?;
        let (line, file) = *lines.get(place)?;
        (line > 0).then(|| Position { file: file.into(), line: line.into() })
    }
}
