//! Hosts that do not reach each other, in both directions or in one: a majority goes on, and who is cut
//! off says how old its answers are.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{super::stand::STALE, BETWEEN, LASTS, Machine, Trial, until};
use crate::campaign::stand::recording;

/// The hosts of etcd.
const MEMBERS: [u8; 3] = [0, 1, 2];
/// The longest time until a machine that does not reach the one that writes says so.
const TOLD: Duration = Duration::from_secs(20);

/// Commands go on meanwhile, for as long as the others need to notice.
fn meanwhile(trial: &Trial<'_>) {
    let begun = Instant::now();
    trial.go_on();
    std::thread::sleep((2 * LASTS).saturating_sub(begun.elapsed()));
    trial.go_on();
}

fn heal(trial: &Trial<'_>) {
    trial.stand.network.as_ref().unwrap().heal();
}

/// What a machine says of how old its answers are, in seconds; `None` where they are fresh.
fn stale(trial: &Trial<'_>, machine: &Machine) -> Option<u64> {
    let read = json!({ "query": "{ provinces(first: 1) { totalCount } }" });
    let answer = machine.answer(&trial.stand.secret, &read).expect("it answers readers");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.header("hoptac-stale").parse().ok()
}

/// Readers are told when answers become old, and when they are not any more.
fn is_flagged(trial: &Trial<'_>, machine: &Machine) {
    until("it says that its answers are old", || {
        stale(trial, machine).is_some_and(|seconds| seconds >= STALE)
    });
    heal(trial);
    until("its answers are fresh", || stale(trial, machine).is_none());
}

/// Another machine comes to write.
pub fn writer_is_cut_off_from_etcd(trial: &Trial<'_>) {
    let network = trial.stand.network.as_ref().unwrap();
    let writer = trial.stand.wait_for_writer();
    for member in MEMBERS {
        network.part(member, writer.host);
    }
    meanwhile(trial);
    assert_ne!(trial.stand.wait_for_writer().name, writer.name);
    is_flagged(trial, writer);
}

pub fn follower_is_cut_off_from_etcd(trial: &Trial<'_>) {
    let network = trial.stand.network.as_ref().unwrap();
    let follower = trial.follower();
    for member in MEMBERS {
        network.part(member, follower.host);
    }
    meanwhile(trial);
    is_flagged(trial, follower);
}

/// Each second time the machines of hoptac reach it all the same.
pub fn leader_is_cut_off(trial: &Trial<'_>) {
    let network = trial.stand.network.as_ref().unwrap();
    let leader = trial.stand.etcd.lock().unwrap().leader();
    let Some(leader) = leader.and_then(|it| u8::try_from(it).ok()) else { return };
    for member in MEMBERS.into_iter().filter(|it| *it != leader) {
        network.part(leader, member);
    }
    if trial.nth.is_multiple_of(2) {
        for machine in &trial.stand.machines {
            network.part(leader, machine.host);
        }
    }
    meanwhile(trial);
    heal(trial);
}

/// What the machine that writes sends to etcd is lost, and what etcd sends arrives; each second time what
/// etcd's leader sends to the other members is.
pub fn writer_hears_and_is_not_heard(trial: &Trial<'_>) {
    let network = trial.stand.network.as_ref().unwrap();
    let leader = trial.stand.etcd.lock().unwrap().leader();
    if let Some(leader) = leader.and_then(|it| u8::try_from(it).ok())
        && !trial.nth.is_multiple_of(2)
    {
        for member in MEMBERS.into_iter().filter(|it| *it != leader) {
            network.cut(leader, member);
        }
        meanwhile(trial);
        heal(trial);
        return;
    }
    let writer = trial.stand.wait_for_writer();
    for member in MEMBERS {
        network.cut(writer.host, member);
    }
    meanwhile(trial);
    assert_ne!(trial.stand.wait_for_writer().name, writer.name);
    is_flagged(trial, writer);
}

/// Who is at the machine that writes goes on; elsewhere, where mutations cannot be sent on, one is told so
/// in time, and reads go on.
pub fn machines_do_not_reach_each_other(trial: &Trial<'_>) {
    let network = trial.stand.network.as_ref().unwrap();
    let [one, two, three] = [0, 1, 2].map(|nth| trial.stand.machines[nth].host);
    for (a, b) in [(one, two), (two, three), (one, three)] {
        network.part(a, b);
    }
    let writer = trial.stand.wait_for_writer();
    let body = recording(&trial.stand.activity, 1_000_000_000 + trial.nth);
    for machine in trial.others(writer) {
        let begun = Instant::now();
        let answer = machine.answer(&trial.stand.secret, &body).expect("an answer in time");
        assert!(begun.elapsed() < TOLD, "it is told after {:?}", begun.elapsed());
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (503, "UNAVAILABLE"),
            "{}",
            answer.body
        );
        assert_eq!(stale(trial, machine), None, "etcd tells it what is written");
    }
    // Two of three tries are in vain.
    trial.load.wait(BETWEEN / 4);
    heal(trial);
}
