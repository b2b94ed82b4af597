//! The commands for a cluster, and those that a folder of one refuses.

use hoptac::registry::{Clock, SystemClock};
use order::{Membership, Order, etcd::Node};
use samples::etcd::Etcd;
use serde_json::Value;

use super::{done, filled, order, refused, shared};
use crate::program::Place;

fn status(place: &Place, order: &str) -> (Option<i32>, Value) {
    let ended = place.run(&["cluster", "status", "--json", "--order", order]);
    (ended.code, serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err)))
}

fn detail<'a>(status: &'a Value, name: &str) -> &'a str {
    let checks = status["checks"].as_array().unwrap().iter();
    let check = checks.rev().find(|check| check["name"] == name);
    check.unwrap_or_else(|| panic!("no {name} in {status:#}"))["detail"].as_str().unwrap()
}

#[test]
fn a_folder_founds_a_cluster_without_losing_its_history_and_leaves_it() {
    let (etcd, place) = (Etcd::start(1), filled());
    let order = order(&etcd);
    let told = refused(&place, &["cluster", "init", "--node", "one"]);
    assert!(told.contains("--order"), "{told}");
    assert_eq!(
        detail(&status(&place, &order).1, "order").split(':').next(),
        Some("etcd holds no cluster of this name")
    );
    let init = ["cluster", "init", "--order", &order, "--node", "one"];
    let ended = done(&place, &init);
    assert!(ended.out.contains("founded the cluster test, epoch 1, at command 1"), "{}", ended.out);

    let mut look = shared(&etcd);
    let own = Membership::read(&place.data()).unwrap().unwrap();
    assert_eq!((own.name.as_str(), own.epoch, own.node.as_str()), ("test", 1, "one"));
    assert_eq!(look.meta().unwrap().unwrap().id, own.id);
    let head = look.head().unwrap();
    assert_eq!(head.seq, 1);
    assert_eq!(look.durables().unwrap(), [("one".to_owned(), 1)]);
    assert!(done(&place, &init).out.contains("already"));
    let told = refused(&place, &["cluster", "init", "--order", &order, "--node", "two"]);
    assert!(told.contains("machines keep their names"), "{told}");

    // Nothing writes there by itself any more; what reads does.
    for (arguments, instead) in [
        (&["serve", "--listen", "127.0.0.1:0"][..], "--order"),
        (&["seed"], "/import"),
        (&["import", "x.ndjson"], "/import"),
        (&["transfer", "x.ndjson"], "cluster init"),
        (&["restore", "x"], "empty one"),
        (&["token", "list"], "--order"),
    ] {
        let told = refused(&place, arguments);
        assert!(told.contains(instead), "{told}");
    }
    assert_eq!(place.run(&["verify"]).code, Some(0));
    done(&place, &["export", "--out", "all.ndjson"]);

    // Another folder of its own does not become a part of it.
    let other = filled();
    let told = refused(&other, &["cluster", "init", "--order", &order, "--node", "two"]);
    assert!(told.contains("empty data folder"), "{told}");

    let left = done(&place, &["cluster", "leave", "--order", &order]);
    assert!(left.out.contains("at command 1"), "{}", left.out);
    assert_eq!(Membership::read(&place.data()).unwrap(), None);
    assert_eq!(look.durables().unwrap(), []);
    let served = place.serve(&[]);
    assert_eq!(
        served.query("{ head { seq hash } }")["data"]["head"]["hash"],
        head.hash.to_string()
    );
    served.stop("TERM");
    let told = refused(&place, &["cluster", "leave", "--order", &order]);
    assert!(told.contains("belongs to no cluster"), "{told}");
    // It has what it had, so it is taken back.
    done(&place, &init);
}

