//! The segment file: its name, its header, and reading it from end to end.
//!
//! A segment is named after the seq of its first entry, 20 digits and `.journal`, and begins with
//! 16 bytes: the magic `hoptacj\0`, the format version (u32) and the crc32c of these twelve. Frames
//! follow, without gaps.
//!
//! Owns the layout of one file. Must not know how segments follow one another, nor what a body
//! means.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::LogError;
use super::frame::{FRAME_HEADER, FrameFault, Head, Parsed, RawFrame, parse, u32_at};
use super::hash::Hash;
use super::lock::sync_dir;

/// Bytes before the first frame.
pub(super) const HEADER: u64 = 16;
/// The format version this build reads and writes.
pub(super) const VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"hoptacj\0";
const SUFFIX: &str = ".journal";
const DIGITS: usize = 20;
/// Bytes per read of a scan: large enough to hide the call, small enough to stay in the processor's
/// cache.
const CHUNK: usize = 512 * 1024;

/// A segment found in the directory.
#[derive(Debug, Clone)]
pub(super) struct SegmentFile {
    pub(super) path: Arc<Path>,
    pub(super) first_seq: u64,
    /// Size when listed, in bytes.
    pub(super) len: u64,
}

/// Returns the path of the segment in `dir` that begins with `first_seq`.
pub(super) fn path(dir: &Path, first_seq: u64) -> PathBuf {
    dir.join(format!("{first_seq:0DIGITS$}{SUFFIX}"))
}

/// Lists the segments of `dir` in order. Other files are ignored, but a `.journal` file with an odd
/// name is an error.
pub(super) fn list(dir: &Path) -> Result<Vec<SegmentFile>, LogError> {
    let mut found: Vec<SegmentFile> = Vec::new();
    for entry in fs::read_dir(dir).map_err(LogError::io("list", dir))? {
        let entry = entry.map_err(LogError::io("list", dir))?;
        let name = entry.file_name();
        if !name.as_encoded_bytes().ends_with(SUFFIX.as_bytes()) {
            continue;
        }
        let path: Arc<Path> = entry.path().into();
        let Some(first_seq) = name.to_str().and_then(first_seq) else {
            return Err(LogError::SegmentName { file: path.to_path_buf() });
        };
        found.push(SegmentFile { path, first_seq, len: 0 });
    }
    found.sort_by_key(|segment| segment.first_seq);
    // Sizes come after all names: a segment with a successor has then its final size, even while a
    // log appends.
    for segment in &mut found {
        segment.len = fs::metadata(&segment.path)
            .map_err(LogError::io("read the size of", &segment.path))?
            .len();
    }
    Ok(found)
}

fn first_seq(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(SUFFIX)?;
    let sound = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|&seq| sound && seq > 0)
}

/// Creates the segment that begins with `first_seq`, durably: header, then the file's name.
pub(super) fn create(dir: &Path, first_seq: u64) -> Result<(Arc<Path>, File), LogError> {
    let path: Arc<Path> = path(dir, first_seq).into();
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(&header())?;
            file.sync_all()?;
            Ok(file)
        })
        .map_err(LogError::io("create", &path))?;
    sync_dir(dir)?;
    Ok((path, file))
}

