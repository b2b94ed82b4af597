//! The log against crashes and damage.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::super::group::Groups;
use super::super::verify::{Finding, verify};
use super::tests::{SMALL, bodies, bounds, fill, open, open_with, segments};
use super::*;

#[track_caller]
fn assert_damaged(dir: &Path, file: &Path, begins: u64) {
    let error = open_with(dir, SMALL).unwrap_err();
    let LogError::Damaged { file: named, offset, .. } = &error else { panic!("{error}") };
    assert_eq!((named.as_path(), *offset), (file, begins), "{error}");
    let message = error.to_string();
    assert!(message.contains("hoptac verify") && message.contains("hoptac restore"), "{message}");
    assert!(!verify(dir, &mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_last_frame_cut_at_any_byte_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options::default()).unwrap().log;
    let all = fill(&mut log, 2);
    let last = log.append(&[b"last"]).unwrap()[0];
    drop(log);
    let file = &segments(dir.path())[0];
    let whole = fs::read(file).unwrap();
    let begins = bounds(file)[5];
    for end in begins..whole.len() as u64 {
        fs::write(file, &whole[..usize::try_from(end).unwrap()]).unwrap();
        let Opened { mut log, truncated } = open(dir.path());
        let torn = TornTail { file: file.clone(), offset: begins, bytes: end - begins };
        assert_eq!(truncated, Some(torn).filter(|torn| torn.bytes > 0));
        assert_eq!(bodies(&log), all);
        assert_eq!(log.append(&[b"last"]).unwrap()[0], last);
    }
}

#[test]
fn any_flip_in_a_closed_journal_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 5);
    log.close().unwrap();
    let files = segments(dir.path());
    assert!(files.len() > 1);
    for file in &files {
        let whole = fs::read(file).unwrap();
        for pair in bounds(file).windows(2) {
            for at in pair[0]..pair[1] {
                let mut flipped = whole.clone();
                flipped[usize::try_from(at).unwrap()] ^= 1 << (at % 8);
                fs::write(file, flipped).unwrap();
                assert_damaged(dir.path(), file, pair[0]);
            }
        }
        fs::write(file, whole).unwrap();
    }
    open(dir.path());
}

#[test]
fn a_closed_journal_cut_anywhere_or_continued_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 5);
    log.close().unwrap();
    for file in &segments(dir.path()) {
        let whole = fs::read(file).unwrap();
        for pair in bounds(file).windows(2) {
            for end in pair[0]..pair[1] {
                fs::write(file, &whole[..usize::try_from(end).unwrap()]).unwrap();
                assert_damaged(dir.path(), file, pair[0]);
            }
        }
        fs::write(file, [&whole[..], &[0]].concat()).unwrap();
        assert_damaged(dir.path(), file, whole.len() as u64);
        fs::write(file, whole).unwrap();
    }
    open(dir.path());
}

#[test]
fn a_missing_segment_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 9);
    log.close().unwrap();
    let files = segments(dir.path());
    assert!(files.len() > 2);
    let aside = dir.path().join("aside");
    for (nth, file) in files.iter().enumerate() {
        fs::rename(file, &aside).unwrap();
        let (named, offset) = match nth.checked_sub(1) {
            Some(before) => (&files[before], fs::metadata(&files[before]).unwrap().len()),
            None => (file, 0),
        };
        assert_damaged(dir.path(), named, offset);
        fs::rename(&aside, file).unwrap();
    }
    for file in &files {
        fs::rename(file, aside.with_file_name(format!("{}.aside", file.display()))).unwrap();
    }
    assert_damaged(dir.path(), &files[0], 0);
}

#[test]
fn a_rewritten_last_entry_is_refused_once_closed() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    let first = log.append(&[b"given"]).unwrap()[0];
    log.append(&[b"ten"]).unwrap();
    log.close().unwrap();
    let file = &segments(dir.path())[0];
    let begins = bounds(file)[2];
    let mut forged = fs::read(file).unwrap();
    forged.truncate(usize::try_from(begins).unwrap());
    frame::encode(&mut forged, 2, 1, first.hash, b"two");
    fs::write(file, forged).unwrap();
    assert_damaged(dir.path(), file, begins);
}

