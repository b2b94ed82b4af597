//! What became of an import's rows, as JSON.
//!
//! Must not know where rows come from.

use std::{collections::BTreeMap, io, sync::Arc};

use messages::Message;
use serde::Serialize;

use crate::{
    domain::{Lang, Noun, RecordId},
    exchange::{
        export::Export,
        import::{
            Account, Difference, Registered, Rejection, Report, Row, Summary, differences,
            differing,
        },
    },
    registry::Registry,
};

/// Most rows that a report lists of each sort; more are counted.
const LISTED: usize = 1_000;

/// Lists what became of rows, as far as a report goes.
pub struct Listed<'a> {
    registry: &'a Registry,
    before: Arc<Registered>,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
    changes: Vec<ChangedAttribute>,
    notes: Vec<RejectedRow>,
    passed_rows: Vec<RejectedRow>,
    gone: Option<Vec<GoneRecord>>,
}

impl<'a> Listed<'a> {
    /// An empty list.
    pub const fn new(registry: &'a Registry, before: Arc<Registered>) -> Self {
        Self {
            registry,
            before,
            rejections: Vec::new(),
            differences: Vec::new(),
            changes: Vec::new(),
            notes: Vec::new(),
            passed_rows: Vec::new(),
            gone: None,
        }
    }

    /// Lists records that are registered and gone from the file; the first ones.
    pub fn list_gone(&mut self, gone: Vec<(String, RecordId)>) {
        let listed = gone.into_iter().take(LISTED);
        let record = |(key, id): (String, RecordId)| GoneRecord { noun: id.noun.to_string(), key };
        self.gone = Some(listed.map(record).collect());
    }
}

impl RejectedRow {
    fn add(&Rejection { at, ref column, ref reason }: &Rejection, to: &mut Vec<Self>) {
        if to.len() < LISTED {
            to.push(Self { line: at.line, column: column.clone(), reason: reason.clone() });
        }
    }
}

impl Report for Listed<'_> {
    fn rejected(&mut self, rejection: &Rejection) -> io::Result<()> {
        RejectedRow::add(rejection, &mut self.rejections);
        Ok(())
    }

    fn kept(&mut self, row: &Row, id: RecordId) -> io::Result<()> {
        if self.differences.len() < LISTED {
            let export = Export::new(self.registry, self.registry.snapshot(), &[]);
            let attributes = export.and_then(|export| differing(&row.draft, id, &export));
            self.differences.push(KeptRow {
                line: row.at.line,
                noun: id.noun.to_string(),
                key: row.draft.key().unwrap_or_default().to_owned(),
                attributes: attributes.map_err(io::Error::other)?,
            });
        }
        Ok(())
    }

    fn changed(&mut self, row: &Row, id: RecordId) -> io::Result<()> {
        if self.changes.len() >= LISTED {
            return Ok(());
        }
        let differences = differences(&row.draft, id, self.before.export());
        for Difference { attribute, old, new } in differences.map_err(io::Error::other)? {
            self.changes.push(ChangedAttribute {
                line: row.at.line,
                noun: id.noun.to_string(),
                key: row.draft.key().unwrap_or_default().to_owned(),
                attribute,
                old,
                new,
            });
        }
        Ok(())
    }

    fn passed_over(&mut self, row: &Rejection) -> io::Result<()> {
        RejectedRow::add(row, &mut self.passed_rows);
        Ok(())
    }

    fn noted(&mut self, note: &Rejection) -> io::Result<()> {
        RejectedRow::add(note, &mut self.notes);
        Ok(())
    }
}

/// The report of an import.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    dry_run: bool,
    rows: u64,
    created: BTreeMap<String, u64>,
    updated: BTreeMap<String, u64>,
    unchanged: u64,
    kept: u64,
    rejected: u64,
    passed_over: u64,
    noted: u64,
    account: RowAccount,
    commands: Option<Commands>,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
    changes: Vec<ChangedAttribute>,
    notes: Vec<RejectedRow>,
    passed_rows: Vec<RejectedRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<Vec<GoneRecord>>,
}

/// What became of the rows: together they are all.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RowAccount {
    registered: u64,
    changed: u64,
    unchanged: u64,
    kept: u64,
    rejected: u64,
    passed_over: u64,
}

#[derive(Serialize)]
struct ChangedAttribute {
    line: u64,
    noun: String,
    key: String,
    attribute: String,
    old: serde_json::Value,
    new: serde_json::Value,
}

#[derive(Serialize)]
struct GoneRecord {
    noun: String,
    key: String,
}

#[derive(Serialize)]
struct Commands {
    first: u64,
    last: u64,
}

#[derive(Serialize)]
struct RejectedRow {
    line: u64,
    column: String,
    reason: String,
}

#[derive(Serialize)]
struct KeptRow {
    line: u64,
    noun: String,
    key: String,
    attributes: Vec<String>,
}

impl Answer {
    /// The report of an import that did this.
    pub fn of(summary: &Summary, dry_run: bool, listed: Listed<'_>) -> Self {
        let named = |counts: &BTreeMap<Noun, u64>| {
            counts.iter().map(|(noun, count)| (noun.to_string(), *count)).collect()
        };
        let Account { registered, changed, unchanged, kept, rejected, passed_over } =
            summary.account;
        Self {
            dry_run,
            rows: summary.rows,
            created: named(&summary.created),
            updated: named(&summary.updated),
            unchanged: summary.unchanged,
            kept: summary.kept,
            rejected,
            passed_over,
            noted: summary.noted,
            account: RowAccount { registered, changed, unchanged, kept, rejected, passed_over },
            commands: summary.commands.map(|(first, last)| Commands { first, last }),
            rejections: listed.rejections,
            differences: listed.differences,
            changes: listed.changes,
            notes: listed.notes,
            passed_rows: listed.passed_rows,
            gone: listed.gone,
        }
    }

    /// The same, with its reasons in a language. They come as texts, since reports go to files, too.
    pub fn said_in(mut self, lang: Lang) -> Self {
        if lang != Lang::En {
            let lists = [&mut self.rejections, &mut self.notes, &mut self.passed_rows];
            for row in lists.into_iter().flatten() {
                row.reason = lang.say(&Message::foreign(&row.reason));
            }
        }
        self
    }
}
