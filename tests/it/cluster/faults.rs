//! Faults of machines and of etcd, under clients that retry under keys: what was acknowledged is
//! there once, where it was told, in the order of real time, the same on all machines.
//!
//! The test command tries a few; `tests/cluster/run KIND NUMBER` as many as asked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    time::{Duration, Instant},
};

use super::{
    clients::{Acknowledged, CLIENTS, Load},
    stand::Stand,
};
use crate::campaign::Chance;

/// How long a fault lasts: longer than leases and elections.
const LASTS: Duration = Duration::from_secs(4);
/// Commands that are to be done between one fault and the next.
const BETWEEN: usize = 40;

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The leader of etcd is killed.
    Leader,
    /// The leader of etcd hangs.
    Pause,
    /// Two of three members of etcd are killed.
    Two,
    /// All members of etcd are killed.
    All,
    /// The machine that writes is killed.
    Writer,
    /// The machine that writes is stopped, as for an upgrade.
    Handover,
    /// A machine that follows is killed, and again while it catches up.
    Replica,
    /// The machine that writes hangs, and wakes when another one writes.
    Sleeper,
}

const KINDS: [(&str, Kind); 8] = [
    ("leaders", Kind::Leader),
    ("pauses", Kind::Pause),
    ("twos", Kind::Two),
    ("alls", Kind::All),
    ("writers", Kind::Writer),
    ("handovers", Kind::Handover),
    ("replicas", Kind::Replica),
    ("sleepers", Kind::Sleeper),
];

/// What is tried: `CLUSTER` says, such as `leaders 20`, or one of each.
fn plan() -> Vec<Kind> {
    let Ok(asked) = std::env::var("CLUSTER") else {
        return KINDS.iter().map(|(_, kind)| *kind).collect();
    };
    let mut plan = Vec::new();
    for one in asked.split(',') {
        let (name, number) = one.trim().split_once(' ').unwrap_or((one.trim(), "1"));
        let known = KINDS.iter().find(|(known, _)| *known == name);
        let (_, kind) = known.unwrap_or_else(|| panic!("there is no kind {name}: {KINDS:?}"));
        plan.extend(std::iter::repeat_n(*kind, number.parse().expect("a number")));
    }
    // In any order, the same for the same seed.
    let mut chance = Chance::of("plan", plan.len());
    for at in (1..plan.len()).rev() {
        plan.swap(at, chance.below(at + 1));
    }
    plan
}

impl Kind {
    fn befall(self, stand: &Stand, nth: usize) {
        let members = || stand.etcd.lock().unwrap();
        match self {
            Self::Leader => {
                let mut etcd = members();
                let Some(leader) = etcd.leader() else { return };
                etcd.kill(leader);
                std::thread::sleep(LASTS / 2);
                etcd.restart(leader);
            }
            Self::Pause => {
                let etcd = members();
                let Some(leader) = etcd.leader() else { return };
                etcd.pause(leader, LASTS);
            }
            Self::Two => {
                let mut etcd = members();
                for member in [nth % 3, (nth + 1) % 3] {
                    etcd.kill(member);
                }
                std::thread::sleep(LASTS);
                for member in [nth % 3, (nth + 1) % 3] {
                    etcd.restart(member);
                }
            }
            Self::All => {
                let mut etcd = members();
                (0..3).for_each(|member| etcd.kill(member));
                std::thread::sleep(LASTS / 2);
                (0..3).for_each(|member| etcd.restart(member));
            }
            Self::Writer => {
                let writer = stand.wait_for_writer();
                writer.kill();
                std::thread::sleep(LASTS / 4);
                stand.start(writer);
            }
            Self::Handover => {
                let writer = stand.wait_for_writer();
                writer.stop();
                stand.start(writer);
            }
            Self::Replica => {
                let follower = stand.follower(nth);
                follower.kill();
                std::thread::sleep(LASTS / 4);
                stand.start(follower);
                follower.kill();
                stand.start(follower);
            }
            Self::Sleeper => stand.wait_for_writer().pause(2 * LASTS),
        }
    }
}

/// Each acknowledged once, at the place told, in the order of real time.
fn check(acknowledged: &[Acknowledged], feed: &[(u64, String)]) {
    let places: BTreeMap<u64, &str> = feed.iter().map(|(seq, id)| (*seq, id.as_str())).collect();
    let mut seen = BTreeSet::new();
    for told in acknowledged {
        assert_eq!(places.get(&told.seq), Some(&told.outcome.as_str()), "{told:?}");
        assert!(seen.insert(told.seq), "two commands are told the same place: {told:?}");
    }
    let outcomes: BTreeSet<_> = acknowledged.iter().map(|it| &it.outcome).collect();
    assert_eq!(outcomes.len(), acknowledged.len(), "two commands are one outcome");
    let numbers: BTreeSet<_> = acknowledged.iter().map(|it| it.number).collect();
    assert_eq!(numbers.len(), acknowledged.len());
    let again = feed.iter().filter(|(_, id)| !id.is_empty()).map(|(_, id)| id);
    let mut once = BTreeSet::new();
    for id in again {
        assert!(once.insert(id), "{id} was written twice");
    }
    // Who began after another one was answered stands behind it.
    let mut by_place: Vec<_> = acknowledged.iter().collect();
    by_place.sort_by_key(|it| it.seq);
    let mut ended = None::<&Acknowledged>;
    for told in by_place.iter().rev() {
        if let Some(later) = ended {
            assert!(later.ended >= told.begun, "{told:?} stands before {later:?}");
        }
        if ended.is_none_or(|it| told.ended < it.ended) {
            ended = Some(told);
        }
    }
}

#[test]
fn what_is_acknowledged_stays_while_machines_fail() {
    let (plan, stand, load) = (plan(), Stand::new(&[]), Load::default());
    let last = Mutex::new(None);
    let mut gaps = Vec::new();
    let feed = std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (stand, load) = (&stand, &load);
            scope.spawn(move || load.send(stand, client));
        }
        let follower = scope.spawn(|| Load::follow(&stand, &last));
        let _ends = Ends { load: &load, last: &last };
        load.wait(BETWEEN);
        for (nth, kind) in plan.iter().enumerate() {
            let since = Instant::now();
            kind.befall(&stand, nth);
            load.wait(BETWEEN);
            let gap = load.gap(since);
            println!("cluster: {kind:?}, {gap:.1?} without an answer, {} done", load.count());
            gaps.push((*kind, gap));
        }
        load.end();
        while load.is_busy() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let (seq, _) = stand.settle();
        *last.lock().unwrap() = Some(seq);
        follower.join().unwrap()
    });
    check(&load.acknowledged.lock().unwrap(), &feed);
    for machine in &stand.machines {
        let own = super::clients::feed(machine.address, &stand.secret);
        assert!(own == feed, "{} tells another feed", machine.name);
    }
    stand.verify();
    let done = load.count();
    let again = load.acknowledged.lock().unwrap().iter().filter(|it| it.lost > 0).count();
    println!(
        "cluster: {} faults under {CLIENTS} clients, {done} commands done, {again} sent again: 0 lost, 0 doubled, \
         0 out of order, one feed of {} changes on all machines; {gaps:?}",
        plan.len(),
        feed.len()
    );
}

/// Ends the load where a test fails, so that its threads do.
struct Ends<'a> {
    load: &'a Load,
    last: &'a Mutex<Option<u64>>,
}

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.load.end();
        if std::thread::panicking() {
            *self.last.lock().unwrap() = Some(0);
        }
    }
}
