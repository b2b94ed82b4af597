//! Several machines with one order, in etcd on loopback.
//!
//! `ETCD` names the program of etcd, `etcd` by default (Debian: `etcd-server`).

mod absent;
mod clients;
mod commands;
mod faults;
mod guide;
mod imports;
mod joins;
mod levels;
mod network;
mod shipped;
mod stand;
mod subscriber;
mod tokens;

use order::etcd::Shared;
use samples::etcd::{Etcd, access};

use crate::program::{Ended, Place};

/// What `--order` is to say.
fn order(etcd: &Etcd) -> String {
    let members = etcd.endpoints().join(",").replace("http://", "");
    format!("etcd://{members}/test")
}

/// The way to the order, as one that only looks.
fn shared(etcd: &Etcd) -> Shared {
    Shared::new(&access(&etcd.endpoints()), "test").unwrap()
}

/// Runs a command that is done.
fn done(place: &Place, arguments: &[&str]) -> Ended {
    let ended = place.run(arguments);
    assert_eq!(ended.code, Some(0), "{arguments:?}: {}{}", ended.out, ended.err);
    ended
}

/// Runs a command that is refused, and returns what it says.
fn refused(place: &Place, arguments: &[&str]) -> String {
    let ended = place.run(arguments);
    assert_eq!(ended.code, Some(2), "{arguments:?}: {}{}", ended.out, ended.err);
    ended.err
}

/// A place with a registry that a server alone filled.
fn filled() -> Place {
    let place = Place::new();
    assert_eq!(place.serve(&["--log-filter", "off"]).stop("TERM").code, Some(0));
    place
}
