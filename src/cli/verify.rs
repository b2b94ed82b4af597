//! `hoptac verify`: the journal's chain, and the view against the journal.

use anyhow::{Context, bail};

use super::{
    Outcome,
    progress::Bars,
    report::{count, say, size},
    settings::Settings,
};
use crate::{
    journal::{self, Journal, JournalError, LogError, VerifyReport},
    registry::{Folders, Progress},
    store::{self, ViewReport},
};

/// Checks everything in the data folder, and changes nothing.
pub fn run(settings: &Settings) -> anyhow::Result<Outcome> {
    let folders = Folders::within(&settings.data);
    if !folders.journal.is_dir() {
        bail!("there is no registry in {}; name its folder by --data", settings.data.display());
    }
    let mut bars = Bars::new();
    let report = journal::verify(&folders.journal, &mut |it| bars.show(checking(it)))
        .context("the journal cannot be checked")?;
    bars.finish();
    print_journal(&report);
    if !report.is_sound() {
        say("view     not compared, since the journal is damaged");
        return Ok(Outcome::Wrong);
    }
    let compared = compare(&folders, &report, &mut bars)?;
    bars.finish();
    print_view(&compared);
    Ok(match compared {
        View::Compared(view) if view.differing > 0 => Outcome::Wrong,
        _ => Outcome::Done,
    })
}

/// What could be said of the view.
enum View {
    Compared(ViewReport),
    /// It was not compared, for this reason.
    Skipped(&'static str),
}

fn compare(folders: &Folders, report: &VerifyReport, bars: &mut Bars) -> anyhow::Result<View> {
    if !report.findings.is_empty() {
        let reason = "not compared: the next start cuts off the torn entry first";
        return Ok(View::Skipped(reason));
    }
    if !folders.view.is_dir() {
        return Ok(View::Skipped("there is none; the next start builds it"));
    }
    let opened = Journal::open(&folders.journal, journal::Options::default(), &mut |it| {
        bars.show(checking(it));
    });
    let journal = match opened {
        Ok((journal, _)) => journal,
        Err(JournalError::Log(LogError::Locked { .. })) => {
            return Ok(View::Skipped("not compared: a running hoptac has it open"));
        }
        Err(error) => return Err(error).context("the journal cannot be read"),
    };
    match store::verify(&folders.view, &folders.scratch, &journal, &mut |it| bars.show(it)) {
        Ok(view) => Ok(View::Compared(view)),
        Err(error) => Err(error).context("the view cannot be compared"),
    }
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
            say("  nothing is lost: `hoptac rebuild` builds the view anew from the journal");
        }
    }
}
