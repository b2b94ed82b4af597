//! Files of one machine that are damaged, and a disk of one machine that is full: the others go on.

use std::time::Instant;

use super::{LASTS, Machine, Trial, until};
use crate::{
    campaign::{Chance, stand::Fault},
    image::files,
};

/// Bytes that are left on a full disk.
const LEFT: [u64; 4] = [0, 4 << 10, 100 << 10, 1 << 20];

pub fn view_of_a_follower_is_damaged(trial: &Trial<'_>) {
    damage(trial, trial.follower());
}

pub fn view_of_the_writer_is_damaged(trial: &Trial<'_>) {
    damage(trial, trial.stand.wait_for_writer());
}

/// Whether it is noticed while serving or not, the view is built anew by itself.
fn damage(trial: &Trial<'_>, machine: &Machine) {
    let mut chance = Chance::of("view", trial.nth);
    let all = files(&machine.place.data().join("view"));
    let path = chance.pick(&all);
    let fault = Fault::by_chance(path, true, &mut chance);
    println!("cluster: {}: {fault:?} of {}", machine.name, path.display());
    fault.befall(path, &mut chance);
    trial.go_on();
    until("it is ready", || machine.health("ready").is_some_and(|(is_ready, _)| is_ready));
    machine.stop();
    trial.stand.start(machine);
}

pub fn disk_of_a_machine_is_full(trial: &Trial<'_>) {
    let mut machines = trial.stand.machines.iter();
    let machine = machines.find(|it| it.disk.is_some()).unwrap();
    let begun = Instant::now();
    let mut chance = Chance::of("disk", trial.nth);
    let disk = machine.disk.as_ref().unwrap();
    disk.fill(*chance.pick(&LEFT));
    trial.go_on();
    std::thread::sleep(LASTS.saturating_sub(begun.elapsed()));
    disk.make_room();
    until("it is ready", || machine.health("ready").is_some_and(|(is_ready, _)| is_ready));
}

/// It lets another one write.
pub fn disk_of_the_writer_is_full(trial: &Trial<'_>) {
    let mut machines = trial.stand.machines.iter();
    trial.have_write(machines.find(|it| it.disk.is_some()).unwrap());
    disk_of_a_machine_is_full(trial);
}
