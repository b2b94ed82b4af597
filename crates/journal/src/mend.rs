//! Mending what a crash left at the end of a journal, before anything is appended.
//!
//! Owns what is cut off, and that the rest is durable. Must not know how faults are judged.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use super::chain::{Known, TornTail};
use super::error::LogError;
use super::log::Active;
use super::segment::{self, Scanned};

/// Removes what an interrupted write left, from the file and from the scans.
pub(super) fn cut(torn: &TornTail, scans: &mut Vec<Scanned>) -> Result<(), LogError> {
    if torn.offset == 0 {
        scans.pop();
        return fs::remove_file(&torn.file).map_err(LogError::io("remove", &torn.file));
    }
    File::options()
        .write(true)
        .open(&torn.file)
        .and_then(|file| file.set_len(torn.offset).and_then(|()| file.sync_all()))
        .map_err(LogError::io("cut", &torn.file))
}

/// Opens the last segment for writing, with everything in it durable.
///
/// The last group may have been written but not synced. If syncing it failed, the system may hold
/// it in memory as if it were on disk, and a sync would do nothing: so it is written again, byte
/// for byte, and then synced. Where groups may have been written without a sync, all of the segment
/// is written again.
///
/// A journal that was closed is durable up to its end, and is not written to.
pub(super) fn settle(last: &Scanned, known: Known) -> Result<Active, LogError> {
    let file = File::options()
        .read(true)
        .write(true)
        .open(&last.path)
        .map_err(LogError::io("open for writing", &last.path))?;
    if known.mark.is_none() {
        let durable = if known.can_fetch_again { 0 } else { last.last_synced };
        let nth = (durable + 1).saturating_sub(last.first_seq);
        let from = usize::try_from(nth)
            .ok()
            .and_then(|nth| last.offsets.get(nth))
            .copied()
            .unwrap_or(last.end);
        let group = segment::read_range(&last.path, from, last.end - from)?;
        file.write_all_at(&group, from)
            .and_then(|()| file.sync_all())
            .map_err(LogError::io("write", &last.path))?;
    }
    Ok(Active { path: Arc::clone(&last.path), file: Arc::new(file), end: last.end })
}

/// The last group, where it may lack its end and can be fetched again whole: a hash covers where
/// its group begins, so what is left of a group cannot be appended as a group of its own.
pub(super) fn last_group(scans: &[Scanned], known: Known) -> Option<TornTail> {
    let last = scans.last().filter(|_| known.can_fetch_again && known.mark.is_none())?;
    let head = last.head().filter(|head| head.seq > known.acknowledged)?;
    let nth = usize::try_from((last.last_synced + 1).checked_sub(last.first_seq)?).ok()?;
    let offset = *last.offsets.get(nth)?;
    debug_assert!(last.last_synced < head.seq);
    Some(TornTail { file: last.path.to_path_buf(), offset, bytes: last.end - offset })
}
