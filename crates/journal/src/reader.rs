//! Reading acknowledged entries while others are appended.
//!
//! Owns the in-memory index (where each frame begins: 8 bytes per entry) and the reads from it. A
//! reader sees only what is acknowledged: the writer adds to the index after the data is durable.
//! Must not know how entries get there.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::error::LogError;
use super::frame::{Frame, Head, Parsed, parse, size_stated};
use super::hash::Hash;

/// Bytes read ahead by an iterator.
const CHUNK: u64 = 256 * 1024;

/// Where the frames of one segment begin.
#[derive(Debug)]
pub(super) struct IndexedSegment {
    pub(super) path: Arc<Path>,
    pub(super) first_seq: u64,
    /// Where each frame begins, in bytes.
    pub(super) offsets: Vec<u64>,
    /// Where the last frame ends, in bytes.
    pub(super) end: u64,
    /// Whether it was not read yet, so that its frames are not known.
    pub(super) is_unread: bool,
}

/// Where every acknowledged frame is.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) segments: Vec<IndexedSegment>,
    pub(super) head: Head,
    /// The last segment, kept open; the others are opened when read, so that their number is not
    /// limited.
    pub(super) active: Option<Arc<File>>,
}

/// Where to read one frame.
struct ReadPosition {
    path: Arc<Path>,
    file: Option<Arc<File>>,
    offset: u64,
    /// Where the frame ends.
    frame_end: u64,
    /// Where the frames of its segment end, as far as acknowledged.
    segment_end: u64,
}

impl ReadPosition {
    fn open(&self) -> Result<Arc<File>, LogError> {
        match &self.file {
            Some(file) => Ok(Arc::clone(file)),
            None => File::open(&self.path).map(Arc::new).map_err(LogError::io("open", &self.path)),
        }
    }
}

/// Where a frame is, as far as is known.
enum Located {
    At(ReadPosition),
    /// In the segment with this place, which was not read yet.
    Unread(usize),
}

impl Index {
    fn locate(&self, seq: u64) -> Option<Located> {
        if seq == 0 || seq > self.head.seq {
            return None;
        }
        let after = self.segments.partition_point(|segment| segment.first_seq <= seq);
        // Where the first is missing, that is found with the next.
        let segment = self.segments.get(after.saturating_sub(1))?;
        if segment.is_unread {
            return Some(Located::Unread(after.saturating_sub(1)));
        }
        let nth = usize::try_from(seq.checked_sub(segment.first_seq)?).ok()?;
        let offset = *segment.offsets.get(nth)?;
        Some(Located::At(ReadPosition {
            path: Arc::clone(&segment.path),
            file: self.active.as_ref().filter(|_| after == self.segments.len()).map(Arc::clone),
            offset,
            frame_end: segment.offsets.get(nth + 1).copied().unwrap_or(segment.end),
            segment_end: segment.end,
        }))
    }
}

/// Reads entries, on any thread, while the log appends. Clones are cheap and share one index.
///
/// A reader outlives its log: it then goes on to read what was acknowledged.
#[derive(Debug, Clone)]
pub struct Reader {
    index: Arc<RwLock<Index>>,
}

impl Reader {
    pub(super) fn new(index: Index) -> Self {
        Self { index: Arc::new(RwLock::new(index)) }
    }

    // Nothing panics while it holds the lock, so a poisoned one still guards a whole index.
    pub(super) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the writer the index to add to.
    pub(super) fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the newest acknowledged entry.
    #[must_use]
    pub fn head(&self) -> Head {
        self.index().head
    }

    /// Returns the bytes that the acknowledged entries take up, with the heads of their segments.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.index().segments.iter().map(|segment| segment.end).sum()
    }

    /// Reads the entry `seq`; `None` for 0 and for what is not acknowledged yet.
    ///
    /// # Errors
    /// [`LogError::Damaged`] if the bytes are no longer what was written, [`LogError::Io`] if they
    /// cannot be read.
    pub fn get(&self, seq: u64) -> Result<Option<Frame>, LogError> {
        let Some(place) = self.locate(seq)? else { return Ok(None) };
        let mut bytes = Vec::new();
        read_exact(&*place.open()?, &place.path, place.offset, place.frame_end, &mut bytes)?;
        frame_at(&bytes, &place.path, place.offset, seq, None).map(|(frame, _)| Some(frame))
    }

    /// Where a frame is; its segment is read for that, if it was not yet.
    fn locate(&self, seq: u64) -> Result<Option<ReadPosition>, LogError> {
        loop {
            let located = self.index().locate(seq);
            match located {
                None => return Ok(None),
                Some(Located::At(place)) => return Ok(Some(place)),
                Some(Located::Unread(nth)) => self.read_segment(nth)?,
            }
        }
    }

    /// Iterates over the entries from `seq` (0 means 1) to the head at the time of this call.
    #[must_use]
    pub fn read_from(&self, seq: u64) -> Frames {
        Frames {
            reader: self.clone(),
            next: seq.max(1),
            last: self.head().seq,
            previous: None,
            cursor: None,
        }
    }
}

