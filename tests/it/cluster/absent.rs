//! Machines that are not there: what is kept for them, and what the others give to callers meanwhile.

use std::{
    net::{SocketAddr, TcpListener},
    time::Instant,
};

use serde_json::{Value, json};

use super::{
    joins::record,
    shared,
    stand::{Machine, PATIENCE, Stand},
};
use crate::{campaign::stand::post, program::Server};

fn wait(told: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{told}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_machine_is_dropped_once_half_of_etcds_space_is_in_use_and_comes_back() {
    let stand = Stand::new(&[]);
    let (first, others) = stand.machines.split_first().unwrap();
    // Free on the machine's own host, too.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let metrics = SocketAddr::new(first.address.ip(), free.port());
    // Of one MiB half is in use soon.
    let few = ["--order-quota-mib", "1"];
    for machine in &stand.machines {
        machine.stop();
    }
    let told = metrics.to_string();
    stand.start_with(first, &[few, ["--metrics-listen", &told]]);
    for machine in others {
        stand.start_with(machine, &[few]);
    }
    stand.settle();
    let writer = stand.wait_for_writer().name;
    let absent = others.iter().find(|it| it.name != writer).unwrap();
    absent.stop();
    let (at, _) = first.head(&stand.secret).unwrap();

    let look = || shared(&stand.etcd.lock().unwrap());
    let mut number = 0;
    let dropped = loop {
        record(&stand, number..number + 20);
        number += 20;
        if let [(name, seq)] = look().dropped().unwrap().as_slice() {
            break (name.clone(), *seq);
        }
        assert!(number < 20_000, "nobody is dropped");
    };
    assert_eq!(dropped.0, absent.name);
    assert!(dropped.1 <= at, "{dropped:?}, {at}");
    wait("what it lacks is given up", || look().floor().unwrap().is_none_or(|it| it > at + 1));
    let status = first.place.run(&["cluster", "status", "--order", &stand.order]);
    assert_eq!(status.code, Some(1), "{}", status.out);
    let says = |text: &str| status.out.contains(text);
    assert!(says("DROPPED") && says("takes that over from another machine"), "{}", status.out);
    let request = b"GET /metrics HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    wait("a metric tells it", || {
        let page = Server::send_to(metrics, request).body;
        page.contains("\nhoptac_machines_dropped{} 1\n") && page.contains("\nhoptac_machines{} 2\n")
    });

    stand.start_with(absent, &[few]);
    stand.settle();
    wait("it is known again", || look().dropped().unwrap().is_empty());
    stand.verify();
}

/// What a caller without a token is given by a machine: at once, and each second.
fn budget(machine: &Machine) -> (u64, u64) {
    let asked = json!({ "query": "{ head { seq } }", "extensions": { "cost": true } });
    let answer = post(machine.address, None, &asked).unwrap();
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    let cost = &answer["extensions"]["cost"];
    (cost["maximum"].as_u64().unwrap(), cost["restoreRate"].as_u64().unwrap())
}

#[test]
fn what_a_caller_may_spend_is_divided_by_the_machines_that_are_there() {
    let stand = Stand::new(&[]);
    let start = |machine| stand.start_with(machine, &[["--budget-points", "500000"]]);
    for machine in &stand.machines {
        machine.stop();
        start(machine);
    }
    // At once never less than what one operation may use.
    wait("all give a third", || {
        stand.machines.iter().all(|machine| budget(machine) == (250_000, 16_667))
    });
    let gone = stand.follower(0);
    gone.stop();
    let others = || stand.machines.iter().filter(|it| it.name != gone.name);
    wait("two give a half", || others().all(|machine| budget(machine) == (250_000, 25_000)));
    start(gone);
    wait("all give a third again", || {
        stand.machines.iter().all(|machine| budget(machine) == (250_000, 16_667))
    });
}