/// A forger who mends the checksum still breaks the link to the entry behind, in the same segment
/// or the next.
#[test]
fn a_rewritten_entry_is_refused_even_after_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 5);
    let seqs = 1..log.head().seq;
    let reader = log.reader();
    drop(log);
    let files = segments(dir.path());
    let frames: Vec<_> = files
        .iter()
        .flat_map(|file| {
            bounds(file).windows(2).skip(1).map(|pair| (file, pair[0])).collect::<Vec<_>>()
        })
        .collect();
    for ((seq, at), behind) in seqs.zip(&frames).zip(&frames[1..]) {
        let whole = fs::read(at.0).unwrap();
        let begins = usize::try_from(at.1).unwrap();
        let mut forged = whole.clone();
        forged.truncate(begins);
        let entry = reader.get(seq).unwrap().unwrap();
        frame::encode(&mut forged, seq, 0, entry.previous, &vec![b'?'; entry.body.len()]);
        forged.extend_from_slice(&whole[forged.len()..]);
        fs::write(at.0, forged).unwrap();
        assert_damaged(dir.path(), behind.0, behind.1);
        fs::write(at.0, whole).unwrap();
    }
}

#[test]
fn a_damaged_mark_is_refused_and_verify_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    fill(&mut log, 1);
    log.close().unwrap();
    fs::write(mark::path(dir.path()), b"?").unwrap();
    assert!(matches!(open_with(dir.path(), SMALL), Err(LogError::DamagedMark { .. })));
    let report = verify(dir.path(), &mut |_| {}).unwrap();
    assert!(matches!(report.findings[..], [Finding::Mark { .. }]));
    assert!(!report.closed && report.frames == 2);
}

#[test]
fn after_a_crash_a_flip_is_refused_in_all_but_the_last_group() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open_with(dir.path(), Options::default()).unwrap().log;
    let all = fill(&mut log, 4);
    drop(log);
    let file = &segments(dir.path())[0];
    let whole = fs::read(file).unwrap();
    let bounds = bounds(file);
    let last_group = bounds[7];
    for pair in bounds.windows(2) {
        for at in pair[0]..pair[1] {
            let mut flipped = whole.clone();
            flipped[usize::try_from(at).unwrap()] ^= 1 << (at % 8);
            fs::write(file, flipped).unwrap();
            if at < last_group {
                assert_damaged(dir.path(), file, pair[0]);
                continue;
            }
            let known = Options { acknowledged: 8, ..SMALL };
            assert!(matches!(open_with(dir.path(), known), Err(LogError::Damaged { .. })));
            let Opened { log, truncated } = open(dir.path());
            assert_eq!(truncated.unwrap().offset, pair[0]);
            assert_eq!(bodies(&log), all[..log.head().seq.try_into().unwrap()]);
            assert!(log.head().seq >= 6);
        }
    }
}

#[test]
fn a_segment_that_was_being_created_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path()).log;
    let all = fill(&mut log, 3);
    drop(log);
    let file = segment::path(dir.path(), 7);
    for remains in [&b""[..], b"hopt", &[0; 16]] {
        fs::write(&file, remains).unwrap();
        let Opened { log, truncated } = open(dir.path());
        let bytes = remains.len() as u64;
        assert_eq!(truncated, Some(TornTail { file: file.clone(), offset: 0, bytes }));
        assert!(!file.exists());
        assert_eq!(bodies(&log), all);
    }
    fs::write(&file, [0; 17]).unwrap();
    assert_damaged(dir.path(), &file, 0);
}

/// What a crash does to the bytes of a write that was not acknowledged.
#[derive(Debug, Clone)]
enum Tear {
    Cut(Index),
    Zero(Index, Index),
    Garbage(Index, Vec<u8>),
}

fn tear() -> impl Strategy<Value = Tear> {
    prop_oneof![
        any::<Index>().prop_map(Tear::Cut),
        any::<(Index, Index)>().prop_map(|(from, to)| Tear::Zero(from, to)),
        (any::<Index>(), vec(any::<u8>(), 1..200)).prop_map(|(at, bytes)| Tear::Garbage(at, bytes)),
    ]
}

