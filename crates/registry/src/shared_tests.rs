//! Registries on one order that is kept in memory, which moves, doubts and refuses.

use std::{
    fs,
    path::Path,
    sync::{Arc, Condvar, Mutex},
    thread,
};

use serde_json::json;
use tempfile::TempDir;

use super::{
    ordered::{All, Fault, Kept, Machine},
    *,
};
use crate::{FixedClock, Options, Receipt, Registry, Request};
use domain::{Command, Existing, Record, Register, link::ByKey};
use journal::{Idempotency, Image, Journal, Reader};

struct Cluster {
    all: Arc<All>,
    machines: Vec<(Registry, TempDir)>,
}

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock("2026-11-29T00:00:00Z".parse().unwrap()))
}

impl Cluster {
    fn new(roles: Vec<Role>) -> Self {
        let count = roles.len();
        let kept = Mutex::new(Kept { roles, ..Kept::default() });
        let all = Arc::new(All { kept, changed: Condvar::new() });
        let mut cluster = Self { all, machines: Vec::new() };
        for nth in 0..count {
            cluster.machines.push(cluster.join(nth, tempfile::tempdir().unwrap()));
        }
        cluster
    }

    fn join(&self, nth: usize, folder: TempDir) -> (Registry, TempDir) {
        let member = Machine { nth, all: Arc::clone(&self.all) };
        let (options, member) = (Options::default(), Box::new(member));
        let opened =
            Registry::open_member(folder.path(), options, clock(), member, &mut |_| {}).unwrap();
        (opened.0, folder)
    }

    fn role(&self, nth: usize, role: Role) {
        self.all.lock().roles[nth] = role;
    }

    fn registry(&self, nth: usize) -> &Registry {
        &self.machines[nth].0
    }

    /// Waits until a machine shows all that is ordered.
    fn settle(&self, nth: usize) -> crate::Head {
        loop {
            let head = self.registry(nth).head();
            if head.seq == self.all.lock().head().seq {
                return head;
            }
            thread::yield_now();
        }
    }

    fn wait(&self, nth: usize, until: impl Fn(&Standing) -> bool) -> Standing {
        let standing = self.registry(nth).standing().unwrap();
        loop {
            let now = standing.borrow().clone();
            if until(&now) {
                return now;
            }
            thread::yield_now();
        }
    }
}

fn sector(name: &str, key: Option<&str>) -> Request {
    let sector = json!({ "key": name, "code": name.to_uppercase().replace('-', "_"), "name": { "en": name } });
    let draft: Record<ByKey> = serde_json::from_value(json!({ "Sector": sector })).unwrap();
    let register = Register { drafts: vec![draft], existing: Existing::Keep };
    let idempotency = key.map(|key| Idempotency { key: key.to_owned(), fingerprint: [7; 32] });
    Request { idempotency, ..Request::of_system("test", Command::Register(register)) }
}

fn seq(receipt: &Receipt) -> u64 {
    receipt.committed.unwrap().seq
}

fn keys(journal: &Reader) -> Vec<Option<String>> {
    let entries = journal.read_from(1);
    entries.map(|entry| entry.unwrap().body.idempotency.map(|it| it.key)).collect()
}

#[test]
fn the_writer_decides_and_the_others_have_the_same_bytes() {
    let elsewhere = Role::Follower(Some("http://one".to_owned()));
    let cluster = Cluster::new(vec![Role::Writer, elsewhere]);
    let alone = tempfile::tempdir().unwrap();
    let alone = Registry::open(alone.path(), Options::default(), clock(), &mut |_| {}).unwrap().0;
    for name in ["a", "b", "c"] {
        let receipt = cluster.registry(0).submit_blocking(sector(name, None)).unwrap();
        let other = alone.submit_blocking(sector(name, None)).unwrap();
        assert_eq!(receipt, other, "an order adds nothing to what is written");
    }
    // Nothing is written, and the order is asked whether that still holds.
    assert_eq!(cluster.registry(0).submit_blocking(sector("a", None)).unwrap().committed, None);
    assert_eq!(cluster.settle(1), alone.head());
    let refused = cluster.registry(1).submit_blocking(sector("d", None));
    assert_eq!(refused, Err(SubmitError::NotWriter(Some("http://one".to_owned()))));
    let standing = cluster.wait(1, |it| it.current.is_some());
    assert_eq!(standing.writes, Writes::Elsewhere("http://one".to_owned()));

    // The role is handed over once what waits is decided.
    let waiting = cluster.registry(0).send_blocking(sector("d", None));
    cluster.role(0, Role::Leaving);
    assert!(matches!(waiting(), Ok(_) | Err(SubmitError::NotWriter(None))));
    while cluster.all.lock().left == 0 {
        thread::yield_now();
    }
    cluster.role(1, Role::Writer);
    cluster.wait(1, |it| it.writes == Writes::Here);
    let receipt = cluster.registry(1).submit_blocking(sector("e", None)).unwrap();
    assert_eq!(cluster.settle(0).seq, seq(&receipt));
    assert_eq!(cluster.registry(0).head(), cluster.registry(1).head());
}