fn header() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    let checksum = crc32c::crc32c(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

/// What is wrong with a segment, where its sound part ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SegmentFault {
    #[error("the file ends inside its header")]
    HeaderCut,
    #[error("the file does not start with a segment header")]
    Header,
    #[error("the file has format version {0}")]
    Version(u32),
    #[error(transparent)]
    Frame(#[from] FrameFault),
}

fn check_header(bytes: &[u8]) -> Result<(), SegmentFault> {
    let (Some(version), Some(checksum)) = (u32_at(bytes, 8), u32_at(bytes, 12)) else {
        return Err(SegmentFault::HeaderCut);
    };
    if !bytes.starts_with(MAGIC) || crc32c::crc32c(&bytes[..12]) != checksum {
        return Err(SegmentFault::Header);
    }
    if version != VERSION {
        return Err(SegmentFault::Version(version));
    }
    Ok(())
}

/// What one segment holds, up to its end or to the first thing wrong in it.
#[derive(Debug)]
pub(super) struct Scanned {
    pub(super) path: Arc<Path>,
    pub(super) first_seq: u64,
    /// Size of the file when listed, in bytes.
    pub(super) len: u64,
    /// Where the sound part ends, in bytes: 0 when the header is not sound.
    pub(super) end: u64,
    /// Where each sound frame begins, in bytes.
    pub(super) offsets: Vec<u64>,
    /// The previous hash that the first frame states.
    pub(super) first_previous: Hash,
    /// The hash of the last sound frame.
    pub(super) last_hash: Hash,
    /// The synced seq that the last sound frame states.
    pub(super) last_synced: u64,
    /// What stands at `end`, if it is not the end of the file.
    pub(super) fault: Option<SegmentFault>,
}

impl Scanned {
    /// The seq that follows the last sound frame.
    pub(super) fn next_seq(&self) -> u64 {
        self.first_seq + self.offsets.len() as u64
    }

    /// The last sound frame; `None` if there is none.
    pub(super) fn head(&self) -> Option<Head> {
        (!self.offsets.is_empty()).then(|| Head { seq: self.next_seq() - 1, hash: self.last_hash })
    }

    fn take(&mut self, frame: &RawFrame<'_>) -> Result<(), FrameFault> {
        let previous = (!self.offsets.is_empty()).then_some(self.last_hash);
        frame.check_place(self.next_seq(), previous)?;
        if self.offsets.is_empty() {
            self.first_previous = frame.previous;
        }
        self.offsets.push(self.end);
        self.last_hash = frame.hash();
        self.last_synced = frame.synced;
        self.end += frame.size() as u64;
        Ok(())
    }
}

/// Reads a segment from end to end: header, and every frame's length, checksum, seq and previous
/// hash.
///
/// The previous hash of the first frame is recorded, not checked: it belongs to the segment before.
/// `buffer` is scratch space to reuse; `on_bytes` is told the bytes read since it was last called.
pub(super) fn scan(
    segment: &SegmentFile,
    buffer: &mut Vec<u8>,
    on_bytes: &mut dyn FnMut(u64),
) -> Result<Scanned, LogError> {
    let file = File::open(&segment.path).map_err(LogError::io("open", &segment.path))?;
    let mut scanned = Scanned {
        path: Arc::clone(&segment.path),
        first_seq: segment.first_seq,
        len: segment.len,
        end: 0,
        offsets: Vec::new(),
        first_previous: Hash::ZERO,
        last_hash: Hash::ZERO,
        last_synced: 0,
        fault: None,
    };
    let mut window = Window {
        file: &file,
        path: &segment.path,
        bytes: buffer,
        start: 0,
        at: 0,
        len: segment.len,
    };
    window.bytes.clear();
    let mut needed = usize::try_from(HEADER).unwrap_or(usize::MAX);
    while scanned.fault.is_none() && scanned.end < segment.len {
        let left = segment.len - scanned.end;
        if needed as u64 > left || !window.fill(needed, on_bytes)? {
            scanned.fault = Some(cut(&scanned));
            break;
        }
        let step = if scanned.end == 0 {
            take_header(&mut scanned, &mut window)
        } else {
            take_frames(&mut scanned, &mut window)
        };
        match step {
            Ok(more) => needed = more,
            Err(fault) => scanned.fault = Some(fault),
        }
    }
    if segment.len == 0 {
        scanned.fault = Some(SegmentFault::HeaderCut);
    }
    Ok(scanned)
}

fn cut(scanned: &Scanned) -> SegmentFault {
    if scanned.end == 0 {
        SegmentFault::HeaderCut
    } else {
        FrameFault::Cut { seq: scanned.next_seq() }.into()
    }
}

fn take_header(scanned: &mut Scanned, window: &mut Window<'_>) -> Result<usize, SegmentFault> {
    check_header(window.rest())?;
    scanned.end = HEADER;
    window.at += usize::try_from(HEADER).unwrap_or(usize::MAX);
    Ok(FRAME_HEADER)
}

/// Takes the frames that lie whole in the window; returns how many bytes the next one needs.
fn take_frames(scanned: &mut Scanned, window: &mut Window<'_>) -> Result<usize, SegmentFault> {
    loop {
        match parse(window.rest(), scanned.next_seq()) {
            Parsed::Frame(frame) => {
                scanned.take(&frame)?;
                let size = frame.size();
                window.at += size;
            }
            Parsed::Short(needed) => return Ok(needed),
            Parsed::Fault(fault) => return Err(fault.into()),
        }
    }
}

/// A stretch of a file in memory, that moves forward.
struct Window<'a> {
    file: &'a File,
    path: &'a Path,
    bytes: &'a mut Vec<u8>,
    /// Where in the file `bytes` begin.
    start: u64,
    /// How many of `bytes` are used up.
    at: usize,
    /// How much of the file to read.
    len: u64,
}

impl Window<'_> {
    fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// Moves forward until `needed` unused bytes are in memory; `false` if the file ends before.
    fn fill(&mut self, needed: usize, on_bytes: &mut dyn FnMut(u64)) -> Result<bool, LogError> {
        self.bytes.drain(..self.at);
        self.start += self.at as u64;
        self.at = 0;
        while self.bytes.len() < needed {
            let filled = self.bytes.len();
            let from = self.start + filled as u64;
            let left = usize::try_from(self.len.saturating_sub(from)).unwrap_or(usize::MAX);
            let want = left.min(CHUNK.max(needed - filled));
            self.bytes.resize(filled + want, 0);
            let read = read_at(self.file, &mut self.bytes[filled..], from)
                .map_err(LogError::io("read", self.path))?;
            self.bytes.truncate(filled + read);
            if read == 0 {
                return Ok(false);
            }
            on_bytes(read as u64);
        }
        Ok(true)
    }
}

fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    loop {
        match file.read_at(buffer, offset) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Reads the bytes of `path` from `offset` to where the file ends, `len` at most.
pub(super) fn read_range(path: &Path, offset: u64, len: u64) -> Result<Vec<u8>, LogError> {
    let file = File::open(path).map_err(LogError::io("open", path))?;
    let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
    let mut filled = 0;
    while filled < bytes.len() {
        match read_at(&file, &mut bytes[filled..], offset + filled as u64)
            .map_err(LogError::io("read", path))?
        {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