/// Tears the bytes of `file` from `from` on.
fn apply(tear: &Tear, file: &Path, from: usize) {
    let mut bytes = fs::read(file).unwrap();
    let tail = &mut bytes[from..];
    match tear {
        Tear::Cut(at) => {
            let at = from + at.index(tail.len());
            bytes.truncate(at);
        }
        Tear::Zero(a, b) => {
            let (a, b) = (a.index(tail.len()), b.index(tail.len()));
            tail[a.min(b)..=a.max(b)].fill(0);
        }
        Tear::Garbage(at, garbage) => {
            let at = at.index(tail.len());
            tail[at..].iter_mut().zip(garbage).for_each(|(byte, garbage)| *byte = *garbage);
        }
    }
    fs::write(file, bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Everything acknowledged comes back, then perhaps the first entries of the interrupted group,
    /// and nothing else.
    #[test]
    fn an_interrupted_write_loses_nothing_acknowledged(
        groups in vec(vec(vec(any::<u8>(), 0..80), 1..5), 1..6),
        torn_group in vec(vec(any::<u8>(), 0..80), 1..5),
        segment_bytes in 100..1500_u64,
        tear in tear(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let options = Options { segment_bytes, ..Options::default() };
        let mut log = open_with(dir.path(), options).unwrap().log;
        for group in &groups {
            log.append(group).unwrap();
        }
        let acknowledged = groups.concat();
        let before = segments(dir.path());
        let synced = fs::metadata(before.last().unwrap()).unwrap().len();
        log.append(&torn_group).unwrap();
        drop(log);
        let file = segments(dir.path()).pop().unwrap();
        let from = if before.contains(&file) { synced } else { HEADER };
        apply(&tear, &file, usize::try_from(from).unwrap());

        let options = Options { acknowledged: acknowledged.len() as u64, ..options };
        let mut log = open_with(dir.path(), options).unwrap().log;
        let found = bodies(&log);
        let whole = [&acknowledged[..], &torn_group].concat();
        prop_assert!(found.len() >= acknowledged.len());
        prop_assert_eq!(&found[..], &whole[..found.len()]);

        log.append(&[b"after"]).unwrap();
        drop(log);
        let log = open_with(dir.path(), options).unwrap().log;
        prop_assert_eq!(bodies(&log), [&found[..], &[b"after".to_vec()]].concat());
    }
}

/// Many groups written with one sync: the system may write the last page before the first.
#[test]
fn what_was_not_synced_is_cut_off_where_it_can_be_fetched_again() {
    let options = Options { segment_bytes: 1 << 20, ..SMALL };
    let with = |acknowledged| Options { acknowledged, can_fetch_again: true, ..options };
    let source = tempfile::tempdir().unwrap();
    let mut writer = open_with(source.path(), options).unwrap().log;
    let all = fill(&mut writer, 6);
    let groups: Vec<_> = Groups::new(writer.reader().read_from(1)).map(Result::unwrap).collect();
    let replica = || {
        let dir = tempfile::tempdir().unwrap();
        let mut log = open_with(dir.path(), with(0)).unwrap().log;
        log.take(&groups[..2]).unwrap();
        log.take(&groups[2..]).unwrap();
        drop(log);
        dir
    };
    let sound = bounds(&segments(replica().path())[0]);
    // Each frame but those of the first two groups, which were synced before.
    for lost in 4..12 {
        let dir = replica();
        let file = &segments(dir.path())[0];
        let mut bytes = fs::read(file).unwrap();
        let (from, to) = (sound[1 + lost], sound[2 + lost]);
        bytes[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()].fill(0);
        fs::write(file, &bytes).unwrap();
        if lost < 10 {
            assert!(
                matches!(open_with(dir.path(), options), Err(LogError::Damaged { .. })),
                "a later group proves that entry {} was acknowledged",
                lost + 1
            );
        }
        let opened = open_with(dir.path(), with(4)).unwrap();
        assert_eq!(opened.truncated.map(|torn| torn.offset), Some(from));
        let mut log = opened.log;
        // Whole groups are left, and the last of them is fetched again, too.
        let left = 4.max((lost - 1) / 2 * 2);
        assert_eq!(bodies(&log), all[..left], "entry {} was lost", lost + 1);
        let next = log.head().seq + 1;
        let rest: Vec<_> =
            Groups::new(writer.reader().read_from(next)).map(Result::unwrap).collect();
        log.take(&rest).unwrap();
        assert_eq!(log.head(), writer.head());
    }
    // A file that ends between the two entries of a group.
    let dir = replica();
    let file = File::options().write(true).open(&segments(dir.path())[0]).unwrap();
    file.set_len(sound[1 + 7]).unwrap();
    let opened = open_with(dir.path(), with(4)).unwrap();
    assert_eq!(bodies(&opened.log), all[..6]);
    // What was acknowledged is never cut.
    let dir = replica();
    let file = &segments(dir.path())[0];
    let mut bytes = fs::read(file).unwrap();
    bytes[usize::try_from(sound[3]).unwrap() + 20] ^= 1;
    fs::write(file, &bytes).unwrap();
    assert!(matches!(open_with(dir.path(), with(4)), Err(LogError::Damaged { .. })));
}
