//! Processes that are killed, stopped, or hang.

use super::{LASTS, Trial};

pub fn leader_is_killed(trial: &Trial<'_>) {
    let mut etcd = trial.stand.etcd.lock().unwrap();
    let Some(leader) = etcd.leader() else { return };
    etcd.kill(leader);
    std::thread::sleep(LASTS / 2);
    etcd.restart(leader);
}

pub fn leader_hangs(trial: &Trial<'_>) {
    let etcd = trial.stand.etcd.lock().unwrap();
    let Some(leader) = etcd.leader() else { return };
    etcd.pause(leader, LASTS);
}

pub fn two_members_are_killed(trial: &Trial<'_>) {
    let mut etcd = trial.stand.etcd.lock().unwrap();
    let two = [trial.nth % 3, (trial.nth + 1) % 3];
    for member in two {
        etcd.kill(member);
    }
    std::thread::sleep(LASTS);
    for member in two {
        etcd.restart(member);
    }
}

pub fn all_members_are_killed(trial: &Trial<'_>) {
    let mut etcd = trial.stand.etcd.lock().unwrap();
    (0..3).for_each(|member| etcd.kill(member));
    std::thread::sleep(LASTS / 2);
    (0..3).for_each(|member| etcd.restart(member));
}

pub fn writer_is_killed(trial: &Trial<'_>) {
    let writer = trial.stand.wait_for_writer();
    writer.kill();
    std::thread::sleep(LASTS / 4);
    trial.stand.start(writer);
}

/// As for an upgrade.
pub fn writer_is_stopped(trial: &Trial<'_>) {
    let writer = trial.stand.wait_for_writer();
    writer.stop();
    trial.stand.start(writer);
}

/// The second time while it catches up.
pub fn follower_is_killed_twice(trial: &Trial<'_>) {
    let follower = trial.follower();
    follower.kill();
    std::thread::sleep(LASTS / 4);
    trial.stand.start(follower);
    follower.kill();
    trial.stand.start(follower);
}

/// It wakes when another one writes.
pub fn writer_hangs(trial: &Trial<'_>) {
    trial.stand.wait_for_writer().pause(2 * LASTS);
}
