//! All integration tests, as one binary.

mod pages;
mod schema;
mod specs;
mod world;
