//! What etcd holds: given up below a machine that still needs it, filled, wiped, replaced by an older copy.

use super::{
    super::{done, shared},
    Trial, until,
};
use crate::campaign::stand::recording;
use order::Order;

/// What others keep in the same etcd, and how much of it at once.
const FILLER: &str = "others/";
const PIECE: usize = 1 << 20;

/// A machine that was forgotten comes back: it takes over from another one what etcd keeps no more.
pub fn what_a_machine_lacks_is_given_up(trial: &Trial<'_>) {
    let Trial { stand, .. } = trial;
    let machine = trial.follower();
    let [other, _] = trial.others(machine);
    machine.stop();
    done(&other.place, &["cluster", "forget", machine.name, "--order", &stand.order]);
    trial.go_on();
    let mut look = shared(&stand.etcd.lock().unwrap());
    let head = look.head().unwrap().seq;
    look.trim(head).unwrap();
    trial.go_on();
    stand.start(machine);
    until("it has all again", || {
        let (seq, _) = machine.head(&stand.secret).unwrap_or_default();
        seq > head && machine.health("ready").is_some_and(|(is_ready, _)| is_ready)
    });
}

/// What others keep leaves no space: what is written is refused with the remedy, which is then applied.
pub fn others_fill_etcd(trial: &Trial<'_>) {
    let Trial { stand, nth, .. } = trial;
    let body = recording(&stand.activity, 1_000_000_000 + nth);
    let mut pieces = 0;
    until("writes are refused with the remedy", || {
        // What the machines free meanwhile is taken, too.
        fill(trial, || {
            pieces += 1;
            format!("{FILLER}{pieces}")
        });
        let answer = stand.writer().and_then(|writer| writer.answer(&stand.secret, &body));
        let is_refused = answer
            .is_some_and(|it| it.code() == "UNAVAILABLE" && it.body.contains("no space left"));
        is_refused && {
            let place = &stand.machines[0].place;
            place.run(&["cluster", "status", "--order", &stand.order]).out.contains("NOSPACE")
        }
    });
    for machine in &stand.machines {
        let read = machine.ask(&stand.secret, "{ provinces(first: 1) { totalCount } }");
        assert!(read.is_some_and(|it| it["data"]["provinces"].is_object()), "{}", machine.name);
    }
    let etcd = stand.etcd.lock().unwrap();
    let deleted = etcd.ctl(&["del", "--prefix", FILLER, "--write-out", "json"], &[]);
    let deleted: serde_json::Value = serde_json::from_slice(&deleted.stdout).unwrap();
    let revision = deleted["header"]["revision"].to_string();
    for command in [&["compact", &revision, "--physical"][..], &["defrag"], &["alarm", "disarm"]] {
        let ran = etcd.ctl(command, &[]);
        let said = String::from_utf8_lossy(&ran.stderr);
        // The machine that writes frees space, too.
        assert!(ran.status.success() || said.contains("compacted"), "{command:?}: {said}");
    }
}

/// What was written over leaves no space: the machine that writes frees it by itself.
pub fn history_fills_etcd(trial: &Trial<'_>) {
    fill(trial, || FILLER.to_owned());
    trial.go_on();
    let deleted = trial.stand.etcd.lock().unwrap().ctl(&["del", FILLER], &[]);
    assert!(deleted.status.success(), "{}", String::from_utf8_lossy(&deleted.stderr));
}

/// Writes until there is no space left.
fn fill(trial: &Trial<'_>, mut key: impl FnMut() -> String) {
    let etcd = trial.stand.etcd.lock().unwrap();
    let piece = vec![b'x'; PIECE];
    until("etcd has no space left", || {
        let put = etcd.ctl(&["put", &key()], &piece);
        let said = String::from_utf8_lossy(&put.stderr);
        let is_refused = said.contains("space exceeded");
        // A member that is slow says so.
        assert!(put.status.success() || is_refused || said.contains("timed out"), "{said}");
        is_refused
    });
}

pub fn etcd_is_wiped(trial: &Trial<'_>) {
    trial.stand.etcd.lock().unwrap().wipe();
    begin_again(trial);
}

pub fn etcd_is_restored_old(trial: &Trial<'_>) {
    trial.stand.etcd.lock().unwrap().keep();
    trial.go_on();
    trial.stand.etcd.lock().unwrap().put_back();
    begin_again(trial);
}

/// No machine writes to an etcd that has not what it has, nor starts with it; from the one with the most
/// it goes on.
fn begin_again(trial: &Trial<'_>) {
    let Trial { stand, nth, .. } = trial;
    for machine in &stand.machines {
        until("it refuses what etcd holds", || {
            machine.health("ready") == Some((false, "cut-off".to_owned()))
        });
        let body = recording(&stand.activity, 1_000_000_000 + nth);
        let answer = machine.answer(&stand.secret, &body).unwrap();
        assert_eq!(answer.status, 503, "{}", answer.body);
    }
    let most = |machine: &&super::Machine| machine.head(&stand.secret).unwrap().0;
    let first = stand.machines.iter().max_by_key(most).unwrap();
    for machine in &stand.machines {
        machine.stop();
    }
    for machine in &stand.machines {
        let refused = stand.try_start(machine).expect_err("it has another history").err;
        assert!(refused.contains("hoptac cluster init"), "{refused}");
    }
    let init = ["cluster", "init", "--order", &stand.order, "--from-here", "--again"];
    done(&first.place, &init);
    stand.start(first);
    let others = trial.others(first);
    for machine in others {
        let refused = stand.try_start(machine).expect_err("it is of another epoch").err;
        assert!(refused.contains("set the folder aside"), "{refused}");
        machine.set_aside();
    }
    stand.wait_for_writer();
    for machine in others {
        stand.start(machine);
    }
}
