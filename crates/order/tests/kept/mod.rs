//! What is kept beside the order, and how etcd lets this machine in.

use std::{path::Path, process::Command, time::Duration};

use hoptac_order::{
    Order, OrderError,
    etcd::{Access, KeptToken, Meta, Shared, Tls},
};
use journal::{Hash, Head};
use samples::etcd::{Etcd, access};

use crate::machine::Machine;

fn meta(id: &str, epoch: u32) -> Meta {
    Meta { form: 1, id: id.to_owned(), epoch }
}

#[test]
fn a_cluster_begins_at_an_entry_and_can_begin_again() {
    let etcd = Etcd::start(1);
    let mut one = Machine::new(&etcd, "one");
    let head = Head { seq: 7, hash: Hash::of(b"seven") };
    assert_eq!(one.order.begin(&meta("a", 1), head, None).unwrap(), meta("a", 1));
    assert_eq!(one.order.head().unwrap(), head);
    assert_eq!(one.order.read(7, 1).unwrap(), []);
    assert_eq!(one.order.read(2, 1), Err(OrderError::Trimmed { floor: 8 }));
    // Whoever comes second is told what it is.
    assert_eq!(one.order.begin(&meta("b", 1), head, None).unwrap(), meta("a", 1));
    let stale = Some(&meta("c", 1));
    assert_eq!(one.order.begin(&meta("b", 2), head, stale).unwrap(), meta("a", 1));

    // Groups of before are given up with what they belonged to.
    let old = meta("a", 1);
    one.order.begin(&meta("a", 2), Head::default(), Some(&old)).unwrap();
    let lease = one.order.lease(60).unwrap();
    let me = one.me.clone();
    one.order.claim(&me, &lease, None).unwrap();
    let proposal = one.propose(&["a"]);
    one.insist(&proposal).unwrap();
    assert_eq!(etcd.keys("hoptac/test/g/"), 1);
    let again = Head { seq: 1, hash: one.journal.head().hash };
    let old = meta("a", 2);
    assert_eq!(one.order.begin(&meta("a", 3), again, Some(&old)).unwrap(), meta("a", 3));
    assert_eq!(etcd.keys("hoptac/test/g/"), 0);
    assert_eq!(one.order.head().unwrap(), again);
}

#[test]
fn tokens_are_told_to_all_and_changed_by_one_at_a_time() {
    let etcd = Etcd::start(1);
    let shared = || Shared::new(&access(&etcd.endpoints()), "test").unwrap();
    let (mut one, mut two) = (shared(), shared());
    let ids = |tokens: &[KeptToken]| tokens.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let none = two.await_tokens(Duration::ZERO).unwrap();
    assert_eq!((none.meta, none.tokens), (None, vec![]));

    one.begin(&meta("a", 1), Head::default(), None).unwrap();
    assert!(one.put_token("tok_b", b"b", None).unwrap());
    assert!(one.put_token("tok_a", b"a", None).unwrap());
    // Said again, as after a lost answer: it is so. Another of this id is refused.
    assert!(one.put_token("tok_a", b"a", None).unwrap());
    assert!(!two.put_token("tok_a", b"other", None).unwrap());
    let told = two.await_tokens(Duration::from_secs(60)).unwrap();
    assert_eq!(told.meta, Some(meta("a", 1)));
    let told = if told.tokens.len() == 2 { told } else { two.tokens().unwrap() };
    assert_eq!(ids(&told.tokens), ["tok_a", "tok_b"]);

    // Who changes what another changed meanwhile has to read it first.
    assert!(one.put_token("tok_a", b"revoked", Some(&told.tokens[0])).unwrap());
    assert!(!two.put_token("tok_a", b"renamed", Some(&told.tokens[0])).unwrap());
    one.delete_token("tok_b").unwrap();
    let left = two.tokens().unwrap().tokens;
    assert_eq!((ids(&left), left[0].value.as_slice()), (vec!["tok_a".to_owned()], &b"revoked"[..]));
}

#[test]
fn a_change_of_tokens_wakes_who_waits_also_where_one_goes() {
    let etcd = Etcd::start(1);
    let shared = || Shared::new(&access(&etcd.endpoints()), "test").unwrap();
    let (mut one, mut two) = (shared(), shared());
    one.put_token("tok_a", b"a", None).unwrap();
    assert_eq!(two.await_tokens(Duration::ZERO).unwrap().tokens.len(), 1);
    let waiting = std::thread::spawn(move || two.await_tokens(Duration::from_secs(600)).unwrap());
    one.delete_token("tok_a").unwrap();
    assert_eq!(waiting.join().unwrap().tokens, []);
}

