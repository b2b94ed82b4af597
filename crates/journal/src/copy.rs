//! Copying a journal whole, also one that is open elsewhere: a backup, and its way back.
//!
//! Owns which bytes are copied, and that they are durable and read back. Must not know where a
//! copy is kept, nor what is kept beside it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::LogError;
use super::frame::Head;
use super::lock;
use super::mark;
use super::scan::Progress;
use super::segment::Scanned;
use super::verify::{examine, verify};

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Its last entry; the number tells how many it has.
    pub head: Head,
    /// Bytes of its segments.
    pub bytes: u64,
}

/// Copies the journal in `from` to the folder `to`, which is made, and reads the copy through.
///
/// A log may append meanwhile: the copy ends with the last whole entry that was there at the
/// beginning. It is marked as closed, so that any difference in it is damage, also at its end.
///
/// # Errors
/// [`LogError::Damaged`] and its kin where `from` is not as it was written, or the copy is not;
/// [`LogError::Io`] where the system refuses.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Copied, LogError> {
    let found = examine(from, on_progress)?;
    for finding in found.verdict.findings {
        finding.into_error()?;
    }
    let head = found.verdict.head;
    lock::create_dir(to)?;
    let filled = found.scans.iter().filter(|scan| !scan.offsets.is_empty());
    for scan in filled {
        copy_segment(scan, to)?;
    }
    lock::sync_dir(to)?;
    mark::write(to, head)?;
    let copy = verify(to, on_progress)?;
    for finding in copy.findings {
        finding.into_error()?;
    }
    // The mark names the head with its hash, so a copy without findings ends where it should.
    Ok(Copied { head, bytes: copy.bytes })
}

/// Copies the sound part of a segment, durably.
fn copy_segment(scan: &Scanned, to: &Path) -> Result<(), LogError> {
    let from = File::open(&scan.path).map_err(LogError::io("open", &scan.path))?;
    // What was read may not be durable yet: a copy must not hold what a crash could still take
    // from its original.
    from.sync_data().map_err(LogError::io("sync", &scan.path))?;
    let path = to.join(scan.path.file_name().unwrap_or_default());
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(LogError::io("create", &path))?;
    io::copy(&mut from.take(scan.end), &mut file)
        .and_then(|_| file.sync_all())
        .map_err(LogError::io("write", &path))
}
