//! Judging what a scan found: a sound chain, an interrupted write, or damage.
//!
//! Three things prove that an entry was acknowledged, so that its absence or change is damage:
//!
//! 1. the mark of a clean close, which names the last entry: nothing may differ from what it says;
//! 2. a later segment: one is created only when all before it is durable;
//! 3. a sound frame of a later group anywhere behind it: each frame states how far the journal was
//!    durable.
//!
//! What is unreadable at the end of the last segment, with no such proof, is a torn tail: what an
//! interrupted write of the last group leaves, in whatever order its pages reached the disk. In a
//! journal that was not closed, damage to the last acknowledged group looks the same; nothing in
//! the files could tell, so it needs a caller who knows how far the journal had come. For the same
//! reason the removal of whole groups from the end of a journal that was not closed shows only
//! against such knowledge.
//!
//! Where entries can be fetched again, the third proves nothing: a journal that takes many groups with
//! one sync may lose the pages of the first and keep those of the last.
//!
//! Owns these rules. Must not know how files are read or mended.

use std::cmp::Ordering;
use std::fmt;
use std::path::{Path, PathBuf};

use super::error::LogError;
use super::frame::{FrameFault, Head, proves_acknowledged};
use super::hash::Hash;
use super::segment::{self, HEADER, Scanned, SegmentFault, VERSION};

/// The remains of a write that was interrupted, and so never acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornTail {
    /// The last segment.
    pub file: PathBuf,
    /// Where the remains begin, in bytes; 0 when the segment itself was being created.
    pub offset: u64,
    /// How many bytes there are.
    pub bytes: u64,
}

/// Something in the journal that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An acknowledged entry, or a header, is missing or changed.
    Damaged {
        /// The segment file.
        file: PathBuf,
        /// Where in the file the damaged header or frame begins, in bytes.
        offset: u64,
        /// What is wrong there.
        what: String,
    },
    /// A segment has a format version this build cannot read.
    Version {
        /// The segment file.
        file: PathBuf,
        /// The version it states.
        version: u32,
    },
    /// The mark of a clean close cannot be trusted.
    Mark {
        /// The mark.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// An interrupted write; harmless, opening the journal cuts it off. A running writer's newest
    /// group looks the same.
    Torn(TornTail),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { file, offset, what } => {
                write!(f, "{} at byte {offset}: {what}", file.display())
            }
            Self::Version { file, version } => {
                write!(f, "{}: format version {version}, of a newer hoptac", file.display())
            }
            Self::Mark { file, what } => write!(f, "{}: {what}", file.display()),
            Self::Torn(torn) => write!(
                f,
                "{} at byte {}: {} bytes of a write under way or interrupted, never acknowledged; \
                 harmless",
                torn.file.display(),
                torn.offset,
                torn.bytes
            ),
        }
    }
}

impl Finding {
    /// Turns a finding into the error that refuses the journal; a torn tail is none.
    pub(super) fn into_error(self) -> Result<TornTail, LogError> {
        match self {
            Self::Damaged { file, offset, what } => Err(LogError::Damaged { file, offset, what }),
            Self::Version { file, version } => {
                Err(LogError::Version { file, version, supported: VERSION })
            }
            Self::Mark { file, what } => Err(LogError::DamagedMark { file, what }),
            Self::Torn(torn) => Ok(torn),
        }
    }
}

/// What is known about the journal from elsewhere than its segments.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// The mark of a clean close.
    pub(super) mark: Option<Head>,
    /// The caller knows that everything up to this seq was acknowledged.
    pub(super) acknowledged: u64,
    /// What was not synced can be fetched again from whoever orders the entries.
    pub(super) can_fetch_again: bool,
    /// There are segments before these, which are checked by themselves.
    pub(super) continues: bool,
}

/// The newest entry before anything wrong, and what is wrong, in file order.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) head: Head,
    pub(super) findings: Vec<Finding>,
}

/// Judges the segments of `dir`, scanned in order.
///
/// # Errors
/// Only if a file cannot be read again; what is wrong with the journal is in the verdict.
pub(super) fn judge(dir: &Path, scans: &[Scanned], known: Known) -> Result<Verdict, LogError> {
    let mut verdict = Verdict::default();
    for (index, scan) in scans.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| &scans[index]);
        if index > 0 || !known.continues {
            verdict.findings.extend(broken_link(dir, before, &Start::of(scan)));
        }
        if verdict.findings.is_empty() {
            verdict.head = scan.head().unwrap_or(verdict.head);
        }
        if let Some(fault) = scan.fault {
            let last = index + 1 == scans.len();
            let torn = last && may_be_torn(scan, fault, known)?;
            verdict.findings.push(finding(scan, fault, torn));
        }
    }
    if verdict.findings.is_empty() {
        verdict.findings.extend(wrong_end(dir, scans, verdict.head, known));
    }
    Ok(verdict)
}

