//! What callers write: each mutation, what bad input gets, and who sees what when.

mod bad_input;
mod bulk;
mod callers;
mod found;
mod life;
mod mended;
mod merges;
mod retries;
mod right;
mod right_amendments;
mod sight;
mod stage;

pub use stage::{BULK, Stage};
