//! The log from opening to closing, and its readers.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use super::super::group::Groups;
use super::super::verify::{Finding, verify};
use super::*;

const OPTIONS: Options = Options {
    segment_bytes: 64 << 20,
    acknowledged: 0,
    can_fetch_again: false,
    check_first: u64::MAX,
};
pub(super) const SMALL: Options = Options { segment_bytes: 300, ..OPTIONS };

pub(super) fn open_with(dir: &Path, options: Options) -> Result<Opened, LogError> {
    Log::open(dir, options, &mut |_| {})
}

pub(super) fn open(dir: &Path) -> Opened {
    open_with(dir, SMALL).unwrap()
}

pub(super) fn bodies(log: &Log) -> Vec<Vec<u8>> {
    log.reader().read_from(1).map(|frame| frame.unwrap().body).collect()
}

pub(super) fn body(n: usize) -> Vec<u8> {
    format!("entry number {n}").into_bytes()
}

/// Appends `groups` groups of two bodies each.
pub(super) fn fill(log: &mut Log, groups: usize) -> Vec<Vec<u8>> {
    let all: Vec<_> = (0..groups * 2).map(body).collect();
    for group in all.chunks(2) {
        log.append(group).unwrap();
    }
    all
}

pub(super) fn segments(dir: &Path) -> Vec<PathBuf> {
    segment::list(dir).unwrap().into_iter().map(|segment| segment.path.to_path_buf()).collect()
}

/// Where the header and the frames of a sound segment begin, and where the last frame ends.
pub(super) fn bounds(file: &Path) -> Vec<u64> {
    let bytes = fs::read(file).unwrap();
    let mut bounds = vec![0, HEADER];
    while let Some(&at) = bounds.last().filter(|&&at| at < bytes.len() as u64) {
        bounds.push(at + frame::size_stated(&bytes[usize::try_from(at).unwrap()..]) as u64);
    }
    bounds
}

#[test]
fn entries_come_back_in_order_with_their_hashes() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    assert_eq!(log.head(), Head::default());
    let appended = log.append(&[b"one".to_vec(), b"two".to_vec()]).unwrap();
    assert_eq!(log.append::<Vec<u8>>(&[]).unwrap(), []);
    let frames: Vec<_> = log.reader().read_from(0).map(Result::unwrap).collect();
    assert_eq!(frames[0].previous, Hash::ZERO);
    assert_eq!(frames[1].previous, frames[0].hash);
    assert_eq!(
        frames.iter().map(|f| (f.seq, f.hash)).collect::<Vec<_>>(),
        [1, 2].map(|seq| (seq, appended[usize::try_from(seq).unwrap() - 1].hash))
    );
    log.close().unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.truncated, None);
    assert_eq!(opened.log.head(), Head { seq: 2, hash: appended[1].hash });
    assert_eq!(opened.log.reader().get(2).unwrap().unwrap().body, b"two");
    assert_eq!(opened.log.reader().get(0).unwrap(), None);
    assert_eq!(opened.log.reader().get(3).unwrap(), None);
}

#[test]
fn an_empty_journal_closes_and_opens() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).log.close().unwrap();
    let opened = open(dir.path());
    assert_eq!((opened.log.head(), opened.truncated), (Head::default(), None));
}

#[test]
fn a_second_open_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let error = open_with(dir.path(), SMALL).unwrap_err();
    assert!(matches!(&error, LogError::Locked { dir: named } if named == dir.path()), "{error}");
    drop(first);
    open(dir.path());
}

#[test]
fn segments_follow_one_another_across_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    let mut all = fill(&mut log, 6);
    drop(log);
    let mut log = open(dir.path()).log;
    all.extend(fill(&mut log, 6));
    assert!(segments(dir.path()).len() > 3);
    assert_eq!(bodies(&log), all);
    for (seq, body) in (1..).zip(&all) {
        assert_eq!(log.reader().get(seq).unwrap().unwrap().body, *body);
        assert_eq!(
            log.reader().read_from(seq).count(),
            all.len() + 1 - usize::try_from(seq).unwrap()
        );
    }
    let mut seen = Vec::new();
    drop(log);
    Log::open(dir.path(), SMALL, &mut |progress| seen.push(progress)).unwrap();
    let last = seen.last().unwrap();
    assert_eq!(last.bytes_done, last.bytes_total);
    assert!(last.bytes_total > 0 && seen.is_sorted_by_key(|progress| progress.bytes_done));
}

#[test]
fn a_frame_larger_than_a_chunk_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options::default()).unwrap().log;
    let all = vec![vec![1; 10], vec![2; 3_000_000], vec![3; 20], vec![4; 600_000]];
    log.append(&all).unwrap();
    assert_eq!(bodies(&log), all);
    drop(log);
    assert_eq!(bodies(&open(dir.path()).log), all);
}

#[test]
fn a_newer_format_and_a_stray_segment_name_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 1);
    drop(log);
    let stray = dir.path().join("1.journal");
    fs::write(&stray, b"").unwrap();
    assert!(
        matches!(open_with(dir.path(), SMALL), Err(LogError::SegmentName { file }) if file == stray)
    );
    fs::rename(&stray, dir.path().join("notes.txt")).unwrap();
    let file = &segments(dir.path())[0];
    let mut bytes = fs::read(file).unwrap();
    bytes[8] = 2;
    let checksum = crc32c::crc32c(&bytes[..12]);
    bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    fs::write(file, bytes).unwrap();
    assert!(matches!(open_with(dir.path(), SMALL), Err(LogError::Version { version: 2, .. })));
}

