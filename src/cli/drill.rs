//! `hoptac drill`: restores a backup on trial, into a folder of its own, and compares all of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{
    CommandResult,
    progress::Bars,
    report::{self, say},
    settings::Settings,
    verify,
};
use crate::{
    backup::{self, Drill, Manifest},
    registry::{Clock, SystemClock},
};

/// Restores the backup in a folder, or the newest of a folder of backups, as it would be in earnest:
/// the journal is copied and read through, the view built, opened, closed, and compared with it.
pub fn run(settings: &Settings, from: &Path) -> anyhow::Result<CommandResult> {
    let backup = chosen(from)?;
    let manifest = Manifest::of_backup(&backup)?;
    let scratch = tempfile::Builder::new()
        .prefix("hoptac-drill-")
        .tempdir()
        .context("the folder for temporary files cannot be written; set TMPDIR")?;
    let data = scratch.path().join("data");
    std::fs::create_dir(&data).with_context(|| format!("{} cannot be made", data.display()))?;
    say(format_args!("drill    {}, made {}", backup.display(), manifest.made_at));
    let mut bars = Bars::new();
    let restored = backup::restore(&backup, &data, false, &mut |it| bars.show(it));
    bars.finish();
    let head = restored.context("the backup cannot be restored")?.journal.head;
    let trial = Settings { data, ..settings.clone() };
    report::open(&trial)?.close().context("the restored registry did not close")?;
    let verified = verify::run(&trial)?;
    if verified != CommandResult::Done || head.seq != manifest.seq {
        say("drill    FAILED: what was restored is not sound");
        return Ok(CommandResult::Wrong);
    }
    say(format_args!("drill    passed: this backup can be restored, to command {}", head.seq));
    let drill = Drill::of(manifest, SystemClock.now());
    if settings.data.is_dir() && drill.note(&settings.data).is_err() {
        say(
            "  this could not be noted in the data folder: metrics report an earlier drill, or none",
        );
    }
    Ok(CommandResult::Done)
}

/// The backup that a folder is, or the newest that it holds.
fn chosen(from: &Path) -> anyhow::Result<PathBuf> {
    if backup::is_backup(from) {
        return Ok(from.to_owned());
    }
    match backup::list(from)?.pop() {
        Some(newest) => Ok(newest),
        None => bail!(
            "{} is no backup and holds none that `hoptac backup --keep` made; name a backup",
            from.display()
        ),
    }
}