#[test]
fn two_who_both_think_that_they_write_lose_and_double_nothing() {
    const EACH: usize = 40;
    let cluster = Cluster::new(vec![Role::Writer, Role::Writer, Role::Follower(None)]);
    let faults = [Fault::Lost, Fault::Unanswered, Fault::Full];
    let written: Vec<(String, u64)> = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let cluster = &cluster;
                scope.spawn(move || {
                    let mut written = Vec::new();
                    for nth in 0..EACH {
                        if nth % 10 == 5 {
                            let mut kept = cluster.all.lock();
                            kept.faults.push_back(faults[(client + nth / 10) % 3]);
                        }
                        let key = format!("k{client}-{nth}");
                        let receipt = (0..).find_map(|attempt| {
                            let registry = cluster.registry((client + attempt) % 2);
                            match registry.submit_blocking(sector(&key, Some(&key))) {
                                Err(
                                    SubmitError::InDoubt
                                    | SubmitError::Unordered(_)
                                    | SubmitError::NoSpace,
                                ) => None,
                                answered => Some(answered.unwrap()),
                            }
                        });
                        let receipt = receipt.expect("one is answered");
                        written.push((key, seq(&receipt)));
                    }
                    written
                })
            })
            .collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let head = cluster.settle(2);
    assert_eq!((head, head), (cluster.settle(0), cluster.settle(1)));
    let mut keys = keys(cluster.registry(2).journal());
    for (key, seq) in &written {
        assert_eq!(keys[usize::try_from(*seq).unwrap() - 1].as_ref(), Some(key));
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), written.len(), "each is written once");
    let kept = cluster.all.lock();
    assert!(kept.proposals > kept.groups.len(), "some were proposed again");
}

#[test]
fn who_is_in_doubt_is_told_so_and_then_what_became_of_it() {
    let cluster = Cluster::new(vec![Role::Writer]);
    let registry = cluster.registry(0);
    for (name, fault) in [("a", Fault::Unanswered), ("b", Fault::Lost), ("c", Fault::Full)] {
        cluster.all.lock().faults.push_back(fault);
        let told = registry.submit_blocking(sector(name, Some(name)));
        assert_eq!(told, Err(SubmitError::InDoubt), "{name}");
        let receipt = loop {
            match registry.submit_blocking(sector(name, Some(name))) {
                Err(SubmitError::Unordered(_) | SubmitError::NoSpace) => thread::yield_now(),
                answered => break answered.unwrap(),
            }
        };
        assert!(receipt.replayed, "{name}");
    }
    assert_eq!(registry.head().seq, 3);
    assert!(cluster.wait(0, |it| it.trouble.is_none()).failures >= 3);
}

#[test]
fn what_all_machines_read_is_written_and_what_one_cannot_read_it_does_not_take() {
    let cluster = Cluster::new(vec![Role::Writer, Role::Follower(None)]);
    for (level, name, form) in [(4, "a", 2), (LEVEL, "b", 3)] {
        cluster.all.lock().machines.level = level;
        cluster.wait(0, |it| it.machines.level == level);
        let receipt = cluster.registry(0).submit_blocking(sector(name, None)).unwrap();
        let entry = cluster.registry(0).journal().get(seq(&receipt)).unwrap().unwrap();
        assert_eq!(entry.body.changes[0].bytes[0], form, "{name}");
    }
    let head = cluster.settle(1);
    // A newer release writes a record of another form.
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, _) =
        Journal::open(folder.path(), journal::Options::default(), &mut |_| {}).unwrap();
    let entries = journal.take(&cluster.all.lock().after(0)).unwrap();
    let body = entries.last().unwrap().body.clone();
    let record = Image::stored(body.changes[0].id, vec![200]);
    let newer = journal.prepare(&[Body { changes: vec![record], ..body }], LEVEL).unwrap();
    cluster.all.lock().groups.push((newer, [1; 16]));
    let standing = cluster.wait(1, |it| it.is_cut_off);
    let why = standing.trouble.unwrap();
    assert!(why.contains("entry 3 cannot be read") && why.contains("newer hoptac"), "{why}");
    assert_eq!(cluster.registry(1).head(), head, "it keeps what it has");
    assert_eq!(cluster.registry(1).journal().head().seq, head.seq);
}

