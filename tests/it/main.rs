//! All integration tests, as one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod cli;
mod config;
mod fixture;
mod http;
mod pages;
mod program;
mod schema;
mod seeds;
mod specs;
mod store;
mod world;
