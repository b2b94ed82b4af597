//! The order in etcd: members of it on loopback, killed, paused and filled.
//!
//! `ETCD` names the program, `etcd` by default (Debian: `etcd-server`).

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod kept;
mod machine;

use std::{
    collections::BTreeMap,
    slice,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use hoptac_order::{
    Order, OrderError,
    etcd::{Meta, Node, Shared},
};
use journal::Head;
use machine::Machine;
use samples::etcd::{Etcd, access};

#[test]
fn one_machine_writes_and_all_read_the_same() {
    let etcd = Etcd::start(1);
    let (mut one, mut two) = (Machine::new(&etcd, "one"), Machine::new(&etcd, "two"));

    // Whoever founds the cluster first says what it is.
    assert_eq!(one.order.meta().unwrap(), None);
    let meta = |id: &str| Meta { form: 1, id: id.to_owned(), epoch: 1 };
    assert_eq!(one.order.begin(&meta("a"), Head::default(), None).unwrap(), meta("a"));
    assert_eq!(two.order.begin(&meta("b"), Head::default(), None).unwrap(), meta("a"));

    // Nobody writes without a claim.
    let proposal = one.propose(&["a"]);
    assert_eq!(one.order.append(&proposal), Err(OrderError::NotWriter(None)));
    let lease = one.order.lease(3).unwrap();
    let me = one.me.clone();
    let (writer, claim) = one.order.claim(&me, &lease, None).unwrap();
    assert_eq!((&writer, one.order.is_writer()), (&me, true));
    one.insist(&proposal).unwrap();
    let second = one.propose(&["b", "c"]);
    one.insist(&second).unwrap();
    // Said again, as after a lost answer: it is there once.
    one.order.append(&second).unwrap();
    assert_eq!(one.order.head().unwrap(), one.journal.head());

    // The other reads the same bytes, and cannot write.
    let mine = two.propose(&["x"]);
    let url = Some(me.url.clone());
    assert_eq!(two.order.append(&mine), Err(OrderError::NotWriter(url)));
    two.catch_up();
    assert_eq!(two.journal.head(), one.journal.head());
    assert_eq!(two.commands(), ["a", "b", "c"]);
    let other = two.me.clone();
    let other_lease = two.order.lease(3).unwrap();
    assert_eq!(two.order.claim(&other, &other_lease, None).unwrap().0, me);
    assert!(!two.order.is_writer());

    // It takes the role over. The first, which does not know, is refused, and nothing is written.
    two.order.claim(&other, &other_lease, Some(claim)).unwrap();
    assert!(two.order.is_writer() && one.order.is_writer());
    let late = one.propose(&["late"]);
    assert_eq!(one.order.append(&late), Err(OrderError::NotWriter(Some(other.url.clone()))));
    assert!(!one.order.is_writer());
    let taken = two.propose(&["d"]);
    two.insist(&taken).unwrap();
    assert_eq!(two.order.claim(&other, &other_lease, Some(claim)).unwrap().0, other);

    // A writer that decided on an old head is told where the order stands.
    let stale = one.propose(&["stale"]);
    two.order.give_up(other_lease).unwrap();
    let lease = one.order.lease(3).unwrap();
    one.order.claim(&me, &lease, None).unwrap();
    assert_eq!(one.order.append(&stale), Err(OrderError::Moved(two.journal.head())));
    one.catch_up();
    assert_eq!(one.commands(), ["a", "b", "c", "d"]);

    // What machines say of themselves goes away with their lease.
    let node = Node { node: "one".to_owned(), url: me.url, seq: 4, level: 3, clock: 7 };
    one.order.announce(&node, &lease).unwrap();
    assert_eq!(two.order.nodes().unwrap(), [node]);
    one.order.give_up(lease).unwrap();
    assert_eq!((two.order.nodes().unwrap(), two.order.writer().unwrap()), (vec![], None));
}

#[test]
fn a_lease_ends_with_its_machine() {
    let etcd = Etcd::start(1);
    let (mut one, mut two) = (Machine::new(&etcd, "one"), Machine::new(&etcd, "two"));
    let lease = one.order.lease(2).unwrap();
    let me = one.me.clone();
    one.order.claim(&me, &lease, None).unwrap();
    thread::sleep(Duration::from_secs(4));
    assert!(lease.is_alive(), "it is kept alive meanwhile");
    assert_eq!(two.order.writer().unwrap().map(|(writer, _)| writer), Some(me));
    drop((lease, one));
    let until = Instant::now() + Duration::from_secs(30);
    while two.order.writer().unwrap().is_some() {
        assert!(Instant::now() < until, "the lease of a machine that is gone goes on");
        thread::sleep(Duration::from_millis(100));
    }
    let lease = two.order.lease(2).unwrap();
    let other = two.me.clone();
    assert_eq!(two.order.claim(&other, &lease, None).unwrap().0, other);
}

/// Text that deflates to half of its length.
fn noise(seed: u32, length: u32) -> String {
    let hash = |n: u32| journal::Hash::of(&[seed, n].map(u32::to_le_bytes).concat()).to_string();
    (0..length / 64).map(hash).collect()
}

#[test]
fn a_large_group_lies_in_pieces_and_goes_with_them() {
    let etcd = Etcd::start(1);
    let (mut one, mut two) = (Machine::new(&etcd, "one"), Machine::new(&etcd, "two"));
    let lease = one.order.lease(60).unwrap();
    let me = one.me.clone();
    one.order.claim(&me, &lease, None).unwrap();
    let large = noise(0, 4 << 20);
    for texts in [&["a"][..], &["b", &large, "c"], &["d"], &["e"]] {
        let proposal = one.propose(texts);
        one.insist(&proposal).unwrap();
    }
    let before = etcd.keys("hoptac/test/p/");
    assert!(before > 1, "{before} pieces");
    two.catch_up();
    assert_eq!(two.journal.head(), one.journal.head());
    assert_eq!(two.commands()[2].len(), large.len());

    // Within the large group: it stays. Behind it: it goes, with its pieces.
    one.order.trim(3).unwrap();
    assert_eq!(etcd.keys("hoptac/test/p/"), before);
    assert_eq!(one.order.read(0, 1), Err(OrderError::Trimmed { floor: 2 }));
    assert_eq!(one.order.read(1, 1 << 20).unwrap().len(), 3);
    one.order.trim(6).unwrap();
    one.order.trim(6).unwrap();
    assert_eq!(etcd.keys("hoptac/test/p/"), 0);
    assert_eq!(one.order.read(4, 1), Err(OrderError::Trimmed { floor: 6 }));
    let left = one.order.read(5, 1 << 20).unwrap();
    assert_eq!(left.iter().map(|group| group.first).collect::<Vec<_>>(), [6]);
    one.order.trim(7).unwrap();
    assert_eq!(one.order.read(5, 1), Err(OrderError::Trimmed { floor: 7 }));
    assert_eq!(one.order.read(6, 1), Ok(vec![]));
}

#[test]
fn without_space_a_group_is_told_and_written_once_there_is_some() {
    let etcd = Etcd::start_with(1, &["--quota-backend-bytes", "16777216"]);
    let mut one = Machine::new(&etcd, "one");
    let lease = one.order.lease(60).unwrap();
    let me = one.me.clone();
    one.order.claim(&me, &lease, None).unwrap();
    let full = (0..60).find_map(|n| {
        let proposal = one.propose(&[&noise(n, 1 << 20)]);
        match one.order.append(&proposal) {
            Ok(()) => {
                one.take(slice::from_ref(&proposal.group));
                None
            }
            Err(OrderError::Full) => Some(proposal),
            Err(error) => panic!("{error}"),
        }
    });
    let full = full.expect("16 MiB hold no 30");
    assert_eq!(one.order.append(&full), Err(OrderError::Full), "and it says so again");
    assert!(one.order.space().iter().any(|member| !member.errors.is_empty()));
    // The journal has what is given up.
    one.order.trim(one.journal.head().seq + 1).unwrap();
    one.order.give_space_back().unwrap();
    one.insist(&full).unwrap();
    assert_eq!(one.order.head().unwrap(), one.journal.head());
    assert!(one.order.space().iter().all(|member| member.errors.is_empty()));
}

#[test]
fn who_cannot_be_reached_is_told() {
    let nobody = access(&["http://127.0.0.1:1".to_owned()]);
    let mut order = Shared::new(&nobody, "test").unwrap();
    assert!(matches!(order.head(), Err(OrderError::Down(_))));
    for bad in [&[][..], &["not an address".to_owned()]] {
        assert!(matches!(Shared::new(&access(bad), "test"), Err(OrderError::Down(_))), "{bad:?}");
    }
}

/// What was acknowledged, by its place.
type Acknowledged = Arc<Mutex<BTreeMap<u64, String>>>;

/// Writes in turns of some groups, and takes the role from whoever has it before each.
fn write_in_turns(
    it: &mut Machine,
    stop: &AtomicBool,
    acknowledged: &Acknowledged,
    counter: &AtomicU64,
) -> usize {
    let mut turns = 0;
    while !stop.load(Ordering::Relaxed) {
        turns += 1;
        let Ok(lease) = it.order.lease(2) else { continue };
        let me = it.me.clone();
        let held = it.order.writer().ok().flatten().map(|(_, claim)| claim);
        if it.order.claim(&me, &lease, held).is_err() {
            continue;
        }
        for _ in 0..30 {
            let n = counter.fetch_add(2, Ordering::Relaxed);
            let texts = [n, n + 1].map(|n| format!("{} {n}", me.node));
            let proposal = it.propose(&texts.each_ref().map(String::as_str));
            match it.insist(&proposal) {
                Ok(entries) => acknowledged
                    .lock()
                    .unwrap()
                    .extend(entries.into_iter().map(|it| (it.seq, it.body.command))),
                Err(OrderError::Moved(_)) => it.catch_up(),
                Err(OrderError::NotWriter(_)) => {
                    it.catch_up();
                    break;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
    it.catch_up();
    turns
}

/// Two machines write in turns, stealing the role from each other, and one follows, while leaders
/// of etcd are killed and paused. Nothing acknowledged is lost, doubled or elsewhere.
#[test]
fn nothing_is_lost_or_doubled_while_leaders_die() {
    const FAULTS: usize = 6;
    let mut etcd = Etcd::start(3);
    let stop = Arc::new(AtomicBool::new(false));
    let acknowledged = Acknowledged::default();
    let counter = Arc::new(AtomicU64::new(0));
    let writers = ["one", "two"].map(|name| {
        let mut it = Machine::new(&etcd, name);
        let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
        let counter = Arc::clone(&counter);
        thread::spawn(move || {
            let turns = write_in_turns(&mut it, &stop, &acknowledged, &counter);
            (it, turns)
        })
    });
    let mut follower = Machine::new(&etcd, "three");
    let following = {
        let stop = Arc::clone(&stop);
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let after = follower.journal.head().seq;
                if let Ok(groups) = follower.order.follow(after, Duration::from_millis(500)) {
                    follower.take(&groups);
                }
            }
            follower
        })
    };
    for fault in 0..FAULTS {
        thread::sleep(Duration::from_millis(1_500));
        let Some(leader) = etcd.leader() else { continue };
        if fault % 2 == 0 {
            etcd.kill(leader);
            thread::sleep(Duration::from_millis(1_500));
            etcd.restart(leader);
        } else {
            etcd.pause(leader, Duration::from_secs(2));
        }
    }
    thread::sleep(Duration::from_secs(3));
    stop.store(true, Ordering::Relaxed);
    let writers = writers.map(|writer| writer.join().unwrap());
    let mut follower = following.join().unwrap();
    follower.catch_up();

    let commands = follower.commands();
    let acknowledged = acknowledged.lock().unwrap();
    assert!(acknowledged.len() > 50, "{} entries are too few to tell", acknowledged.len());
    for (seq, command) in &*acknowledged {
        assert_eq!(commands.get(usize::try_from(*seq).unwrap() - 1), Some(command), "entry {seq}");
    }
    let mut once = commands.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), commands.len(), "an entry stands twice");
    for (mut writer, turns) in writers {
        assert!(turns > 1, "{} wrote in one turn alone", writer.me.node);
        writer.catch_up();
        assert_eq!(writer.journal.head(), follower.journal.head());
    }
}
