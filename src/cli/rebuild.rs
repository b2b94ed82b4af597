//! `hoptac rebuild`: the view, anew from the journal, and with it all that is derived from it.

use anyhow::{Context, bail};

use super::{CommandResult, progress::Bars, report, settings::Settings};
use crate::{
    journal::{self, Journal},
    registry::{Folders, Progress},
    search, store,
};

/// Builds the view anew.
pub fn run(settings: &Settings) -> anyhow::Result<CommandResult> {
    let folders = Folders::within(&settings.data);
    if !folders.journal.is_dir() {
        bail!("there is no registry in {}; name its folder with --data", settings.data.display());
    }
    let mut bars = Bars::new();
    let (journal, torn) = Journal::open(&folders.journal, journal::Options::default(), &mut |it| {
        bars.show(Progress {
            task: "checking the journal",
            done: it.bytes_done,
            total: it.bytes_total,
        });
    })
    .with_context(|| report::cannot_open(&settings.data))?;
    if let Some(torn) = torn {
        report::say(format_args!(
            "cut {} off the journal, never acknowledged",
            report::size(torn.bytes)
        ));
    }
    let options = report::store_options(settings);
    store::rebuild(&folders.view, options, &journal, &mut |it| bars.show(it))?;
    search::discard(&settings.data).context("the search index cannot be removed")?;
    bars.finish();
    let head = journal.head();
    journal.close()?;
    report::say(format_args!(
        "built the view from {}; the next start builds the search index",
        report::count(head.seq, "command", "commands")
    ));
    Ok(CommandResult::Done)
}