#[test]
fn after_a_failed_write_nothing_more_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options::default()).unwrap().log;
    let all = fill(&mut log, 1);
    let head = log.head();
    log.break_active_file();
    assert!(matches!(log.append(&[b"lost"]), Err(LogError::Io { action: "write", .. })));
    assert!(matches!(log.append(&[b"more"]), Err(LogError::Poisoned { .. })));
    assert_eq!((log.head(), log.reader().head()), (head, head));
    assert_eq!(bodies(&log), all);
    assert!(matches!(log.close(), Err(LogError::Poisoned { .. })));
    assert!(!mark::path(dir.path()).exists());
}

#[test]
fn too_large_a_body_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    let error = log.append(&[vec![0; 1], vec![0; MAX_BODY + 1]]).unwrap_err();
    assert!(matches!(error, LogError::TooLarge { bytes, max: MAX_BODY } if bytes == MAX_BODY + 1));
    assert_eq!(segments(dir.path()), [] as [PathBuf; 0]);
    assert_eq!(log.append(&[b"fits"]).unwrap()[0].seq, 1);
}

#[test]
fn a_reader_reports_bytes_that_changed_under_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options::default()).unwrap().log;
    fill(&mut log, 2);
    let file = &segments(dir.path())[0];
    let begins = bounds(file)[3];
    let mut bytes = fs::read(file).unwrap();
    bytes[usize::try_from(begins).unwrap() + 60] ^= 1;
    fs::write(file, bytes).unwrap();
    let mut frames = log.reader().read_from(1);
    assert_eq!(frames.by_ref().take_while(Result::is_ok).count(), 2);
    assert!(frames.next().is_none());
    assert!(
        matches!(log.reader().get(3), Err(LogError::Damaged { offset, .. }) if offset == begins)
    );
    assert!(log.reader().get(4).unwrap().is_some());
}

#[test]
fn readers_see_whole_prefixes_while_the_log_appends_and_verify_finds_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options { segment_bytes: 2000, ..SMALL }).unwrap().log;
    let reader = log.reader();
    let writer = thread::spawn(move || fill(&mut log, 60));
    while reader.head().seq < 120 {
        let head = reader.head();
        let frames: Vec<_> = reader.read_from(1).map(Result::unwrap).collect();
        assert!(frames.len() as u64 >= head.seq);
        assert!(frames.iter().enumerate().all(|(n, frame)| frame.body == body(n)));
        assert!(verify(dir.path(), &mut |_| {}).unwrap().is_sound());
    }
    let all = writer.join().unwrap();
    assert_eq!(reader.read_from(1).map(|frame| frame.unwrap().body).collect::<Vec<_>>(), all);
}

#[test]
fn verify_lists_what_is_there_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 6);
    let head = log.head();
    log.close().unwrap();
    let files = segments(dir.path());
    let report = verify(dir.path(), &mut |_| {}).unwrap();
    assert_eq!((report.frames, report.head, report.closed), (12, head, true));
    assert_eq!(
        report.segments.iter().map(|segment| segment.file.clone()).collect::<Vec<_>>(),
        files
    );
    assert_eq!(report.findings, []);
    for file in &files[..2] {
        let mut bytes = fs::read(file).unwrap();
        bytes[100] ^= 4;
        fs::write(file, bytes).unwrap();
    }
    let report = verify(dir.path(), &mut |_| {}).unwrap();
    let named = |finding: &Finding| matches!(finding, Finding::Damaged { file, .. } if files[..2].contains(file));
    assert!(
        report.findings.len() == 2 && report.findings.iter().all(named),
        "{:?}",
        report.findings
    );
    assert!(report.head.seq < 4 && mark::path(dir.path()).exists());
}

#[test]
fn groups_stand_in_every_journal_with_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut writer = open(one.path()).log;
    let mut groups = Vec::new();
    for group in [1..2, 2..5, 5..9].map(|range| range.map(body).collect::<Vec<_>>()) {
        let prepared = writer.prepare(group.clone()).unwrap();
        let appended = writer.append(&group).unwrap();
        assert_eq!(writer.head(), prepared.last);
        assert_eq!(appended.len(), group.len());
        groups.push(prepared);
    }
    let read: Vec<_> = Groups::new(writer.reader().read_from(1)).map(Result::unwrap).collect();
    assert_eq!(read, groups);
    // Two of them with one sync, and one.
    let mut taker = open(other.path()).log;
    taker.take(&groups[..2]).unwrap();
    assert!(matches!(taker.take(&groups[..2]), Err(LogError::Unordered { first: 1, after: 4 })));
    assert!(matches!(taker.take(&[]), Ok(appended) if appended.is_empty()));
    taker.take(&groups[2..]).unwrap();
    assert_eq!(taker.head(), writer.head());
    let frames = |log: &Log| log.reader().read_from(1).map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!(frames(&taker), frames(&writer));
}

#[test]
fn a_group_that_does_not_follow_or_hash_is_refused_and_nothing_written() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let writer = open(one.path()).log;
    let sound = writer.prepare(vec![body(1), body(2)]).unwrap();
    let mut taker = open(other.path()).log;
    let mut changed = sound.clone();
    changed.bodies[0].push(0);
    let mut empty = sound.clone();
    empty.bodies.clear();
    for bad in [changed, empty] {
        assert!(matches!(
            taker.take(&[sound.clone(), bad.clone()]),
            Err(LogError::Unordered { first: 1, after: 2 })
        ));
        assert!(matches!(taker.take(&[bad]), Err(LogError::Mismatch { first: 1, .. })));
    }
    let mut ahead = sound.clone();
    ahead.first = 3;
    assert!(matches!(taker.take(&[ahead]), Err(LogError::Unordered { first: 3, after: 0 })));
    assert_eq!(taker.head(), Head::default());
    taker.take(&[sound]).unwrap();
    assert_eq!(bodies(&taker), [body(1), body(2)]);
}
