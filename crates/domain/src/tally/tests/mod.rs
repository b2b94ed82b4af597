//! Every figure against a count straight from the definitions, on small random registries.

mod brute;
mod figures;
mod history;
mod progress;
mod reconciliation;
mod succession;
mod world;
