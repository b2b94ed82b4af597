//! That a backup could be brought back: what a drill notes in the data folder, for the server to tell
//! how long ago that was.

use std::{fs, io, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Manifest, manifest};

/// Where a data folder says which backup of it was brought back last, on trial.
const NOTE: &str = "drill.last.toml";
const HEAD: &str = "\
# The last backup of this data folder that was restored on trial, for the server's metrics. It may be deleted.

";

/// A backup that was brought back on trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Drill {
    /// When it was.
    pub drilled_at: Timestamp,
    /// When the backup had been made.
    pub made_at: Timestamp,
    /// The last command of the backup.
    pub seq: u64,
    /// The hash of that command.
    pub hash: String,
}

impl Drill {
    /// Of a backup, at a moment.
    #[must_use]
    pub fn of(backup: Manifest, drilled_at: Timestamp) -> Self {
        Self { drilled_at, made_at: backup.made_at, seq: backup.seq, hash: backup.hash }
    }

    /// Notes it in the data folder.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn note(&self, data: &Path) -> io::Result<()> {
        manifest::note(data, NOTE, HEAD, self)
    }
}

/// The last drill that was noted in a data folder; what cannot be read tells nothing.
#[must_use]
pub fn last_drill(data: &Path) -> Option<Drill> {
    toml::from_str(&fs::read_to_string(data.join(NOTE)).ok()?).ok()
}
