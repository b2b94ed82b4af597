//! Reading a journal that may be open elsewhere: nothing is locked, nothing is changed.

use std::path::Path;

use super::chain::{self, Known};
use super::error::LogError;
use super::log;
use super::reader::Reader;
use super::scan::{self, Progress};
use super::segment;

/// A reader of what stood in `dir` when this was called. It may show entries of a group that is
/// being written at that moment, before they are durable.
///
/// # Errors
/// As for [`super::Log::open`]; a torn tail is left out.
pub(super) fn look(dir: &Path, on_progress: &mut dyn FnMut(Progress)) -> Result<Reader, LogError> {
    let scans = scan::scan_all(&segment::list(dir)?, on_progress)?;
    let verdict = chain::judge(dir, &scans, Known::default())?;
    for finding in verdict.findings {
        finding.into_error()?;
    }
    Ok(Reader::new(log::index(scans, verdict.head, None)))
}
