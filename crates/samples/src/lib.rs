//! What the tests of several layers start from: [`world`] is a small registry written by commands, with
//! a right input for each of them, [`memory`] the plainest view there is, and `etcd` has members of etcd on
//! loopback. No part of the program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::must_use_candidate,
    clippy::new_without_default,
    clippy::wildcard_imports,
    reason = "of no use to tests"
)]

#[cfg(feature = "etcd")]
pub mod etcd;
pub mod memory;
pub mod world;
