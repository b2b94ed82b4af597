//! Checking a journal without opening it: nothing is locked, nothing is changed.
//!
//! Owns the report. Must not know how a journal is mended.

use std::path::{Path, PathBuf};

use super::chain::{self, Known, Verdict};
use super::error::LogError;
use super::frame::Head;
use super::mark;
use super::scan::{self, Progress};
use super::segment::{self, Scanned};

pub use super::chain::Finding;

/// What [`verify`] found in one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentReport {
    /// The segment file.
    pub file: PathBuf,
    /// The seq of its first entry, from its name.
    pub first_seq: u64,
    /// How many sound frames it begins with.
    pub frames: u64,
    /// Its size in bytes, sound or not.
    pub bytes: u64,
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The segments in order.
    pub segments: Vec<SegmentReport>,
    /// Sound frames in all.
    pub frames: u64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// The newest entry before anything wrong.
    pub head: Head,
    /// Whether the journal was closed, so that its very end is vouched for too.
    pub closed: bool,
    /// What is wrong, in file order: the first thing in each segment, and between segments. Empty
    /// if nothing is.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether [`super::Log::open`] would accept the journal: nothing is wrong but, perhaps, a torn
    /// tail.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| matches!(finding, Finding::Torn(_)))
    }
}

/// Checks every byte of the journal in `dir`.
///
/// It may run while a log is open there: it looks at what was there when it began. A group that is
/// being written at that moment may show as [`Finding::Torn`].
///
/// # Errors
/// [`LogError::Io`] if a file cannot be read, [`LogError::SegmentName`] for a stray `.journal`
/// file; all that is wrong with the entries is in the report.
pub fn verify(dir: &Path, on_progress: &mut dyn FnMut(Progress)) -> Result<Report, LogError> {
    let Examined { scans, verdict, closed } = examine(dir, on_progress)?;
    let segments: Vec<_> = scans
        .iter()
        .map(|scan| SegmentReport {
            file: scan.path.to_path_buf(),
            first_seq: scan.first_seq,
            frames: scan.offsets.len() as u64,
            bytes: scan.len,
        })
        .collect();
    Ok(Report {
        frames: segments.iter().map(|segment| segment.frames).sum(),
        bytes: segments.iter().map(|segment| segment.bytes).sum(),
        segments,
        head: verdict.head,
        closed,
        findings: verdict.findings,
    })
}

/// All segments as they were read, and what follows from them.
pub(super) struct Examined {
    pub(super) scans: Vec<Scanned>,
    pub(super) verdict: Verdict,
    pub(super) closed: bool,
}

/// Reads every byte of the journal in `dir`, which may be open elsewhere.
pub(super) fn examine(
    dir: &Path,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Examined, LogError> {
    let before = read_mark(dir)?;
    let scans = scan::scan_all(&segment::list(dir)?, on_progress)?;
    let after = read_mark(dir)?;
    // A mark that came or went meanwhile says nothing about the segments that were scanned.
    let mark = if before == after { before } else { Mark::Absent };
    let known = Known { mark: mark.head(), ..Known::default() };
    let mut verdict = chain::judge(dir, &scans, known)?;
    if let Mark::Damaged(what) = &mark {
        verdict.findings.push(Finding::Mark { file: mark::path(dir), what: what.clone() });
    }
    Ok(Examined { scans, verdict, closed: mark.head().is_some() })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Absent,
    Sound(Head),
    Damaged(String),
}

impl Mark {
    fn head(&self) -> Option<Head> {
        match self {
            Self::Sound(head) => Some(*head),
            _ => None,
        }
    }
}

fn read_mark(dir: &Path) -> Result<Mark, LogError> {
    match mark::read(dir) {
        Ok(None) => Ok(Mark::Absent),
        Ok(Some(head)) => Ok(Mark::Sound(head)),
        Err(LogError::DamagedMark { what, .. }) => Ok(Mark::Damaged(what)),
        Err(error) => Err(error),
    }
}
