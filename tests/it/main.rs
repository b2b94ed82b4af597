//! The integration tests, in one binary: `tidy` holds the house rules, the others what is promised.

mod crash;
mod damage;
mod domain;
mod fixture;
mod golden;
mod image;
mod registry;
mod seeds;
mod store;
mod tidy;
