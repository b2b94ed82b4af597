//! Machines that have less than etcd keeps: they take the rest over from the journals of others.

use std::{net::SocketAddr, process::Stdio, time::Duration};

use order::Order;
use serde_json::Value;

use super::{filled, shared, stand::Stand};
use crate::{
    campaign::stand::{post, recording},
    program::{Answer, Server},
};

/// How often a machine is killed while it joins.
const KILLS: u64 = 16;

/// Records so many outcomes at the machine that writes.
pub fn record(stand: &Stand, numbers: std::ops::Range<usize>) {
    let writer = stand.wait_for_writer();
    for number in numbers {
        let answer = post(writer.address, Some(&stand.secret), &recording(&stand.activity, number));
        let answer: Value = serde_json::from_str(&answer.unwrap().body).unwrap();
        assert!(answer["data"]["recordOutcome"]["outcome"]["id"].is_string(), "{answer}");
    }
}

/// Has etcd give up all that was ordered.
fn trim(stand: &Stand) {
    let mut look = shared(&stand.etcd.lock().unwrap());
    let head = look.head().unwrap();
    look.trim(head.seq + 1).unwrap();
    assert_eq!(look.floor().unwrap(), None);
}

/// What a machine gives of its journal to who sends a header.
pub fn entries(at: SocketAddr, after: &str, header: &str) -> Answer {
    let request = format!(
        "GET /cluster/entries?after={after} HTTP/1.1\r\nhost: a\r\n{header}connection: close\r\n\r\n"
    );
    Server::send_to(at, request.as_bytes())
}

#[test]
fn what_etcd_keeps_no_more_is_taken_over_from_other_machines() {
    let stand = Stand::new(&[]);
    // One was down while etcd gave up what it lacks.
    let behind = stand.follower(0);
    behind.stop();
    record(&stand, 0..40);
    trim(&stand);
    record(&stand, 40..50);
    stand.start(behind);
    let (head, _) = stand.settle();

    // One lost its disk, and etcd keeps nothing at all.
    trim(&stand);
    let lost = stand.follower(1);
    lost.kill();
    lost.set_aside();
    stand.start(lost);
    assert_eq!(stand.settle().0, head);
    record(&stand, 50..60);
    stand.settle();

    // What is not of this cluster does not become so.
    let other = filled();
    let given = ["--listen", "127.0.0.1:0", "--order", &stand.order, "--node", "four"];
    let refused = other.start(&given).err().expect("its history is another");
    assert!(refused.err.contains("not the beginning of the cluster's history"), "{}", refused.err);
    stand.verify();
}

#[test]
fn a_join_that_is_killed_at_any_moment_goes_on() {
    let stand = Stand::new(&[]);
    record(&stand, 0..40);
    // What comes first is taken over from another machine, what follows from etcd.
    trim(&stand);
    record(&stand, 40..60);
    let machine = stand.follower(0);
    machine.kill();
    machine.set_aside();
    let (listen, url) = (machine.address.to_string(), format!("http://{}", machine.address));
    let given = ["serve", "--listen", &listen, "--node-url", &url, "--order", &stand.order];
    let given = [&given[..], &["--node", machine.name]].concat();
    for nth in 0..KILLS {
        let mut joining = machine.place.command(&given);
        let mut joining = joining.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 * nth));
        joining.kill().unwrap();
        joining.wait().unwrap();
        // Now and then it begins anew, before it goes on from what was left.
        if nth % 4 == 3 {
            machine.set_aside();
        }
    }
    stand.start(machine);
    stand.settle();
    stand.verify();
}

#[test]
fn entries_are_given_to_machines_of_the_cluster_and_administrators_alone() {
    let stand = Stand::new(&[]);
    record(&stand, 0..3);
    let (head, _) = stand.settle();
    let at = stand.follower(0).address;
    let admin = format!("authorization: Bearer {}\r\n", stand.secret);
    let peer = shared(&stand.etcd.lock().unwrap()).tokens().unwrap().peer.unwrap();
    for header in [admin, format!("hoptac-peer: {peer}\r\n")] {
        let answer = entries(at, "1", &header);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let groups = journal::read_passed(&answer.bytes).unwrap();
        assert_eq!((groups[0].first, groups.last().unwrap().last.seq), (2, head));
        assert_eq!(entries(at, &head.to_string(), &header).bytes, b"");
        assert_eq!(entries(at, "x", &header).status, 400);
    }
    assert_eq!(entries(at, "1", "").status, 403);
    let wrong = format!("hoptac-peer: {}\r\n", peer.replace(&peer[8..12], "AAAA"));
    assert_eq!(entries(at, "1", &wrong).status, 403);
    let reader = stand.machines[0].place.run(&[
        "token",
        "create",
        "--order",
        &stand.order,
        "--name",
        "Sở Y tế",
        "--role",
        "READER",
    ]);
    // It need not count there yet: then it is refused as unknown.
    let reader = format!("authorization: Bearer {}\r\n", reader.out.trim());
    assert!([401, 403].contains(&entries(at, "1", &reader).status));
}
