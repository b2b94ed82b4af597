//! Clocks that are wrong.

use hoptac::registry::{Clock, SystemClock};
use jiff::Timestamp;

use super::{Trial, until};

/// Seconds by which a clock is wrong.
const HOUR: u32 = 3_600;

/// A machine whose clock is an hour ahead follows, and never comes to write.
pub fn clock_is_an_hour_ahead(trial: &Trial<'_>) {
    let Trial { stand, .. } = trial;
    let machine = trial.follower();
    machine.stop();
    machine.set_clock(HOUR);
    stand.start(machine);
    trial.go_on();
    let writer = stand.wait_for_writer();
    writer.stop();
    trial.go_on();
    assert_ne!(stand.wait_for_writer().name, machine.name, "its clock is wrong");
    let status = stand.machines[0].place.run(&["cluster", "status", "--order", &stand.order]);
    let told = format!("{}: its clock is 3", machine.name);
    assert!(status.out.contains(&told), "{}", status.out);
    stand.start(writer);
    machine.stop();
    machine.reset_clock();
    stand.start(machine);
}

/// The clock of the machine that writes jumps: it lets another one write, and nothing bears that time.
pub fn writers_clock_jumps(trial: &Trial<'_>) {
    let Trial { stand, .. } = trial;
    let machine = trial.follower();
    machine.stop();
    machine.set_clock(0);
    stand.start(machine);
    trial.have_write(machine);
    trial.go_on();
    machine.set_clock(HOUR);
    until("another one writes", || {
        stand.writer().is_some_and(|writer| writer.name != machine.name)
    });
    trial.go_on();
    let [other, _] = trial.others(machine);
    let answer = other.ask(&stand.secret, "{ head { at } }").unwrap();
    let at: Timestamp = answer["data"]["head"]["at"].as_str().unwrap().parse().unwrap();
    let ahead = at.duration_since(SystemClock.now());
    assert!(ahead.as_secs() < i64::from(HOUR) / 2, "it is written ahead of time: {answer}");
    machine.stop();
    machine.reset_clock();
    stand.start(machine);
}
