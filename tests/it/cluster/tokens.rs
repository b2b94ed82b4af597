//! Tokens of a cluster: changed by the command line, mirrored by machines.

use std::time::{Duration, Instant};

use hoptac::{
    cluster::tokens::Mirror,
    tokens::{TokenError, Tokens},
};
use jiff::Timestamp;
use order::{Membership, etcd::Meta};
use samples::etcd::Etcd;

use super::{done, filled, order, refused, shared};

const STALE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(60);

fn until(told: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{told}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_token_is_made_and_revoked_for_all_machines() {
    let mut etcd = Etcd::start(1);
    let place = filled();
    let order = order(&etcd);
    done(&place, &["cluster", "init", "--order", &order, "--node", "one"]);
    let admin = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    let now: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();

    // Another machine of it, of which nothing is there but its part.
    let other = tempfile::tempdir().unwrap();
    let own = Membership::read(&place.data()).unwrap().unwrap();
    let own = Membership { node: "two".to_owned(), ..own };
    let mirror = Mirror::start(shared(&etcd), own, other.path(), STALE).unwrap();
    let tokens = Tokens::open(other.path()).unwrap().mirrored(mirror.contact());
    let lets_in = |secret: &str| tokens.authenticate(secret.trim(), now);
    assert_eq!(lets_in(&admin).unwrap().name, "first start");

    let create = ["token", "create", "--order", &order, "--name", "Gia Lai", "--role", "READER"];
    let secret = done(&place, &create).out;
    until("it is let in", || lets_in(&secret).is_ok());
    let listed = done(&place, &["token", "list", "--order", &order]).out;
    assert!(listed.contains("Gia Lai"), "{listed}");
    let told = done(&place, &["token", "revoke", "Gia Lai", "--order", &order]).out;
    assert!(told.contains("every machine"), "{told}");
    until("it is refused", || matches!(lets_in(&secret), Err(TokenError::Revoked { .. })));
    assert!(lets_in(&admin).is_ok());
    let again = done(&place, &["token", "revoke", "Gia Lai", "--order", &order]).out;
    assert!(again.contains("already revoked"), "{again}");

    // Without contact nobody is let in after a while, and again once there is some.
    etcd.kill(0);
    until("nobody is let in", || matches!(lets_in(&admin), Err(TokenError::Stale { seconds: 5 })));
    etcd.restart(0);
    until("all are let in again", || lets_in(&admin).is_ok());

    // Another cluster of this name has other tokens: they are not taken over.
    let mut look = shared(&etcd);
    let meta = look.meta().unwrap().unwrap();
    let next = Meta { epoch: 2, ..meta.clone() };
    look.begin(&next, journal::Head::default(), Some(&meta)).unwrap();
    for token in look.tokens().unwrap().tokens {
        look.delete_token(&token.id).unwrap();
    }
    until("they are not current", || matches!(lets_in(&admin), Err(TokenError::Stale { .. })));
    assert_eq!(hoptac::tokens::Register::within(other.path()).list().unwrap().len(), 2);
    let told = refused(&place, &["token", "revoke", "Gia Lai", "--order", &order]);
    assert!(told.contains("no token has"), "{told}");
    drop(mirror);
}