#[test]
fn another_history_and_what_is_kept_elsewhere() {
    let mut cluster = Cluster::new(vec![Role::Writer, Role::Follower(None), Role::Follower(None)]);
    let (one, one_folder) = cluster.machines.remove(0);
    for name in ["a", "b", "c"] {
        one.submit_blocking(sector(name, None)).unwrap();
    }
    // The order keeps the last group alone: the others are had from elsewhere.
    cluster.all.lock().floor = 2;
    let joined = cluster.join(1, tempfile::tempdir().unwrap());
    cluster.machines.push(joined);
    assert_eq!(cluster.settle(2), one.head());
    one.close().unwrap();

    // An order that has less than a machine is another.
    cluster.all.lock().groups.pop();
    cluster.machines.push(cluster.join(0, one_folder));
    let standing = cluster.wait(3, |it| it.is_cut_off);
    let why = standing.trouble.unwrap();
    assert!(why.contains("3 entries and the order 2") && why.contains("cluster init"), "{why}");
    let refused = cluster.registry(3).submit_blocking(sector("d", None));
    assert_eq!(refused, Err(SubmitError::Unordered(why)));
    assert_eq!(cluster.registry(3).head().seq, 3, "what it has is read");
}

/// The files of a registry that is served, as a loss of power leaves them that took the last entries
/// from the journal, and nothing from the view.
fn lost_with_the_power(data: &Path, lost: u64) -> TempDir {
    let copied = tempfile::tempdir().unwrap();
    for folder in ["journal", "view", "view/runs"] {
        let Ok(files) = fs::read_dir(data.join(folder)) else { continue };
        fs::create_dir_all(copied.path().join(folder)).unwrap();
        for file in files.map(Result::unwrap).filter(|it| it.file_type().unwrap().is_file()) {
            fs::copy(file.path(), copied.path().join(folder).join(file.file_name())).unwrap();
        }
    }
    let journal = copied.path().join("journal");
    let entries = Reader::look(&journal, &mut |_| {}).unwrap().head().seq;
    let mut segments = fs::read_dir(&journal).unwrap().map(|it| it.unwrap().path());
    let segment = segments.find(|it| it.extension().is_some_and(|it| it == "journal")).unwrap();
    let file = fs::File::options().write(true).open(segment).unwrap();
    // Entries of about the same length.
    let length = file.metadata().unwrap().len();
    file.set_len(length - length * lost / entries).unwrap();
    copied
}

#[test]
fn what_a_machine_loses_with_its_power_is_fetched_again() {
    let mut cluster = Cluster::new(vec![Role::Writer, Role::Follower(None)]);
    for nth in 0..20 {
        cluster.registry(0).submit_blocking(sector(&format!("s{nth}"), None)).unwrap();
    }
    let head = cluster.settle(1);
    let (other, folder) = cluster.machines.pop().unwrap();
    // The view is on the disk by now, and tells what the journal lacks.
    thread::sleep(Duration::from_millis(1_500));
    let left = lost_with_the_power(folder.path(), 5);
    other.close().unwrap();
    let alone = Registry::open(left.path(), Options::default(), clock(), &mut |_| {});
    assert!(matches!(alone, Err(crate::OpenError::Journal(_))), "nobody else has it");
    let member = Box::new(Machine { nth: 1, all: Arc::clone(&cluster.all) });
    let (registry, found) =
        Registry::open_member(left.path(), Options::default(), clock(), member, &mut |_| {})
            .unwrap();
    assert!(matches!(found.recovery, crate::Recovery::Rebuilt { set_aside: None, .. }));
    cluster.machines.push((registry, left));
    assert_eq!(cluster.settle(1), head);
    assert!(cluster.wait(1, |it| it.durable == head.seq).trouble.is_none());
}
