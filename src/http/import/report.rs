//! What became of an import's rows, as JSON.
//!
//! Must not know where rows come from.

use std::{collections::BTreeMap, io};

use serde::Serialize;

use crate::{
    domain::{Noun, RecordId},
    exchange::{
        export::Export,
        import::{Rejection, Report, Row, Summary, differing},
    },
    registry::Registry,
};

/// Most rows that a report lists of each sort; more are counted.
const LISTED: usize = 1_000;

/// Lists what became of rows, as far as a report goes.
pub struct Listed<'a> {
    registry: &'a Registry,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
    notes: Vec<RejectedRow>,
}

impl<'a> Listed<'a> {
    /// An empty list.
    pub const fn new(registry: &'a Registry) -> Self {
        Self { registry, rejections: Vec::new(), differences: Vec::new(), notes: Vec::new() }
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
    noted: u64,
    commands: Option<Commands>,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
    notes: Vec<RejectedRow>,
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
        Self {
            dry_run,
            rows: summary.rows,
            created: named(&summary.created),
            updated: named(&summary.updated),
            unchanged: summary.unchanged,
            kept: summary.kept,
            rejected: summary.rejected,
            noted: summary.noted,
            commands: summary.commands.map(|(first, last)| Commands { first, last }),
            rejections: listed.rejections,
            differences: listed.differences,
            notes: listed.notes,
        }
    }
}
