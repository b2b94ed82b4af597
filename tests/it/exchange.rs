//! Files in and out: what leaves comes back the same, what is wrong is told by its place.

mod cases;
mod files;
mod forms;
mod keep;
mod leaving;
mod merges;
mod named;
mod order;
mod round_trip;
mod rules;
mod tables;
mod upload;
mod whole;
mod workbooks;

use std::{io, path::Path};

use hoptac::{
    auth::Caller,
    domain::{Command, Existing, Import, RecordId},
    exchange::{
        export::Export,
        import::{DryRun, Item, Lines, Live, Rejection, Report, Row, Summary, Target, import},
        seeds::Seeds,
    },
    registry::Registry,
};

use crate::fixture::{open, request};

/// What became of rows.
#[derive(Debug, Default)]
pub struct Told {
    pub rejected: Vec<Rejection>,
    pub kept: Vec<Row>,
    pub noted: Vec<Rejection>,
    pub passed_over: Vec<Rejection>,
    pub changed: Vec<Row>,
}

impl Report for Told {
    fn rejected(&mut self, rejection: &Rejection) -> io::Result<()> {
        self.rejected.push(rejection.clone());
        Ok(())
    }

    fn kept(&mut self, row: &Row, _: RecordId) -> io::Result<()> {
        self.kept.push(row.clone());
        Ok(())
    }

    fn changed(&mut self, row: &Row, _: RecordId) -> io::Result<()> {
        self.changed.push(row.clone());
        Ok(())
    }

    fn passed_over(&mut self, row: &Rejection) -> io::Result<()> {
        self.passed_over.push(row.clone());
        Ok(())
    }

    fn noted(&mut self, note: &Rejection) -> io::Result<()> {
        self.noted.push(note.clone());
        Ok(())
    }
}

impl Told {
    /// The rejections, one a line.
    pub fn lines(&self) -> String {
        let line = |it: &Rejection| format!("{}: {}: {}\n", it.at.line, it.column, it.reason);
        self.rejected.iter().map(line).collect()
    }
}

/// Imports what a source gives, as the program itself.
pub fn bring(
    registry: &Registry,
    source: impl Iterator<Item = io::Result<Item>> + Send,
    existing: Existing,
) -> (Summary, Told) {
    take_in(registry, source, existing, Command::Import)
}

/// Takes over the lines of another registry, with their history.
pub fn transferred(registry: &Registry, text: &str) -> (Summary, Told) {
    let rows = Lines::new(text.as_bytes(), 0);
    take_in(registry, rows, Existing::Keep, Command::Transfer)
}

/// Takes in what a source gives.
pub fn take_in(
    registry: &Registry,
    source: impl Iterator<Item = io::Result<Item>> + Send,
    existing: Existing,
    sent_as: fn(Import) -> Command,
) -> (Summary, Told) {
    let mut told = Told::default();
    let caller = Caller::system("test").into();
    let began = registry.head().seq;
    let mut live = Live { registry, caller, began, sent_as };
    let summary = import(source, existing, &mut live, &mut told).unwrap();
    (summary, told)
}

/// Imports lines.
pub fn lines(registry: &Registry, text: &str) -> (Summary, Told) {
    bring(registry, Lines::new(text.as_bytes(), 0), Existing::Keep)
}

/// What taking over lines would do.
pub fn rehearse(registry: &Registry, text: &str) -> (Summary, Told) {
    let sent_as = Command::Transfer;
    let mut told = Told::default();
    let snapshot = registry.snapshot();
    let mut target = DryRun::new(registry, &snapshot, Caller::system("test").into(), sent_as);
    let target: &mut dyn Target = &mut target;
    let rows = Lines::new(text.as_bytes(), 0);
    let summary = import(rows, Existing::Keep, target, &mut told).unwrap();
    (summary, told)
}

/// All that a registry holds, as lines.
pub fn exported(registry: &Registry) -> String {
    let mut bytes = Vec::new();
    let export = Export::new(registry, registry.snapshot(), &[]).unwrap();
    export.lines(&mut bytes, &mut |_| {}).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A registry with the built-in record.
pub fn seeded(folder: &Path) -> Registry {
    let (registry, _) = open(folder).unwrap();
    let seeds = Seeds::built_in().unwrap().command();
    registry.submit_blocking(request(seeds)).unwrap();
    registry
}

/// Has lines taken over by an empty registry, and again; what it then holds is the same, byte by
/// byte. Calls `check` in between.
pub fn comes_back(text: &str, check: impl FnOnce(&Registry, &Summary)) {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let (summary, told) = transferred(&registry, text);
    assert_eq!(told.lines(), "");
    assert!(exported(&registry) == text, "the second export differs");
    check(&registry, &summary);
    let before = registry.head().seq;
    let (again, _) = transferred(&registry, text);
    assert_eq!((again.unchanged, again.commands), (text.lines().count() as u64, None));
    assert_eq!(registry.head().seq, before);
    registry.close().unwrap();
}

/// As [`comes_back`], with the last line first.
pub fn comes_back_from_behind(text: &str) {
    let mut reversed: Vec<&str> = text.lines().collect();
    reversed.reverse();
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let (_, told) = transferred(&registry, &reversed.join("\n"));
    assert_eq!(told.lines(), "");
    assert!(exported(&registry) == text, "the order of lines shows");
}
