//! The program as its users meet it: one binary for all integration tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod cli;
mod config;
mod http;
mod program;
