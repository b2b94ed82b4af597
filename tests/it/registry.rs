//! The registry as a whole: many senders at once, readers beside them, failing storage.

use std::sync::atomic::{AtomicBool, Ordering};

use hoptac::{
    domain::{Effect, ProblemCode, edge::Term},
    journal,
    registry::{
        OpenError, Options, Recovery, Registry, Request, Snapshot, StoreError, SubmitError,
    },
};

use super::{
    fixture::{self, drafts, marker, sector},
    image::Served,
};

const SENDERS: u64 = 64;

/// Submits from as many threads at once, and returns the answers in the order of the senders.
fn at_once<T: Send>(count: u64, send: impl Fn(u64) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                let send = &send;
                scope.spawn(move || send(number))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn find(snapshot: &Snapshot, key: &str) -> Option<u64> {
    let term = Term::Key(hoptac::domain::Noun::Sector, key.to_owned());
    let id = *snapshot.list_named(&term).unwrap().first()?;
    Some(marker(&snapshot.find(id).unwrap().unwrap().record))
}

#[test]
fn of_many_senders_at_once_each_gets_its_own_answer() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let answers = at_once(SENDERS, |sender| {
        let key = format!("s-{sender}");
        let mut all = vec![sector(&key, sender)];
        if sender == 7 {
            all.extend(drafts(&[(
                "fields.toml",
                "[[field]]\nkey = 'f'\nagreement = 'none'\nsector = 's-7'\n",
            )]));
        }
        fixture::submit(&registry, fixture::adding(all))
    });
    let snapshot = registry.snapshot();
    let mut seqs = Vec::new();
    for (sender, answer) in (0..).zip(answers) {
        let found = find(&snapshot, &format!("s-{sender}"));
        if sender == 7 {
            let Err(SubmitError::Rejected(problems)) = answer else { panic!("{answer:?}") };
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].code, ProblemCode::NotFound);
            assert_eq!(found, None);
            continue;
        }
        let receipt = answer.unwrap();
        let [(id, Effect::Created)] = receipt.effects[..] else { panic!("{receipt:?}") };
        let committed = receipt.committed.unwrap();
        let written = snapshot.find(id).unwrap().unwrap();
        assert_eq!((written.seq, written.updated_at), (committed.seq, committed.at));
        assert_eq!(marker(&written.record), sender);
        assert_eq!(registry.journal().get(committed.seq).unwrap().unwrap().hash, committed.hash);
        seqs.push(committed.seq);
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (1..SENDERS).collect::<Vec<_>>());
    registry.close().unwrap();
}

#[test]
fn the_same_record_sent_by_all_is_created_once() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let answers = at_once(SENDERS, |_| {
        fixture::submit(&registry, fixture::adding(vec![sector("s", 1)])).unwrap().effects[0].1
    });
    assert_eq!(answers.iter().filter(|effect| **effect == Effect::Created).count(), 1);
    assert_eq!(answers.iter().filter(|effect| **effect == Effect::Unchanged).count(), 63);
    assert_eq!(registry.head().seq, 1);
    registry.close().unwrap();
}

#[test]
fn a_dry_run_answers_as_if_and_writes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let dry = |drafts| Request { dry_run: true, ..fixture::request(fixture::adding(drafts)) };
    let receipt = registry.submit_blocking(dry(vec![sector("s", 1)])).unwrap();
    assert_eq!((receipt.committed, receipt.effects[0].1), (None, Effect::Created));
    assert_eq!(registry.head().seq, 0);
    assert!(registry.journal().read_from(1).next().is_none());
    let broken = dry(vec![sector("s", 1), sector("s", 2)]);
    assert!(matches!(registry.submit_blocking(broken), Err(SubmitError::Rejected(_))));
    registry.close().unwrap();
}