/// How a segment begins.
pub(super) struct Start<'a> {
    pub(super) path: &'a Path,
    pub(super) first_seq: u64,
    /// The previous hash that its first frame states; `None` where it has none.
    pub(super) previous: Option<Hash>,
}

impl<'a> Start<'a> {
    pub(super) fn of(scan: &'a Scanned) -> Self {
        let previous = (!scan.offsets.is_empty()).then_some(scan.first_previous);
        Self { path: &scan.path, first_seq: scan.first_seq, previous }
    }
}

/// Checks that a segment continues where the one before it ends.
pub(super) fn broken_link(
    dir: &Path,
    before: Option<&Scanned>,
    start: &Start<'_>,
) -> Option<Finding> {
    // Behind something unreadable there is nothing to continue from; the fault there is reported by
    // itself.
    if before.is_some_and(|before| before.fault.is_some()) {
        return None;
    }
    let expected = before.map_or(1, Scanned::next_seq);
    let (file, offset, what) = match start.first_seq.cmp(&expected) {
        Ordering::Greater => {
            let (file, offset) = match before {
                Some(before) => (before.path.to_path_buf(), before.end),
                None => (segment::path(dir, 1), 0),
            };
            (file, offset, format!("entries {expected} to {} are missing", start.first_seq - 1))
        }
        Ordering::Less => (
            start.path.to_path_buf(),
            0,
            FrameFault::Seq { expected, found: start.first_seq }.to_string(),
        ),
        Ordering::Equal => {
            let previous = before.and_then(Scanned::head).unwrap_or_default().hash;
            if start.previous.is_none_or(|it| it == previous) {
                return None;
            }
            (start.path.to_path_buf(), HEADER, FrameFault::Previous { seq: expected }.to_string())
        }
    };
    Some(Finding::Damaged { file, offset, what })
}

/// Whether a fault in the last segment may be what an interrupted write left.
fn may_be_torn(scan: &Scanned, fault: SegmentFault, known: Known) -> Result<bool, LogError> {
    if known.mark.is_some() || scan.next_seq() <= known.acknowledged {
        return Ok(false);
    }
    match fault {
        // Frames are written only once the header is durable.
        SegmentFault::HeaderCut | SegmentFault::Header => Ok(scan.len <= HEADER),
        SegmentFault::Version(_) => Ok(false),
        SegmentFault::Frame(fault) if !fault.may_be_torn() => Ok(false),
        SegmentFault::Frame(_) if known.can_fetch_again => Ok(true),
        SegmentFault::Frame(_) => {
            let tail = segment::read_range(&scan.path, scan.end, scan.len - scan.end)?;
            Ok(!proves_acknowledged(&tail, scan.next_seq()))
        }
    }
}

pub(super) fn finding(scan: &Scanned, fault: SegmentFault, torn: bool) -> Finding {
    let file = scan.path.to_path_buf();
    match fault {
        _ if torn => Finding::Torn(TornTail { file, offset: scan.end, bytes: scan.len - scan.end }),
        SegmentFault::Version(version) => Finding::Version { file, version },
        _ => Finding::Damaged { file, offset: scan.end, what: fault.to_string() },
    }
}

/// Checks that a journal without faults ends where it is known to have ended.
fn wrong_end(dir: &Path, scans: &[Scanned], head: Head, known: Known) -> Option<Finding> {
    let (seq, what) = match known.mark {
        Some(mark) if head.seq < mark.seq => (
            head.seq + 1,
            format!("it ends with entry {}, but was closed after entry {}", head.seq, mark.seq),
        ),
        Some(mark) if head.seq > mark.seq => {
            (mark.seq + 1, format!("entry {} was added after it was closed", mark.seq + 1))
        }
        Some(mark) if head.hash != mark.hash => {
            (mark.seq, format!("entry {} is not the one it was closed after", mark.seq))
        }
        _ if head.seq < known.acknowledged => (
            head.seq + 1,
            format!(
                "it ends with entry {}, but entry {} was acknowledged",
                head.seq, known.acknowledged
            ),
        ),
        _ => return None,
    };
    let (file, offset) = place(dir, scans, seq);
    Some(Finding::Damaged { file, offset, what })
}

/// Where the entry `seq` is, or where it should be.
fn place(dir: &Path, scans: &[Scanned], seq: u64) -> (PathBuf, u64) {
    let held = scans.iter().find(|scan| (scan.first_seq..scan.next_seq()).contains(&seq));
    match (held, scans.last()) {
        (Some(scan), _) => {
            let index = usize::try_from(seq - scan.first_seq).unwrap_or(usize::MAX);
            (scan.path.to_path_buf(), scan.offsets.get(index).copied().unwrap_or(scan.end))
        }
        (None, Some(last)) => (last.path.to_path_buf(), last.end),
        (None, None) => (segment::path(dir, 1), 0),
    }
}
