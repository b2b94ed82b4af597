//! `hoptac backup` and `hoptac restore`: what they print.

use std::path::Path;

use super::{
    CommandResult,
    args::BackupArgs,
    progress::Bars,
    report::{count, say, size},
    settings::Settings,
};
use crate::{
    backup::{self, Tokens},
    journal::Copied,
    registry::{Clock, SystemClock},
};

/// Copies the registry to a new folder, also while it is served.
pub fn make(settings: &Settings, args: &BackupArgs) -> anyhow::Result<CommandResult> {
    let now = SystemClock.now();
    let within = args.keep.map(|_| args.dest.join(backup::name(now)));
    let to = within.as_deref().unwrap_or(&args.dest);
    let mut bars = Bars::new();
    let made = backup::make(&settings.data, to, now, &mut |it| bars.show(it))?;
    bars.finish();
    say(format_args!("backed up {} to {}", held(made.journal), to.display()));
    say(format_args!("  head   {} {}", made.journal.head.seq, made.journal.head.hash));
    say(format_args!("  tokens {}", if made.tokens { "their hashes" } else { "none" }));
    if !made.noted {
        say(
            "  this could not be noted in the data folder: metrics report an earlier backup, or none",
        );
    }
    if let Some(keep) = args.keep {
        for gone in backup::keep_newest(&args.dest, keep as usize)? {
            say(format_args!("  removed {}", gone.display()));
        }
    }
    Ok(CommandResult::Done)
}

/// Brings a backup back.
pub fn restore(settings: &Settings, from: &Path, replace: bool) -> anyhow::Result<CommandResult> {
    let mut bars = Bars::new();
    let data = &settings.data;
    let restored = backup::restore(from, data, replace, &mut |it| bars.show(it))?;
    bars.finish();
    let head = restored.journal.head;
    say(format_args!("restored {} to {}", held(restored.journal), data.display()));
    say(format_args!("  head   {} {}", head.seq, head.hash));
    say(match restored.tokens {
        Tokens::None => "  tokens none in the backup",
        Tokens::Restored => "  tokens those of the backup",
        Tokens::Kept => {
            "  tokens those of the data folder, so that what was revoked since stays revoked; \
             revoke those made since the backup for records that it does not have"
        }
    });
    if let Some(folder) = restored.set_aside {
        say(format_args!(
            "  before {}; delete it once you are sure of what was restored",
            folder.display()
        ));
    }
    say("the next start builds the view and the search index");
    Ok(CommandResult::Done)
}

fn held(journal: Copied) -> String {
    format!("{} ({})", count(journal.head.seq, "command", "commands"), size(journal.bytes))
}
