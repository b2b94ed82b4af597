//! Reading a registry that others may have open, or that cannot be written: by its journal alone.

use std::path::Path;

use super::{Folders, JournalError, OpenError, Progress, Snapshot};
use domain::MadeKeys;
use journal::Reader;
use store::Store;

/// Reads the registry in a data folder without opening it: what its journal tells now. A view is
/// built for that in a folder of its own, which nobody may remove while the snapshot is held.
///
/// # Errors
/// Where the journal is damaged or the view cannot be built.
pub fn look(
    data: &Path,
    view: &Path,
    options: store::Options,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<(Reader, Snapshot), OpenError> {
    let folders = Folders::within(data);
    let journal = Reader::look(&folders.journal, &mut |progress| {
        on_progress(Progress {
            task: "checking the journal",
            done: progress.bytes_done,
            total: progress.bytes_total,
        });
    })?;
    let found = Store::find(view.to_owned(), options, on_progress)?;
    let store = found.open(&journal, on_progress)?.store;
    Ok((journal, store.snapshot()))
}

/// As [`Registry::made_keys`], of the registry that a journal tells.
///
/// # Errors
/// Where the journal cannot be read.
pub fn made_keys(journal: &Reader) -> Result<Option<MadeKeys>, JournalError> {
    let first = journal.get(1)?;
    Ok(first.map(|entry| MadeKeys::new(format!("r{:.10}", entry.hash.to_string()))))
}
