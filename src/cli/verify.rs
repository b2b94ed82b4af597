//! `hoptac verify`: the journal's chain, and against it the view and the search index.

use std::io::ErrorKind;

use anyhow::{Context, bail};

use super::{
    CommandResult,
    progress::Bars,
    report::{count, say, size},
    settings::Settings,
};
use crate::{
    backup,
    journal::{self, Finding, Hold, Journal, JournalError, LogError, VerifyReport},
    registry::{Folders, JournalReader, Progress, Recovery},
    search::{self, Verified},
    store::{self, ViewReport},
};

/// Checks everything in the data folder, and changes nothing.
pub fn run(settings: &Settings) -> anyhow::Result<CommandResult> {
    let folders = Folders::within(&settings.data);
    if !folders.journal.is_dir() {
        bail!("there is no registry in {}; name its folder with --data", settings.data.display());
    }
    let mut bars = Bars::new();
    if backup::is_backup(&settings.data) {
        // As a restore reads it, so that what is sound here is restored there.
        let checked = backup::verify(&settings.data, &mut |it| bars.show(it));
        bars.finish();
        if let Err(error) = checked {
            say(format_args!("backup   DAMAGED: {error}"));
            return Ok(CommandResult::Wrong);
        }
        say("backup   sound: `hoptac restore` can bring it back");
    } else if !folders.view.is_dir() && !search::folder(&settings.data).is_dir() {
        // So looks a backup, too, that lost the file by which it is one.
        say(
            "backup   none: a copy without backup.toml is a data folder, and `hoptac restore` refuses it",
        );
    }
    let in_use = matches!(hold(&folders)?, JournalUse::InUse);
    let report = journal::verify(&folders.journal, &mut |it| bars.show(checking(it)))
        .context("the journal cannot be checked")?;
    bars.finish();
    print_journal(&report, in_use);
    if !report.is_sound() {
        say("view     not compared, because the journal is damaged");
        say("search   not compared, because the journal is damaged");
        return Ok(CommandResult::Wrong);
    }
    let (view, index) = compare(settings, &folders, &report, in_use, &mut bars)?;
    bars.finish();
    print_view(&view);
    print_index(&index, report.head.seq);
    let wrong = matches!(&view, View::Compared(view) if view.differing > 0)
        || matches!(index, Index::Checked(Verified::Doubtful(_)));
    Ok(if wrong { CommandResult::Wrong } else { CommandResult::Done })
}