/// Entries in order, read ahead in large pieces. It ends after the first error.
#[derive(Debug)]
pub struct Frames {
    reader: Reader,
    next: u64,
    last: u64,
    previous: Option<Hash>,
    cursor: Option<Cursor>,
}

/// A stretch of one segment in memory.
#[derive(Debug)]
struct Cursor {
    path: Arc<Path>,
    file: Arc<File>,
    /// Where in the file the next frame begins.
    offset: u64,
    /// Where the frames to read end.
    end: u64,
    bytes: Vec<u8>,
    /// How many of `bytes` are used up; the next frame begins there.
    at: usize,
}

impl Frames {
    fn read(&mut self) -> Result<Option<Frame>, LogError> {
        if self.cursor.as_ref().is_none_or(|cursor| cursor.offset >= cursor.end) {
            let Some(place) = self.reader.locate(self.next)? else { return Ok(None) };
            let file = place.open()?;
            let (offset, end) = (place.offset, place.segment_end);
            self.cursor =
                Some(Cursor { path: place.path, file, offset, end, bytes: Vec::new(), at: 0 });
        }
        let Some(cursor) = &mut self.cursor else { return Ok(None) };
        let frame = cursor.read(self.next, self.previous)?;
        self.previous = Some(frame.hash);
        self.next += 1;
        Ok(Some(frame))
    }
}

impl Iterator for Frames {
    type Item = Result<Frame, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next > self.last {
            return None;
        }
        let result = self.read();
        if !matches!(result, Ok(Some(_))) {
            self.last = 0;
        }
        result.transpose()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.last + 1).saturating_sub(self.next);
        (0, usize::try_from(left).ok())
    }
}

impl std::iter::FusedIterator for Frames {}

impl Cursor {
    fn read(&mut self, seq: u64, previous: Option<Hash>) -> Result<Frame, LogError> {
        // Twice, because the size is known only once the frame's first bytes are.
        for _ in 0..2 {
            let rest = &self.bytes[self.at..];
            let needed = size_stated(rest);
            if rest.len() < needed {
                self.fill(needed as u64)?;
            }
        }
        let (frame, size) =
            frame_at(&self.bytes[self.at..], &self.path, self.offset, seq, previous)?;
        self.at += size;
        self.offset += size as u64;
        Ok(frame)
    }

    /// Reads anew from the next frame: `needed` bytes or a chunk, whichever is more, but not past
    /// the end.
    fn fill(&mut self, needed: u64) -> Result<(), LogError> {
        let to = self.end.min(self.offset + needed.max(CHUNK));
        self.at = 0;
        read_exact(&self.file, &self.path, self.offset, to, &mut self.bytes)
    }
}

fn read_exact(
    file: &File,
    path: &Path,
    from: u64,
    to: u64,
    bytes: &mut Vec<u8>,
) -> Result<(), LogError> {
    bytes.resize(usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX), 0);
    file.read_exact_at(bytes, from).map_err(LogError::io("read", path))
}

/// Takes the frame that `bytes` begin with, checked to be `seq`; returns it with its size.
fn frame_at(
    bytes: &[u8],
    path: &Path,
    offset: u64,
    seq: u64,
    previous: Option<Hash>,
) -> Result<(Frame, usize), LogError> {
    let what = match parse(bytes, seq) {
        Parsed::Frame(raw) => match raw.check_place(seq, previous) {
            Ok(()) => return Ok((raw.to_frame(), raw.size())),
            Err(fault) => fault.to_string(),
        },
        Parsed::Fault(fault) => fault.to_string(),
        Parsed::Short(_) => format!("entry {seq} is longer than when it was written"),
    };
    Err(LogError::Damaged { file: path.to_owned(), offset, what })
}