#[test]
fn a_wiped_etcd_is_refused_until_somebody_says_from_where_to_go_on() {
    let (etcd, place) = (Etcd::start(1), filled());
    let before = order(&etcd);
    done(&place, &["cluster", "init", "--order", &before, "--node", "one"]);
    let first = Membership::read(&place.data()).unwrap().unwrap();
    drop(etcd);
    let etcd = Etcd::start(1);
    let order = order(&etcd);
    let told = refused(&place, &["cluster", "leave", "--order", &before]);
    assert!(told.contains("--as-is"), "{told}");
    let told = refused(&place, &["cluster", "init", "--order", &order]);
    assert!(told.contains("--from-here --again"), "{told}");
    let told = refused(&place, &["cluster", "init", "--order", &order, "--again"]);
    assert!(told.contains("--from-here"), "{told}");
    let again = ["cluster", "init", "--order", &order, "--from-here", "--again"];
    assert!(done(&place, &again).out.contains("epoch 2"));
    let second = Membership::read(&place.data()).unwrap().unwrap();
    assert_eq!(second, Membership { epoch: 2, ..first });
    let mut look = shared(&etcd);
    assert_eq!(look.head().unwrap().seq, 1);
    assert_eq!(look.tokens().unwrap().tokens.len(), 1, "the tokens are there again");
    // Also where etcd has what was restored.
    assert!(done(&place, &again).out.contains("epoch 3"));
    drop(etcd);
    done(&place, &["cluster", "leave", "--as-is", "--order", &order]);
}

#[test]
fn status_says_who_is_there_and_what_needs_somebody() {
    let (etcd, place) = (Etcd::start(1), filled());
    let order = order(&etcd);
    done(&place, &["cluster", "init", "--order", &order, "--node", "one"]);
    let (code, told) = status(&place, &order);
    assert_eq!(code, Some(2), "nobody writes: {told:#}");
    assert!(detail(&told, "writer").contains("no machine writes"));
    assert!(detail(&told, "machine").contains("hoptac cluster forget one"));
    let told = refused(&place, &["cluster", "upgrade", "--order", &order]);
    assert!(told.contains("forget"), "{told}");

    let mut shared = shared(&etcd);
    let lease = shared.lease(60).unwrap();
    let url = "http://127.0.0.1:1".to_owned();
    let writer = order::etcd::Writer { node: "one".to_owned(), url: url.clone() };
    shared.claim(&writer, &lease, None).unwrap();
    let clock = SystemClock.now().as_millisecond();
    let mut node = Node { node: "one".to_owned(), url, seq: 1, level: 3, clock };
    shared.announce(&node, &lease).unwrap();
    let (code, told) = status(&place, &order);
    assert_eq!(code, Some(0), "{told:#}");
    assert_eq!(told["cluster"]["machines"][0]["isWriter"], true);
    assert_eq!(told["etcd"][0]["isLeader"], true);
    let table = done(&place, &["cluster", "status", "--order", &order]).out;
    let has = |beginning: &str| table.lines().any(|line| line.starts_with(beginning));
    assert!(has("cluster test") && has("MACHINE") && has("one      writer  1    0"), "{table}");
    assert!(table.contains("has all"), "{table}");

    // An older release among them: the form stays, and it is named.
    let ended = place.run(&["cluster", "upgrade", "--order", &order]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.out.contains("upgrade one, which reads 3"), "{}", ended.out);
    node.level = hoptac::journal::LEVEL;
    node.clock -= 60_000;
    shared.announce(&node, &lease).unwrap();
    done(&place, &["cluster", "upgrade", "--order", &order]);
    assert_eq!(shared.codec().unwrap(), Some(hoptac::journal::LEVEL));
    let (code, told) = status(&place, &order);
    assert_eq!(code, Some(1), "{told:#}");
    assert!(detail(&told, "machine").contains("60 seconds off"), "{told:#}");

    let told = refused(&place, &["cluster", "forget", "one", "--order", &order]);
    assert!(told.contains("stop its server"), "{told}");
    shared.give_up(lease).unwrap();
    done(&place, &["cluster", "forget", "one", "--order", &order]);
    let told = refused(&place, &["cluster", "forget", "one", "--order", &order]);
    assert!(told.contains("no machine one"), "{told}");

    // Without etcd it says so, and nothing else.
    drop((shared, etcd));
    let ended = place.run(&["cluster", "status", "--order", &order]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.out.contains("DOWN") && ended.out.contains("0 of 1 member"), "{}", ended.out);
}
