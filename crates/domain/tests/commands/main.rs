//! What each command does, and what it refuses.
#![allow(clippy::unwrap_used, reason = "a test stops by panicking")]

extern crate hoptac_domain as domain;

mod agreements;
mod amendments;
mod merges;
mod outcomes;
mod paths;
mod places;
mod plans;
mod registers;
mod sides;

use domain::{ProblemCode, command::Command};
use samples::world::World;

/// Expects exactly these problems, in any order, and the world to be none the wiser.
fn refuses(world: &World, command: &Command, expected: &[(ProblemCode, &str)]) {
    let mut told = world.refused("rec", command);
    let mut expected: Vec<_> =
        expected.iter().map(|(code, field)| (*code, (*field).to_owned())).collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected, "{}", command.name());
}
