//! `hoptac verify`: the journal's chain, and against it the view and the search index.

use anyhow::{Context, bail};

use super::{
    CommandResult,
    progress::Bars,
    report::{count, say, size},
    settings::Settings,
};
use crate::{
    journal::{self, Journal, JournalError, LogError, VerifyReport},
    registry::{Folders, Progress},
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
    let report = journal::verify(&folders.journal, &mut |it| bars.show(checking(it)))
        .context("the journal cannot be checked")?;
    bars.finish();
    print_journal(&report);
    if !report.is_sound() {
        say("view     not compared, because the journal is damaged");
        say("search   not compared, because the journal is damaged");
        return Ok(CommandResult::Wrong);
    }
    let (view, index) = compare(settings, &folders, &report, &mut bars)?;
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
    bars: &mut Bars,
) -> anyhow::Result<(View, Index)> {
    let skipped = |reason| Ok((View::Skipped(reason), Index::Skipped(reason)));
    if !report.findings.is_empty() {
        return skipped("not compared: the next start cuts off the torn entry first");
    }
    if !folders.view.is_dir() && !search::folder(&settings.data).is_dir() {
        return skipped(NONE);
    }
    let opened = Journal::open(&folders.journal, journal::Options::default(), &mut |it| {
        bars.show(checking(it));
    });
    let journal = match opened {
        Ok((journal, _)) => journal,
        Err(JournalError::Log(LogError::Locked { .. })) => {
            return skipped("not compared: a running hoptac has it open");
        }
        Err(error) => return Err(error).context("the journal cannot be read"),
    };
    let index = Index::Checked(search::verify(&settings.data, &journal.reader()));
    if !folders.view.is_dir() {
        return Ok((View::Skipped(NONE), index));
    }
    let view = store::verify(&folders.view, &folders.scratch, &journal, &mut |it| bars.show(it))
        .context("the view cannot be compared")?;
    Ok((View::Compared(view), index))
}

fn checking(progress: journal::Progress) -> Progress {
    Progress {
        task: "checking the journal",
        done: progress.bytes_done,
        total: progress.bytes_total,
    }
}

fn print_journal(report: &VerifyReport) {
    let sound = if report.is_sound() { "sound" } else { "DAMAGED" };
    say(format_args!(
        "journal  {sound}: {} in {}, {}",
        count(report.frames, "entry", "entries"),
        count(report.segments.len() as u64, "segment", "segments"),
        size(report.bytes),
    ));
    say(format_args!("  head   {} {}", report.head.seq, report.head.hash));
    say(format_args!(
        "  closed {}",
        if report.closed { "cleanly" } else { "no: in use, or left by a crash" }
    ));
    for finding in &report.findings {
        say(format_args!("  {finding}"));
    }
}

fn print_view(view: &View) {
    match view {
        View::Skipped(reason) => say(format_args!("view     {reason}")),
        View::Compared(view) if view.differing == 0 => say(format_args!(
            "view     agrees with the journal: {}, at command {}",
            count(view.entries, "entry", "entries"),
            view.seq
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

fn print_index(index: &Index, head: u64) {
    match index {
        Index::Skipped(reason) => say(format_args!("search   {reason}")),
        Index::Checked(Verified::Missing) => say(format_args!("search   {NONE}")),
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
