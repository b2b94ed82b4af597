//! What is left unread when a journal that was closed is opened: the segments before its last ones.
//!
//! The mark of the close vouches for the last entry, and each segment states the hash of the entry
//! before its first. So a segment can be read and checked at any time, by who reads an entry of it
//! first or by [`Reader::check_unread`], whichever comes earlier: nothing of it is given before.
//!
//! Owns which segments are left, and their reading. Must not know how entries are read.

use std::fs::File;
use std::mem;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::chain::{Start, broken_link, finding};
use super::error::LogError;
use super::frame::FRAME_HEADER;
use super::hash::Hash;
use super::reader::{IndexedSegment, Reader};
use super::segment::{self, HEADER, Scanned, SegmentFile};

/// Where in the payload of a frame the hash of the entry before begins.
const PREVIOUS: u64 = 16;

/// How many segments at the beginning are left unread, and what was found in the others: these take
/// up `first` bytes or the last segment, and hold at least one entry.
pub(super) fn scan_last(
    segments: &[SegmentFile],
    first: u64,
    mut scan: impl FnMut(&[SegmentFile]) -> Result<Vec<Scanned>, LogError>,
) -> Result<(usize, Vec<Scanned>), LogError> {
    let (mut left, mut bytes) = (segments.len(), 0);
    while let Some(next) = left.checked_sub(1) {
        bytes += segments[next].len;
        if bytes > first && left < segments.len() {
            break;
        }
        left = next;
    }
    let mut scans = scan(&segments[left..])?;
    while left > 0 && scans.iter().all(|it| it.fault.is_none() && it.offsets.is_empty()) {
        left -= 1;
        scans.splice(..0, scan(&segments[left..=left])?);
    }
    Ok((left, scans))
}

/// Segments that are not read yet.
pub(super) fn unread(segments: &[SegmentFile]) -> Vec<IndexedSegment> {
    let unread = segments.iter().map(|it| IndexedSegment {
        path: Arc::clone(&it.path),
        first_seq: it.first_seq,
        offsets: Vec::new(),
        end: it.len,
        is_unread: true,
    });
    unread.collect()
}

impl Reader {
    /// Bytes of the segments that were not read yet.
    #[must_use]
    pub fn unread_bytes(&self) -> u64 {
        self.index().segments.iter().filter(|it| it.is_unread).map(|it| it.end).sum()
    }

    /// Reads and checks what was left unread when the journal was opened, the newest first, until
    /// all is or it is told to stop, which it is asked before each segment.
    ///
    /// # Errors
    /// As for [`super::Log::open`], with what is not as it was written.
    pub fn check_unread(&self, mut go_on: impl FnMut() -> ControlFlow<()>) -> Result<(), LogError> {
        let next = || self.index().segments.iter().rposition(|it| it.is_unread);
        while let Some(nth) = next() {
            if go_on().is_break() {
                return Ok(());
            }
            self.read_segment(nth)?;
        }
        Ok(())
    }

    /// Reads a segment that was left unread, and its link to the next; to the one before it that one
    /// tells it.
    pub(super) fn read_segment(&self, nth: usize) -> Result<(), LogError> {
        let (mut segment, next) = {
            let index = self.index();
            let Some(one) = index.segments.get(nth).filter(|it| it.is_unread) else {
                return Ok(());
            };
            let (path, first_seq) = (Arc::clone(&one.path), one.first_seq);
            let next = index.segments.get(nth + 1).map(|it| (Arc::clone(&it.path), it.first_seq));
            (SegmentFile { path, first_seq, len: one.end }, next)
        };
        // What came behind its end is damage, too.
        let length =
            std::fs::metadata(&segment.path).map_err(LogError::io("open", &segment.path))?;
        segment.len = segment.len.max(length.len());
        let mut scanned = segment::scan(&segment, &mut Vec::new(), &mut |_| ())?;
        if let Some(fault) = scanned.fault {
            finding(&scanned, fault, false).into_error()?;
        }
        let dir = segment.path.parent().unwrap_or(Path::new("."));
        let own = (nth == 0).then(|| broken_link(dir, None, &Start::of(&scanned)));
        let following = next.map(|(path, first_seq)| {
            let previous = Some(stated_previous(&path)?);
            let start = Start { path: &path, first_seq, previous };
            Ok::<_, LogError>(broken_link(dir, Some(&scanned), &start))
        });
        let following = following.transpose()?;
        for broken in [own, following].into_iter().flatten().flatten() {
            broken.into_error()?;
        }
        let mut index = self.index_mut();
        if let Some(one) = index.segments.get_mut(nth) {
            one.offsets = mem::take(&mut scanned.offsets);
            one.end = scanned.end;
            one.is_unread = false;
        }
        Ok(())
    }
}