#[test]
fn what_was_written_reads_the_same_from_the_cache_and_after_a_new_start() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    fixture::submit(&registry, fixture::adding(vec![sector("s", 1)])).unwrap();
    fixture::submit(&registry, fixture::replacing(vec![sector("s", 2)])).unwrap();
    let (head, served) = (registry.head(), Served::by(&registry.snapshot()));
    registry.close().unwrap();
    let (registry, found) = fixture::open(data.path()).unwrap();
    assert_eq!(found.recovery, Recovery::Intact);
    assert_eq!(registry.head(), head);
    assert_eq!(Served::by(&registry.snapshot()), served);
    registry.close().unwrap();
}

#[test]
fn readers_never_see_a_torn_command_and_a_snapshot_stays_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let written = AtomicBool::new(false);
    let keys = || ["left", "right", "middle"].into_iter();
    let read = |registry: &Registry| {
        let mut kept = Vec::new();
        let mut reads = 0;
        while !written.load(Ordering::Acquire) {
            let snapshot = registry.snapshot();
            let found: Vec<_> = keys().map(|key| find(&snapshot, key)).collect();
            assert!(found.iter().all(|it| *it == found[0]), "{found:?} at {}", snapshot.seq());
            if reads % 50 == 0 {
                kept.push((Served::by(&snapshot), snapshot));
            }
            reads += 1;
        }
        for (served, snapshot) in &kept {
            assert!(Served::by(snapshot) == *served, "{} is other than it was", snapshot.seq());
        }
        assert!(kept.len() > 1, "{reads} reads are too few to tell");
    };
    std::thread::scope(|scope| {
        let readers = [(); 2].map(|()| scope.spawn(|| read(&registry)));
        at_once(8, |sender| {
            for command in 0..60 {
                let marker = sender * 1_000 + command;
                let mut all: Vec<_> = keys().map(|key| sector(key, marker)).collect();
                all.push(sector(&format!("own-{marker}"), marker));
                fixture::submit(&registry, fixture::replacing(all)).unwrap();
            }
        });
        written.store(true, Ordering::Release);
        for reader in readers {
            reader.join().unwrap();
        }
    });
    assert_eq!(registry.head().seq, 8 * 60);
    registry.close().unwrap();
}

#[test]
fn once_the_disk_fails_nothing_is_written_and_everything_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // Each group goes to a file of its own, which cannot be made once the folder is away.
    let journal = journal::Options { segment_bytes: 1, ..journal::Options::default() };
    let options = Options { journal, ..Options::default() };
    let (registry, _) = fixture::open_with(&data, options).unwrap();
    fixture::submit(&registry, fixture::adding(vec![sector("s", 1)])).unwrap();
    let (here, away) = (data.join("journal"), folder.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    let failed = fixture::submit(&registry, fixture::adding(vec![sector("t", 1)]));
    assert!(matches!(failed, Err(SubmitError::ReadOnly(_))), "{failed:?}");
    std::fs::rename(&away, &here).unwrap();
    // Also what would need no write: nobody could tell what it rests on.
    let refused = fixture::submit(&registry, fixture::adding(vec![sector("s", 1)]));
    assert!(matches!(refused, Err(SubmitError::ReadOnly(_))), "{refused:?}");
    assert!(registry.fault().is_some());
    let snapshot = registry.snapshot();
    assert_eq!((snapshot.seq(), find(&snapshot, "s"), find(&snapshot, "t")), (1, Some(1), None));
    drop(snapshot);
    assert!(matches!(registry.close(), Err(OpenError::Journal(_))));
    let (registry, _) = fixture::open_with(&data, options).unwrap();
    assert_eq!(find(&registry.snapshot(), "s"), Some(1));
    fixture::submit(&registry, fixture::adding(vec![sector("t", 1)])).unwrap();
    registry.close().unwrap();
}

#[test]
fn a_registry_is_open_but_once() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let Err(error) = fixture::open(data.path()) else { panic!("it was opened twice") };
    assert!(matches!(error, OpenError::Store(StoreError::InUse { .. })), "{error}");
    assert!(error.to_string().contains("stop that one first"), "{error}");
    fixture::submit(&registry, fixture::adding(vec![sector("s", 1)])).unwrap();
    registry.close().unwrap();
    let (registry, found) = fixture::open(data.path()).unwrap();
    assert_eq!(found.recovery, Recovery::Intact);
    registry.close().unwrap();
}
