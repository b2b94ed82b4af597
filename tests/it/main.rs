//! The integration tests, in one binary: `tidy` holds the house rules, the others what is promised.

mod fixture;
mod seeds;
mod store;
