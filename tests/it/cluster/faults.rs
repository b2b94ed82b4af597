//! Faults of machines, of etcd, and of what connects them, under clients that retry under keys: what was
//! acknowledged is there once, where it was told, in the order of real time, the same on all machines.
//!
//! The test command tries one of most; `tests/cluster/run KIND NUMBER` as many as asked, and
//! `tests/cluster/run --minutes NUMBER` any of them for so long.

mod clocks;
mod order;
mod partitions;
mod processes;
mod storage;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    time::{Duration, Instant},
};

use super::{
    clients::{Acknowledged, CLIENTS, Load},
    stand::{self, Machine, PATIENCE, Stand},
    subscriber,
};
use crate::campaign::{Chance, seed};

/// How long a fault lasts: longer than leases and elections.
const LASTS: Duration = Duration::from_secs(4);
/// Commands that are to be done between one fault and the next.
const BETWEEN: usize = 40;
/// Subscribers over sockets.
const SUBSCRIBERS: usize = 2;
/// Bytes of etcd's files: enough for what is kept of a long run, and soon filled.
const QUOTA: [&str; 2] = ["--quota-backend-bytes", "67108864"];

/// One fault among machines that are under load.
struct Trial<'a> {
    stand: &'a Stand,
    load: &'a Load,
    nth: usize,
}

/// What a kind of fault needs of the machine that the tests run on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// Hosts that can be cut off from each other.
    Network,
    /// Processes with clocks of their own.
    Clocks,
    /// A small disk.
    Disk,
}

/// A kind of fault: its name, what it needs, and how it befalls.
type Kind = (&'static str, Needs, fn(&Trial<'_>));

const KINDS: [Kind; 24] = [
    ("leaders", Needs::Nothing, processes::leader_is_killed),
    ("pauses", Needs::Nothing, processes::leader_hangs),
    ("twos", Needs::Nothing, processes::two_members_are_killed),
    ("alls", Needs::Nothing, processes::all_members_are_killed),
    ("writers", Needs::Nothing, processes::writer_is_killed),
    ("handovers", Needs::Nothing, processes::writer_is_stopped),
    ("replicas", Needs::Nothing, processes::follower_is_killed_twice),
    ("sleepers", Needs::Nothing, processes::writer_hangs),
    ("trims", Needs::Nothing, order::what_a_machine_lacks_is_given_up),
    ("spaces", Needs::Nothing, order::others_fill_etcd),
    ("histories", Needs::Nothing, order::history_fills_etcd),
    ("wipes", Needs::Nothing, order::etcd_is_wiped),
    ("olds", Needs::Nothing, order::etcd_is_restored_old),
    ("clocks", Needs::Clocks, clocks::clock_is_an_hour_ahead),
    ("jumps", Needs::Clocks, clocks::writers_clock_jumps),
    ("writercuts", Needs::Network, partitions::writer_is_cut_off_from_etcd),
    ("replicacuts", Needs::Network, partitions::follower_is_cut_off_from_etcd),
    ("leadercuts", Needs::Network, partitions::leader_is_cut_off),
    ("mutes", Needs::Network, partitions::writer_hears_and_is_not_heard),
    ("apart", Needs::Network, partitions::machines_do_not_reach_each_other),
    ("views", Needs::Nothing, storage::view_of_a_follower_is_damaged),
    ("ownviews", Needs::Nothing, storage::view_of_the_writer_is_damaged),
    ("disks", Needs::Disk, storage::disk_of_a_machine_is_full),
    ("owndisks", Needs::Disk, storage::disk_of_the_writer_is_full),
];

/// Kinds that are tried by hand alone: each has one that is like it among the others.
const BY_HAND: [&str; 5] = ["histories", "olds", "replicacuts", "views", "disks"];

impl Needs {
    /// What is missing, in a word.
    fn missing(self, stand: &Stand) -> Option<&'static str> {
        let has_disk = stand.machines.iter().any(|it| it.disk.is_some());
        match self {
            Self::Network if stand.network.is_none() => Some("network namespaces"),
            Self::Clocks if stand::clocks().is_none() => Some("libfaketime"),
            Self::Disk if !has_disk => Some("a small disk"),
            _ => None,
        }
    }
}

impl Trial<'_> {
    /// A machine that follows.
    fn follower(&self) -> &Machine {
        self.stand.follower(self.nth)
    }

    /// The others than one machine.
    fn others(&self, than: &Machine) -> [&Machine; 2] {
        let mut others = self.stand.machines.iter().filter(|it| it.name != than.name);
        [others.next().unwrap(), others.next().unwrap()]
    }

    /// Has a machine come to write.
    fn have_write(&self, machine: &Machine) {
        let others = self.others(machine);
        for other in others {
            other.stop();
        }
        until("it writes", || self.stand.writer().is_some_and(|it| it.name == machine.name));
        for other in others {
            self.stand.start(other);
        }
    }

    /// Commands go on.
    fn go_on(&self) {
        self.load.wait(BETWEEN);
    }
}