/// The hash that the first entry of a segment states as that of the entry before it.
fn stated_previous(path: &Path) -> Result<Hash, LogError> {
    use std::os::unix::fs::FileExt;
    let mut bytes = [0; 32];
    File::open(path)
        .and_then(|file| file.read_exact_at(&mut bytes, HEADER + FRAME_HEADER as u64 + PREVIOUS))
        .map_err(LogError::io("read", path))?;
    Ok(Hash::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::log::Log;
    use super::super::options::Options;
    use super::*;

    const OPTIONS: Options =
        Options { segment_bytes: 300, acknowledged: 0, can_fetch_again: false, check_first: 0 };

    /// A journal of several segments that was closed.
    fn closed() -> (tempfile::TempDir, Vec<Vec<u8>>) {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::open(dir.path(), OPTIONS, &mut |_| {}).unwrap().log;
        let all: Vec<_> = (0..32).map(|nth| format!("entry number {nth}").into_bytes()).collect();
        for group in all.chunks(2) {
            log.append(group).unwrap();
        }
        log.close().unwrap();
        assert!(segment::list(dir.path()).unwrap().len() > 4);
        (dir, all)
    }

    fn open(dir: &Path) -> Log {
        Log::open(dir, OPTIONS, &mut |_| {}).unwrap().log
    }

    fn bodies(reader: &Reader) -> Result<Vec<Vec<u8>>, LogError> {
        reader.read_from(1).map(|frame| Ok(frame?.body)).collect()
    }

    #[test]
    fn what_is_left_unread_is_read_when_it_is_asked_for_or_checked() {
        let (dir, all) = closed();
        let log = open(dir.path());
        let reader = log.reader();
        let (left, bytes) = (reader.unread_bytes(), reader.bytes());
        assert!(left > 0 && left < bytes);
        assert_eq!(reader.get(3).unwrap().unwrap().body, all[2]);
        let less = reader.unread_bytes();
        assert!(less < left);
        let mut asked = 0;
        let once = || {
            asked += 1;
            if asked > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        reader.check_unread(once).unwrap();
        assert!(reader.unread_bytes() < less && reader.unread_bytes() > 0);
        reader.check_unread(|| ControlFlow::Continue(())).unwrap();
        assert_eq!((reader.unread_bytes(), reader.bytes()), (0, bytes));
        assert_eq!(bodies(&reader).unwrap(), all);
        drop(log);
        // Left as after a crash, but with its mark, since nothing was written.
        assert_eq!(bodies(&open(dir.path()).reader()).unwrap(), all);
    }

    #[test]
    fn what_is_appended_follows_what_is_left_unread() {
        let (dir, mut all) = closed();
        let mut log = open(dir.path());
        log.append(&[b"more".to_vec()]).unwrap();
        all.push(b"more".to_vec());
        log.reader().check_unread(|| ControlFlow::Continue(())).unwrap();
        assert_eq!(bodies(&log.reader()).unwrap(), all);
        drop(log);
        let log = open(dir.path());
        assert_eq!(log.reader().unread_bytes(), 0, "what a crash left is read whole");
        assert_eq!(bodies(&log.reader()).unwrap(), all);
    }

    #[test]
    fn each_flip_missing_byte_and_missing_segment_is_found_behind() {
        let (dir, _) = closed();
        let segments = segment::list(dir.path()).unwrap();
        let (last, old) = segments.split_last().unwrap();
        let check = |what: &str| {
            let reader = open(dir.path()).reader();
            let error = reader.check_unread(|| ControlFlow::Continue(())).unwrap_err();
            assert!(matches!(error, LogError::Damaged { .. } | LogError::Version { .. }), "{what}");
            assert!(bodies(&reader).is_err(), "{what}");
        };
        for SegmentFile { path, .. } in old {
            let sound = fs::read(path).unwrap();
            for at in (0..sound.len()).step_by(5) {
                let mut bytes = sound.clone();
                bytes[at] ^= 1 << (at % 8);
                fs::write(path, bytes).unwrap();
                check(&format!("byte {at} of {} flipped", path.display()));
            }
            fs::write(path, &sound[..sound.len() - 1]).unwrap();
            check("cut");
            fs::write(path, [&sound[..], b"x"].concat()).unwrap();
            check("longer");
            fs::remove_file(path).unwrap();
            check("missing");
            fs::write(path, &sound).unwrap();
        }
        // What is checked first is refused as ever.
        let mut bytes = fs::read(&last.path).unwrap();
        bytes[60] ^= 1;
        fs::write(&last.path, bytes).unwrap();
        assert!(Log::open(dir.path(), OPTIONS, &mut |_| {}).is_err());
    }

    #[test]
    fn the_last_segments_are_read_as_far_as_is_asked() {
        let (dir, all) = closed();
        let total = open(dir.path()).reader().bytes();
        for first in 0..=total {
            let options = Options { check_first: first, ..OPTIONS };
            let log = Log::open(dir.path(), options, &mut |_| {}).unwrap().log;
            let read = total - log.reader().unread_bytes();
            assert!(read <= first.max(500), "{read} bytes were read, {first} asked");
            assert_eq!(log.head().seq, all.len() as u64);
        }
        let options = Options { check_first: total, ..OPTIONS };
        let log = Log::open(dir.path(), options, &mut |_| {}).unwrap().log;
        assert_eq!(log.reader().unread_bytes(), 0);
    }
}