#[test]
fn how_far_machines_are_and_the_form_of_entries_are_kept() {
    let etcd = Etcd::start(1);
    let mut order = Shared::new(&access(&etcd.endpoints()), "test").unwrap();
    assert_eq!(order.durables().unwrap(), []);
    order.set_durable("two", 5).unwrap();
    order.set_durable("one", 9).unwrap();
    order.set_durable("two", 6).unwrap();
    let all = [("one".to_owned(), 9), ("two".to_owned(), 6)];
    assert_eq!(order.durables().unwrap(), all);
    order.forget("one").unwrap();
    order.forget("one").unwrap();
    assert_eq!(order.durables().unwrap(), all[1..]);

    assert_eq!(order.codec().unwrap(), None);
    assert_eq!(order.raise_codec(3).unwrap(), 3);
    assert_eq!(order.raise_codec(2).unwrap(), 3, "it is never lowered");
    assert_eq!(order.codec().unwrap(), Some(3));
}

fn etcdctl(etcd: &Etcd, arguments: &[&str]) {
    let mut command = Command::new("etcdctl");
    command.env("ETCDCTL_API", "3").args(["--endpoints", &etcd.endpoints()[0]]).args(arguments);
    let ended = command.output().expect("etcdctl (Debian: etcd-client)");
    assert!(ended.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn a_user_of_etcd_signs_in_and_again_after_its_token_is_gone() {
    let mut etcd = Etcd::start(1);
    for arguments in [
        &["user", "add", "root:secret"][..],
        &["user", "grant-role", "root", "root"],
        &["user", "add", "hoptac:hand in hand"],
        &["role", "add", "hoptac"],
        &["role", "grant-permission", "hoptac", "--prefix=true", "readwrite", "hoptac/test/"],
        &["user", "grant-role", "hoptac", "hoptac"],
        &["auth", "enable"],
    ] {
        etcdctl(&etcd, arguments);
    }
    let with = |password: &str| {
        let credentials = Some(("hoptac".to_owned(), password.to_owned()));
        Access { credentials, ..access(&etcd.endpoints()) }
    };
    let mut stranger = Shared::new(&access(&etcd.endpoints()), "test").unwrap();
    assert!(matches!(stranger.head(), Err(OrderError::Down(_))));
    let mut wrong = Shared::new(&with("wrong"), "test").unwrap();
    let told = wrong.head().unwrap_err().to_string();
    assert!(told.contains("invalid user ID or password"), "{told}");
    let mut right = Shared::new(&with("hand in hand"), "test").unwrap();
    right.begin(&meta("a", 1), Head::default(), None).unwrap();
    let lease = right.lease(60).unwrap();
    assert!(lease.is_alive());
    assert_eq!(right.await_tokens(Duration::ZERO).unwrap().meta, Some(meta("a", 1)));
    // Its rights end with the cluster's name.
    let mut elsewhere = Shared::new(&with("hand in hand"), "other").unwrap();
    assert!(matches!(elsewhere.head(), Err(OrderError::Down(_))));

    // A member that was started again knows no tokens of before.
    etcd.kill(0);
    etcd.restart(0);
    let until = std::time::Instant::now() + Duration::from_secs(60);
    while right.set_durable("one", 1).is_err() {
        assert!(std::time::Instant::now() < until, "it does not sign in again");
    }
}

fn certificate(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates");
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn certificates_are_checked_on_both_sides() {
    let [ca, member, member_key, client, client_key] =
        ["ca.pem", "member.pem", "member.key", "client.pem", "client.key"].map(certificate);
    let read = |path: &str| std::fs::read(path).unwrap();
    let identity = Some((read(&client), read(&client_key)));
    let tls = Tls { ca: read(&ca), identity };
    if cfg!(not(feature = "tls")) {
        let access = Access { tls: Some(tls), ..access(&["https://127.0.0.1:1".to_owned()]) };
        let told = Shared::new(&access, "test").err().unwrap().to_string();
        assert!(told.contains("cluster-tls"), "{told}");
        return;
    }
    let etcd = Etcd::start_private(
        &[
            "--cert-file",
            &member,
            "--key-file",
            &member_key,
            "--client-cert-auth",
            "--trusted-ca-file",
            &ca,
        ],
        &tls,
    );
    let with = |tls| Access { tls: Some(tls), ..access(&etcd.endpoints()) };
    let mut right = Shared::new(&with(tls.clone()), "test").unwrap();
    assert_eq!(right.begin(&meta("a", 1), Head::default(), None).unwrap(), meta("a", 1));
    // Without a certificate of its own, and where another signed that of etcd.
    let nameless = Tls { identity: None, ..tls.clone() };
    let distrustful = Tls { ca: read(&client), ..tls };
    for wrong in [nameless, distrustful] {
        let mut order = Shared::new(&with(wrong), "test").unwrap();
        assert!(matches!(order.head(), Err(OrderError::Down(_))));
    }
}
