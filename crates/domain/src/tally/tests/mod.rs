//! Every figure against a count straight from the definitions, on small random registries.

mod brute;
mod direction;
mod ends;
mod figures;
mod history;
mod metrics;
mod participants;
mod progress;
mod reconciliation;
mod succession;
mod world;