/// What could be said of the view.
enum View {
    Compared(ViewReport),
    /// It was not compared, for this reason.
    Skipped(&'static str),
}

/// What could be said of the search index.
enum Index {
    Checked(Verified),
    /// It was not checked, for this reason.
    Skipped(&'static str),
}

const NONE: &str = "there is none; the next start builds it";

/// Compares what is derived from the journal with it, while nobody else has it open.
fn compare(
    settings: &Settings,
    folders: &Folders,
    report: &VerifyReport,
    in_use: bool,
    bars: &mut Bars,
) -> anyhow::Result<(View, Index)> {
    let skipped = |reason| Ok((View::Skipped(reason), Index::Skipped(reason)));
    if !in_use && !report.findings.is_empty() {
        return skipped("not compared: the next start cuts off the torn entry first");
    }
    if !folders.view.is_dir() && !search::folder(&settings.data).is_dir() {
        return skipped(NONE);
    }
    // Nobody opens what is compared meanwhile.
    let JournalUse::Free(_held) = hold(folders)? else {
        return skipped("not compared: a running hoptac has it open; stop it to compare");
    };
    let journal = JournalReader::look(&folders.journal, &mut |it| bars.show(checking(it)))
        .context("the journal cannot be read")?;
    let index = Index::Checked(search::verify(&settings.data, &journal));
    if !folders.view.is_dir() {
        return Ok((View::Skipped(NONE), index));
    }
    // Where the folder cannot be written, as on read-only media, elsewhere.
    let elsewhere = match std::fs::create_dir(&folders.scratch) {
        Ok(()) => None,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => None,
        Err(_) => Some(
            tempfile::Builder::new()
                .prefix("hoptac-verify-")
                .tempdir()
                .context("the folder for temporary files cannot be written; set TMPDIR")?,
        ),
    };
    let scratch =
        elsewhere.as_ref().map_or(folders.scratch.clone(), |folder| folder.path().join("compare"));
    let view = store::verify(&folders.view, &scratch, &journal, &mut |it| bars.show(it))
        .context("the view cannot be compared")?;
    Ok((View::Compared(view), index))
}

/// Whether somebody has the journal open.
enum JournalUse {
    /// Nobody has, and nobody opens it while this is held.
    Free(Option<Hold>),
    InUse,
}

/// Keeps everybody from opening the journal, where nobody has it open.
fn hold(folders: &Folders) -> anyhow::Result<JournalUse> {
    match Journal::hold_to_read(&folders.journal) {
        Ok(held) => Ok(JournalUse::Free(held)),
        Err(JournalError::Log(LogError::Locked { .. })) => Ok(JournalUse::InUse),
        Err(error) => Err(error).context("the journal cannot be read"),
    }
}

fn checking(progress: journal::Progress) -> Progress {
    Progress {
        task: "checking the journal",
        done: progress.bytes_done,
        total: progress.bytes_total,
    }
}

fn print_journal(report: &VerifyReport, in_use: bool) {
    let sound = if report.is_sound() { "sound" } else { "DAMAGED" };
    say(format_args!(
        "journal  {sound}: {} in {}, {}",
        count(report.frames, "entry", "entries"),
        count(report.segments.len() as u64, "segment", "segments"),
        size(report.bytes),
    ));
    say(format_args!("  head   {} {}", report.head.seq, report.head.hash));
    let closed = match (report.closed, in_use) {
        (_, true) => "no: a running hoptac has it open, and appends to it",
        (true, _) => "cleanly",
        (false, _) => "no: left by a crash",
    };
    say(format_args!("  closed {closed}"));
    // What is being written at this moment is not torn.
    for finding in report.findings.iter().filter(|it| !(in_use && matches!(it, Finding::Torn(_)))) {
        say(format_args!("  {finding}"));
    }
}

fn print_view(view: &View) {
    match view {
        View::Skipped(reason) => say(format_args!("view     {reason}")),
        View::Compared(ViewReport { recovery: Some(Recovery::Rebuilt { reason, .. }), .. }) => {
            say(format_args!(
                "view     was left by a crash in a state that is in doubt ({reason}): the next start \
                 rebuilds it, and nothing is lost"
            ));
        }
        View::Compared(view) if view.differing == 0 => say(format_args!(
            "view     agrees with the journal: {}, at command {}{}",
            count(view.entries, "entry", "entries"),
            view.seq,
            missed(view)
        )),
        View::Compared(view) => {
            let differing = count(view.differing, "difference", "differences");
            say(format_args!(
                "view     DIFFERS from the journal: {differing}, at command {}",
                view.seq
            ));
            for example in &view.examples {
                say(format_args!("  {example}"));
            }
            say("  nothing is lost: `hoptac rebuild` rebuilds the view from the journal");
        }
    }
}

/// What a view that a crash left still missed.
fn missed(view: &ViewReport) -> String {
    match &view.recovery {
        Some(Recovery::Replayed { entries }) => format!(
            ", with the {} that it missed when a crash left it; the next start shows them to it",
            count(*entries, "command", "commands")
        ),
        _ => String::new(),
    }
}

fn print_index(index: &Index, head: u64) {
    match index {
        Index::Skipped(reason) => say(format_args!("search   {reason}")),
        Index::Checked(Verified::Missing) => say(format_args!("search   {NONE}")),
        Index::Checked(Verified::Unfinished) => {
            say("search   unfinished: the next start builds it");
        }
        Index::Checked(Verified::Sound { records, seq }) => {
            let records = count(*records, "record", "records");
            let behind = if *seq < head { "; the next start adds what is missing" } else { "" };
            say(format_args!(
                "search   agrees with the journal: {records}, at command {seq}{behind}"
            ));
        }
        Index::Checked(Verified::Doubtful(reason)) => {
            say(format_args!("search   DAMAGED: {reason}"));
            say("  nothing is lost: the next start rebuilds the search index");
        }
    }
}