/// Waits until something is so.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What is tried, in any order, the same for the same seed: `CLUSTER` says, such as `leaders 20`, or
/// one of most; or any for `CLUSTER_MINUTES`, one after the other.
fn plan() -> Box<dyn Iterator<Item = &'static Kind>> {
    if let Ok(minutes) = std::env::var("CLUSTER_MINUTES") {
        let minutes: u64 = minutes.parse().expect("a number of minutes");
        let until = Instant::now() + Duration::from_secs(60 * minutes);
        let mut chance = Chance::of("plan", 0);
        let any = std::iter::repeat_with(move || chance.pick(&KINDS));
        return Box::new(any.take_while(move |_| Instant::now() < until));
    }
    let asked = std::env::var("CLUSTER");
    let all = || KINDS.map(|(name, ..)| name);
    let few = || all().into_iter().filter(|it| !BY_HAND.contains(it)).collect::<Vec<_>>().join(",");
    let mut plan = Vec::new();
    for one in asked.unwrap_or_else(|_| few()).split(',') {
        let (name, number) = one.trim().split_once(' ').unwrap_or((one.trim(), "1"));
        let known = KINDS.iter().find(|(known, ..)| *known == name);
        let kind = known.unwrap_or_else(|| panic!("there is no kind {name}: {:?}", all()));
        plan.extend(std::iter::repeat_n(kind, number.parse().expect("a number")));
    }
    let mut chance = Chance::of("plan", plan.len());
    for at in (1..plan.len()).rev() {
        plan.swap(at, chance.below(at + 1));
    }
    Box::new(plan.into_iter())
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
    let (stand, load) = (Stand::new(&QUOTA), Load::default());
    let (last, begun) = (Mutex::new(None), Instant::now());
    let mut gaps = BTreeMap::<&str, Vec<Duration>>::new();
    let mut skipped = BTreeMap::new();
    println!("cluster: seed {}", seed());
    let (feed, told) = std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (stand, load) = (&stand, &load);
            scope.spawn(move || load.send(stand, client));
        }
        let (stand, load, last) = (&stand, &load, &last);
        let follower = scope.spawn(move || Load::follow(stand, last));
        let subscriber = |nth| scope.spawn(move || subscriber::follow(stand, nth, last));
        let subscribers: Vec<_> = (0..SUBSCRIBERS).map(subscriber).collect();
        let _ends = Ends { load, last };
        load.wait(BETWEEN);
        for (nth, (name, needs, befall)) in plan().enumerate() {
            if let Some(missing) = needs.missing(stand) {
                let _ = skipped.insert(*name, missing);
                continue;
            }
            let since = Instant::now();
            println!("cluster: {:.0?}: {name}", begun.elapsed());
            befall(&Trial { stand, load, nth });
            load.wait(BETWEEN);
            let gap = load.gap(since);
            println!("cluster: {name}, {gap:.1?} without an answer, {} done", load.count());
            gaps.entry(name).or_default().push(gap);
        }
        load.end();
        while load.is_busy() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let (seq, _) = stand.settle();
        *last.lock().unwrap() = Some(seq);
        let told: Vec<_> = subscribers.into_iter().map(|it| it.join().unwrap()).collect();
        assert!(told.iter().all(|it| it.last == seq));
        (follower.join().unwrap(), told)
    });
    check(&load.acknowledged.lock().unwrap(), &feed);
    for machine in &stand.machines {
        let own = super::clients::feed(machine.address, &stand.secret);
        assert!(own == feed, "{} tells another feed", machine.name);
    }
    stand.verify();
    for (name, missing) in skipped {
        println!("cluster: {name} skipped, since there is nothing such as {missing} here");
    }
    for (name, gaps) in &mut gaps {
        gaps.sort();
        let (shortest, longest) = (gaps[0], gaps[gaps.len() - 1]);
        println!(
            "cluster: {name} {}: {shortest:.1?} to {longest:.1?} without an answer",
            gaps.len()
        );
    }
    let faults: usize = gaps.values().map(Vec::len).sum();
    let done = load.count();
    let again = load.acknowledged.lock().unwrap().iter().filter(|it| it.lost > 0).count();
    let changes: u64 = told.iter().map(|it| it.last - it.first).sum();
    let moves: usize = told.iter().map(|it| it.moves).sum();
    println!(
        "cluster: {faults} faults in {:.0?} under {CLIENTS} clients, {done} commands done, {again} sent again: 0 \
         lost, 0 doubled, 0 out of order, one feed of {} changes on all machines; {changes} changes told over \
         WebSockets that moved {moves} times, without a gap or a repeat; seed {}",
        begun.elapsed(),
        feed.len(),
        seed()
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
